"""The lines about the stage: its name or range, what it means, what holds it and what it hangs on."""

from __future__ import annotations

from bot.screens.sight import Sight
from frameworks.scoring import Scorecard, Word
from frameworks.stages import NoStage, Stage, StageRange
from frameworks.summary import Ask, Summary

HANGS_ON_MOST = 3


def count_line(sight: Sight, card: Scorecard) -> str:
    """ "In place: 17. Started: 9. ...": what is not there is left out, except the three words of levels."""
    always = (Word.IN_PLACE, Word.STARTED, Word.NOT_YET)
    entries = [
        sight.say(f"count.{word.value}", count=card.counts[word])
        for word in (*always, Word.NOT_KNOWN, Word.TO_AGREE)
        if word in always or card.counts[word]
    ]
    if card.not_applicable:
        entries.append(sight.say("count.not_applicable", count=len(card.not_applicable)))
    return " ".join(entries)


def stage_lines(sight: Sight, result: Summary, most_names: int) -> list[str]:
    """The stage with its reasons, or why none is named."""
    card = result.card
    if card.stage is None:
        return [_no_stage(sight, card)]
    if card.stage.settled:
        return [_settled(sight, result), _held_by(sight, card, most_names)]
    return [
        _range(sight, card),
        _hangs_on(sight, result.hangs_on, min(HANGS_ON_MOST, most_names)),
        _held_by(sight, card, most_names),
    ]


def stage_named(sight: Sight, card: Scorecard) -> str:
    """The stage alone, by its name or range; empty where none is named."""
    if card.stage is None:
        return ""
    if not card.stage.settled:
        return _range(sight, card)
    key = "stage.not_shown" if card.not_shown_yet else "stage.line"
    return sight.say(key, stage=_name(sight, card.stage.low))


def _no_stage(sight: Sight, card: Scorecard) -> str:
    if card.no_stage is NoStage.TOO_MANY_NA:
        return sight.say("stage.too_many_na", limit=sight.framework.na_max)
    if card.no_stage is NoStage.NOTHING_COUNTS:
        return sight.say("stage.nothing_counts")
    if card.no_stage is NoStage.TOO_MUCH_UNKNOWN:
        english = sight.framework.stage_lines.get("none", sight.say("stage.too_much_unknown"))
        return sight.text("stage.none", english)
    return ""


def _name(sight: Sight, stage: Stage) -> str:
    english = sight.framework.stage_names.get(stage.value, stage.value)
    return sight.text(f"stage_name.{stage.value}", english)


def stage_name(sight: Sight, stage: StageRange) -> str:
    """The name of a stage, or of both ends of a range."""
    low, high = _name(sight, stage.low), _name(sight, stage.high)
    return low if stage.settled else sight.say("report.range", low=low, high=high)


def _line(sight: Sight, key: str) -> str:
    return sight.text(f"stage.{key}", sight.framework.stage_lines.get(key, ""))


def _settled(sight: Sight, result: Summary) -> str:
    card = result.card
    assert card.stage is not None
    key = "stage.not_shown" if card.not_shown_yet else "stage.line"
    head = sight.say(key, stage=_name(sight, card.stage.low))
    if card.stage.low is not Stage.TALKS or not card.before_you_sign:
        return f"{head} {_line(sight, _meaning(sight, card))}".rstrip()
    names = sight.words.listed(
        sight.say(f"sign_short.{sign.value}", name=sight.name(element))
        for element, sign in card.before_you_sign
    )
    signing = sight.say(
        "stage.signing", line=_line(sight, "talks"), names=names, after=_line(sight, "talks_after")
    )
    return f"{head} {signing}"


def _meaning(sight: Sight, card: Scorecard) -> str:
    """Which text says what the stage means: with every must met, nobody is told to work on the musts."""
    assert card.stage is not None
    met = f"{card.stage.low.value}_met"
    return (
        met if card.musts_met == card.musts and met in sight.framework.stage_lines else card.stage.low.value
    )


def _range(sight: Sight, card: Scorecard) -> str:
    assert card.stage is not None
    low, high = card.stage.low, card.stage.high
    key = "stage.or" if high.rank - low.rank == 1 else "stage.to"
    shown = "_not_shown" if card.not_shown_yet else ""
    return sight.say(key + shown, low=_name(sight, low), high=_name(sight, high))


def _held_by(sight: Sight, card: Scorecard, most: int) -> str:
    if not card.held_by:
        return ""
    return sight.say("stage.held_by", names=sight.words.listed(map(sight.name, card.held_by[:most])))


def _named(sight: Sight, ask: Ask) -> str:
    """An element with whom to ask; of a place offices, of an organisation people of one's own."""
    name = sight.name(ask.element)
    if not ask.role:
        return name
    if sight.framework.is_place:
        return sight.say("place.ask", name=name, who=sight.role(ask.role))
    return sight.say("hangs.role", name=name, role=sight.role(ask.role))


def _hangs_on(sight: Sight, asks: tuple[Ask, ...], most: int) -> str:
    if not asks:
        return ""
    names = [_named(sight, ask) for ask in asks[:most]]
    more = len(asks) - most
    if more > 0:
        return sight.words.count("stage.hangs_on_more", more, names=sight.words.in_a_row(names))
    return sight.say("stage.hangs_on", names=sight.words.listed(names))
