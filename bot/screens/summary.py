"""The readiness summary as text: where you are, what is strong, each part, what to do next, its limits.

Gaps and next steps, never a grade. Strong points stand before the musts; the stage never stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.screens.action import planned
from bot.screens.agenda_lines import to_do
from bot.screens.found import seen_as_team, team_seen
from bot.screens.found import summary_of as summary_of
from bot.screens.found import taken_up as taken_up
from bot.screens.parts import parts
from bot.screens.private import who_gets_it
from bot.screens.road import right_road
from bot.screens.sight import Sight, lines, paragraphs, units
from bot.screens.stage import count_line, stage_lines
from bot.screens.team_summary import team_head, team_limits, then_and_now, told_apart
from frameworks.model import Result
from frameworks.quick import Ending
from frameworks.scoring import Reading, Sign
from frameworks.stages import Stage
from frameworks.summary import Ask, Proof, StrongPoint, Summary

LIMIT = 3500
CHANGES_MOST = 6


@dataclass(frozen=True, slots=True)
class Room:
    """How much of the long parts is printed; less where the whole would be too long.

    The last ones are for texts at their longest in signs that count twice; a `brief` step is its beginning alone.
    """

    send: bool = True
    strong: int = 4
    steps: int = 3
    names: int = 12
    unknown: int = 3
    roles: int = 12
    brief: bool = False
    parts: bool = True
    planned: int = 3


ROOMS = (
    Room(),
    Room(send=False),
    Room(send=False, strong=3),
    Room(send=False, strong=3, steps=2),
    Room(send=False, strong=2, steps=1, names=6),
    Room(send=False, strong=1, steps=1, names=2, planned=2),
    Room(send=False, strong=1, steps=1, names=2, unknown=1, roles=2, planned=1),
    Room(send=False, strong=1, steps=1, names=2, unknown=1, roles=2, brief=True, planned=0),
    Room(send=False, strong=1, steps=1, names=2, unknown=1, roles=2, brief=True, parts=False, planned=0),
    Room(send=False, strong=0, steps=1, names=1, unknown=0, roles=1, brief=True, parts=False, planned=0),
)


def summary_text(sight: Sight, result: Summary, *, send: bool = True) -> str:
    """The whole text, under 3,500 characters: strong points and steps give way, musts and limits never.

    `send`: whether a step can be passed on from here.
    """
    text, sight = "", seen_as_team(sight)
    for room in ROOMS[0 if send else 1 :]:
        text = _text(sight, result, room)
        if units(text) < LIMIT:
            break
    return text


def _text(sight: Sight, result: Summary, room: Room) -> str:
    return paragraphs(
        _head(sight, result, room),
        in_short(sight, result.short_in_place, result.short_next),
        _where(sight, result, room),
        _strong(sight, result, room),
        _musts(sight, result, room),
        *(_reading(sight, result, reading) for reading in result.card.readings),
        parts(sight, result) if room.parts else "",
        then_and_now(sight, min(room.names, CHANGES_MOST)),
        before_you_sign(sight, result) if _prints_before(result) else "",
        _unknown(sight, result, room),
        planned(sight, room.planned),
        to_do(sight, result, room.steps, send=room.send, brief=room.brief),
        right_road(sight, result),
        _limits(sight, result),
    )


def _head(sight: Sight, result: Summary, room: Room) -> str:
    organisation, team = sight.conversation.inputs.organisation, team_seen(sight)
    if sight.framework.result is not Result.STAGE:
        check = sight.name_of(sight.framework)
        title = sight.say("summary.title_check", check=check, organisation=organisation)
    else:
        title = sight.say(
            "summary.title" if team is None else "summary.title_team", organisation=organisation
        )
    head = _own_head(sight, result, room) if team is None else team_head(sight, result, team)
    return lines(title, *head)


def _own_head(sight: Sight, result: Summary, room: Room) -> list[str]:
    """When, how much is answered, and in which roles."""
    roles = _held_roles(sight, room.roles)
    head = "summary.head" if roles else "summary.head_plain"
    return [
        sight.words.count(head, result.questions, day=sight.today(), answered=result.answered, roles=roles),
        sight.words.count("summary.open", result.open)
        if result.open and not sight.conversation.closed
        else "",
    ]


def _held_roles(sight: Sight, most: int) -> str:
    """The roles of this person; where they hold very many, the first ones and how many more."""
    held = sight.conversation.inputs.roles
    more = len(held) - most
    if more <= 0:
        return sight.words.listed(map(sight.role, held))
    return sight.words.count("roles.more", more, names=sight.words.in_a_row(map(sight.role, held[:most])))


def in_short(sight: Sight, in_place: Sequence[str], coming: Sequence[str]) -> str:
    """One line: up to two elements that are in place, and the two that come next."""
    if not in_place:
        return sight.say("short.start")
    names = sight.words.listed(map(sight.name, in_place))
    here = sight.words.count("short.in_place", len(in_place), names=names)
    if not coming:
        return here
    following = sight.words.listed(map(sight.name, coming))
    return sight.words.count("short.next", len(coming), before=here, names=following)


def _where(sight: Sight, result: Summary, room: Room) -> str:
    if result.quick is not None:
        return lines(sight.say("where.title"), *quick_lines(sight, result))
    card = result.card
    return lines(
        sight.say("where.title"),
        sight.say("where.musts", met=card.musts_met, musts=card.musts) if card.musts else "",
        count_line(sight, card),
        *stage_lines(sight, result, room.names),
        sight.say("same_answers") if result.same_answers else "",
    )


def quick_lines(sight: Sight, result: Summary) -> list[str]:
    """The musts that are in place, and which of the three endings of a quick check follows."""
    quick = result.quick
    assert quick is not None
    names = sight.words.listed(map(sight.name, quick.names))
    with_groups = quick.ending is Ending.FULL_WITH_COLLEAGUES and sight.framework.is_place
    key = "quick.full_with_groups" if with_groups else f"quick.{quick.ending.value}"
    return [
        sight.say("quick.musts", met=quick.musts_met, musts=quick.musts),
        sight.say("count.not_known", count=quick.not_known) if quick.not_known else "",
        sight.say(key, names=names),
    ]


def _strong(sight: Sight, result: Summary, room: Room) -> str:
    if not room.strong:
        return ""
    if result.strong:
        points = [strong_point(sight, point) for point in result.strong[: room.strong]]
        return lines(sight.say("strong.title"), *points)
    if not result.begun:
        return ""
    return sight.say("strong.begun", names=sight.words.listed(map(sight.name, result.begun[: room.strong])))


def strong_point(sight: Sight, point: StrongPoint) -> str:
    """An element that is in place, with what shows it."""
    name = sight.name(point.element)
    element = sight.framework.element_by_id[point.element]
    if point.proof is Proof.SHOWN and point.option:
        key = f"{element.id}.proof.{point.option}"
        return sight.say("strong.shown", name=name, proof=sight.text(key, element.proof[point.option - 1]))
    if point.proof is Proof.SHOWN:
        return sight.say("strong.shown_by_some", name=name)
    return sight.say("strong.not_shown" if point.proof is Proof.NOT_SHOWN else "strong.plain", name=name)


def _musts(sight: Sight, result: Summary, room: Room) -> str:
    if not result.musts:
        return ""
    title = "musts.title_six" if result.card.musts == 6 else "musts.title"
    rows = [
        sight.say(
            f"musts.{line.word.value}", names=sentences(sight, [_asked(sight, ask) for ask in line.musts])
        )
        for line in result.musts
    ]
    return lines(sight.say(title), *rows)


def sentences(sight: Sight, names: list[str]) -> str:
    """Names as sentences of one line each, in the way this language ends a sentence."""
    return " ".join(sight.say("sentence", text=name) for name in names)


def _asked(sight: Sight, ask: Ask) -> str:
    if ask.role is None:
        return sight.name(ask.element)
    return sight.say("ask_role", name=sight.name(ask.element), role=sight.role(ask.role))


def _reading(sight: Sight, result: Summary, reading: Reading) -> str:
    """A must that hangs on who pays first, read both ways; which one the stage uses, where one is named."""
    key = "reading.text" if reading.level is not None else "reading.unknown"
    text = sight.say(key, strict=reading.strict, lenient=reading.lenient, level=reading.level or 0)
    if result.card.stage is None or reading.strict_word is reading.lenient_word:
        return text
    return sight.say("reading.used", text=text, used=reading.used)


def _prints_before(result: Summary) -> bool:
    stage = result.card.stage
    in_stage_line = stage is not None and stage.settled and stage.low is Stage.TALKS
    return result.quick is None and result.card.print_before_you_sign and not in_stage_line


def before_you_sign(sight: Sight, result: Summary | None = None) -> str:
    """The list that has to be in place before a contract is signed; no stage hangs on it."""
    card = (result or summary_of(sight)).card
    rows = [
        sight.say(f"sign.{sign.value}", name=sight.name(element)) for element, sign in card.before_you_sign
    ]
    unfair = [
        element
        for element, sign in card.before_you_sign
        if element.endswith(".fair") and sign is not Sign.MET
    ]
    fair = sight.say("sign.fair", name=sight.name(unfair[0])) if unfair else ""
    return lines(sight.say("sign.title"), *rows, fair)


def _unknown(sight: Sight, result: Summary, room: Room) -> str:
    rows = [sight.say("sentence", text=_asked(sight, ask)) for ask in result.unknown[: room.unknown]]
    return lines(sight.say("unknown.title"), *rows) if rows else ""


def _limits(sight: Sight, result: Summary) -> str:
    team = team_seen(sight)
    if team is not None:
        return team_limits(sight, team)
    missing = [
        sight.say("limits.one_who", who=sight.text(f"role.{role}.who", sight.framework.role_by_id[role].who))
        for role in result.missing_roles
    ]
    firmer = (
        sight.words.count("limits.firmer", len(missing), who=sight.words.in_a_row(missing)) if missing else ""
    )
    apart = told_apart(sight)
    view = sight.say("report.unchecked") if apart else sight.say("limits.unchecked", firmer=firmer).rstrip()
    return lines(sight.say("limits.title"), view, who_gets_it(sight), apart)
