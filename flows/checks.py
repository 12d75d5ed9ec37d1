"""From one check to another: the one a person leaves goes on the shelf, the other is taken from it or begun.

What is known of an organisation is not asked again in its next check, and never given to another organisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.conversation import Conversation, Inputs, Part
from flows.intents import Facts, Move
from flows.pages import Invitation
from flows.shelf import all_parts as all_parts
from flows.shelf import as_part as as_part
from flows.shelf import for_several, fresh_run, moved_to, part_of
from flows.shelf import taken as taken
from flows.spellings import organisation_key
from flows.table import AFTER_WAY_IN
from frameworks.model import Framework, Result

SWITCHES = frozenset({"pick", "fit", "leave", "join", "renew", "turn", "another"})
Frameworks = Mapping[str, Framework]


@dataclass(frozen=True, slots=True)
class Switch:
    """The conversation at another check, in the state it comes from, its framework, and the move made there."""

    conversation: Conversation
    framework: Framework
    move: Move


def checks_of(frameworks: Frameworks) -> tuple[str, ...]:
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


def newest_fit(frameworks: Frameworks) -> str | None:
    """The key of the newest fit check, where there is one."""
    fits = [framework for framework in frameworks.values() if framework.result is Result.FIT]
    newest = max(fits, key=lambda one: one.version_numbers, default=None)
    return newest.key if newest else None


def switched(conversation: Conversation, move: Move, facts: Facts) -> Switch | None:
    """The conversation with the check this move names, or None where there is no such check."""
    part = _target(conversation, move, facts)
    framework = facts.frameworks.get(part.framework) if part else None
    if part is None or framework is None:
        return None
    there = moved_to(conversation, part)
    there = replace(there, several=for_several(there))
    return Switch(there, framework, _made_there(there, move, framework))


def _made_there(there: Conversation, move: Move, framework: Framework) -> Move:
    """The move itself; where it asks about an action of the other check, and this is no way in, a look at that."""
    asks = 0 <= move.ordinal < len(framework.elements) and there.state in AFTER_WAY_IN and there.answers
    return Move("look", element=framework.elements[move.ordinal].id) if asks else move


def _target(conversation: Conversation, move: Move, facts: Facts) -> Part | None:
    """The check a move leads to: one that this person has, or a new one."""
    if move.trigger == "pick":
        known = 0 <= move.value < len(facts.checks)
        return picked(conversation, facts.checks[move.value], facts.frameworks) if known else None
    if move.trigger == "turn":
        mine = (part for part in all_parts(conversation) if part.number is not None)
        return next((part for part in mine if part.number == move.value), None)
    if move.trigger == "another":
        return Part(conversation.framework, Inputs(), {}, run=fresh_run(conversation))
    if move.trigger == "fit":
        return _fit(conversation, facts.frameworks)
    if move.trigger == "join":
        return invited(conversation, facts.invitation, facts.frameworks) if facts.invitation else None
    if move.trigger == "renew":
        return _renewed(conversation, facts.renewed) if facts.renewed else None
    return _home(conversation, facts.frameworks)


def picked(conversation: Conversation, key: str, frameworks: Frameworks) -> Part:
    """The check that choosing this framework leads to: that of the organisation the person answers for.

    Who is at a check of another kind, or at one without a name, is led to what they answered for last.
    """
    there, present = frameworks[key], as_part(conversation)
    source = _answered_for(conversation, there, frameworks)
    if source is not None:
        return part_of(conversation, key, source.organisation) or _begun(conversation, source, there)
    if present.framework == key:
        return present
    return Part(key, Inputs(), {}, run=fresh_run(conversation))


def _answered_for(conversation: Conversation, there: Framework, frameworks: Frameworks) -> Part | None:
    """A check of the organisation or the place that a check is begun for; None where its name is to be asked."""
    here, present = frameworks[conversation.framework], as_part(conversation)
    is_fit = here.result is Result.FIT
    if present.inputs.organisation and not is_fit and here.unit == there.unit:
        return present
    alike = [part for part, framework in _on_shelf(conversation, frameworks) if framework.unit == there.unit]
    # A fit check belongs to whatever it was asked for: to an organisation or to a place.
    home = [part for part in alike if is_fit and part.organisation == present.organisation]
    same = [part for part in alike if part.framework == there.key]
    return next(reversed(home or same or alike), None)


def _on_shelf(conversation: Conversation, frameworks: Frameworks) -> list[tuple[Part, Framework]]:
    """The checks on the shelf that are no fit checks, with their frameworks."""
    shelf = conversation.shelf.values()
    known = [(part, frameworks[part.framework]) for part in shelf if part.framework in frameworks]
    return [(part, framework) for part, framework in known if framework.result is not Result.FIT]


def _begun(conversation: Conversation, source: Part, there: Framework) -> Part:
    """A new part in a check, for the organisation of another one of theirs."""
    known = source.inputs
    roles = tuple(role for role in known.roles if role in there.role_by_id)
    inputs = Inputs(known.organisation, known.size, roles=roles, group=known.group, placed=known.placed)
    return Part(there.key, inputs, {}, organisation=source.organisation, run=fresh_run(conversation))


def _fit(conversation: Conversation, frameworks: Frameworks) -> Part | None:
    """The fit check of the present organisation or place."""
    key = newest_fit(frameworks)
    if key is None:
        return None
    known = part_of(conversation, key, conversation.organisation)
    return known or _begun(conversation, as_part(conversation), frameworks[key])


def _home(conversation: Conversation, frameworks: Frameworks) -> Part | None:
    """Back from a fit check to the check it was asked for: one that ends in a stage, of the same organisation."""
    ranked = sorted(
        _on_shelf(conversation, frameworks),
        key=lambda each: (each[0].organisation == conversation.organisation, each[1].result is Result.STAGE),
    )
    return ranked[-1][0] if ranked else None


def invited(conversation: Conversation, invitation: Invitation, frameworks: Frameworks) -> Part:
    """The check that an invitation leads to; where it names no organisation, that of the present one counts."""
    there = frameworks[invitation.framework]
    if not invitation.organisation:
        return _reopened(conversation, picked(conversation, there.key, frameworks))
    mine = [part for part in all_parts(conversation) if is_for(part, invitation)]
    found = next((part for part in mine if part.framework == there.key), None)
    if found is not None:
        return _placed(_reopened(conversation, found), invitation)
    if mine:
        part = _begun(conversation, mine[-1], there)
    else:
        inputs = Inputs(invitation.organisation, invitation.size)
        owner = invitation.organisation_id
        part = Part(there.key, inputs, {}, organisation=owner, run=fresh_run(conversation))
    return _placed(part, invitation)


def _placed(part: Part, invitation: Invitation) -> Part:
    """In the group that the invitation is for, if it is for one; offices of another group are left behind."""
    known = part.inputs
    if not invitation.group:
        return part
    roles = known.roles if known.group == invitation.group else ()
    return replace(part, inputs=replace(known, group=invitation.group, placed=True, roles=roles))


def is_for(part: Part, invitation: Invitation) -> bool:
    """Whether a check is of the organisation that this invitation names; by its name as long as nobody began there."""
    if invitation.organisation_id is not None:
        return part.organisation == invitation.organisation_id
    return organisation_key(part.inputs.organisation) == organisation_key(invitation.organisation)


def _reopened(conversation: Conversation, part: Part) -> Part:
    """Who is invited to a check of which they know a closed round only begins the next one."""
    if not part.closed:
        return part
    fresh = Part(part.framework, part.inputs, {}, organisation=part.organisation, run=fresh_run(conversation))
    return replace(fresh, round_no=part.round_no + 1)


def _renewed(conversation: Conversation, part: Part) -> Part:
    """Their part in the open round, begun a moment ago, stored, or new."""
    known = next((each for each in all_parts(conversation) if _is_part(each, part)), None)
    if known is not None:
        return known
    return part if part.number is not None else replace(part, run=fresh_run(conversation))


def _is_part(one: Part, other: Part) -> bool:
    """Whether these are a person's part in the same round, stored already or begun a moment ago."""
    same = (one.framework, one.organisation, one.round_no) == (
        other.framework,
        other.organisation,
        other.round_no,
    )
    return same and (one.number is None or other.number is None or one.number == other.number)
