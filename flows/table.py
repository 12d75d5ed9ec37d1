"""The states and moves of a conversation, as data.

Rules of this file:

1. Everything about moves is here; nothing here knows texts, buttons, storage or frameworks.
2. A row is: trigger, sources, destination, facts that must hold, facts that must not, and whether the move
   enters a dimension. Facts are names of fields of `flows.machine.Cursor`. The first row that fits wins.
3. There are no callbacks. What follows from arriving is computed by `flows.step` after the machine has moved.
4. One event is one trigger is at most one move.
5. State names are stored. A released name is never given another meaning; a retired one is mapped in RETIRED.
6. `step` may change the dimension only on a row that enters one: `next` is the first one with an open
   question (the present one first), `chosen` is the one the person named.

Control is state, place is data: which dimension and element a person is at never shows in a state name, so
editing a framework never touches a stored state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Enters = Literal["next", "chosen", None]

# One dimension: the machine leads the questions of a dimension.
IN_DIMENSION = ("choosing", "asking", "excusing", "knowing", "proving", "keeping", "resting")
# Around it: the way in, the review, the result, pauses and ends.
WAY_IN = (
    *("new", "language", "consent", "declined", "joining", "picking"),
    *("naming", "sizing", "profiling", "grouping", "roles", "scope"),
)
AROUND = (*WAY_IN, "reviewing", "summary", "paused", "done", "forgotten")
# The agenda: what to do next, one action, when to do it, and what became of it.
IN_AGENDA = ("planning", "acting", "dating", "swapping", "showing", "raising", "stuck")
STATES = (*IN_DIMENSION, *AROUND, *IN_AGENDA)
INITIAL = "new"
FINAL = ("forgotten",)
RETIRED: dict[str, str] = {}

AT_ELEMENT = ("asking", "excusing", "knowing", "proving", "keeping")
AFTER_WAY_IN = (*IN_DIMENSION, "reviewing", "summary", "paused", "done", *IN_AGENDA)
# States that look at other checks of the person, or at actions taken up: these are read for them alone.
WIDE = ("joining", "picking", "scope", "summary", "done", *IN_AGENDA)

# Where many answers in one message lead, and their proofs are asked.
AFTER_MARKS = ("asking", "resting", "reviewing", "summary")

# Where an invitation can be accepted, or a new round begun: everywhere after consent.
JOINABLE = ("joining", *WAY_IN[5:], *AFTER_WAY_IN)

# Where a round may have closed before a person's first answer: these lead to another check then.
MISSABLE = ("profiling", "grouping", "scope")


@dataclass(frozen=True, slots=True)
class Row:
    """One possible move."""

    trigger: str
    sources: tuple[str, ...]
    dest: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    enters: Enters = None


# The answers after which a short check, such as the fit check, shows its end without a review.
_LAST = ("answer", "dont_know")


def _goes_on(trigger: str, source: str, *when: str) -> tuple[Row, ...]:
    """Where a finished answer leads: back to a review, to the mini result, or to the next open question."""
    return (
        Row(trigger, (source,), "reviewing", when=(*when, "reviewed", "all_complete")),
        Row(trigger, (source,), "resting", when=(*when, "dimension_complete")),
        Row(trigger, (source,), "asking", when=when),
    )


# What the way in asks after the name, each with the fact that this framework asks it.
_ASKED_ON_THE_WAY = (
    ("sizing", "asks_size"),
    ("profiling", "asks_profile"),
    ("grouping", "asks_group"),
    ("roles", "asks_roles"),
    ("scope", "asks_scope"),
)


def _further(trigger: str, source: str, *when: str) -> tuple[Row, ...]:
    """To the next screen of the way in that this framework has, else to the questions."""
    names = ["naming", *(state for state, _fact in _ASKED_ON_THE_WAY)]
    rest = _ASKED_ON_THE_WAY[names.index(source) :]
    return (
        *(Row(trigger, (source,), state, when=(*when, fact)) for state, fact in rest),
        Row(trigger, (source,), "reviewing", when=(*when, "all_complete")),
        Row(trigger, (source,), "asking", when=when, enters="next"),
    )


def _nearer(source: str) -> tuple[Row, ...]:
    """Back to the screen of the way in before this one that this framework has, at last to the name."""
    names = [state for state, _fact in _ASKED_ON_THE_WAY]
    before = reversed(_ASKED_ON_THE_WAY[: names.index(source)])
    return (
        *(Row("back", (source,), state, when=(fact,)) for state, fact in before),
        Row("back", (source,), "naming"),
    )


def _into_check(trigger: str, sources: tuple[str, ...]) -> tuple[Row, ...]:
    """Into a check where it stands: to its end, to the next question, or to the first thing its way in asks."""
    return (
        Row(trigger, sources, "summary", when=("begun", "all_complete")),
        Row(trigger, sources, "asking", when=("begun",), enters="next"),
        Row(trigger, sources, "naming", unless=("named",)),
        *(Row(trigger, sources, state, when=(fact,)) for state, fact in _ASKED_ON_THE_WAY),
        Row(trigger, sources, "asking", enters="next"),
    )


ONE_DIMENSION: tuple[Row, ...] = (
    Row("choose", ("choosing",), "asking", enters="chosen"),
    Row("answer", ("asking", "excusing", "knowing", "proving", "keeping"), "proving", when=("needs_proof",)),
    *(Row(trigger, ("asking",), "summary", when=("all_complete", "ends_at_once")) for trigger in _LAST),
    *(row for state in AT_ELEMENT for row in _goes_on("answer", state)),
    Row("dont_know", ("asking",), "knowing", when=("asks_who",)),
    *_goes_on("dont_know", "asking"),
    Row("excuse", ("asking",), "excusing", when=("may_excuse",)),
    *_goes_on("not_my_area", "asking", "asks_group"),
    *_goes_on("reason", "excusing"),
    *_goes_on("who", "knowing"),
    Row("proof", ("proving",), "keeping", when=("nothing_to_show",)),
    *_goes_on("proof", "proving"),
    *_goes_on("keep", "keeping"),
    *_goes_on("lower", "keeping"),
    Row("forward", ("asking",), "asking", when=("answered_here", "has_next_in_dimension")),
    Row("forward", ("asking",), "reviewing", when=("answered_here", "reviewed", "all_complete")),
    Row("forward", ("asking",), "resting", when=("answered_here", "dimension_complete")),
    Row("forward", ("asking",), "asking", when=("answered_here",)),
    Row("back", ("asking",), "asking", when=("has_previous_in_dimension",)),
    Row("back", ("asking",), "choosing"),
    Row("back", ("excusing", "knowing", "proving"), "asking"),
    Row("back", ("keeping",), "proving"),
    Row("back", ("resting",), "asking"),
    Row("back", ("choosing",), "asking", when=("place_known",)),
    Row("go_on", ("resting", "choosing"), "reviewing", when=("all_complete",)),
    Row("go_on", ("resting", "choosing"), "asking", enters="next"),
)

AROUND_IT: tuple[Row, ...] = (
    Row("start", ("new",), "language"),
    Row("start", ("declined",), "consent"),
    Row("choose_language", ("language",), "consent"),
    Row("agree", ("consent",), "joining", when=("invited",)),
    Row("agree", ("consent",), "naming", when=("one_check",)),
    Row("agree", ("consent",), "picking"),
    Row("decline", ("consent",), "declined"),
    *_into_check("pick", ("picking",)),
    Row("another", ("picking", "naming"), "naming"),
    *_into_check("join", JOINABLE),
    *_into_check("turn", JOINABLE[1:]),
    Row("renew", JOINABLE, "summary", when=("all_complete",)),
    Row("renew", JOINABLE, "asking", enters="next"),
    Row("alone", ("joining",), "naming", when=("one_check",)),
    Row("alone", ("joining",), "picking"),
    Row("fit", ("scope", "summary", "done"), "summary", when=("begun", "all_complete")),
    Row("fit", ("scope", "summary", "done"), "asking", enters="next"),
    Row("leave", ("summary",), "summary", when=("begun", "all_complete")),
    Row("leave", ("summary",), "asking", when=("begun",), enters="next"),
    Row("leave", ("summary",), "scope"),
    *_further("name", "naming"),
    *_further("size", "sizing"),
    *_further("profile", "profiling"),
    *_further("group", "grouping"),
    Row("role", ("roles",), "roles"),
    *_further("roles_done", "roles", "has_role"),
    Row("set_scope", ("scope",), "reviewing", when=("all_complete",)),
    Row("set_scope", ("scope",), "asking", enters="next"),
    *_further("forward", "naming", "answered_here"),
    *_further("forward", "sizing", "answered_here"),
    *_further("forward", "profiling", "answered_here"),
    *_further("forward", "grouping", "answered_here"),
    Row("back", ("consent",), "language"),
    Row("back", ("joining",), "consent"),
    Row("back", ("picking",), "choosing", when=("begun",)),
    Row("back", ("picking",), "consent"),
    Row("back", ("naming",), "reviewing", when=("any_answer",)),
    Row("back", ("naming",), "picking", unless=("one_check",)),
    *_nearer("sizing"),
    *_nearer("profiling"),
    *_nearer("grouping"),
    *_nearer("roles"),
    *_nearer("scope"),
    Row("amend", ("reviewing",), "naming"),
    Row("menu", AFTER_WAY_IN, "choosing"),
    Row("checks", (*MISSABLE, *AFTER_WAY_IN), "picking", unless=("one_check",)),
    Row("open", AFTER_WAY_IN, "asking", enters="chosen"),
    Row("review", AFTER_WAY_IN, "reviewing"),
    Row("go_on", ("reviewing",), "summary", when=("all_complete",)),
    Row("go_on", ("reviewing", "summary", "done"), "asking", unless=("all_complete",), enters="next"),
    Row("go_on", ("done",), "summary"),
    Row("back", ("reviewing",), "choosing"),
    Row("back", ("summary",), "reviewing"),
    Row("bulk", ("asking",), "summary", when=("all_complete", "ends_at_once")),
    Row("bulk", AFTER_WAY_IN, "reviewing", when=("reviewed", "all_complete")),
    Row("bulk", AFTER_WAY_IN, "resting", when=("dimension_complete",), enters="chosen"),
    Row("bulk", AFTER_WAY_IN, "asking", enters="chosen"),
    *(Row("prove", (state,), state) for state in AFTER_MARKS),
    Row("result", AFTER_WAY_IN, "summary", when=("any_answer",)),
    Row("deepen", ("summary", "done"), "reviewing", when=("all_complete",)),
    Row("deepen", ("summary", "done"), "asking", enters="next"),
    Row("stop", ("summary",), "done"),
    Row("pause", (*IN_DIMENSION, "reviewing"), "paused"),
    Row("pause", ("summary", *IN_AGENDA), "done"),
    Row("resume", ("paused",), "proving", when=("proof_open",)),
    Row("resume", ("paused",), "keeping", when=("keep_open",)),
    Row("resume", ("paused",), "knowing", when=("who_open",)),
    Row("resume", ("paused",), "asking", when=("place_open",)),
    Row("resume", ("paused",), "reviewing", when=("all_complete",)),
    Row("resume", ("paused",), "asking", enters="next"),
    Row("back", ("paused",), "choosing"),
    Row("start_over", AFTER_WAY_IN, "scope", when=("asks_scope",)),
    Row("start_over", AFTER_WAY_IN, "asking", enters="next"),
    Row("forget", tuple(state for state in STATES if state != "forgotten"), "forgotten"),
)

AGENDA: tuple[Row, ...] = (
    Row("plan", AFTER_WAY_IN, "planning", when=("has_agenda", "any_answer")),
    Row("look", AFTER_WAY_IN, "acting", when=("has_agenda", "may_act"), enters="chosen"),
    Row("take", ("acting",), "swapping", when=("three_open",)),
    Row("take", ("acting",), "dating"),
    Row("swap", ("swapping",), "dating"),
    Row("when", ("dating",), "planning"),
    Row("did", ("acting",), "showing"),
    Row("moved", ("acting",), "dating"),
    Row("hinder", ("acting",), "stuck"),
    Row("drop", ("acting", "stuck"), "planning"),
    Row("smaller", ("stuck",), "planning"),
    Row("show", ("showing",), "raising"),
    Row("raise", ("raising",), "planning"),
    Row("stay", ("raising",), "planning"),
    Row("back", ("planning",), "summary", when=("any_answer",)),
    Row("back", ("planning",), "asking", enters="next"),
    Row("back", ("acting",), "planning"),
    Row("back", ("dating", "swapping", "showing", "stuck"), "acting"),
    Row("back", ("raising",), "showing"),
)

ROWS: tuple[Row, ...] = ONE_DIMENSION + AROUND_IT + AGENDA
TRIGGERS: tuple[str, ...] = tuple(dict.fromkeys(row.trigger for row in ROWS))
