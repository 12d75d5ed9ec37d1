"""An attack by subtraction on teams of two to five and on small places: what others read tells nobody's level."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.tables import chosen_action
from tests.frameworks.samples import all_sp
from tests.team.attack import EC, SP, Levels, Ring
from tests.team.overheard import CLOSED, Seen, differences

IDS = [one.id for one in SP.elements]
FREE = [one.id for one in EC.elements if not EC.deciding_groups(one, "government")]
LEVELS = (1, 2, 3, 4)
APART = ((1, 4), (3, 2), (3, 4))
OFFICE, OFFICIAL = ("government", "government"), ("government", "provider", "provider", "provider")
OFFICE_OF_MANY = (*OFFICE, "provider", "provider", "provider")

on_one_kind = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def ring(request: pytest.FixtureRequest, writer: Engine, reader: AsyncEngine, tmp_path: Path) -> Ring:
    """So many people of one organisation, or a place with one person for each group that is named."""
    wanted: int | Sequence[str] = request.param
    if isinstance(wanted, int):
        return Ring.of(writer, reader, tmp_path, wanted)
    return Ring.of_place(writer, reader, tmp_path, wanted)


def each_ring(*wanted: Any) -> pytest.MarkDecorator:
    def called(one: Any) -> str:
        return f"team_{one}" if isinstance(one, int) else "_".join(group[:3] for group in one)

    return pytest.mark.parametrize("ring", wanted, indirect=True, ids=called)


def mixed(ring: Ring, seed: int, *said: int | str) -> Levels:
    """Any of these on each element."""
    chance = Random(seed)
    return {one.id: chance.choice(said or LEVELS) for one in ring.framework.elements}


def other_levels(ring: Ring, own: int) -> Iterator[Levels]:
    """What somebody says who differs from this level everywhere."""
    others = [level for level in LEVELS if level != own]
    yield from (ring.all_at(level) for level in (others[0], others[-1]))
    yield mixed(ring, 1, *others)


def outside(seen: Seen) -> Seen:
    """What is read by those who are not in the team."""
    return {name: text for name, text in seen.items() if not name[0].isdigit()}


def of_round(seen: Seen) -> Seen:
    """What tells of a closed round, without who is in the team now, and so without who could open their answers."""
    told = ("sheet", "team_result", "summary", "report", "paper", "plans", "csv", "json", "share_preview")
    found = {
        name: text for name, text in seen.items() if name == "link" or any(part in name for part in told)
    }
    rows = [
        row for name in ("levels_long", "levels_wide", "heat", "distribution") for row in sheet(seen, name)
    ]
    openable = ("\nOpen our answers", "You may open your answers to each other if all agree.\n")
    for each in openable:
        found = {name: text.replace(each, "") for name, text in found.items()}
    return found | {"file": repr(rows)}


def sheet(seen: Seen, name: str) -> list[dict[str, Any]]:
    """The rows of one sheet of the coordinator's file."""
    rows = map(json.loads, seen["export"].splitlines())
    return [row for row in rows if row["sheet"] == name]


def all_alike(seen: Sequence[Seen]) -> bool:
    assert [differences(seen[0], each) for each in seen[1:]] == [[]] * (len(seen) - 1)
    return True


@on_one_kind
@each_ring(2, 3, 4, 5, OFFICE, OFFICIAL)
async def test_while_a_round_is_open_what_one_person_says_changes_nothing_for_others(ring: Ring) -> None:
    last = len(ring.people) - 1
    ring.all_say(*[ring.all_at(3)] * (last + 1))
    before = await ring.seen([last])

    ring.says(last, ring.all_at(1))
    assert all_alike([before, await ring.seen([last])])

    ring.says(last, mixed(ring, 1, 1, 4, "?", "x"), done=False)
    counts = {"0 team 0", "0 close_round_ask 0", "1 team 0", "group", "export"}
    found = differences(before, await ring.seen([last]))
    assert {name for name in found if not name.startswith("coordinator")} - counts <= _teams(last)


def _teams(last: int) -> set[str]:
    return {f"{person} team 0" for person in range(last)}


@on_one_kind
@each_ring(2)
async def test_of_two_who_differ_nobody_learns_how(ring: Ring) -> None:
    """Neither one of the two, who knows their own level, nor anybody outside."""
    seen = [await ring.after(ring.all_at(3), said, but=[1]) for said in other_levels(ring, 3)]
    assert all_alike(seen)
    assert differences(seen[0], await ring.after(ring.all_at(3), ring.all_at(3), but=[1])) != []

    assert all_alike([outside(await ring.after(*map(ring.all_at, pair))) for pair in APART])


