"""The checks of one person: the one they are at and those on the shelf, one for each framework and organisation.

Every check has a run number of its own, which is never given away again: no button of one fits another.
"""

from __future__ import annotations

from dataclasses import replace

from flows.conversation import RUN_LIMIT, Conversation, Part


def as_part(conversation: Conversation) -> Part:
    """The check a person is at, as it stands on the shelf.

    An organisation that has a name and is not stored yet has a number below zero until it is.
    """
    owner = conversation.organisation
    if owner is None and conversation.inputs.organisation:
        owner = -conversation.run - 1
    return Part(
        conversation.framework,
        conversation.inputs,
        conversation.answers,
        conversation.number,
        owner,
        conversation.finished,
        conversation.run,
        conversation.chosen,
        conversation.round_no,
        conversation.closed,
    )


def all_parts(conversation: Conversation) -> tuple[Part, ...]:
    """Every check of this person that is known here, the present one first."""
    return (as_part(conversation), *conversation.shelf.values())


def shelf_key(part: Part) -> str:
    """Where a check stands on the shelf; what has no organisation stands by itself."""
    owner = f"run {part.run}" if part.organisation is None else str(part.organisation)
    return f"{part.framework} {owner}"


def part_of(conversation: Conversation, framework: str, organisation: int | None) -> Part | None:
    """The check of this person by this framework and for this organisation."""
    mine = (part for part in all_parts(conversation) if part.framework == framework)
    return next((part for part in mine if part.organisation == organisation), None)


def for_several(conversation: Conversation) -> bool:
    """Whether this person answers for more than one organisation or place, as far as their checks are known here."""
    return len({part.organisation for part in all_parts(conversation)}) > 1


def fresh_run(conversation: Conversation) -> int:
    """A run number that no check of this person has, and none of theirs had before."""
    held = {part.run for part in all_parts(conversation)}
    run = max(held) if conversation.newest_run is None else conversation.newest_run
    while (run := (run + 1) % RUN_LIMIT) in held:
        pass
    return run


def moved_to(conversation: Conversation, part: Part) -> Conversation:
    """The conversation at this check, with the one that was left on the shelf.

    What has no name yet is not kept, nor is what this one takes the place of: an older round of the same check.
    """
    present = as_part(conversation)
    if part == present:
        return conversation
    others = [each for each in conversation.shelf.values() if each is not part]
    if conversation.inputs.organisation:
        others.append(present)
    shelf = {shelf_key(each): each for each in others if shelf_key(each) != shelf_key(part)}
    return taken(conversation, part, shelf)


def taken(conversation: Conversation, part: Part, shelf: dict[str, Part]) -> Conversation:
    """The conversation at this check, at no place in it yet."""
    new = part.run == fresh_run(conversation)
    return replace(
        conversation,
        framework=part.framework,
        inputs=part.inputs,
        answers=part.answers,
        number=part.number,
        organisation=part.organisation,
        finished=part.finished,
        run=part.run,
        newest_run=part.run if new else conversation.newest_run,
        dimension=None,
        element=None,
        last_element=None,
        reviewed=False,
        shelf=shelf,
        chosen=part.chosen,
        round_no=part.round_no,
        closed=part.closed,
        of_team=None,
        wide=False,
    )
