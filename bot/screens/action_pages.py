"""Side pages of an action: the text to pass on, whom to ask for help, which sentence is missing."""

from __future__ import annotations

from bot.buttons import LABEL_LIMIT, Screen, short_label
from bot.screens.action import message_text, next_sentences, record_here
from bot.screens.agenda import acting, all_actions
from bot.screens.results import talk
from bot.screens.sight import Sight, lines, paragraphs, stacked
from bot.screens.words_page import page_of
from flows.table import IN_AGENDA
from frameworks.model import Result

MISSING, START_WITH = "missing:", "start_with:"


def agenda_page(sight: Sight, panel: str) -> Screen | None:
    """The side page of this name over a screen of the agenda; None where it has none here."""
    state = sight.conversation.state
    if panel == "talk":
        return _talk(sight) if state == "summary" and sight.framework.result is Result.FIT else None
    if panel.partition(":")[0] == "all_actions":
        return all_actions(sight, page_of(sight)) if state in {"summary", "done", *IN_AGENDA} else None
    if state not in IN_AGENDA or state == "planning":
        return None
    if panel == "pass_on":
        return _closing(sight, message_text(sight))
    if panel == "ask_help":
        return _ask_help(sight)
    if panel.startswith(MISSING):
        return _missing(sight, panel.removeprefix(MISSING))
    return _start_with(sight, panel.removeprefix(START_WITH)) if panel.startswith(START_WITH) else None


def _closing(sight: Sight, text: str) -> Screen:
    """A text that can be forwarded as it stands: nothing but itself is in the message."""
    return Screen(text, ((sight.button(sight.say("button.close"), "c"),),))


def _talk(sight: Sight) -> Screen:
    return _closing(sight, talk(sight))


def _ask_help(sight: Sight) -> Screen | None:
    """The questions of the other side that could help: who looks after them can be asked."""
    record = record_here(sight)
    others = [
        (framework, framework.element_by_id[element])
        for element in (record.asks if record else ())
        for framework in sight.frameworks.values()
        if element in framework.element_by_id
    ]
    rows = [
        sight.say(
            "help_from.line",
            name=framework.text(sight.words.language, f"{element.id}.name", element.name),
            question=framework.text(sight.words.language, f"{element.id}.question", element.question),
        )
        for framework, element in others
    ]
    return _closing(sight, paragraphs(sight.say("help_from.text"), lines(*rows))) if rows else None


def _missing(sight: Sight, ticks: str) -> Screen | None:
    """The sentences of the next level as ticks: what is true already, and what is not."""
    found = next_sentences(sight)
    if not found:
        return None
    buttons = [
        sight.button(_marked(sight, sentence, str(number) in ticks), "&", number)
        for number, sentence in enumerate(found, start=1)
    ]
    rows = (
        sight.marked(sight.say("missing.line", number=number, text=one), str(number) in ticks)
        for number, one in enumerate(found, start=1)
    )
    text = paragraphs(sight.say("missing.ask", name=sight.name(sight.element.id)), lines(*rows))
    done = sight.button(sight.say("button.ticked"), "#")
    close = sight.button(sight.say("button.close"), "c")
    return Screen(text, (*stacked(buttons), (done,), (close,)))


def _marked(sight: Sight, sentence: str, ticked: bool) -> str:
    """A sentence as a label; a long one is cut before its mark, which would else fall off."""
    room = LABEL_LIMIT - len(sight.marked("", chosen=True))
    return sight.marked(short_label(sentence, room), chosen=True) if ticked else sentence


def _start_with(sight: Sight, ticks: str) -> Screen | None:
    """The action again, with the sentence to start with; or the offer to go up where every one is true."""
    found = next_sentences(sight)
    unticked = [number for number in range(1, len(found) + 1) if str(number) not in ticks]
    if not unticked:
        change = sight.of_element(sight.say("button.change_answer"), "O")
        close = sight.button(sight.say("button.close"), "c")
        return Screen(sight.say("missing.none"), ((change,), (close,)))
    record = record_here(sight)
    # The record is made for one sentence; where another one is missing, that one is said first.
    if record is not None and record.sentence in unticked:
        return acting(sight)
    return acting(sight, sight.say("missing.start_with", sentence=found[unticked[0] - 1]))
