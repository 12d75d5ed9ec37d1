"""A published version stays what it was: the hash sees meaning, not wording."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from frameworks.frozen import changed, frozen_hash, lines, published
from frameworks.load import shipped
from tests.frameworks import samples
from tests.frameworks.samples import Files, element, placed, small

SMALL = frozen_hash(samples.load(small()))


def first(files: Files) -> dict[str, Any]:
    one: dict[str, Any] = files["a.toml"]["elements"][0]
    return one


def second(files: Files) -> dict[str, Any]:
    two: dict[str, Any] = files["a.toml"]["elements"][1]
    return two


def third(files: Files) -> dict[str, Any]:
    three: dict[str, Any] = files["b.toml"]["elements"][0]
    return three


def hash_after(change: Callable[[Files], Any]) -> str:
    files = small()
    change(files)
    return frozen_hash(samples.load(files))


def test_published_versions_are_what_they_were() -> None:
    assert changed(shipped(), published()) == ()
    assert published().keys() == shipped().keys()


@pytest.mark.parametrize(
    "change",
    [
        lambda files: third(files).update(id="sm.b.drei"),
        lambda files: files["framework.toml"].update(dimensions=["b", "a"]) or second(files).pop("asked_if"),
        lambda files: files["a.toml"]["elements"].append(element("sm.a.new")),
        lambda files: files["framework.toml"].update(in_place=4),
        lambda files: files["framework.toml"].update(started=3),
        lambda files: files["framework.toml"].update(na_max=2),
        lambda files: files["framework.toml"].update(result="counts"),
        lambda files: third(files).update(must=True) or files["framework.toml"].pop("states"),
        lambda files: second(files).update(quick=True) or files["framework.toml"].pop("states"),
        lambda files: third(files).update(before_you_sign=False) or files["framework.toml"].pop("states"),
        lambda files: third(files).update(adviser=True),
        lambda files: third(files)["pass"].update(bond=3),
        lambda files: second(files)["asked_if"].update(levels=[4]),
        lambda files: second(files).pop("asked_if"),
        lambda files: first(files).update(version=2),
        lambda files: first(files)["proof"].append("a list"),
        lambda files: second(files)["na"].append("it is done for us"),
        lambda files: files["framework.toml"]["profiles"].append({"id": "new", "label": "New"}),
    ],
)
def test_a_change_of_meaning_changes_the_hash(change: Callable[[Files], Any]) -> None:
    assert hash_after(change) != SMALL


@pytest.mark.parametrize(
    "change",
    [
        lambda main: main["groups"].append({"id": "investor", "label": "Investor"}),
        lambda main: main["roles"][0].update(group="donor"),
        lambda main: main["owners"]["payer"]["bond"].remove("donor"),
        lambda main: main["owners"].update(funder={"direct": ["donor"], "bond": ["donor"]}),
    ],
)
def test_another_group_or_owner_changes_the_hash(change: Callable[[dict[str, Any]], Any]) -> None:
    files = placed()
    kept = frozen_hash(samples.load(files))
    change(files["framework.toml"])

    assert frozen_hash(samples.load(files)) != kept


@pytest.mark.parametrize(
    "change",
    [
        lambda files: first(files).update(question="How is it now?", why="It helps.", first_step="Ask."),
        lambda files: first(files).update(ask=[], sources=[]),
        lambda files: first(files)["levels"].reverse(),
        lambda files: files["framework.toml"].update(name="Another name", about="Reworded."),
        lambda files: second(files)["asked_if"].update(levels=[4, 3]),
    ],
)
def test_a_change_of_wording_does_not(change: Callable[[Files], Any]) -> None:
    assert hash_after(change) == SMALL


def test_a_version_that_is_gone_or_has_changed_is_named() -> None:
    framework = samples.load(small())

    assert changed({"sm-1.0": framework}, {"sm-1.0": SMALL}) == ()
    assert changed({"sm-1.0": framework}, {"sm-1.0": "0" * 64}) == ("sm-1.0",)
    assert changed({}, {"sm-1.0": SMALL}) == ("sm-1.0",)


def test_the_line_of_a_version_is_what_the_file_keeps() -> None:
    kept = tomllib.loads(lines({"sm-1.0": samples.load(small())}))

    assert kept == {"sm-1.0": SMALL}
