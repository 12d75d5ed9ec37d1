"""What is frozen of a place: read back it prints as on the day it was closed, and holds no view of a small group."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from frameworks.place_card import printed
from frameworks.places import Place, Voice, settle_place
from frameworks.values import Answer, Scope
from storage.team.freezing import Frozen, Voter, freeze
from storage.team.results import value_of
from storage.team.sheets import place_from, views_from
from tests.frameworks.pictures import EC
from tests.frameworks.samples import answers

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
PROFILE = "government"
FREE = [one.id for one in EC.elements if not EC.deciding_groups(one, PROFILE)]


def voter(number: int, group: str, given: dict[str, Answer]) -> Voter:
    return Voter(number, number, "full", PROFILE, (), group, False, NOW, given)


def everything(level: int, **changes: int) -> dict[str, Answer]:
    levels: dict[str, int | str] = {one.id: level for one in EC.elements}
    return answers(levels | {f"ec.{name.replace('__', '.')}": value for name, value in changes.items()})


VOTERS = [
    voter(1, "government", everything(3, trust__people=1)),
    *(voter(number, "provider", everything(3, trust__people=2)) for number in (2, 3, 4)),
    voter(5, "provider", everything(2)),
]


def frozen(voters: list[Voter]) -> Frozen:
    kept = freeze(EC, 7, voters, "day", NOW)
    assert kept is not None
    return kept


class Row:
    """A row as the database gives it back."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def read_back(kept: Frozen) -> Place:
    settled = {row["element_id"]: value_of(Row(row)) for row in kept.rows}  # type: ignore[arg-type]
    return place_from(json.loads(json.dumps(kept.result["voices"])), settled, ())


def test_a_place_read_back_prints_as_when_it_was_closed() -> None:
    live = settle_place(EC, [Voice(one.group, one.answers) for one in VOTERS], PROFILE)
    back = read_back(frozen(VOTERS))

    assert back == live
    assert printed(EC, back, PROFILE, Scope.FULL, closed=True) == printed(
        EC, live, PROFILE, Scope.FULL, closed=True
    )
    assert back.kept_back


def test_no_group_of_one_or_two_has_a_view_and_nothing_kept_back_has_one() -> None:
    kept = frozen(VOTERS)
    views, hidden = views_from(kept.result["voices"]), set(kept.result["voices"]["kept_back"])

    assert set(views) == {"provider"}
    assert not hidden & set(views["provider"])


def test_the_sheet_of_a_place_names_no_level_beside_another_and_nothing_that_is_kept_back() -> None:
    kept = frozen(VOTERS)
    sheet, hidden = kept.result["sheet"], set(kept.result["voices"]["kept_back"])

    assert {line["element"] for line in sheet} == {one.id for one in EC.elements} - hidden
    assert all(line["spread"] == [] and not line["label"] for line in sheet)
    assert hidden <= set(FREE)


def test_one_person_of_a_place_has_no_sheet_and_keeps_nothing_back() -> None:
    kept = frozen([voter(1, "provider", everything(3))])

    assert kept.result["sheet"] == []
    assert kept.result["voices"]["kept_back"] == []
    assert read_back(kept).view.value == "own"


def test_a_round_that_nobody_answered_leaves_nothing() -> None:
    assert freeze(EC, 7, [voter(1, "provider", {})], "day", NOW) is None
