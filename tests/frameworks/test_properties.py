"""What holds for every framework and every set of answers."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from frameworks.model import Dimension, Framework
from frameworks.scoring import Scorecard, Word, score
from frameworks.settling import settle
from frameworks.stages import Point, Stage, stage_at, stage_range
from frameworks.summary import summarise
from frameworks.values import Answer, Said, Scope
from tests.frameworks.samples import SP, all_sp, answers, element, framework_files, load
from tests.frameworks.strategies import PROFILES, answers_to, frameworks

profiles = st.sampled_from((*PROFILES, None))
scopes = st.sampled_from(tuple(Scope))


def card_of(framework: Framework, values: dict[str, Answer], profile: str | None) -> Scorecard:
    return score(framework, settle(framework, values, profile), profile)


def without(framework: Framework, left_out: str) -> Framework:
    """The framework as if this element had never been written; a dimension may end up empty."""
    return replace(
        framework,
        dimensions=tuple(
            Dimension(
                part.id, part.name, part.question, tuple(one for one in part.elements if one.id != left_out)
            )
            for part in framework.dimensions
        ),
    )


@given(st.data(), profiles)
def test_raising_one_level_never_lowers_the_stage(data: st.DataObject, profile: str | None) -> None:
    framework = data.draw(frameworks(conditions=False))
    level = st.integers(1, framework.levels)
    levels = {one.id: data.draw(level) for one in framework.elements}
    raised = data.draw(st.sampled_from(sorted(levels)))
    higher = levels | {raised: data.draw(st.integers(levels[raised], framework.levels))}

    before = card_of(framework, answers(levels), profile).stage
    after = card_of(framework, answers(higher), profile).stage

    assert before is not None
    assert after is not None
    assert after.low.rank >= before.low.rank


@given(st.data())
def test_raising_one_bound_never_lowers_an_end_of_the_range(data: st.DataObject) -> None:
    bounds = st.tuples(st.integers(1, 7), st.integers(1, 7)).map(sorted)
    shape = st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(2, 7), bounds)
    rows = data.draw(st.lists(shape, min_size=1, max_size=12))
    points = [
        Point(str(place), part, must, pass_level, 2, low, high)
        for place, (part, must, pass_level, (low, high)) in enumerate(rows)
    ]
    place = data.draw(st.integers(0, len(points) - 1))
    raised = [*points]
    raised[place] = replace(points[place], low=points[place].high)

    before, after = stage_range(points), stage_range(raised)

    assert before.low.rank <= after.low.rank <= before.high.rank
    assert after.high is before.high


@given(st.data(), profiles, scopes)
def test_counts_always_add_up(data: st.DataObject, profile: str | None, scope: Scope) -> None:
    framework = data.draw(frameworks())
    values = data.draw(answers_to(framework))
    card = score(framework, settle(framework, values, profile, scope), profile, scope)

    assert sum(card.counts.values()) == card.counted == len(card.words)
    assert card.counted + len(card.not_applicable) + len(card.not_asked) == len(framework.elements)
    assert sum(part.counted for part in card.dimensions) == card.counted
    assert sum(part.in_place for part in card.dimensions) == card.counts[Word.IN_PLACE]
    assert sum(part.not_known for part in card.dimensions) == card.counts[Word.NOT_KNOWN]
    assert sum(part.not_applicable for part in card.dimensions) == len(card.not_applicable)
    assert card.counts[Word.TO_AGREE] == 0
    assert 0 <= card.musts_met <= card.musts
    assert 0 <= card.shown <= card.showable
    assert (card.stage is None) != (card.no_stage is None)


@given(st.data(), profiles)
def test_does_not_apply_equals_leaving_the_element_out(data: st.DataObject, profile: str | None) -> None:
    framework = replace(data.draw(frameworks(conditions=False)), na_max=99)
    values = data.draw(answers_to(framework))
    offered = [one.id for one in framework.elements if one.na_reasons]
    assume(offered)
    left_out = data.draw(st.sampled_from(offered))
    values[left_out] = Answer(Said.NOT_APPLICABLE)

    with_it = card_of(framework, values, profile)
    without_it = card_of(without(framework, left_out), values, profile)

    same = ("words", "counts", "musts_met", "musts", "stage", "no_stage", "held_by", "hangs_on", "shown")
    assert [getattr(with_it, name) for name in same] == [getattr(without_it, name) for name in same]


@given(st.data(), profiles, scopes, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(
    data: st.DataObject, profile: str | None, scope: Scope, chance: random.Random
) -> None:
    framework = data.draw(frameworks())
    values = data.draw(answers_to(framework))
    mixed = list(values.items())
    chance.shuffle(mixed)

    one = summarise(framework, values, profile, scope, [])
    other = summarise(framework, dict(mixed), profile, scope, [])

    assert one == other
    assert list(one.card.words) == list(other.card.words)


@given(st.data(), profiles, scopes)
def test_no_framework_and_no_answers_break_a_summary(
    data: st.DataObject, profile: str | None, scope: Scope
) -> None:
    framework = data.draw(frameworks())
    summary = summarise(framework, data.draw(answers_to(framework)), profile, scope, ["anyone"])

    assert summary.answered <= summary.questions
    assert set(summary.binding) <= set(summary.card.words)
    assert (summary.quick is not None) == (scope is Scope.QUICK)


@given(st.data(), profiles)
def test_what_the_stage_hangs_on_can_move_it_and_a_settled_one_hangs_on_nothing(
    data: st.DataObject, profile: str | None
) -> None:
    framework = data.draw(frameworks())
    card = card_of(framework, data.draw(answers_to(framework)), profile)

    assert bool(card.hangs_on) == (card.stage is not None and not card.stage.settled)
    assert all(card.words[one] is Word.NOT_KNOWN for one in card.hangs_on)


@given(st.data())
def test_a_raised_must_lifts_the_cap_or_nothing_holds_the_stage(data: st.DataObject) -> None:
    framework = data.draw(frameworks(conditions=False))
    levels = {one.id: data.draw(st.integers(1, framework.levels)) for one in framework.elements}
    card = card_of(framework, answers(levels), "direct")
    lifted = levels | dict.fromkeys(card.held_by, framework.levels)

    if card.held_by and card.stage:
        rest = [one for one in framework.elements if one.must and one.id not in card.held_by]
        met = all(levels[one.id] >= framework.pass_level(one, "direct") for one in rest)
        after = card_of(framework, answers(lifted), "direct").stage
        assert after is not None
        assert not met or after.low.rank > card.stage.low.rank


def test_two_levels_reach_every_end() -> None:
    files = framework_files(
        "tw", {"a": [element("tw.a.one", 2, must=True), element("tw.a.two", 2)]}, levels=2
    )
    framework = load(files)

    def stage(one: int, two: int) -> Stage:
        span = card_of(framework, answers({"tw.a.one": one, "tw.a.two": two}), None).stage
        assert span is not None
        return span.low

    assert stage(2, 2) is Stage.TALKS
    assert stage(1, 2) is Stage.SUPPORT
    assert stage(2, 1) is Stage.SUPPORT
    assert stage(1, 1) is Stage.EARLY


def test_a_framework_of_144_elements_and_7_levels_loads_and_scores() -> None:
    dimensions = {
        f"d{part}": [
            element(f"bg.d{part}.e{number}", 7, must=number == 0, quick=number < 2) for number in range(12)
        ]
        for part in range(12)
    }
    framework = load(framework_files("bg", dimensions, levels=7, in_place=5, started=3))
    half = {one.id: 5 for place, one in enumerate(framework.elements) if place % 6}
    card = card_of(framework, answers(half), None)

    assert len(framework.elements) == 144
    assert card.counts == {
        Word.IN_PLACE: 120,
        Word.STARTED: 0,
        Word.NOT_YET: 0,
        Word.NOT_KNOWN: 24,
        Word.TO_AGREE: 0,
    }
    assert card.stage is not None
    assert (card.stage.low, card.stage.high) == (Stage.BUILDING, Stage.TALKS)
    assert card.musts_met == 0
    assert all(framework.element_by_id[one].must for one in card.hangs_on[:12])


def test_a_full_set_of_levels_gives_one_stage() -> None:
    settled = settle(SP, all_sp(3), "direct")
    points = [
        Point(one.id, one.dimension, one.must, 3, 2, settled[one.id].low, settled[one.id].high)
        for one in SP.elements
    ]

    assert stage_at(points, {one.id: 3 for one in SP.elements}) is Stage.TALKS
