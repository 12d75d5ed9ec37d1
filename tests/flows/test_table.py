"""The table of moves: the machine does what the data says, and every row is there for a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random

import pytest

import flows.step
from flows.checks import SWITCHES
from flows.conversation import Conversation
from flows.events import Commanded
from flows.machine import FACTS, Cursor, Move, UnknownState, advance, known_state, row_for
from flows.table import (
    FINAL,
    IN_DIMENSION,
    INITIAL,
    RETIRED,
    ROWS,
    STATES,
    TRIGGERS,
    Row,
)
from frameworks.load import shipped
from frameworks.model import Framework, Result
from frameworks.route import asked_in
from frameworks.values import Scope
from tests.flows.kinds import every_kind, other, placed, planless, several, tiny
from tests.flows.test_tours import TOURS, tour_of
from tests.flows.touring import Tour, travel
from tests.flows.walks import BEGIN, CHAT, Walk

ROOT = Path(__file__).parents[2]


def facts_of(trigger: str, state: str) -> list[str]:
    """The facts that any row of this trigger from this state names."""
    rows = [row for row in ROWS if row.trigger == trigger and state in row.sources]
    return sorted({fact for row in rows for fact in (*row.when, *row.unless)})


def cursors(trigger: str, state: str) -> Iterator[Cursor]:
    """Every combination of the facts that matter, the others all false and all true; then some at random."""
    names = facts_of(trigger, state)
    for others in (False, True):
        for values in product((False, True), repeat=len(names)):
            yield Cursor(state, **{**dict.fromkeys(FACTS, others), **dict(zip(names, values, strict=True))})
    random = Random(f"{trigger} {state}")
    for _ in range(60):
        yield Cursor(state, **{name: random.random() < 0.5 for name in FACTS})


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_the_machine_agrees_with_the_table_for_every_state_and_combination_of_facts(trigger: str) -> None:
    for state in STATES:
        for cursor in cursors(trigger, state):
            row, before = row_for(cursor, trigger), copy(cursor)
            moved = advance(cursor, trigger)
            if row is None:
                assert moved is None
                assert cursor == before
            else:
                assert moved == Move(row.dest, row.enters)
                assert cursor == replace(before, state=row.dest)


def test_every_guard_names_a_fact_of_the_cursor() -> None:
    for row in ROWS:
        assert set(row.when) | set(row.unless) <= set(FACTS), row
        assert not set(row.when) & set(row.unless), row


def test_every_fact_of_the_cursor_is_named_by_a_guard() -> None:
    assert {fact for row in ROWS for fact in (*row.when, *row.unless)} == set(FACTS)


def test_rows_name_known_states_only_and_enter_a_dimension_by_asking_or_by_answering_it_at_once() -> None:
    for row in ROWS:
        assert {*row.sources, row.dest} <= set(STATES), row
        assert row.enters is None or row.dest in {"asking", "acting"} or row.trigger == "bulk", row


def reached_from(start: str) -> set[str]:
    found, new = {start}, [start]
    while new:
        state = new.pop()
        ahead = {row.dest for row in ROWS if state in row.sources} - found
        found |= ahead
        new += sorted(ahead)
    return found


def test_every_state_can_be_reached_and_only_the_last_one_is_a_dead_end() -> None:
    assert reached_from(INITIAL) == set(STATES)
    assert [state for state in STATES if not any(state in row.sources for row in ROWS)] == list(FINAL)


@pytest.mark.parametrize("state", [each for each in STATES if each not in FINAL])
def test_from_every_state_but_the_last_one_the_questions_and_the_summary_can_be_reached(state: str) -> None:
    assert {"asking", "summary"} <= reached_from(state)


def test_retired_names_lead_to_states_and_no_name_has_two_meanings() -> None:
    assert set(RETIRED.values()) <= set(STATES)
    assert not set(RETIRED) & set(STATES)
    assert len(STATES) == len(set(STATES))
    assert [known_state(name) for name in STATES] == list(STATES)


def test_a_retired_name_is_read_as_the_state_it_became(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RETIRED, "questioning", "asking")

    assert known_state("questioning") == "asking"


def test_an_unknown_state_name_raises() -> None:
    with pytest.raises(UnknownState, match="no state is called 'thinking'"):
        known_state("thinking")


def shadowed(rows: Iterable[Row]) -> list[Row]:
    """Rows that can never fit because an earlier one of the same trigger and source asks for no more."""
    rows = list(rows)
    return [
        row
        for place, row in enumerate(rows)
        if all(any(_covers(other, row, source) for other in rows[:place]) for source in row.sources)
    ]


def _covers(earlier: Row, row: Row, source: str) -> bool:
    return (
        earlier.trigger == row.trigger
        and source in earlier.sources
        and set(earlier.when) <= set(row.when)
        and set(earlier.unless) <= set(row.unless)
    )


def test_no_row_is_hidden_behind_an_earlier_one() -> None:
    assert shadowed(ROWS) == []
    assert shadowed([Row("go", ("a",), "b"), Row("go", ("a",), "c", when=("ready",))]) != []


@pytest.fixture(scope="module")
def tour() -> Iterator[Tour]:
    """Every situation of a small framework, and walks over larger ones, with the machine watched."""
    with pytest.MonkeyPatch.context() as patch:
        found = Tour()
        patch.setattr(flows.step, "advance", found.advance)
        first, *others = every_kind()
        Walk(planless(first), at_step=found.note).explore()
        for framework in others:
            for seed in range(4):
                Walk(framework, Random(seed), at_step=found.note).wander(600)
        for name in TOURS:
            travel(name, tour_of(name), found)
            travel(name, tour_of(name, frozenset({"scope"})), found)
        facts = several(placed(tiny(more=True)), other())
        for seed in range(6):
            Walk(placed(tiny(more=True)), Random(seed), facts, at_step=found.note).wander(2000)
        for state, letter in (("profiling", "P"), ("grouping", "*"), ("scope", "Q")):
            walk = Walk(placed(tiny(more=True)), facts=facts, at_step=found.note).to_first_question()
            walk.conversation = replace(walk.conversation, state=state, answers={}, closed=True)
            walk.tap(letter, 0)
        yield found


def first_fit(rows: Iterable[Row], trigger: str, cursor: Cursor) -> Row | None:
    for row in rows:
        if (
            row.trigger == trigger
            and cursor.state in row.sources
            and all(getattr(cursor, fact) for fact in row.when)
            and not any(getattr(cursor, fact) for fact in row.unless)
        ):
            return row
    return None


def goal(row: Row | None) -> tuple[str, str | None] | None:
    return None if row is None else (row.dest, row.enters)


def test_deleting_any_row_would_lead_a_walk_elsewhere(tour: Tour) -> None:
    needed: set[Row] = set()
    for trigger, cursor in tour.moves:
        used = row_for(cursor, trigger)
        if used is not None and used not in needed:
            others = [row for row in ROWS if row is not used]
            if goal(first_fit(others, trigger, cursor)) != goal(used):
                needed.add(used)

    unneeded = [(row.trigger, row.sources, row.dest, row.when) for row in ROWS if row not in needed]
    assert unneeded == []


def test_walks_use_every_source_of_every_row(tour: Tour) -> None:
    used = {(row_for(cursor, trigger), cursor.state) for trigger, cursor in tour.moves}
    unused = [(row.trigger, source) for row in ROWS for source in row.sources if (row, source) not in used]

    # A conversation that begins hears everything as "start", so nothing can be deleted there.
    assert unused == [("forget", "new")]


def test_the_dimension_changes_only_on_rows_that_enter_one(tour: Tour) -> None:
    for row, before, after in tour.places:
        if before.dimension != after.dimension and before.state != "forgotten":
            assert row is not None
            begun_anew = row.trigger in {"start_over", *SWITCHES} and after.dimension is None
            assert row.enters is not None or begun_anew, row


def test_a_step_without_a_row_leaves_state_place_and_answers(tour: Tour) -> None:
    for row, before, after in tour.places:
        if row is None and before.state != "forgotten":
            same = replace(
                after,
                revision=before.revision,
                notice=before.notice,
                panel=before.panel,
                language=before.language,
            )
            assert same == before


@pytest.mark.parametrize("framework", shipped().values(), ids=list(shipped()))
@pytest.mark.parametrize("level", [1, 4])
def test_the_machine_leads_every_dimension_from_asking_to_resting(framework: Framework, level: int) -> None:
    for number, dimension in enumerate(framework.dimensions):
        walk = Walk(framework).to_first_question()
        walk.tap("M")
        walk.tap("C", number)
        met = []
        end = "summary" if framework.result is Result.FIT else "resting"
        while walk.conversation.state != end:
            assert walk.conversation.state in IN_DIMENSION
            assert walk.conversation.dimension == dimension.id
            met.append(walk.conversation.element)
            walk.tap("l", min(level, framework.levels))
            if walk.conversation.state == "proving":
                walk.tap("p", 1)
        assert met == [each.id for each in asked_in(framework, dimension.id, {}, "direct", Scope.FULL)]


def test_every_trigger_of_the_flow_is_in_the_table() -> None:
    """A misspelt trigger would be an error at the first tap."""
    from flows.hearing import _MOVE_WORDS
    from flows.taps import AGENDA_MOVES, ELEMENT_MOVES, PLAIN_MOVES, WAY_IN_MOVES

    tables = (_MOVE_WORDS, ELEMENT_MOVES, PLAIN_MOVES, WAY_IN_MOVES, AGENDA_MOVES)
    named = {"look", *(trigger for table in tables for trigger in table.values())}
    for name in ("bulk", "hearing", "handling", "taps", "step"):
        named |= set(re.findall(r'Move\("(\w+)"', (ROOT / "flows" / f"{name}.py").read_text("utf-8")))

    assert named == set(TRIGGERS)


def test_a_conversation_begins_in_the_initial_state_and_anything_starts_it() -> None:
    fresh = Conversation(CHAT, "en", "sm-1.0", BEGIN)
    walk = Walk(every_kind()[0])
    walk.take(Commanded("delete"))

    assert fresh.state == INITIAL
    assert walk.conversation.state == "language"
