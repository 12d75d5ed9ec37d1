"""Tours through a tiny framework, written down; without any one row of the table some tour goes elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest

import flows.machine
import flows.step
from flows.conversation import Chosen, Inputs, Part
from flows.events import Commanded, Event, Handled, Typed
from flows.intents import Facts
from flows.machine import Cursor, Move, advance, row_for
from flows.pages import Invitation
from flows.table import ROWS, Row
from frameworks.model import Framework
from tests.flows.at_once import FIT_AT_ONCE, PROVE, SAVE, button_at_once
from tests.flows.at_once import TOURS as AT_ONCE_TOURS
from tests.flows.kinds import other, placed, several, shortened, tiny, with_groups
from tests.flows.short_ways import SHORT_WAYS, short_way
from tests.flows.walks import LINK, Walk

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
TOURS |= {name: short_way(missing) for name, missing in SHORT_WAYS.items()}

SEVERAL = "several checks"
TOURS[SEVERAL] = """
/start language  G consent  A picking  b consent  A picking  x0 naming  "Cross sizing  Z profiling  P roles
R roles  T scope  j asking.one  l2 asking.two  l1 summary  U scope  j summary  U scope  Q1 asking.one
l1 asking.two  K picking  b choosing  K picking  x1 asking.one  l1 asking.two  K picking  x0 asking.two  J summary
j summary  U asking.two  l1 resting  g asking.three  l1 resting  g reviewing  g summary  j summary  U summary
s done  j summary  U summary  K picking  x1 asking.two  d resting  g reviewing  g summary  O0 asking.one  d reviewing
K picking  x0 summary  K picking  < naming  b picking  < naming  "Cross sizing
"""
FIT_FIRST = "a fit check of which nothing is known"
TOURS[FIT_FIRST] = """
/start language  G consent  A picking  x0 naming  "Cross sizing  Z profiling  P roles  R roles  T scope
j asking.one  K picking  x0 sizing  F profiling  F roles  T scope  Q1 asking.one  l1 asking.two  J summary
j asking.one  d asking.two  d summary  s done  J summary  U asking.two
"""
INVITED = "invited to a cohort"
TOURS[INVITED] = """
/start:code language  G consent  A joining  b consent  A joining  )& picking
"""
INVITED_TO_ONE = "invited where there is one check"
TOURS[INVITED_TO_ONE] = """
/start:code language  G consent  A joining  )& naming
"""
JOINS_LATER = "joins a cohort on the way"
TOURS[JOINS_LATER] = """
l1 asking.two  )= asking.two  l1 resting  g asking.three  l1 resting  )= summary
"""
TURNED = "goes to a check of one's own by its number"
TOURS[TURNED] = """
l1 asking.two  K picking  (O asking.two  l1 resting  g asking.three  l1 resting  K picking  (O summary
"""
NEW_ROUND = "a new round on the way"
TOURS[NEW_ROUND] = """
l1 asking.two  (A asking.one  l1 asking.two  (A asking.two  l1 resting  g asking.three  l1 resting  (A summary
"""
PLACE = "a place"
TOURS[PLACE] = """
/start language  G consent  A naming  "Busia profiling  P grouping  * roles  T scope  Q1 asking.one  ~ asking.two
~ resting  g asking.three  ~ resting  g reviewing  O0 asking.one  ~ reviewing
"""
AGENDA = "the agenda"
TOURS[AGENDA] = """
l1 asking.two  l1 resting  0 planning  b summary  0 planning  10 acting  b planning  10 acting  2 dating  b acting
2 dating  40 planning  10 acting  6 dating  43 planning  10 acting  7 stuck  b acting  7 stuck  9 planning
10 acting  7 stuck  8 planning  10 acting  8 planning  10 acting  2 dating  "2026-04-01 planning  10 acting
5 showing  b acting  5 showing  f1 raising  b showing  f0 raising  - planning  10 acting  2 dating  40 planning
10 acting  5 showing  f1 raising  + planning  11 acting  2 dating  40 planning  12 acting  2 dating  41 planning
13 acting  2 dating  42 planning  10 acting  2 swapping  b acting  2 swapping  30 dating  44 planning
/agenda planning  z done  10 acting  z done
"""
NO_AGENDA = "no agenda yet"
TOURS[NO_AGENDA] = """
0 asking.one  10 asking.one  J asking.one
"""
PLANNED_BEFORE = "what was planned in the round before"
TOURS[PLANNED_BEFORE] = """
11 asking.one  10 acting  b planning  b asking.one  10 acting  8 planning  b asking.one
"""
TOURS |= AT_ONCE_TOURS


def tour_of(name: str, missing: frozenset[str] = frozenset()) -> Walk:
    """The walk a tour begins with; without these screens of the way in."""
    if name in SHORT_WAYS:
        framework = shortened(with_groups(FRAMEWORK), SHORT_WAYS[name])
        return numbered(Walk(framework, facts=invited(several(framework, other()), framework)))
    if name == INVITED_TO_ONE:
        return Walk(FRAMEWORK, facts=invited(several(FRAMEWORK), FRAMEWORK))
    if name == INVITED:
        return Walk(FRAMEWORK, facts=invited(several(FRAMEWORK, other()), FRAMEWORK))
    if name in {SEVERAL, FIT_FIRST, FIT_AT_ONCE}:
        return Walk(FRAMEWORK, facts=several(FRAMEWORK, other()))
    if name == PLACE:
        return Walk(placed(FRAMEWORK))
    if name == "the way in":
        return Walk(FRAMEWORK)
    framework = shortened(tiny(more=True) if name == AGENDA else FRAMEWORK, missing)
    facts = invited(several(framework, other()), framework)
    walk = Walk(framework, facts=replace(facts, renewed=next_round(framework))).to_first_question()
    if name == PLANNED_BEFORE:
        taken = {f"act.{framework.elements[0].id}.1": Chosen()}
        walk.conversation = replace(walk.conversation, chosen=taken, wide=True)
    return numbered(walk) if name == TURNED else walk


def numbered(walk: Walk) -> Walk:
    """The same walk, at a check that storage knows by a number."""
    walk.conversation = replace(walk.conversation, number=1)
    return walk


def invited(facts: Facts, framework: Framework) -> Facts:
    """The facts with an open invitation to a cohort of this framework, for whoever comes by a link."""
    return replace(facts, invitation=Invitation(LINK, "open", "North", framework.key))


def next_round(framework: Framework) -> Part:
    """A person's part in the second round of this check, not begun yet."""
    return Part(framework.key, Inputs("Cross", scope="full"), {}, organisation=1, round_no=2)


def event_of(walk: Walk, word: str) -> Event:
    if word.startswith("/"):
        name, _, code = word[1:].partition(":")
        return Commanded(name, code)
    if word.startswith(")"):
        return Handled(word[1], LINK)
    if word.startswith((SAVE, PROVE)):
        return button_at_once(walk, word)
    if word.startswith("("):
        return Handled(word, 1)
    if word.startswith('"'):
        return Typed(word[1:])
    if word[0] in "O1":
        return walk.button(word[0], 0, walk.here.elements[int(word[1:])].id)
    return walk.button(word[0], int(word[1:] or 0))


def place(walk: Walk) -> str:
    state, element = walk.conversation.state, walk.conversation.element
    return f"{state}.{(element or '').rpartition('.')[2]}" if state == "asking" else state


def travelled(name: str) -> list[str]:
    """The tour as it really goes, in the words it is written in."""
    walk = tour_of(name)
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


@cache
def rows_of(name: str) -> frozenset[Row]:
    """The rows that a tour uses: without any other one it goes the same way."""
    used: set[Row] = set()

    def noted(cursor: Cursor, trigger: str) -> Move | None:
        row = row_for(cursor, trigger)
        used.update({row} if row else ())
        return advance(cursor, trigger)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flows.step, "advance", noted)
        travelled(name)
    return frozenset(used)


@pytest.mark.parametrize("place", range(len(ROWS)), ids=lambda place: f"{ROWS[place].trigger}-{place}")
def test_without_any_one_row_some_tour_goes_elsewhere(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    through = [name for name in TOURS if ROWS[place] in rows_of(name)]
    rebuild(monkeypatch, ROWS[:place] + ROWS[place + 1 :])

    assert any(differs(name) for name in through), ROWS[place]
