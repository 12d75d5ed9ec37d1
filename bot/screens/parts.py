"""Each part of a framework with its count, as a summary prints them: short ones share a line."""

from __future__ import annotations

from bot.screens.sight import Sight, lines
from frameworks.scoring import DimensionCount
from frameworks.summary import Summary

LINE = 60


def parts(sight: Sight, result: Summary, *, by_size: bool = False) -> str:
    """Each part with its count; short ones share a line. `by_size`: parts with as many questions stand side by side."""
    rows: list[str] = []
    open_line = False
    counts = [one for one in result.card.dimensions if one.counted or one.not_applicable]
    for count in _paired(counts) if by_size else counts:
        part = sight.part(sight.framework.dimension_by_id[count.id])
        entry = sight.say(
            _part_key(count),
            part=part,
            in_place=count.in_place,
            counted=count.counted,
            not_known=count.not_known,
            to_agree=count.to_agree,
            excused=count.not_applicable,
        )
        if open_line and len(rows[-1]) + len(entry) < LINE:
            rows[-1] = f"{rows[-1]} {entry}"
            open_line = False
        else:
            rows.append(entry)
            open_line = True
    return lines(sight.say("parts.title"), *rows) if rows else ""


def _paired(counts: list[DimensionCount]) -> list[DimensionCount]:
    """Each part with the next one that has as many questions."""
    left, ordered = list(counts), []
    while left:
        one = left.pop(0)
        mate = next((other for other in left if other.counted == one.counted), None)
        ordered.append(one)
        if mate is not None:
            left.remove(mate)
            ordered.append(mate)
    return ordered


def _part_key(count: DimensionCount) -> str:
    if not count.counted:
        return "parts.none"
    if count.to_agree:
        return _part_to_agree(count)
    if count.not_known and count.not_applicable:
        return "parts.both"
    if count.not_known:
        return "parts.unknown"
    return "parts.excused" if count.not_applicable else "parts.plain"


def _part_to_agree(count: DimensionCount) -> str:
    if count.not_known and count.not_applicable:
        return "parts.agree_both"
    if count.not_known:
        return "parts.agree_unknown"
    return "parts.agree_excused" if count.not_applicable else "parts.agree"
