"""Where things stand, element by element: what is strong, the musts with their reasons, what is not known."""

from __future__ import annotations

from bot.report.report import Line, Mark, Section
from bot.report.view import View
from frameworks.scoring import Reading, Sign, Word
from frameworks.stages import Stage
from frameworks.summary import MUST_WORDS, Proof, StrongPoint

MARKS = {
    Word.IN_PLACE: Mark.IN_PLACE,
    Word.STARTED: Mark.STARTED,
    Word.NOT_YET: Mark.NOT_YET,
    Word.TO_AGREE: Mark.TO_AGREE,
    Word.NOT_KNOWN: Mark.NOT_KNOWN,
}


def strong(view: View) -> Section:
    """What is in place, with what shows it; where nothing is, what has begun."""
    sight, result = view.sight, view.result
    if not result.strong:
        begun = tuple(Line(sight.name(one), mark=Mark.STARTED) for one in result.begun)
        return Section("strong", sight.say("report.begun"), lines=begun)
    points = tuple(
        Line(sight.name(point.element), mark=Mark.IN_PLACE, beneath=_told(_proof(view, point)))
        for point in result.strong
    )
    return Section("strong", sight.say("report.strong"), lines=points)


def _proof(view: View, point: StrongPoint) -> str:
    if point.proof is Proof.SHOWN:
        return view.shown(point.element, point.option)
    return view.sight.say("report.not_shown") if point.proof is Proof.NOT_SHOWN else ""


def musts(view: View) -> Section:
    """Every must that counts, those in place first, with why it stands as it does."""
    card, framework = view.result.card, view.sight.framework
    ordered = [
        one for word in MUST_WORDS for one in card.with_word(word) if framework.element_by_id[one].must
    ]
    lines = tuple(_must(view, one, card.words[one]) for one in ordered)
    return Section("musts", view.sight.say("report.musts"), lines=lines, whole=True)


def _must(view: View, element_id: str, word: Word) -> Line:
    reading = next((one for one in view.result.card.readings if one.element == element_id), None)
    beneath = _told(
        *(_reasons(view, element_id, word)),
        _confirmed(view, element_id),
        _both_ways(view, reading) if reading else "",
    )
    return Line(view.sight.name(element_id), view.word(word), MARKS[word], beneath)


def _reasons(view: View, element_id: str, word: Word) -> list[str]:
    """The words of the present level, those of the level that is needed, the proof, and what people wrote."""
    sight, span = view.sight, view.span(element_id)
    if word is Word.NOT_KNOWN or (span is None and element_id not in view.facts.few):
        return [view.could_say(element_id)] if element_id in sight.conversation.answers else []
    needed = sight.framework.pass_level(view.element(element_id), sight.conversation.inputs.profile)
    told = [_present(view, element_id, span, word)]
    if word is not Word.IN_PLACE:
        told.append(sight.say("report.needed", level=needed, text=view.level_text(element_id, needed)))
    else:
        told.append(view.proof(element_id))
    reason = view.facts.reasons.get(element_id, "")
    return [*told, sight.say("report.reason", reason=reason) if reason else ""]


def _present(view: View, element_id: str, span: tuple[int, int] | None, word: Word) -> str:
    """The present level; where none may be told, no more than that people differ."""
    sight = view.sight
    if span is None:
        return sight.say("report.differ") if word is Word.TO_AGREE else ""
    low, high = span
    if low == high:
        return sight.say("report.now", level=low, text=view.level_text(element_id, low))
    return sight.say("report.between", low=low, high=high)


def _confirmed(view: View, element_id: str) -> str:
    """The groups of a place whose levels count for this."""
    if not view.sight.framework.is_place or not view.page.all_groups:
        return ""
    groups = view.page.place.confirmed.get(element_id, ())
    return view.sight.say("report.confirmed", groups=view.page.groups(groups)) if groups else ""


def _both_ways(view: View, reading: Reading) -> str:
    return view.sight.say("report.who_pays", strict=reading.strict, lenient=reading.lenient)


def before_signing(view: View) -> Section:
    """What has to be in place before a contract is signed, where talks are near and the stage may be seen."""
    sight, card = view.sight, view.result.card
    title = sight.say("report.sign")
    named = card.stage is not None and card.stage.settled and card.stage.low is Stage.TALKS
    if not card.print_before_you_sign or named or not view.facts.show_stage:
        return Section("sign", title)
    lines = [
        Line(sight.say(f"sign.{sign.value}", name=sight.name(element)))
        for element, sign in card.before_you_sign
    ]
    unfair = [one for one, sign in card.before_you_sign if one.endswith(".fair") and sign is not Sign.MET]
    after = _told(sight.say("sign.fair", name=sight.name(unfair[0])) if unfair else "")
    return Section("sign", title, lines=tuple(lines), after=after)


def unknown(view: View) -> Section:
    """Everything that was asked and is not known, with who could say. The musts among it stand with the musts."""
    sight, card = view.sight, view.result.card
    asked = [
        one
        for one in card.with_word(Word.NOT_KNOWN)
        if one in sight.conversation.answers and not view.element(one).must
    ]
    lines = tuple(
        Line(sight.name(one), mark=Mark.NOT_KNOWN, beneath=_told(view.could_say(one))) for one in asked
    )
    return Section("unknown", sight.say("report.unknown"), lines=lines)


def _told(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))
