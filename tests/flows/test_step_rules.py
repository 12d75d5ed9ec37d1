"""Rules that hold for any step whatsoever: it is pure, counts places right and writes to the open element only."""

from __future__ import annotations

import copy
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.buttons import DATA_LIMIT, decode, encode
from flows.conversation import PLACE_LIMIT, RUN_LIMIT, Conversation
from flows.events import Commanded, Edited, Incoming, Sent, Tapped, Typed
from flows.route import route_of
from flows.step import Step, step
from flows.table import AT_ELEMENT
from flows.taps import ELEMENT_MOVES
from frameworks.model import Framework
from frameworks.values import Answer, Said
from tests.flows.kinds import FACTS, complete, every_kind
from tests.flows.walks import Walk
from tests.frameworks.samples import SP
from tests.frameworks.strategies import frameworks

KINDS = every_kind()


def written(before: Conversation, after: Conversation) -> set[str]:
    """The elements whose answer differs."""
    ids = {*before.answers, *after.answers}
    return {each for each in ids if before.answers.get(each) != after.answers.get(each)}


def check(framework: Framework, before: Conversation, incoming: Incoming, result: Step) -> None:
    """What must hold after any step whatsoever."""
    after = result.conversation
    check_counters(before, after)
    check_writing(framework, before, incoming, after)
    route = route_of(framework, after.inputs, after.answers)
    if after.state in AT_ELEMENT:
        assert after.element in route.ids
    if after.element is not None and after.state != "forgotten":
        assert framework.element_by_id[after.element].dimension == after.dimension
    assert all(0 <= answer.seconds <= 3600 for answer in after.answers.values())
    assert (after.chat, after.framework) == (before.chat, before.framework)


def check_counters(before: Conversation, after: Conversation) -> None:
    moved = (before.state, before.element, before.run) != (after.state, after.element, after.run)
    assert after.place_no == (before.place_no + moved) % PLACE_LIMIT
    assert (after.shown_at == before.shown_at) or moved
    assert after.revision - before.revision == (after != before)
    assert 0 <= after.run < RUN_LIMIT
    tap = Tapped("l", 63, after.place_no, after.run, 4095)
    assert len(encode(tap)) <= DATA_LIMIT
    assert decode(encode(tap)) == tap


def check_writing(
    framework: Framework, before: Conversation, incoming: Incoming, after: Conversation
) -> None:
    changed = written(before, after)
    if not changed:
        return
    if after.run != before.run:
        assert after.answers == {}
        return
    event = incoming.event
    assert changed == {before.element}
    if isinstance(event, Tapped):
        assert event.action in ELEMENT_MOVES
        assert (event.place_no, event.run) == (before.place_no, before.run)
        assert framework.elements[event.ordinal].id == before.element
    else:
        assert isinstance(event, Typed)
        assert incoming.at >= before.shown_at


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(KINDS))
def test_no_walk_raises_or_breaks_a_rule(random: Random, framework: Framework) -> None:
    walk = Walk(framework, random)
    walk.at_step = lambda before, incoming, result: check(framework, before, incoming, result)
    walk.wander(120)


@settings(max_examples=60, deadline=None)
@given(frameworks().map(complete), st.integers(0, 10**9))
def test_no_walk_through_any_framework_raises_or_breaks_a_rule(framework: Framework, seed: int) -> None:
    walk = Walk(framework, Random(seed)).to_first_question(seed % 2)
    walk.at_step = lambda before, incoming, result: check(framework, before, incoming, result)
    walk.wander(80)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(KINDS),
    st.integers(0, 60),
    st.builds(
        Tapped,
        st.characters(),
        st.integers(0, 63),
        st.integers(-1, 70),
        st.integers(-1, 2),
        st.integers(-1, 4095),
    )
    | st.builds(Typed, st.text())
    | st.builds(Commanded, st.text(), st.text())
    | st.builds(Sent, st.text(), st.text())
    | st.just(Edited()),
    st.booleans(),
)
def test_any_event_at_any_place_keeps_the_rules(
    framework: Framework, steps: int, event: object, living: bool
) -> None:
    walk = Walk(framework, Random(steps))
    walk.wander(steps)
    walk.at_step = lambda before, incoming, result: check(framework, before, incoming, result)
    walk.take(event, facts=replace(FACTS, from_living=living))  # type: ignore[arg-type]


@pytest.mark.parametrize("framework", KINDS, ids=lambda each: each.key)
def test_a_step_is_pure(framework: Framework) -> None:
    """It changes none of its inputs, and the same inputs give the same result."""

    def again(before: Conversation, incoming: Incoming, result: Step) -> None:
        kept = copy.deepcopy(before)
        now = walk.now
        second = step(before, incoming, FACTS, framework, now)
        assert before == kept
        assert second == result
        assert second == step(kept, copy.deepcopy(incoming), FACTS, framework, now)

    for seed in range(3):
        walk = Walk(framework, Random(seed), at_step=again)
        walk.wander(200)


def test_the_input_answers_are_never_written_to() -> None:
    class Sealed(dict[str, Answer]):
        def __setitem__(self, _key: str, _value: Answer) -> None:
            raise AssertionError("the step wrote into its input")

    walk = Walk(SP).to_first_question()
    walk.conversation = replace(walk.conversation, answers=Sealed())
    walk.tap("l", 2)

    assert walk.conversation.answers == {SP.elements[0].id: Answer(Said.LEVEL, 2, seconds=5)}
