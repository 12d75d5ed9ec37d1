"""What action records must mean beyond their shape: they lift an existing element, and nobody waits in a circle.

Where a framework has actions at all, every element has one from each level under the top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from frameworks.model import Action, Element, Framework
from frameworks.problems import Code, Problem
from frameworks.shape import ACTIONS_END, ActionShape, nearest
from frameworks.values import ANYONE
from frameworks.writing import sentences

DAYS = (0.5, 2, 5, 20)
SHORT = 2


def misplaced_actions(framework: Framework, actions: Sequence[ActionShape]) -> list[Problem]:
    """Records that belong to no element, and proofs that their element does not have."""
    return list(_misplaced(framework, actions))


def action_problems(framework: Framework) -> list[Problem]:
    """Every problem with the actions of this framework."""
    if not framework.action_by_id:
        return []
    return [problem for check in CHECKS for problem in check(framework)]


def problems_between(frameworks: Iterable[Framework]) -> list[Problem]:
    """Elements of another framework that an action names as a help, and that no shipped framework has."""
    everywhere = list(frameworks)
    known = {element.id for framework in everywhere for element in framework.elements}
    return [
        problem
        for framework in everywhere
        for action in framework.action_by_id.values()
        for problem in _unknown(framework, action, "asks", action.asks, known)
    ]


def check_every_level(framework: Framework) -> Iterator[Problem]:
    """One action from each level under the top, and none twice."""
    for element in framework.elements:
        levels = Counter(action.from_level for action in element.actions)
        wanted = set(range(1, framework.levels))
        if set(levels) != wanted or max(levels.values(), default=0) > 1:
            message = f"There are actions from {sorted(levels.elements())}."
            remedy = f"Write exactly one from each level from 1 to {framework.levels - 1}."
            yield Problem(Code.ACTION_COUNT, f"{_file(element)}, {element.id}", message, remedy)


def check_values(framework: Framework) -> Iterator[Problem]:
    """Days are one of four, and the sentence to make true exists."""
    for element in framework.elements:
        for action in element.actions:
            if action.days not in DAYS:
                message = f"{action.days:g} days cannot be used."
                yield _value(
                    element, action, "days", message, f"Choose {', '.join(f'{day:g}' for day in DAYS)}."
                )
            if 1 <= action.to_level <= len(element.levels):
                most = len(sentences(element.levels[action.to_level - 1]))
                if action.sentence > most:
                    message = f"Level {action.to_level} has no sentence {action.sentence}."
                    yield _value(element, action, "sentence", message, f"Choose from 1 to {most}.")


def check_names(framework: Framework) -> Iterator[Problem]:
    """Roles, profiles, sizes and needed elements that an action names exist."""
    roles = {*framework.role_by_id, ANYONE}
    profiles = {profile.id for profile in framework.profiles}
    sizes = {size.id for size in framework.sizes}
    elements = set(framework.element_by_id)
    for action in framework.action_by_id.values():
        by = [action.counterpart_by] if action.counterpart else []
        yield from _unknown(framework, action, "taken_by", [action.taken_by], roles)
        yield from _unknown(framework, action, "counterpart_by", by, roles)
        yield from _unknown(framework, action, "profiles", action.profiles, profiles)
        yield from _unknown(framework, action, "sizes", action.sizes, sizes)
        yield from _unknown(framework, action, "needs", action.needs, elements)


def check_needs(framework: Framework) -> Iterator[Problem]:
    """No element needs itself, at any remove: its action would never be offered."""
    needs = {
        element.id: {need for action in element.actions for need in action.needs}
        for element in framework.elements
    }
    for element in framework.elements:
        if element.id in _reached(needs, element.id):
            message = "Its actions need, in the end, the element itself."
            remedy = "Take one of the needs out."
            yield Problem(Code.NEEDS_EACH_OTHER, f"{_file(element)}, {element.id}, needs", message, remedy)


def check_musts(framework: Framework) -> Iterator[Problem]:
    """Every must can be begun in a few days."""
    for element in framework.elements:
        if element.must and min((action.days for action in element.actions), default=SHORT) > SHORT:
            message = "This must has no short action."
            remedy = f"Write one of at most {SHORT} days."
            yield Problem(Code.NO_SHORT_ACTION, f"{_file(element)}, {element.id}", message, remedy)


CHECKS = (check_every_level, check_values, check_names, check_needs, check_musts)


def _misplaced(framework: Framework, actions: Sequence[ActionShape]) -> Iterator[Problem]:
    for shape in actions:
        element = framework.element_by_id.get(shape.element)
        if element is None:
            place, message = f"actions, {shape.element}, element", f"There is no element {shape.element!r}."
            remedy = nearest(shape.element, framework.element_by_id)
            yield Problem(Code.UNKNOWN_REFERENCE, place, message, remedy)
        elif element.proof and shape.show not in element.proof:
            place = f"{_file(element)}, act.{shape.element}.{shape.from_level}, show"
            message = f"{shape.show!r} is no proof of this element."
            yield Problem(Code.UNKNOWN_REFERENCE, place, message, nearest(shape.show, element.proof))


def _reached(needs: dict[str, set[str]], start: str) -> set[str]:
    """All that an element needs, directly or not."""
    found: set[str] = set()
    ahead = list(needs[start])
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += needs.get(one, ())
    return found


def _unknown(
    framework: Framework, action: Action, field: str, given: Iterable[str], known: set[str]
) -> Iterator[Problem]:
    element = framework.element_by_id[action.element]
    for one in given:
        if one not in known:
            place = f"{_file(element)}, {action.id}, {field}"
            message = f"There is no {one!r}."
            yield Problem(Code.UNKNOWN_REFERENCE, place, message, nearest(one, known))


def _value(element: Element, action: Action, field: str, message: str, remedy: str) -> Problem:
    return Problem(Code.ACTION_VALUE, f"{_file(element)}, {action.id}, {field}", message, remedy)


def _file(element: Element) -> str:
    return f"{element.dimension}{ACTIONS_END}"
