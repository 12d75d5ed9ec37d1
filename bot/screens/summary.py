"""The readiness summary as text: where you are, what is strong, each part, what to do next, its limits.

Gaps and next steps, never a grade. Strong points stand before the musts; the stage never stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.screens.agenda_lines import to_do
from bot.screens.road import fit_of, right_road
from bot.screens.sight import Sight, lines, paragraphs, units
from bot.screens.stage import count_line, stage_lines
from flows.agenda import dropped_actions, element_of, open_actions
from frameworks.model import Result
from frameworks.quick import Ending
from frameworks.scoring import DimensionCount, Reading, Sign
from frameworks.stages import Stage
from frameworks.summary import Ask, Proof, StrongPoint, Summary, summarise
from frameworks.values import Scope

LIMIT = 3500
LINE = 60


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


ROOMS = (
    Room(),
    Room(send=False),
    Room(send=False, strong=3),
    Room(send=False, strong=3, steps=2),
    Room(send=False, strong=2, steps=1, names=6),
    Room(send=False, strong=1, steps=1, names=2),
    Room(send=False, strong=1, steps=1, names=2, unknown=1, roles=2),
    Room(send=False, strong=1, steps=1, names=2, unknown=1, roles=2, brief=True),
    Room(send=False, strong=1, steps=1, names=2, unknown=1, roles=2, brief=True, parts=False),
    Room(send=False, strong=0, steps=1, names=1, unknown=0, roles=1, brief=True, parts=False),
)


def summary_of(sight: Sight) -> Summary:
    """The summary of this conversation, as ids and numbers."""
    conversation = sight.conversation
    inputs = conversation.inputs
    return summarise(
        sight.framework,
        conversation.answers,
        inputs.profile,
        Scope(inputs.scope),
        inputs.roles,
        fit=fit_of(sight),
        size=inputs.size,
        taken=taken_up(sight),
    )


def taken_up(sight: Sight) -> frozenset[str]:
    """The elements somebody took up, or left for another year by choice: neither is put first again."""
    there = sight.conversation
    return frozenset(map(element_of, (*open_actions(there), *dropped_actions(there))))


def summary_text(sight: Sight, result: Summary) -> str:
    """The whole text, under 3,500 characters: strong points and steps give way, musts and limits never."""
    text = ""
    for room in ROOMS:
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
        before_you_sign(sight, result) if _prints_before(result) else "",
        _unknown(sight, result, room),
        to_do(sight, result, room.steps, send=room.send, brief=room.brief),
        right_road(sight, result),
        _limits(sight, result),
    )


def _head(sight: Sight, result: Summary, room: Room) -> str:
    organisation = sight.conversation.inputs.organisation
    roles = _held_roles(sight, room.roles)
    head = "summary.head" if roles else "summary.head_plain"
    return lines(
        sight.say("summary.title", organisation=organisation)
        if sight.framework.result is Result.STAGE
        else sight.say(
            "summary.title_check", check=sight.name_of(sight.framework), organisation=organisation
        ),
        sight.words.count(head, result.questions, day=sight.today(), answered=result.answered, roles=roles),
        sight.words.count("summary.open", result.open) if result.open else "",
    )


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


def parts(sight: Sight, result: Summary) -> str:
    """Each part with its count; short ones share a line."""
    rows: list[str] = []
    open_line = False
    for count in result.card.dimensions:
        if not count.counted and not count.not_applicable:
            continue
        part = sight.part(sight.framework.dimension_by_id[count.id])
        entry = sight.say(
            _part_key(count),
            part=part,
            in_place=count.in_place,
            counted=count.counted,
            not_known=count.not_known,
            excused=count.not_applicable,
        )
        if open_line and len(rows[-1]) + len(entry) < LINE:
            rows[-1] = f"{rows[-1]} {entry}"
            open_line = False
        else:
            rows.append(entry)
            open_line = True
    return lines(sight.say("parts.title"), *rows) if rows else ""


def _part_key(count: DimensionCount) -> str:
    if not count.counted:
        return "parts.none"
    if count.not_known and count.not_applicable:
        return "parts.both"
    if count.not_known:
        return "parts.unknown"
    return "parts.excused" if count.not_applicable else "parts.plain"


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
    missing = [
        sight.say("limits.one_who", who=sight.text(f"role.{role}.who", sight.framework.role_by_id[role].who))
        for role in result.missing_roles
    ]
    firmer = (
        sight.words.count("limits.firmer", len(missing), who=sight.words.in_a_row(missing)) if missing else ""
    )
    return lines(
        sight.say("limits.title"),
        sight.say("limits.unchecked", firmer=firmer).rstrip(),
        sight.say("limits.private"),
    )
