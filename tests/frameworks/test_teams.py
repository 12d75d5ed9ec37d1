"""How a team is settled: the worked cases to the letter, and what holds whatever its people say."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.model import Dimension, Framework
from frameworks.scoring import Word, score
from frameworks.settling import Settled, State, settle
from frameworks.teams import Member, settle_team
from frameworks.values import ANYONE, Answer, Said, Scope, Shown
from tests.frameworks.crew import CREW_BY_NUMBER, CREWS, ROLES, Crew, a_member, few, member, members_of
from tests.frameworks.samples import SP, answer, answers, branches
from tests.frameworks.strategies import PROFILES, frameworks
from tests.frameworks.worked import full, row

Item = TypeVar("Item")

profiles = st.sampled_from((*PROFILES, None))


@pytest.mark.parametrize("crew", CREWS, ids=lambda crew: f"case {crew.number}")
def test_a_worked_case_of_a_team_comes_out_to_the_letter(crew: Crew) -> None:
    card = crew.card()

    assert row(card) == crew.counts
    assert (card.stage, card.no_stage) == (crew.stage, None)
    assert card.hangs_on == full(*crew.hangs_on)
    assert card.held_by == ()
    assert card.musts == 6
    assert not card.not_shown_yet


def test_case_25_counts_the_median_and_leaves_the_must_open_from_end_to_end() -> None:
    settled = CREW_BY_NUMBER[25].settled()

    assert settled["sp.perf.adapt"] == Settled(State.LEVEL, 3, 3, True)
    assert settled["sp.meas.data"] == Settled(State.OPEN, 1, 3)


def test_case_23_one_person_who_is_not_asked_leaves_a_must_open_from_end_to_end() -> None:
    assert CREW_BY_NUMBER[23].settled()["sp.fin.cash"] == Settled(State.OPEN, 1, 4)
    assert CREW_BY_NUMBER[24].settled()["sp.fin.cash"] == Settled(State.LEVEL, 4, 4, True)


@pytest.mark.parametrize(
    ("levels", "element", "must"),
    [
        ((3,), (3, 3), (1, 4)),
        ((2, 2), (2, 2), (2, 2)),
        ((2, 3), (2, 3), (2, 3)),
        ((1, 4), (1, 4), (1, 4)),
        ((1, 2, 2), (2, 2), (2, 2)),
        ((1, 3, 3), (3, 3), (1, 3)),
        ((1, 1, 2, 2), (1, 2), (1, 2)),
        ((1, 2, 2, 4), (2, 2), (1, 4)),
        ((2, 2, 3, 4, 4), (3, 3), (2, 4)),
    ],
)
def test_the_middle_counts_and_a_must_far_apart_is_open_from_end_to_end(
    levels: tuple[int, ...], element: tuple[int, int], must: tuple[int, int]
) -> None:
    people = few(SP, {"ops.keep": 1}, *({"prog.toc": level, "care.safe": level} for level in levels))
    settled = settle_team(SP, people, "direct")

    bounds = [(settled[one].low, settled[one].high) for one in full("prog.toc", "care.safe")]
    assert bounds == [element, must]


@pytest.mark.parametrize(("ask", "settles"), [(("finance",), True), (("board",), False), ((ANYONE,), True)])
def test_one_of_several_settles_a_must_only_with_a_role_it_asks(ask: tuple[str, ...], settles: bool) -> None:
    parts = tuple(
        Dimension(part.id, part.name, part.question, tuple(replace(one, ask=ask) for one in part.elements))
        for part in SP.dimensions
    )
    framework = replace(SP, dimensions=parts)
    one = Member({"finance", "director"}, answers({"sp.fin.cash": 4}))
    other = Member({"board"}, answers({"sp.fin.cash": "?"}))

    settled = settle_team(framework, [other, one], "direct")["sp.fin.cash"]

    assert (settled.level == 4) is settles
    assert (settled.state is State.OPEN) is not settles


def test_the_only_person_who_answered_settles_everything_whatever_their_role() -> None:
    one = Member(["field_worker"], answers({"sp.fin.cash": 4}))
    silent = Member(["finance"], {})
    elsewhere = Member(["finance"], answers({"ec.money.pot": 1}))

    assert settle_team(SP, [silent, one, elsewhere], "direct")["sp.fin.cash"].level == 4


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (("x", "x", 3), State.NOT_APPLICABLE),
        (("x", 3), State.LEVEL),
        (("x", "?", "?"), State.NOT_APPLICABLE),
        (("?", "?"), State.UNKNOWN),
        (("x", "x", 2, 3), State.OPEN),
    ],
)
def test_it_does_not_apply_where_most_of_those_who_could_say_chose_so(
    said: tuple[int | str, ...], state: State
) -> None:
    people = few(SP, *({"prog.reach": one} for one in said))

    assert settle_team(SP, people, "direct")["sp.prog.reach"].state is state


def test_a_must_never_falls_away() -> None:
    people = few(SP, *({"fin.cash": "x"} for _ in range(3)))

    assert settle_team(SP, people, "direct")["sp.fin.cash"].state is State.UNKNOWN


def test_a_proof_of_anyone_who_gave_a_level_that_asks_for_one_counts() -> None:
    bare = Member((), {"sp.fin.cost": Answer(Said.LEVEL, 3)})
    shown = Member((), {"sp.fin.cost": answer(3)})
    under = Member((), {"sp.fin.cost": Answer(Said.LEVEL, 2, Shown.OPTION, 1)})

    def its(*people: Member) -> bool:
        return settle_team(SP, people, "direct")["sp.fin.cost"].shown

    assert its(bare, bare, shown)
    assert not its(bare, bare, bare)
    assert not its(bare, bare, under)
    assert not its(under, under, shown)


def test_what_the_meeting_agreed_replaces_what_its_people_gave_and_showed() -> None:
    people = [member(3), member(3), member(1)]
    agreed = {
        "sp.fin.cost": Answer(Said.LEVEL, 4, Shown.NOTHING),
        "sp.fin.risk": answer("?"),
        "sp.ops.hire": answer("x"),
        "sp.care.safe": answer("x"),
        "sp.ops.keep": Answer(Said.NOT_MY_AREA),
    }
    settled = settle_team(SP, people, "direct", agreed=agreed)

    assert settled["sp.fin.cost"] == Settled(State.LEVEL, 4, 4, shown=False)
    assert settled["sp.fin.risk"] == Settled(State.UNKNOWN, 1, 4)
    assert settled["sp.ops.hire"] == Settled(State.NOT_APPLICABLE)
    assert settled["sp.care.safe"] == Settled(State.UNKNOWN, 1, 4)
    assert settled["sp.ops.keep"].level == 3


def test_what_is_asked_hangs_on_the_settled_or_agreed_level() -> None:
    framework = branches()
    people = few(framework, {"a.one": 2, "a.two": 3}, {"a.one": 3})

    def not_asked(agreed: dict[str, Answer]) -> list[str]:
        settled = settle_team(framework, people, "direct", agreed=agreed)
        return [one for one, value in settled.items() if value.state is State.NOT_ASKED]

    assert not_asked({}) == ["br.b.four"]
    assert not_asked(answers({"br.a.one": 2})) == ["br.a.two", "br.a.three", "br.b.four"]


def test_a_quick_check_of_a_team_stays_quick() -> None:
    settled = settle_team(SP, [member(3), member(2)], "direct", Scope.QUICK)

    asked = [one for one, value in settled.items() if value.counts]
    assert asked == [one.id for one in SP.elements if one.quick]


def test_nobody_is_not_known() -> None:
    card = score(SP, settle_team(SP, [], "direct"), "direct")

    assert card.counts[Word.NOT_KNOWN] == 30


@given(st.data(), profiles, st.sampled_from(tuple(Scope)))
def test_a_team_of_one_is_that_person(data: st.DataObject, profile: str | None, scope: Scope) -> None:
    framework = data.draw(frameworks())
    one = data.draw(a_member(framework))

    assert settle_team(framework, [one], profile, scope) == settle(framework, one.answers, profile, scope)


@given(st.data(), profiles, st.randoms(use_true_random=False))
def test_the_order_of_people_and_of_answers_changes_nothing(
    data: st.DataObject, profile: str | None, chance: random.Random
) -> None:
    framework = _asking(data)
    people = data.draw(members_of(framework))
    mixed = [Member(one.roles, dict(_shuffled(list(one.answers.items()), chance))) for one in people]

    settled = settle_team(framework, people, profile)
    again = settle_team(framework, _shuffled(mixed, chance), profile)

    assert settled == again
    assert list(settled) == list(again) == [one.id for one in framework.elements]


@given(st.data(), profiles)
def test_one_more_level_between_those_of_an_element_never_widens_it(
    data: st.DataObject, profile: str | None
) -> None:
    framework = _asking(data)
    people = data.draw(members_of(framework))
    before = settle_team(framework, people, profile)
    settled = [one for one, value in before.items() if value.state in (State.LEVEL, State.OPEN)]
    if not settled:
        return
    one = data.draw(st.sampled_from(settled))
    same = data.draw(st.integers(before[one].low, before[one].high))
    role = data.draw(st.sampled_from(ROLES))
    after = settle_team(framework, [*people, Member({role}, answers({one: same}))], profile)[one]

    assert before[one].low <= after.low <= after.high <= before[one].high


@given(st.data(), profiles)
def test_every_team_can_be_scored(data: st.DataObject, profile: str | None) -> None:
    framework = _asking(data)
    settled = settle_team(framework, data.draw(members_of(framework)), profile)
    card = score(framework, settled, profile)

    assert sum(card.counts.values()) == card.counted
    for value in settled.values():
        assert not value.counts or 1 <= value.low <= value.high <= framework.levels
        assert (value.level is not None) == (value.counts and value.low == value.high)


def _asking(data: st.DataObject) -> Framework:
    """A random framework whose elements ask somebody."""
    bare = data.draw(frameworks())
    ask = st.lists(st.sampled_from((*ROLES, ANYONE)), max_size=2).map(tuple)
    parts = tuple(
        replace(part, elements=tuple(replace(one, ask=data.draw(ask)) for one in part.elements))
        for part in bare.dimensions
    )
    return replace(bare, dimensions=parts)


def _shuffled(items: list[Item], chance: random.Random) -> list[Item]:
    mixed = [*items]
    chance.shuffle(mixed)
    return mixed
