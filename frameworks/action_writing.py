"""How action texts must read: done within three months, a message that asks and tells nobody's result.

A window is how long something is done or waited for: "for 6 months", "in the last 6 months", "after 6 months",
"6 months of counts", "6 monthly checks". What a paper covers is none: "the forecast covers 12 months", "the
accounts of the last 2 years", "a number from the last 3 years".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from frameworks.model import Action, Element, Framework
from frameworks.problems import Code, Problem
from frameworks.texts import place_of

LIMITS = {
    "text": 240,
    "first_step": 120,
    "done_when": 160,
    "message": 300,
    "also_helps": 100,
    "not_if": 100,
    "waits_for": 60,
    "under_10": 240,
    "counterpart": 160,
}
FIND_OUT = 120
# Three months, however they fall in the calendar.
MOST_DAYS = 92

# The small ones end a sentence that the bot begins: "Done when ...", "Skip this if ...".
BEGINS_LARGE = ("text", "first_step", "message", "also_helps", "under_10", "counterpart")
BEGINS_SMALL = ("done_when", "not_if")

_WORDS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {word: float(count) for count, word in enumerate(_WORDS, start=1)}
_COUNTS |= {"an": 1, "one": 1, "half a": 0.5, "a whole": 1, "each": 1, "last": 1, "past": 1, "next": 1}
_DAYS = {"day": 1, "week": 7, "month": 30.5, "quarter": 91, "year": 365}
_OFTEN = {"weekly": 7, "monthly": 30.5, "quarterly": 91, "yearly": 365}

_COUNT = rf"(?P<count>\d+|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_SEVERAL = rf"(?P<count>[2-9]|\d\d+|{'|'.join(_WORDS[1:])})"
_UNIT = rf"(?:full |whole )?(?P<unit>{'|'.join(_DAYS)})s?\b"
_FILLER = r"(?:(?:the|at|least|about|up|to|more|than|last|past|next|first|each|all|of|these|full) )*?"
_WHILE = r"\b(?:for|in|within|over|after|during|through|throughout|across|since)"
_WINDOWS = (
    # "For a quarter of the people" is no time, and "in 2 years of counts" is found by the next one.
    re.compile(rf"{_WHILE} {_FILLER}{_COUNT} {_UNIT}(?! of\b)", re.IGNORECASE),
    re.compile(rf"\b{_SEVERAL} (?!quarters){_UNIT} of\b", re.IGNORECASE),
    re.compile(rf"\b{_SEVERAL} (?P<unit>{'|'.join(_OFTEN)})\b", re.IGNORECASE),
)
# A level of government is no result.
_RESULT = re.compile(
    rf"\b(?:levels? (?:\d|one|{'|'.join(_WORDS[1:])})|(?:our|your|next) levels?(?! of)|stages?|scor(?:e[sd]?|ing))\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?:19|20)\d\d\b|%|\bper ?cent\b", re.IGNORECASE)


def action_limits(element: Element) -> Iterator[tuple[str, int]]:
    """The keys of an element's texts that are about acting, each with its longest length in English."""
    yield f"{element.id}.find_out", FIND_OUT
    for action in element.actions:
        yield from ((f"{action.id}.{field}", limit) for field, limit in LIMITS.items())


def action_texts(framework: Framework) -> Iterator[tuple[str, str]]:
    """Every text of every action, with the key of it."""
    for action in framework.action_by_id.values():
        yield from ((f"{action.id}.{field}", getattr(action, field)) for field in LIMITS)


def check_windows(framework: Framework) -> Iterator[Problem]:
    """An action is done within three months, so that somebody can say that it is done."""
    for action in framework.action_by_id.values():
        found = long_window(action.done_when)
        if found:
            remedy = "Ask for 3 months at most. Where a paper covers a longer time, write that it covers it."
            message = f"{found!r} is a long time to wait."
            yield _problem(framework, Code.LONG_WINDOW, action, "done_when", message, remedy)


def check_messages(framework: Framework) -> Iterator[Problem]:
    """A message asks something, and does not pass on how somebody answered."""
    for action in framework.action_by_id.values():
        if "?" not in action.message:
            message, remedy = "This message asks nothing.", "End it with a question."
            yield _problem(framework, Code.NO_QUESTION, action, "message", message, remedy)
        if found := _RESULT.search(action.message):
            message = f"{found[0]!r} tells a result to whoever gets this message."
            remedy = "Say what is wanted in plain words."
            yield _problem(framework, Code.TELLS_RESULT, action, "message", message, remedy)


def check_first_letters(framework: Framework) -> Iterator[Problem]:
    """What stands alone begins with a capital letter; what ends a sentence of the bot with a small one."""
    for action in framework.action_by_id.values():
        for field in BEGINS_LARGE:
            if getattr(action, field)[:1].islower():
                message, remedy = "This text stands alone.", "Begin it with a capital letter."
                yield _problem(framework, Code.FIRST_LETTER, action, field, message, remedy)
        for field in BEGINS_SMALL:
            if getattr(action, field)[:1].isupper():
                message, remedy = "This text ends a sentence.", "Begin it with a small letter or a digit."
                yield _problem(framework, Code.FIRST_LETTER, action, field, message, remedy)


def check_figures(framework: Framework) -> Iterator[Problem]:
    """A year or a share reads like a fact, so the element names where facts come from."""
    sourced = {f"act.{element.id}" for element in framework.elements if element.sources}
    for key, text in action_texts(framework):
        found, action_id = _FIGURE.search(text), key.rpartition(".")[0]
        if found and action_id.rpartition(".")[0] not in sourced:
            message = f"{found[0]!r} reads like a fact, and no source is named."
            remedy = "Add it to the sources of the element, or reword."
            yield Problem(Code.NO_SOURCE, place_of(framework, key), message, remedy)


ACTION_CHECKS = (check_windows, check_messages, check_first_letters, check_figures)


def long_window(text: str) -> str | None:
    """The first window in this text that is longer than three months, in its own words."""
    found = (match for pattern in _WINDOWS for match in pattern.finditer(text))
    return next((match[0] for match in found if _days(match) > MOST_DAYS), None)


def _days(match: re.Match[str]) -> float:
    count, unit = match["count"].lower(), match["unit"].lower()
    times = float(count) if count.isdigit() else _COUNTS[count]
    return times * (_DAYS.get(unit) or _OFTEN[unit])


def _problem(
    framework: Framework, code: Code, action: Action, field: str, message: str, remedy: str
) -> Problem:
    return Problem(code, place_of(framework, f"{action.id}.{field}"), message, remedy)
