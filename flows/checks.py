"""From one check to another: the one a person leaves goes on the shelf, the other is taken from it or begun.

A check keeps its own run number, so that the buttons of two checks can never be taken for each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.conversation import RUN_LIMIT, Conversation, Inputs, Part
from flows.intents import Facts, Move
from frameworks.model import Framework, Result

SWITCHES = frozenset({"pick", "fit", "leave"})


def all_parts(conversation: Conversation) -> tuple[Part, ...]:
    """Every check of this person that is known here, the present one first."""
    return (as_part(conversation), *conversation.shelf.values())


@dataclass(frozen=True, slots=True)
class Switch:
    """The conversation at another check, in the state it comes from, and that check's framework."""

    conversation: Conversation
    framework: Framework


def checks_of(frameworks: Mapping[str, Framework]) -> tuple[str, ...]:
    """The keys of the checks on offer, in order: the newest version of each, no fit checks.

    Frameworks of others, with their leave, stand before ours, those that end in a stage before the smaller ones,
    those of organisations before those of places.
    """
    newest: dict[str, Framework] = {}
    for framework in frameworks.values():
        if framework.result is not Result.FIT:
            best = newest.setdefault(framework.id, framework)
            newest[framework.id] = max(best, framework, key=lambda one: one.version_numbers)
    return tuple(framework.key for framework in sorted(newest.values(), key=_rank))


def _rank(framework: Framework) -> tuple[bool, bool, bool, str]:
    own = framework.status == "own-wording"
    return own, framework.result is not Result.STAGE, framework.is_place, framework.id


def switched(conversation: Conversation, move: Move, facts: Facts) -> Switch | None:
    """The conversation with the check this move names, or None where there is no such check."""
    key = _target(conversation, move, facts)
    framework = facts.frameworks.get(key or "")
    if key is None or framework is None:
        return None
    if key == conversation.framework:
        return Switch(conversation, framework)
    here = facts.frameworks[conversation.framework]
    shelf = dict(conversation.shelf)
    if conversation.inputs.organisation:
        shelf[conversation.framework] = as_part(conversation)
    part = shelf.pop(key, None) or _begun(conversation, here, framework, shelf, facts)
    return Switch(_taken(conversation, part, shelf), framework)


def newest_fit(frameworks: Mapping[str, Framework]) -> str | None:
    """The key of the newest fit check, where there is one."""
    fits = [framework for framework in frameworks.values() if framework.result is Result.FIT]
    newest = max(fits, key=lambda one: one.version_numbers, default=None)
    return newest.key if newest else None


def _target(conversation: Conversation, move: Move, facts: Facts) -> str | None:
    if move.trigger == "pick":
        return facts.checks[move.value] if 0 <= move.value < len(facts.checks) else None
    if move.trigger == "fit":
        return newest_fit(facts.frameworks)
    # Back to the check it was asked for: one that ends in a stage, of the same organisation or place.
    others = _on_shelf(conversation.shelf, facts)
    home = [
        part
        for part, framework in others
        if framework.result is Result.STAGE and part.organisation == conversation.organisation
    ]
    found = home or [part for part, _framework in others]
    return found[-1].framework if found else None


def _on_shelf(shelf: Mapping[str, Part], facts: Facts) -> list[tuple[Part, Framework]]:
    """The checks on the shelf that are no fit checks, with their frameworks."""
    known = [(part, facts.frameworks[key]) for key, part in shelf.items() if key in facts.frameworks]
    return [(part, framework) for part, framework in known if framework.result is not Result.FIT]


def as_part(conversation: Conversation) -> Part:
    """The check a person is at, as it stands on the shelf."""
    return Part(
        conversation.framework,
        conversation.inputs,
        conversation.answers,
        conversation.number,
        conversation.organisation,
        conversation.finished,
        conversation.run,
        conversation.chosen,
    )


def _begun(
    conversation: Conversation, here: Framework, there: Framework, shelf: Mapping[str, Part], facts: Facts
) -> Part:
    """A new part in a check; what is known of the same organisation is not asked again."""
    runs = [conversation.run, *(part.run for part in shelf.values())]
    fresh = (max(runs) + 1) % RUN_LIMIT
    source = as_part(conversation)
    # A fit check belongs to whatever it was asked for: to an organisation or to a place.
    if there.result is not Result.FIT and (here.unit != there.unit or here.result is Result.FIT):
        alike = [part for part, framework in _on_shelf(shelf, facts) if framework.unit == there.unit]
        if not alike or here.result is not Result.FIT:
            return Part(there.key, Inputs(), {}, run=fresh)
        source = alike[-1]
    known = source.inputs
    roles = tuple(role for role in known.roles if role in there.role_by_id)
    inputs = Inputs(known.organisation, known.size, roles=roles, group=known.group)
    return Part(there.key, inputs, {}, organisation=source.organisation, run=fresh)


def _taken(conversation: Conversation, part: Part, shelf: dict[str, Part]) -> Conversation:
    return replace(
        conversation,
        framework=part.framework,
        inputs=part.inputs,
        answers=part.answers,
        number=part.number,
        organisation=part.organisation,
        finished=part.finished,
        run=part.run,
        dimension=None,
        element=None,
        last_element=None,
        reviewed=False,
        shelf=shelf,
        chosen=part.chosen,
        wide=False,
    )
