"""What an action or a step promises comes true when it is really taken, in random pictures."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings

from frameworks.agenda import Picture, actions_of, agenda
from frameworks.model import Act, Framework
from frameworks.raising import Change, Step, smallest_step
from frameworks.scoring import Word
from frameworks.settling import Settled, State
from tests.frameworks.pictures import (
    applied,
    each_framework,
    in_place,
    part_of,
    parts,
    rank,
    seeds,
    some_picture,
    thousand,
)


def lowest_cap(picture: Picture, settled: dict[str, Settled]) -> int:
    """How far the musts let the stage go at worst, as the gap that decides."""
    gaps = [
        picture.framework.pass_level(one, picture.profile) - settled[one.id].low
        for one in picture.framework.elements
        if one.must and settled[one.id].counts
    ]
    return min(2, max(0, *gaps))


@each_framework
@thousand
@given(seeds)
def test_every_effect_comes_true(framework: Framework, seed: int) -> None:
    picture = some_picture(framework, seed)
    before = picture.card
    listed = actions_of(picture)

    assert [one.element for one in listed] == [
        one for one, word in before.words.items() if word is not Word.IN_PLACE
    ]
    for one in (*agenda(picture).all, *Random(seed).sample(listed, min(3, len(listed)))):
        if one.from_level == 0:
            assert one.effect.change is (Change.AGREED if one.act is Act.AGREE else Change.ANSWER)
            continue
        step = Step(one.element, one.from_level, one.from_level + 1)
        after, effect = applied(picture, step), one.effect
        settled = {**picture.settled, one.element: Settled(State.LEVEL, step.to_level, step.to_level)}
        lifts = before.stage is not None and (
            (after.stage is not None and rank(after.stage.low) > rank(before.stage.low))
            or lowest_cap(picture, settled) < lowest_cap(picture, dict(picture.settled))
        )
        part = framework.element_by_id[one.element].dimension
        gained = in_place(after, part) - in_place(before, part)
        words = (before.words[one.element], after.words[one.element])
        if effect.change is Change.IN_PLACE:
            assert (effect.part, effect.before, effect.after) == (
                part,
                in_place(before, part),
                in_place(after, part),
            )
            assert effect.counted == next(each.counted for each in after.dimensions if each.id == part)
            assert gained == 1
        else:
            assert gained == 0
            assert (effect.change is Change.CAP) == lifts
        if effect.change is Change.STARTED:
            assert words == (Word.NOT_YET, Word.STARTED)
        if effect.change is Change.LEVEL:
            assert (effect.before, effect.after) == (step.from_level, step.to_level)


@each_framework
@thousand
@given(seeds, parts)
def test_the_smallest_step_really_lifts_what_it_says(framework: Framework, seed: int, number: int) -> None:
    picture, dimension = some_picture(framework, seed), part_of(framework, number)
    found = smallest_step(framework, picture.settled, picture.card, picture.profile, dimension)

    if found is None:
        return
    after, before = applied(picture, found), picture.card
    assert found.from_level == picture.settled[found.element].level
    assert found.from_level < found.to_level <= framework.levels
    if dimension is not None:
        assert in_place(after, dimension) == in_place(before, dimension) + 1
    else:
        assert before.stage is not None
        assert after.stage is not None
        assert rank(after.stage.low) > rank(before.stage.low)


@each_framework
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(seeds, parts)
def test_no_smaller_step_would_do_and_where_none_is_named_there_is_none(
    framework: Framework, seed: int, number: int
) -> None:
    picture, dimension = some_picture(framework, seed), part_of(framework, number)
    found = smallest_step(framework, picture.settled, picture.card, picture.profile, dimension)
    size = found.to_level - found.from_level if found else framework.levels

    for element in framework.elements:
        level = picture.settled[element.id].level
        if level is None or dimension not in (None, element.dimension):
            continue
        for higher in range(level + 1, min(level + size, framework.levels + 1)):
            after = applied(picture, Step(element.id, level, higher))
            if dimension is not None:
                assert in_place(after, dimension) == in_place(picture.card, dimension)
            elif picture.card.stage is not None and after.stage is not None:
                assert after.stage.low is picture.card.stage.low


@each_framework
@thousand
@given(seeds)
def test_raising_one_answer_never_lowers_the_stage(framework: Framework, seed: int) -> None:
    picture, random = some_picture(framework, seed), Random(seed)
    known = sorted(one for one in picture.card.words if picture.settled[one].level is not None)
    if not known or picture.card.stage is None:
        return
    raised = random.choice(known)
    level = picture.settled[raised].low
    after = applied(picture, Step(raised, level, random.randint(level, framework.levels)))

    assert after.stage is not None
    assert rank(after.stage.low) >= rank(picture.card.stage.low)
    assert rank(after.stage.high) >= rank(picture.card.stage.high)
