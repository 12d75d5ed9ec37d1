"""The one state machine of the program: it moves throw-away cursors by the rows of `flows.table`.

A cursor holds a saved state name and some facts. No model is registered (a registered one costs
12 kB and is kept for ever) and no callback exists: nothing fails half-way, nothing is remembered here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from transitions import Machine, MachineError

from flows.table import INITIAL, RETIRED, ROWS, STATES, Enters, Row


@dataclass(slots=True)
class Cursor:
    """A state and the facts that rows may ask for. Each fact is true or false; a row names it."""

    state: str
    needs_proof: bool = False
    nothing_to_show: bool = False
    dimension_complete: bool = False
    all_complete: bool = False
    has_previous_in_dimension: bool = False
    has_next_in_dimension: bool = False
    may_excuse: bool = False
    asks_who: bool = False
    ends_at_once: bool = False
    answered_here: bool = False
    reviewed: bool = False
    any_answer: bool = False
    has_role: bool = False
    asks_size: bool = False
    asks_profile: bool = False
    asks_group: bool = False
    asks_roles: bool = False
    asks_scope: bool = False
    one_check: bool = False
    invited: bool = False
    begun: bool = False
    named: bool = False
    has_agenda: bool = False
    three_open: bool = False
    may_act: bool = False
    proof_open: bool = False
    keep_open: bool = False
    who_open: bool = False
    place_open: bool = False
    place_known: bool = False


FACTS: tuple[str, ...] = tuple(field.name for field in fields(Cursor) if field.name != "state")


@dataclass(frozen=True, slots=True)
class Move:
    """Where the machine went, and whether that enters a dimension."""

    state: str
    enters: Enters


class UnknownState(ValueError):
    """A stored state name is neither known nor retired."""


def _build() -> Machine:
    machine = Machine(
        model=None, states=list(STATES), initial=INITIAL, auto_transitions=False, send_event=False
    )
    for row in ROWS:
        machine.add_transition(
            row.trigger, list(row.sources), row.dest, conditions=list(row.when), unless=list(row.unless)
        )
    return machine


_MACHINE = _build()


def known_state(name: str) -> str:
    """The state a stored name stands for; raises UnknownState."""
    state = RETIRED.get(name, name)
    if state not in STATES:
        raise UnknownState(f"no state is called {name!r}")
    return state


def advance(cursor: Cursor, trigger: str) -> Move | None:
    """Move the cursor; None where no row fits: the move is refused and the cursor unchanged."""
    row = row_for(cursor, trigger)
    try:
        moved = _MACHINE.events[trigger].trigger(cursor)
    except MachineError:
        return None
    if not moved or row is None:
        return None
    return Move(cursor.state, row.enters)


def row_for(cursor: Cursor, trigger: str) -> Row | None:
    """The first row that fits. The machine decides by the same order; a test holds the two together."""
    for row in _ROWS_OF.get((trigger, cursor.state), ()):
        if all(getattr(cursor, fact) for fact in row.when) and not any(
            getattr(cursor, fact) for fact in row.unless
        ):
            return row
    return None


def _rows_of() -> dict[tuple[str, str], tuple[Row, ...]]:
    found: dict[tuple[str, str], tuple[Row, ...]] = {}
    for row in ROWS:
        for source in row.sources:
            key = (row.trigger, source)
            found[key] = (*found.get(key, ()), row)
    return found


_ROWS_OF = _rows_of()
