"""Tours through a tiny framework, written down; without any one row of the table some tour goes elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise

import pytest

import flows.machine
from flows.events import Commanded, Event, Typed
from flows.table import ROWS, Row
from tests.flows.walks import WAY, Walk, shortened, tiny

FRAMEWORK = tiny()

# Each pair is what the person does and where that leads: the state, and the element where one is open.
# Taps are the letter of the button with its choice; O0 to O2 open an element; quotes and slashes are typed.
WAY_IN = """
/start language  G consent  b language  G consent  D declined  i consent  A naming  "Cross sizing  b naming
F sizing  Z profiling  b sizing  F profiling  P roles  b profiling  F roles  T roles  R roles  T scope  b roles
T scope  Q1 asking.one
"""
STRAIGHT = """
l1 asking.two  b asking.one  F asking.two  l1 resting  b asking.two  F resting  g asking.three  l2 resting
g reviewing  g summary  s done  g summary  E reviewing  g summary  b reviewing  W forgotten
"""
MORE_TO_COME = """
d knowing  w1 asking.two  b asking.one  n excusing  e1 asking.two  b asking.one  l3 proving  p0 keeping
k asking.two  b asking.one  l4 proving  p0 keeping  o asking.two  b asking.one  l3 proving  p1 asking.two
b asking.one  d knowing  "1 asking.two  b asking.one  n excusing  "1 asking.two  b asking.one  l3 proving
"1 asking.two  b asking.one  l3 proving  p0 keeping  "1 asking.two
"""
DIMENSION_ENDS = """
l1 asking.two  d knowing  w1 resting  b asking.two  n excusing  e1 resting  b asking.two  l3 proving  p1 resting
b asking.two  l4 resting  b asking.two  l1 resting  b asking.two  l3 proving  p0 keeping  k resting
b asking.two  l4 proving  p0 keeping  o resting  b asking.two  d knowing  "1 resting  b asking.two  n excusing
"1 resting  b asking.two  l3 proving  "1 resting  b asking.two  l3 proving  p0 keeping  "1 resting
"""
REVIEWED = """
l1 asking.two  l1 resting  g asking.three  l1 resting  g reviewing  O0 asking.one  d knowing  w1 reviewing
O0 asking.one  n excusing  e1 reviewing  O0 asking.one  l3 proving  p1 reviewing  O0 asking.one  l1 reviewing
O0 asking.one  l3 proving  p0 keeping  k reviewing  O0 asking.one  l4 proving  p0 keeping  o reviewing
O0 asking.one  d knowing  "1 reviewing  O0 asking.one  n excusing  "1 reviewing  O0 asking.one  l3 proving
"1 reviewing  O0 asking.one  l3 proving  p0 keeping  "1 reviewing  O0 asking.one  F asking.two  F reviewing
M choosing  g reviewing  I naming  F sizing  F profiling  F roles  T scope  Q1 reviewing  Y scope  Q0 asking.one
"""
BACK = """
F asking.one  b choosing  b asking.one  O1 asking.two  l1 asking.one  O1 asking.two  F asking.one  M choosing
C1 asking.three  n asking.three  b choosing  g asking.three  d knowing  b asking.three  M choosing  C0 asking.one
n excusing  b asking.one  l3 proving  b asking.one  l3 proving  p0 keeping  b proving
"""
PAUSES = """
O1 asking.two  z paused  u asking.two  l3 proving  z paused  u proving  p1 asking.one  l1 resting  z paused
u asking.three  l1 resting  z paused  u reviewing  z paused  b choosing  J summary  z done
"""
STOPPED_BETWEEN = """
l3 proving  p0 keeping  z paused  u keeping  k asking.two  d knowing  z paused  u knowing  w1 resting
g asking.three  l1 resting  g reviewing  I naming  b reviewing
"""
UNFINISHED = """
J asking.one  V reviewing  b choosing  V reviewing  g asking.one  l1 asking.two  J summary  g asking.two
J summary  E asking.two  /result summary  s done  g asking.two
"""
TOURS = {
    "the way in": WAY_IN,
    "straight through": STRAIGHT,
    "answers with more to come": MORE_TO_COME,
    "answers that end a dimension": DIMENSION_ENDS,
    "answers after the review": REVIEWED,
    "back and about": BACK,
    "pauses": PAUSES,
    "pauses between two taps of one answer": STOPPED_BETWEEN,
    "an unfinished result": UNFINISHED,
}


BUTTONS = {"naming": '"Cross', "sizing": "Z", "profiling": "P", "roles": "T", "scope": "Q1"}
AMENDED = {"roles": "T", "scope": "Q1"}


def short_way(missing: frozenset[str]) -> str:
    """The tour of the way in of a framework without these screens: there, back, through, and amended."""
    way = [state for state in WAY if state not in missing]
    there = ["naming", *way, "asking.one"]
    words = ["/start language G consent A naming"]
    for before, after in pairwise(there):
        words += ["R roles"] if before == "roles" else []
        words.append(f"{BUTTONS[before]} {after}")
        if after in way:
            words.append(f"b {before} {'T' if before == 'roles' else 'F'} {after}")
    words += ["V reviewing I naming", *amended(way, AMENDED, "asking.one")]
    words.append("l1 asking.two l1 resting g asking.three l1 resting g reviewing")
    for buttons in (AMENDED, BUTTONS):
        words += ["I naming", *amended(way, buttons, "reviewing")]
    return " ".join([*words, f"Y {'scope' if 'scope' in way else 'asking.one'}"])


def amended(way: list[str], buttons: Mapping[str, str], end: str) -> Iterator[str]:
    """From the name to the end of the way in, by these buttons."""
    for before, after in pairwise(["naming", *way, end]):
        if before == "roles":
            yield "r roles R roles"
        yield f"{buttons.get(before, 'F')} {after}"


SHORT_WAYS = {
    f"without {', '.join(sorted(missing))}": missing
    for count in range(1, len(WAY) + 1)
    for missing in map(frozenset, combinations(WAY, count))
}
TOURS |= {name: short_way(missing) for name, missing in SHORT_WAYS.items()}


def event_of(walk: Walk, word: str) -> Event:
    if word.startswith("/"):
        return Commanded(word[1:])
    if word.startswith('"'):
        return Typed(word[1:])
    if word[0] == "O":
        return walk.button("O", 0, FRAMEWORK.elements[int(word[1:])].id)
    return walk.button(word[0], int(word[1:] or 0))


def place(walk: Walk) -> str:
    state, element = walk.conversation.state, walk.conversation.element
    return f"{state}.{(element or '').rpartition('.')[2]}" if state == "asking" else state


def travelled(name: str) -> list[str]:
    """The tour as it really goes, in the words it is written in."""
    walk = Walk(shortened(FRAMEWORK, SHORT_WAYS.get(name, frozenset())))
    if name != "the way in" and name not in SHORT_WAYS:
        walk.to_first_question()
    found = []
    for word in TOURS[name].split()[::2]:
        walk.take(event_of(walk, word))
        found += [word, place(walk)]
    return found


@pytest.mark.parametrize("name", TOURS)
def test_a_tour_goes_where_it_is_written(name: str) -> None:
    assert travelled(name) == TOURS[name].split()


def rebuild(patch: pytest.MonkeyPatch, rows: Iterable[Row]) -> None:
    """The same machine from other rows."""
    patch.setattr(flows.machine, "ROWS", tuple(rows))
    patch.setattr(flows.machine, "_MACHINE", flows.machine._build())
    patch.setattr(flows.machine, "_ROWS_OF", flows.machine._rows_of())


def differs(name: str) -> bool:
    try:
        return travelled(name) != TOURS[name].split()
    except KeyError:  # the trigger is gone with its only row
        return True


@pytest.mark.parametrize("place", range(len(ROWS)), ids=lambda place: f"{ROWS[place].trigger}-{place}")
def test_without_any_one_row_some_tour_goes_elsewhere(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild(monkeypatch, ROWS[:place] + ROWS[place + 1 :])

    assert any(differs(name) for name in TOURS), ROWS[place]