@on_one_kind
@each_ring(3, 5)
async def test_of_two_levels_among_several_people_nobody_learns_how_they_differ(ring: Ring) -> None:
    """All others gave none, those who lead among them; and somebody with a level does not learn the other one."""
    silent = [ring.all_at(3, dict.fromkeys(IDS, "?"))] * (len(ring.people) - 2)
    pairs = [tuple(map(ring.all_at, pair)) for pair in APART]
    assert all_alike([await ring.after(silent[0], *pair, *silent[1:], but=[1, 2]) for pair in pairs])

    own = [await ring.after(ring.all_at(3), said, *silent, but=[1]) for said in other_levels(ring, 3)]
    assert all_alike(own)


@on_one_kind
@each_ring(2, 3)
async def test_who_said_nothing_learns_nothing_of_what_all_others_said(ring: Ring) -> None:
    """Whether they say that they do not know, or answer one question to be let in and read the others' answers."""
    others = len(ring.people) - 1
    said = [ring.all_at(level) for level in LEVELS] + [mixed(ring, 1), mixed(ring, 2)]
    for own in (dict.fromkeys(IDS, "?"), {IDS[0]: "?"}):
        seen = [await ring.after(own, *[each] * others, but=range(1, others + 1)) for each in said]
        assert all_alike(seen)
    assert "To agree: 30" in seen[0]["0 summary"]


@on_one_kind
@each_ring(2, 3)
async def test_who_gave_levels_does_not_learn_who_else_did(ring: Ring) -> None:
    """Of two: whether the other one differs or does not know. Of three: who of the others does not know, or whether."""
    silent: Levels = dict.fromkeys(IDS, "?")
    others: list[Levels] = [ring.all_at(4), silent, mixed(ring, 1, 1, 2, 4, "?")]
    rest = [silent] * (len(ring.people) - 2)

    seen = [await ring.after(ring.all_at(3), each, *rest, but=range(1, len(ring.people))) for each in others]
    assert all_alike(seen)


@each_ring(3, 4, 5)
async def test_who_of_them_gave_which_level_changes_nothing(ring: Ring) -> None:
    one, other = mixed(ring, 1, *LEVELS, "?"), mixed(ring, 2)
    rest = [mixed(ring, 3 + place) for place in range(len(ring.people) - 3)]

    said = ((one, other), (other, one))
    seen = [await ring.after(ring.all_at(2), *both, *rest, but=[1, 2]) for both in said]

    assert all_alike(seen)
    assert f"{len(ring.people)} people" in seen[0]["0 summary"]


@on_one_kind
@each_ring(2, 3, 4, 5, OFFICIAL)
async def test_who_joins_or_leaves_after_closing_changes_nothing_and_reads_nothing(ring: Ring) -> None:
    last = len(ring.people) - 1
    ring.all_say(*[mixed(ring, place) for place in range(last + 1)])
    ring.close()
    before = of_round(await ring.seen([last]))

    ring.people.append(ring.team.joined(ring.people[0]))
    seen = await ring.seen([last])
    new = f"{last + 1} "
    assert all_alike(
        [before, of_round({name: text for name, text in seen.items() if not name.startswith(new)})]
    )
    sheets = [text for name, text in seen.items() if name.startswith(f"{new}sheet")]
    assert sheets and not any(sheets)

    ring.team.act(ring.people[last], "leave_team", ring.organisation)
    assert ring.team.told(ring.people[last]).key == "left_team"
    assert all_alike([before, of_round(await ring.seen([last, last + 1]))])


@each_ring(3, 5)
async def test_answers_are_not_opened_once_somebody_left_who_did_not_agree(ring: Ring) -> None:
    """With the spread of all and the levels of all others, theirs would be left over."""
    *others, leaver = ring.people
    ring.all_say(*[mixed(ring, place) for place in range(len(ring.people))])
    ring.close()
    before = of_round(await ring.seen([len(others)]))
    for talker in others[:-1]:
        ring.team.act(talker, "open_answers", ring.round, 1)

    ring.team.act(leaver, "leave_team", ring.organisation)
    ring.team.act(others[-1], "open_answers", ring.round, 1)

    seen = await ring.seen([len(others)])
    assert all_alike([before, of_round(seen)])
    assert not any(text for name, text in seen.items() if "open_mode" in name)


