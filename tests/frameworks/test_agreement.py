"""How far a team agrees, the order of its meeting, and that nothing of one or two people is handed out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.agreement import (
    SPREAD_FROM,
    Agreement,
    Label,
    Line,
    Topic,
    agreement,
    differing,
    meeting_sheet,
)
from frameworks.teams import Member
from tests.frameworks.crew import CREW_BY_NUMBER, few, member, members_of
from tests.frameworks.samples import SP, answers
from tests.frameworks.strategies import PROFILES, frameworks

profiles = st.sampled_from((*PROFILES, None))
HOW_FAR = tuple(Label)


def sheet(people: Sequence[Member], profile: str | None = "direct") -> dict[str, Line]:
    """The lines of a closed round by element, in their order."""
    lines = meeting_sheet(SP, people, profile, closed=True)
    return {line.element.removeprefix("sp."): line for line in lines}


@pytest.mark.parametrize(
    ("levels", "label", "distance"),
    [
        ((3, 3, 2), Label.CLOSE, Fraction(1, 3)),
        ((1, 3, 3), Label.TALK, Fraction(2, 3)),
        ((1, 1, 3, 3), Label.FAR, Fraction(1)),
        ((2, 3, 3, 3, 4), Label.TALK, Fraction(2, 5)),
        ((1, 1, 4, 4), Label.FAR, Fraction(3, 2)),
        ((3, 3, 3, 3, 3, 3, 3, 3, 1), Label.TALK, Fraction(2, 9)),
        ((4, 4, 4, 4, 4, 4, 4, 4, 1), Label.FAR, Fraction(1, 3)),
        ((2, 2, 2), Label.CLOSE, Fraction(0)),
    ],
)
def test_a_worked_label_comes_out_with_its_distance(
    levels: tuple[int, ...], label: Label, distance: Fraction
) -> None:
    assert agreement(levels, 4) == Agreement(label, distance)


@pytest.mark.parametrize(
    ("levels", "top", "label"),
    [
        ((1, 2, 2), 2, Label.CLOSE),
        ((1, 1, 2, 2), 2, Label.FAR),
        ((1, 3, 3), 3, Label.FAR),
        ((1, 2, 2, 2), 3, Label.CLOSE),
        ((1, 3, 3, 4), 7, Label.TALK),
        ((1, 2, 7), 7, Label.FAR),
    ],
)
def test_the_cut_moves_with_the_number_of_levels(levels: tuple[int, ...], top: int, label: Label) -> None:
    found = agreement(levels, top)

    assert found is not None
    assert found.label is label


@pytest.mark.parametrize("levels", [(), (1,), (1, 4)])
def test_under_three_levels_have_no_label(levels: tuple[int, ...]) -> None:
    assert agreement(levels, 4) is None


def test_case_21_names_the_question_that_differs_and_no_level() -> None:
    lines = meeting_sheet(SP, CREW_BY_NUMBER[21].members, "direct", closed=True)

    assert differing(lines) == ("sp.fin.cash",)
    assert lines[0] == Line("sp.fin.cash", Topic.MUST_TO_AGREE, differs=True)
    assert {line.topic for line in lines[1:]} == {Topic.SAME_VIEW}
    assert all((line.spread, line.agreement, line.level) == ((), None, None) for line in lines)


def test_case_22_names_every_second_question_musts_first() -> None:
    lines = sheet(CREW_BY_NUMBER[22].members)

    topics = [line.topic for line in lines.values() if line.differs]
    assert topics == [Topic.MUST_TO_AGREE] * 4 + [Topic.TALK] * 11
    assert tuple(lines)[:4] == ("lead.board", "meas.data", "fin.control", "fin.cash")


def test_case_25_has_two_to_talk_about_and_the_must_first() -> None:
    lines = sheet(CREW_BY_NUMBER[25].members)

    talk = Agreement(Label.TALK, Fraction(2, 3))
    assert list(lines.values())[:2] == [
        Line("sp.meas.data", Topic.MUST_TO_AGREE, True, (1, 3, 3), talk),
        Line("sp.perf.adapt", Topic.TALK, True, (1, 3, 3), talk),
    ]


def test_case_26_is_far_apart() -> None:
    first = next(iter(sheet(CREW_BY_NUMBER[26].members).values()))

    far = Agreement(Label.FAR, Fraction(3, 2))
    assert first == Line("sp.perf.adapt", Topic.FAR, True, (1, 1, 4, 4), far)


def test_the_sheet_runs_from_musts_far_apart_to_the_same_view() -> None:
    columns: dict[str, tuple[int | str, ...]] = {
        "care.safe": (1, 1, 4, 4),
        "lead.board": (2, 3, "?", "?"),
        "meas.data": (1, 3, 3, 3),
        "fin.control": (4, "?", "?", "?"),
        "perf.adapt": (1, 1, 4, 4),
        "prog.toc": (1, 3, 3, 3),
        "ops.hire": (2, 3, "?", "?"),
        "ops.keep": (2, 2, 3, 3),
        "part.trust": ("?", "?", "?", "?"),
        "fin.cost": (3, "?", "?", "?"),
        "care.voice": (2, 2, "?", "?"),
        "lead.fit": (2, 3, 3, 3),
        "prog.reach": ("x", "x", "x", 3),
    }
    people = few(SP, *({name: said[place] for name, said in columns.items()} for place in range(4)))
    named = {one: line for one, line in sheet(people).items() if one in columns}

    assert {one: line.topic for one, line in named.items()} == {
        "care.safe": Topic.MUST_FAR,
        "lead.board": Topic.MUST_TO_AGREE,
        "meas.data": Topic.MUST_TO_AGREE,
        "fin.control": Topic.MUST_TO_AGREE,
        "perf.adapt": Topic.FAR,
        "prog.toc": Topic.TALK,
        "ops.hire": Topic.TALK,
        "ops.keep": Topic.TALK,
        "part.trust": Topic.NOT_KNOWN,
        "fin.cost": Topic.FEW_VIEWS,
        "care.voice": Topic.FEW_VIEWS,
        "lead.fit": Topic.SAME_VIEW,
    }
    topics = [tuple(Topic).index(line.topic) for line in sheet(people).values()]
    assert topics == sorted(topics)
    places = [SP.ordinal_by_id[line.element] for line in named.values() if line.topic is Topic.TALK]
    assert places == sorted(places)
    assert (named["lead.fit"].level, named["care.voice"].level, named["ops.keep"].level) == (3, None, None)


def test_a_must_that_differs_above_its_pass_level_is_talked_about_after_those_far_apart() -> None:
    people = [member(3, {"fin.cash": level}) for level in (2, 4, 4)]

    assert sheet(people, "direct")["fin.cash"].topic is Topic.MUST_TO_AGREE
    assert sheet(people, "bond")["fin.cash"].topic is Topic.TALK


@given(st.data(), profiles)
def test_nothing_is_shown_while_a_round_is_open(data: st.DataObject, profile: str | None) -> None:
    framework = data.draw(frameworks())

    assert meeting_sheet(framework, data.draw(members_of(framework)), profile, closed=False) == ()


@given(st.data(), profiles, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_sheet(
    data: st.DataObject, profile: str | None, chance: random.Random
) -> None:
    framework = data.draw(frameworks())
    people = data.draw(members_of(framework))
    mixed = [*people]
    chance.shuffle(mixed)

    assert meeting_sheet(framework, people, profile, closed=True) == meeting_sheet(
        framework, mixed, profile, closed=True
    )


@given(st.data(), profiles)
def test_levels_are_handed_out_from_three_on(data: st.DataObject, profile: str | None) -> None:
    framework = data.draw(frameworks())
    people = data.draw(members_of(framework))

    for line in meeting_sheet(framework, people, profile, closed=True):
        said = [one.answers[line.element] for one in people if line.element in one.answers]
        given_levels = [answer.level for answer in said if answer.level is not None]
        assert line.spread == (() if len(given_levels) < SPREAD_FROM else tuple(sorted(given_levels)))
        assert line.spread or (line.agreement, line.level) == (None, None)
        apart = len(set(given_levels)) > 1
        # Of few levels "differs" stands for "not all gave the same", whatever is kept back by that.
        assert line.differs == apart or (not line.spread and line.differs)


@given(st.data(), st.randoms(use_true_random=False))
def test_a_sheet_never_says_who(data: st.DataObject, chance: random.Random) -> None:
    framework = data.draw(frameworks())
    level = st.integers(1, framework.levels)
    count = data.draw(st.integers(3, 6))
    columns = {one.id: [data.draw(level) for _ in range(count)] for one in framework.elements}

    def people() -> list[Member]:
        return [
            Member((), answers({one: said[place] for one, said in columns.items()})) for place in range(count)
        ]

    before = meeting_sheet(framework, people(), "direct", closed=True)
    for said in columns.values():
        chance.shuffle(said)

    assert meeting_sheet(framework, people(), "direct", closed=True) == before


@given(st.data(), profiles)
def test_a_sheet_of_two_says_of_an_answer_only_whether_it_differs(
    data: st.DataObject, profile: str | None
) -> None:
    framework = data.draw(frameworks(conditions=False))
    level = st.integers(1, framework.levels)
    pairs = {one.id: (data.draw(level), data.draw(level)) for one in framework.elements}
    equal = level.map(lambda one: (one, one))
    apart = st.tuples(level, level).filter(lambda pair: pair[0] != pair[1])
    others = {one: data.draw(equal if first == second else apart) for one, (first, second) in pairs.items()}

    def drawn(said: dict[str, tuple[int, int]]) -> tuple[Line, ...]:
        people = [Member((), answers({one: pair[place] for one, pair in said.items()})) for place in range(2)]
        return meeting_sheet(framework, people, profile, closed=True)

    assert drawn(pairs) == drawn(others)
    assert set(differing(drawn(pairs))) == {one for one, pair in pairs.items() if pair[0] != pair[1]}


@given(st.data(), profiles)
def test_a_sheet_says_nothing_of_the_level_that_one_person_alone_gave(
    data: st.DataObject, profile: str | None
) -> None:
    framework = data.draw(frameworks(conditions=False))
    people = data.draw(members_of(framework))
    one = data.draw(st.sampled_from([element.id for element in framework.elements]))
    rest = [
        replace(each, answers={its: said for its, said in each.answers.items() if its != one})
        for each in people
    ]
    levels = st.integers(1, framework.levels)
    first, second = (Member((), answers({one: data.draw(levels)})) for _ in range(2))

    assert meeting_sheet(framework, [*rest, first], profile, closed=True) == meeting_sheet(
        framework, [*rest, second], profile, closed=True
    )


@given(st.integers(2, 7), st.data())
def test_one_more_level_in_the_middle_never_moves_a_team_apart(top: int, data: st.DataObject) -> None:
    count = data.draw(st.sampled_from((3, 5, 7)))
    levels = data.draw(st.lists(st.integers(1, top), min_size=count, max_size=count))
    before = agreement(levels, top)
    after = agreement([*levels, sorted(levels)[count // 2]], top)

    assert before is not None
    assert after is not None
    assert after.distance <= before.distance
    assert HOW_FAR.index(after.label) <= HOW_FAR.index(before.label)
