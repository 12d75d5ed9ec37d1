"""Many answers in one message, on walks: tours, the buttons of what was echoed, and a try of it from any place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.bulk import proof_number
from flows.echoes import PARTS
from flows.events import Handled, Typed
from frameworks.values import Answer, Said
from tests.flows.walks import Walk

SAVE, PROVE = "(7", "(h"
AT_ONCE, FIT_AT_ONCE = "many answers in one message", "a fit check in one message"
# "(h0:1" is the first option of the first question, "(h0:0" nothing yet.
TOURS = {
    AT_ONCE: """
"D1,3,- asking.one  (7 asking.two  O0 asking.one  (h0:1 asking.one  z paused  u asking.two  "D1,-,4 asking.two
(7 resting  (h1:1 resting  z paused  u asking.three  l1 resting  g reviewing  O1 asking.two  "D1,-,3 asking.two
(7 reviewing  (h1:2 reviewing  (h1:0 reviewing  z paused  u reviewing  "D2,2 reviewing  (7 reviewing
O1 asking.two  "D1,-,4 asking.two  (7 reviewing  g summary  (h1:1 summary  b reviewing  z paused  u reviewing
""",
    FIT_AT_ONCE: """
/start language  G consent  A picking  x0 naming  "Cross sizing  Z profiling  P roles  R roles  T scope
j asking.one  "D1,2,? asking.one  (7 summary
""",
}


def button_at_once(walk: Walk, word: str) -> Handled:
    """The button that saves what was echoed, or that names a proof."""
    there = walk.conversation
    if word == SAVE:
        tag = int(there.notice.args.get("tag", 0)) if there.notice else 0
        part = int((there.panel or "::0").rpartition(":")[2])
        return Handled(SAVE, 0, part + PARTS * tag)
    ordinal, _, option = word.removeprefix(PROVE).partition(":")
    element = walk.here.elements[int(ordinal)]
    return Handled(PROVE, proof_number(there, walk.here, element.id), int(option))


def answer_everything_at_once(walk: Walk) -> None:
    """From this place each part in one message, some of it and all: with nothing answered before, and with all."""
    there = walk.conversation
    whole = {element.id: Answer(Said.DONT_KNOW) for element in walk.here.elements}
    for begun in (replace(there, answers={}), there, replace(there, reviewed=True, answers=whole)):
        for line in _lines(walk):
            walk.conversation = begun
            walk.take(Typed(line))
            walk.take(button_at_once(walk, SAVE))
    walk.conversation = there


def _lines(walk: Walk) -> Iterator[str]:
    for number, part in enumerate(walk.here.dimensions, start=1):
        marks = ["3"] * len(part.elements)
        yield f"D{number} {' '.join(marks)}"
        yield f"D{number} {' '.join([*marks[:-1], '-'])}"
