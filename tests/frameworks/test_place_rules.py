"""How people of a place are settled into one picture, and what holds whatever they say."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from frameworks.model import Framework, Option
from frameworks.places import Gap, View, Voice, settle_place
from frameworks.scoring import Word, score
from frameworks.settling import Settled, State, settle
from frameworks.stages import NoStage
from frameworks.summary import Ask, summarise
from frameworks.values import Answer, Said, Scope
from tests.frameworks.people import EC, card_of, ec, person
from tests.frameworks.samples import answers, branches
from tests.frameworks.strategies import PROFILES, answers_to, frameworks


@pytest.mark.parametrize(
    ("levels", "low", "high"),
    [
        ((3,), 3, 3),
        ((2, 2), 2, 2),
        ((2, 3), 2, 3),
        ((1, 2, 2), 2, 2),
        ((1, 1, 2, 2), 1, 2),
        ((1, 2, 2, 2, 2), 2, 2),
        ((1, 4), 1, 4),
    ],
)
def test_inside_a_group_the_middle_counts(levels: tuple[int, ...], low: int, high: int) -> None:
    group = [person("government", {"money.pot": level, "law.buy": level}) for level in levels]
    settled = settle_place(EC, [*group, person("provider", {"law.buy": 4})], "government").settled

    for one in ec("money.pot", "law.buy"):
        assert (settled[one].low, settled[one].high) == (low, high)


def test_levels_far_apart_leave_a_must_open_and_no_other_element() -> None:
    names = ("money.pot", "law.buy", "data.outc")
    group = [person("government", dict.fromkeys(names, level)) for level in (1, 3, 3)]
    other = person("provider", {"data.outc": 3})
    settled = settle_place(EC, [*group, other], "government").settled

    bounds = [(settled[one].low, settled[one].high) for one in ec(*names)]
    assert bounds == [(1, 3), (3, 3), (3, 3)]


def test_three_groups_that_decide_meet_in_the_middle() -> None:
    voices = [
        person(group, {"market.prov": level})
        for group, level in {"provider": 1, "government": 4, "donor": 3}.items()
    ]

    assert settle_place(EC, voices, "both").settled["ec.market.prov"].level == 3


@pytest.mark.parametrize(("providers", "gaps"), [(2, ()), (3, (Gap("ec.law.buy", 3, "provider", 1, 1),))])
def test_three_levels_of_a_group_are_needed_to_see_an_element_differently(
    providers: int, gaps: tuple[Gap, ...]
) -> None:
    seen = [person("provider", {"law.buy": 1, "will.why": 1})] * providers
    rest = [person(group, {"law.buy": 3, "will.why": 3}) for group in ("government", "adviser")]

    # Where nobody decides, as on the second element, there is nobody to differ from.
    assert settle_place(EC, [*seen, *rest], "government").seen_differently == gaps


def test_what_is_not_asked_hangs_on_the_settled_level() -> None:
    framework = branches()
    values = answers({"br.a.one": 2, "br.a.two": 3, "br.b.four": 3})
    voices = [Voice(group, values) for group in "ab"]
    other = Voice("b", answers({"br.a.one": 3}))

    def not_asked(*people: Voice) -> list[str]:
        settled = settle_place(framework, people, "direct").settled
        return [one for one, value in settled.items() if value.state is State.NOT_ASKED]

    assert not_asked(*voices) == ["br.a.two", "br.a.three", "br.b.four"]
    assert not_asked(voices[0], other) == ["br.b.four"]


@pytest.mark.parametrize(
    ("owners", "others", "state"),
    [
        (("x", "x", 3), (3, 3, 3), State.NOT_APPLICABLE),
        (("x", 3), ("x", "x"), State.LEVEL),
        (("x", "?", "?"), (3, 3), State.NOT_APPLICABLE),
        (("?",), ("x", "x"), State.UNKNOWN),
    ],
)
def test_most_of_those_who_decide_may_say_that_it_does_not_apply(
    owners: tuple[int | str, ...], others: tuple[int | str, ...], state: State
) -> None:
    voices = [person("government", {"law.access": value}) for value in owners]
    voices += [person("provider", {"law.access": value}) for value in others]

    assert settle_place(EC, voices, "donor").settled["ec.law.access"].state is state


def test_what_never_may_be_left_out_stays_in() -> None:
    voices = [person("government", {"law.power": "x"})] * 2

    assert settle_place(EC, voices, "government").settled["ec.law.power"].state is State.UNKNOWN


def test_a_proof_counts_if_one_of_those_who_decide_showed_it() -> None:
    bare = Answer(Said.LEVEL, 3)
    shown = person("government", {"money.pot": 3}).answers

    def settled(*voices: Voice) -> Settled:
        return settle_place(EC, voices, "government").settled["ec.money.pot"]

    assert settled(Voice("government", {"ec.money.pot": bare}), Voice("government", shown)).shown
    assert not settled(Voice("government", {"ec.money.pot": bare}), Voice("provider", shown)).shown
    assert not settled(person("government", {"money.pot": 2}), Voice("government", shown)).shown


def test_not_my_area_leaves_a_person_out_of_the_element() -> None:
    away = Voice("government", {"ec.law.buy": Answer(Said.NOT_MY_AREA)})
    place = settle_place(EC, [away, person("government", {"law.buy": 2})], "government")

    assert place.settled["ec.law.buy"].level == 2
    assert place.people == {"government": 2}


def test_not_my_area_of_one_person_alone_is_not_known_and_counts() -> None:
    away = dict.fromkeys(EC.element_by_id, Answer(Said.NOT_MY_AREA))
    settled = settle(EC, away | answers({"ec.law.buy": 3}), "government")
    card = score(EC, settled, "government", one_sided=View.OWN.no_stage)

    assert settled["ec.law.data"] == Settled(State.UNKNOWN, 1, 4)
    assert (card.counted, card.counts[Word.NOT_KNOWN], card.not_asked, card.not_applicable) == (
        30,
        29,
        (),
        (),
    )
    assert card.no_stage is NoStage.OWN_VIEW


def test_not_my_area_of_one_person_alone_sends_to_the_offices_of_the_element_but_their_own() -> None:
    values = dict.fromkeys(ec("law.data", "will.why", "law.power"), Answer(Said.NOT_MY_AREA))
    summary = summarise(EC, values, "government", Scope.FULL, ["data_office", "legal"])

    assert summary.unknown == (Ask("ec.will.why", None), Ask("ec.law.data", None))
    assert Ask("ec.law.data", "legal") in summarise(EC, values, "both", Scope.FULL, ["data_office"]).unknown


OWNERS = ("any", "payer", "state")


@st.composite
def places(draw: st.DrawFn) -> tuple[Framework, list[Voice], str]:
    """A framework in which groups decide on some elements, and people of its groups who say anything."""
    bare = draw(frameworks())
    dimensions = tuple(
        replace(
            part,
            elements=tuple(replace(one, owner=(draw(st.sampled_from(OWNERS)),)) for one in part.elements),
        )
        for part in bare.dimensions
    )
    owners: dict[str, dict[str, tuple[str, ...]]] = {
        "payer": {"direct": ("a",), "bond": ("a", "b"), "unsure": ("a", "b", "c")},
        "state": dict.fromkeys(PROFILES, ("a",)),
    }
    groups = tuple(Option(group, group) for group in "abcd")
    framework = replace(bare, dimensions=dimensions, owners=owners, groups=groups)
    voice = st.builds(Voice, st.sampled_from("abcd"), answers_to(framework))
    return framework, draw(st.lists(voice, max_size=7)), draw(st.sampled_from(PROFILES))


@given(places(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(
    drawn: tuple[Framework, list[Voice], str], chance: random.Random
) -> None:
    framework, voices, profile = drawn
    mixed = [*voices]
    chance.shuffle(mixed)

    one, other = settle_place(framework, voices, profile), settle_place(framework, mixed, profile)

    assert one == other
    assert list(one.people) == list(other.people)


@given(places(), st.data())
def test_one_voice_of_a_group_that_decides_alone_is_its_level(
    drawn: tuple[Framework, list[Voice], str], data: st.DataObject
) -> None:
    framework, voices, profile = drawn
    decided = [one for one in framework.elements if framework.deciding_groups(one, profile)]
    assume(decided)
    element = data.draw(st.sampled_from(decided))
    group = data.draw(st.sampled_from(framework.deciding_groups(element, profile)))
    given_level = data.draw(st.integers(1, framework.levels))
    others = [
        Voice(voice.group, {one: said for one, said in voice.answers.items() if one != element.id})
        for voice in voices
    ]
    alone = Voice(group, answers({element.id: given_level}))

    place = settle_place(framework, [*others, alone], profile)

    assert place.settled[element.id].state is State.NOT_ASKED or (
        place.settled[element.id].level == given_level and place.confirmed[element.id] == (group,)
    )


@given(places(), st.data())
def test_a_group_that_does_not_decide_never_changes_an_element_on_which_others_do(
    drawn: tuple[Framework, list[Voice], str], data: st.DataObject
) -> None:
    framework, voices, profile = drawn
    before = settle_place(framework, voices, profile)
    assume(before.view is not View.OWN)
    stranger = Voice("d", data.draw(answers_to(framework)))

    after = settle_place(framework, [*voices, stranger], profile)

    for element in framework.elements:
        if framework.deciding_groups(element, profile) and element.asked_if is None:
            assert after.settled[element.id] == before.settled[element.id]
            assert after.confirmed.get(element.id) == before.confirmed.get(element.id)


@given(places())
def test_every_place_can_be_scored_and_its_parts_agree(drawn: tuple[Framework, list[Voice], str]) -> None:
    framework, voices, profile = drawn
    place = settle_place(framework, voices, profile)
    card = card_of(place, profile, framework)

    assert list(place.settled) == [one.id for one in framework.elements]
    assert sum(card.counts.values()) == card.counted
    assert (card.stage is None) or place.view is View.ALL
    for settled in place.settled.values():
        assert not settled.counts or 1 <= settled.low <= settled.high <= framework.levels
        assert (settled.level is not None) == (settled.counts and settled.low == settled.high)
    if place.view is not View.OWN:
        assert set(place.unconfirmed) <= set(card.with_word(Word.NOT_KNOWN))
    for gap in place.seen_differently:
        assert place.settled[gap.element].level == gap.level
        assert not gap.low <= gap.level <= gap.high
        assert gap.group not in place.confirmed[gap.element]