@on_one_kind
@each_ring(2, 3)
async def test_what_one_person_alone_said_is_read_by_nobody_else(ring: Ring) -> None:
    """The owner began and said nothing: what a colleague said is not the owner's to read or to share by a link."""
    nothing: Levels = {}
    await ring.after(*[ring.all_at(3)] * len(ring.people))  # makes the link
    rest = [nothing] * (len(ring.people) - 2)
    seen = [await ring.after(nothing, mixed(ring, seed), *rest, but=[1]) for seed in range(2)]

    assert all_alike(seen)
    assert {row["withheld"] for row in sheet(seen[0], "levels_long")} == {"one_person"}


@on_one_kind
@each_ring(2, 4)
async def test_no_file_tells_a_level_that_the_screens_keep_back(ring: Ring) -> None:
    told = 0
    for seed in (0, 1):
        people = [mixed(ring, 10 * seed + place, *LEVELS, "?", "?") for place in range(len(ring.people))]
        seen = await ring.after(*people)
        exported = {row["element"]: row["level"] for row in sheet(seen, "levels_long")}
        wide = sheet(seen, "levels_wide")[0]
        own = {row["element"]: row["level"] for row in json.loads(seen["0 json"])["elements"]}
        for element in IDS:
            given = [one[element] for one in people if one[element] != "?"]
            assert exported[element] == own.get(element) == wide[element], (seed, element, given)
            assert len(given) >= 3 or exported[element] is None, (seed, element, given)
            told += exported[element] is not None
    assert bool(told) == (len(ring.people) >= 3)


@on_one_kind
@each_ring(2)
async def test_no_sum_over_organisations_gives_away_a_level_that_is_kept_back(ring: Ring) -> None:
    for number in range(5):
        ring.cohort.joins(f"House {number}", all_sp(3))

    seen = await ring.after(ring.all_at(3), ring.all_at(3))

    assert {row["organisations"] for row in sheet(seen, "distribution")} == {5}


@on_one_kind
@each_ring(OFFICE, OFFICE_OF_MANY)
async def test_how_two_people_of_one_office_differ_is_told_to_nobody(ring: Ring) -> None:
    """Neither to other groups and people outside, nor to the one of the two who knows their own level."""
    many = [ring.all_at(3)] * (len(ring.people) - 2)
    assert all_alike([await ring.after(*map(ring.all_at, pair), *many, but=[0, 1]) for pair in APART])

    own = [await ring.after(ring.all_at(3), said, *many, but=[1]) for said in other_levels(ring, 3)]
    assert all_alike(own)


@on_one_kind
@each_ring(OFFICIAL)
async def test_what_the_one_official_said_where_nobody_decides_is_in_no_page_and_no_file(ring: Ring) -> None:
    """Not in the stage of one page and not of another, nor in the number of an action that a provider takes."""
    row = {"participation_id": ring.part(1), "action_id": "act.ec.trust.people.2", "status": "open"}
    with ring.writer.begin() as connection:
        when = {"event": "", "day": "2026-04-01", "smaller": False, "chosen_on": "2026-03-12", "ask_on": ""}
        connection.execute(insert(chosen_action), {**row, **when, "at": CLOSED, "taken_by": "The network"})
    ids = [one for one in FREE if one != "ec.data.outc"]

    # Beside three who say 2, one who differs; beside three who say 3, one with whom it is in place all the same.
    for many, levels in ((2, (1, 3, 4)), (3, (3, 4))):
        rest = [ring.all_at(many)] * 3
        said = [ring.all_at(many, dict.fromkeys(ids, level)) for level in levels]
        seen = [await ring.after(each, *rest, but=[0]) for each in said]

        assert all_alike(seen)
        hidden = [row for row in sheet(seen[0], "levels_long") if row["withheld"] == "small_group"]
        assert {row["element"] for row in hidden} == set(FREE)
        assert {(row["level"], row["word"]) for row in hidden} == {(None, None)}

    alike = await ring.after(*[ring.all_at(2)] * 4, but=[0])
    texts = [text for name, text in alike.items() if name != "export"]
    untold = {EC.element_by_id[one].name for one in FREE} | {"act.ec.trust.people"}
    assert not [each for each in untold if any(each in text for text in texts)]
