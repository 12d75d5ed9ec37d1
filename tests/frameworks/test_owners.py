"""Who decides an element: owners, groups and roles that agree, and what is told where they do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from frameworks.load import examine
from frameworks.problems import Code
from tests.frameworks import samples
from tests.frameworks.samples import Files, placed, render

Change = Callable[[Files], Any]

BOND = {"bond": ["state"]}


def main(**keys: Any) -> Change:
    return lambda files: files["framework.toml"].update(keys)


def owned(*owner: str) -> Change:
    """A change of who owns the first element."""
    return lambda files: files["a.toml"]["elements"][0].update(owner=list(owner))


EXAMPLES: list[tuple[Code, str, Change]] = [
    (Code.OWNER_GROUPS, "framework.toml, owners, payer", main(owners={"payer": BOND})),
    (Code.OWNER_GROUPS, "framework.toml, owners, payer", main(owners={"payer": BOND | {"direct": []}})),
    (Code.OWNER_GROUPS, "framework.toml, groups", main(groups=[])),
    (Code.UNKNOWN_REFERENCE, "a.toml, sm.a.one, owner", owned("payer", "pair")),
    (
        Code.UNKNOWN_REFERENCE,
        "framework.toml, owners, payer",
        main(owners={"payer": BOND | {"direct": ["stat"]}}),
    ),
    (
        Code.UNKNOWN_REFERENCE,
        "framework.toml, owners, payer",
        main(owners={"payer": BOND | {"direct": ["state"], "both": ["state"]}}),
    ),
    (
        Code.UNKNOWN_REFERENCE,
        "framework.toml, roles lead, group",
        main(roles=[{"id": "lead", "label": "lead", "who": "leads", "group": "stat"}]),
    ),
    (Code.DUPLICATE_ID, "framework.toml, groups", main(groups=[{"id": "state", "label": "State"}] * 2)),
    (Code.BAD_ID, "framework.toml, groups", main(groups=[{"id": "State", "label": "State"}])),
    (Code.BAD_ID, "framework.toml, owners", main(owners={"Payer": BOND | {"direct": ["state"]}})),
]


@pytest.mark.parametrize(
    ("code", "place", "change"), EXAMPLES, ids=[f"{code} at {place}" for code, place, _ in EXAMPLES]
)
def test_each_fault_of_owners_is_told_with_its_place(code: Code, place: str, change: Change) -> None:
    files = placed()
    change(files)
    loaded = examine(render(files))

    assert (code, place) in [(problem.code, problem.place) for problem in loaded.problems]
    assert loaded.framework is None


@pytest.mark.parametrize("owner", [["payer"], ["any"], ["all"], []])
def test_an_element_is_decided_by_an_owner_or_by_no_group_more_than_another(owner: list[str]) -> None:
    files = placed()
    owned(*owner)(files)

    assert samples.load(files).elements[0].owner == tuple(owner)


def test_the_deciding_groups_hang_on_the_profile() -> None:
    framework = samples.load(placed())
    first, second, _ = framework.elements

    assert framework.deciding_groups(first, "direct") == ("state",)
    assert framework.deciding_groups(first, "bond") == ("state", "donor")
    assert framework.deciding_groups(second, "bond") == ()
