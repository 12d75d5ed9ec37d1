"""What a typed text, a command or something unreadable means. Typing works wherever tapping does.

Digits always mean levels. A typed answer carries no place number, so one that was sent before the present
question was shown, or that follows another typed answer in the same batch, does not write.
"""

from __future__ import annotations

from datetime import datetime

from flows.bulk import AT_ONCE, heard_line, heard_proofs, line_for_page
from flows.conversation import Conversation
from flows.cut_texts import is_rest
from flows.desk import Act, act_of_panel, waits_for_text
from flows.echoes import held_echo
from flows.events import Commanded, Edited, Event, Handled, Sent, Typed
from flows.evidence import kept_file
from flows.handling import COMMANDS, asked_by, intent_of_handled, invited_by, text_for_page
from flows.intents import Ask, Do, Facts, Intent, Move, Show, notice
from flows.reading import PROOF_LETTERS as PROOF_LETTERS
from flows.reading import clean_name, is_question, level_in, normalise
from flows.side_pages import back_from_page, shows_place, takes_name
from flows.table import AFTER_WAY_IN, AT_ELEMENT
from flows.taps import intent_of_tap
from flows.team_desk import OF_A_LEVEL
from frameworks.model import Framework

NAME_LIMIT = 100
WRITES = {"answer", "dont_know", "excuse", "reason", "who", "proof", "keep", "lower", "not_my_area", "raise"}

# Side pages over a question: those that show it, where a typed level is its answer, and those that do not.
WITH_QUESTION, WITHOUT_QUESTION = ("why", "recap"), ("more", "help")

_MOVE_WORDS = {
    "back": "back",
    "pause": "pause",
    "menu": "menu",
    "cancel": "menu",
    "answers": "review",
    "result": "result",
    "next": "forward",
    "agenda": "plan",
}
_ANSWER_WORDS = {"dont_know": "dont_know", "not_my_area": "not_my_area", "not_applicable": "excuse"}
_PANEL_WORDS = {
    "help": "help",
    "why": "why",
    "more": "more",
    "language": "language",
    "settings": "language",
    "privacy": "privacy",
    "about": "about",
    "words": "words",
    "delete": "delete",
}


def intent_of(
    conversation: Conversation, event: Event, facts: Facts, framework: Framework, at: datetime
) -> Intent:
    """What any event but a tap asks for. The word that stops all messages is heard before all else, everywhere."""
    if is_word("stop", event, facts):
        return _stopped(conversation, event, facts)
    if isinstance(event, Commanded):
        return _command(conversation, event, facts, framework)
    if isinstance(event, Edited):
        return Show(conversation.panel, notice("edited"))
    if isinstance(event, Sent):
        return _file(conversation, event, framework)
    assert isinstance(event, Typed)
    if is_rest(conversation, at):
        return Show(conversation.panel, conversation.notice)
    if waits_for_text(conversation.panel):
        return _for_page(conversation, event.text, facts, framework)
    if takes_name(conversation, facts):
        # Only the page that asks whether a word is the name has words of its own; all else is the name.
        on_page = conversation.panel and _pressed(conversation, normalise(event.text), facts, framework)
        return on_page or _name(event.text, facts)
    return _not_early(conversation, _typed(conversation, event.text, facts, framework), facts, at)


def _file(conversation: Conversation, event: Sent, framework: Framework) -> Intent:
    """A file is taken where a page waits for one, and at a question as a proof; elsewhere only texts are read."""
    page = act_of_panel(conversation.panel)
    if page is not None and page.name == "import" and event.file:
        return Do(Act("import_list", page.number, event.size, event.file))
    keeping = kept_file(conversation, event, framework)
    if keeping is not None:
        return Do(keeping)
    return Show(conversation.panel, notice("only_text", {"album": event.album}))


def _for_page(conversation: Conversation, text: str, facts: Facts, framework: Framework) -> Intent:
    """The text a page waits for, unless it is the label of its one way out."""
    on_page = _pressed(conversation, normalise(text), facts, framework)
    own = on_page or line_for_page(conversation, text, framework)
    return own or text_for_page(conversation, text, facts) or Show(conversation.panel)


def is_word(word: str, event: Event, facts: Facts) -> bool:
    """Whether this is that word as a whole message, or as a command."""
    if isinstance(event, Commanded):
        return event.name == word
    return isinstance(event, Typed) and facts.vocabulary.get(normalise(event.text)) == word


def _stopped(conversation: Conversation, event: Event, facts: Facts) -> Intent:
    """Nothing unasked any more; and who says so at a question wants to pause as well.

    Where a name is asked for on the screen, it may be the name all the same: a button says so.
    """
    asked = takes_name(conversation, facts) and not waits_for_text(conversation.panel)
    if isinstance(event, Typed) and asked:
        return Do(Act("stop"), _may_be_name(clean_name(event.text), "stop"))
    return Do(Act("stop"), Move("pause") if conversation.state in AFTER_WAY_IN else None)


def _may_be_name(name: str, word: str) -> Show:
    return Show("name_check", notice("name_check", {"text": name, "word": word}))


def _command(conversation: Conversation, event: Commanded, facts: Facts, framework: Framework) -> Intent:
    if event.name == "start" and event.argument:
        return invited_by(conversation, facts)
    if event.name in COMMANDS:
        return Do(asked_by(conversation, event.name))
    if event.name == "mydata":
        return Ask("my_data", "mydata")
    if event.name == "hide":
        return Ask("hide", "hidden")
    return _word(conversation, event.name, facts, framework) or Show(None, notice("unknown_command"))


def _start(conversation: Conversation) -> Intent:
    if conversation.state == "declined":
        return Do(Act("start_again"), Move("start"))
    if conversation.state == "paused":
        return Do(Act("start_again"), Move("resume", text="recap"))
    return Do(Act("start_again"), Show("recap" if conversation.state in AFTER_WAY_IN else None))


def _word(conversation: Conversation, word: str, facts: Facts, framework: Framework) -> Intent | None:
    if word == "start":
        return _start(conversation)
    if word == "back" and conversation.panel:
        return back_from_page(conversation, facts, framework)
    if word == "resume":
        return Move("resume") if conversation.state == "paused" else Show()
    if word == "roles_done":
        return Move("roles_done") if conversation.state == "roles" else None
    if word in _MOVE_WORDS:
        return Move(_MOVE_WORDS[word])
    if word in COMMANDS:
        return Do(asked_by(conversation, word))
    if word in _PANEL_WORDS:
        return Show(_PANEL_WORDS[word])
    if word in _ANSWER_WORDS:
        return _shows_the_question(conversation) or Move(_ANSWER_WORDS[word], element=conversation.element)
    return None


def _shows_the_question(conversation: Conversation) -> Intent | None:
    """The question first, where a page hides it: it may never have been on the screen."""
    if conversation.panel in {None, *WITH_QUESTION} or conversation.state not in AT_ELEMENT:
        return None
    return _early(conversation, last=None)


def _early(conversation: Conversation, last: str | None) -> Show:
    return Show(None, notice("typed_early", {"last": last or "", "now": conversation.element or ""}))


def _name(text: str, facts: Facts) -> Intent:
    name = clean_name(text)
    if not name:
        return Show(None, notice("name_empty"))
    if len(name) > NAME_LIMIT:
        return Show(None, notice("name_long", {"limit": NAME_LIMIT}))
    word = facts.vocabulary.get(normalise(name))
    if word == "start":
        # Where messages are off, it turns them on; it may be the name all the same.
        return Do(Act("start_again"), _may_be_name(name, word))
    if word is not None:
        return _may_be_name(name, word)
    return Move("name", text=name)


def _typed(conversation: Conversation, text: str, facts: Facts, framework: Framework) -> Intent:
    words = normalise(text)
    return (
        _level(conversation, words, facts, framework)
        or _proof_letter(conversation, words, framework)
        or _day(conversation, text, facts)
        or _pressed(conversation, words, facts, framework)
        or _word(conversation, facts.vocabulary.get(words, ""), facts, framework)
        or heard_proofs(conversation, text, framework)
        or heard_line(conversation, text, framework)
        or held_echo(conversation)
        or _remark(conversation, text)
    )


def _level(conversation: Conversation, words: str, facts: Facts, framework: Framework) -> Intent | None:
    if conversation.state not in AT_ELEMENT or conversation.panel not in {
        None,
        *WITH_QUESTION,
        *WITHOUT_QUESTION,
    }:
        return None
    number = level_in(words, facts.level_names, facts.vocabulary)
    if number is None:
        return None
    if not 1 <= number <= framework.levels:
        return Show(None, notice("out_of_range", {"levels": framework.levels}))
    return _shows_the_question(conversation) or _answered(conversation, number)


def _answered(conversation: Conversation, number: int) -> Move:
    """The answer to the open question; said in words where it replaces one on a screen that asks for something else."""
    element = conversation.element
    changed = conversation.state != "asking" and element in conversation.answers
    told = notice("level_now", {"element": element or "", "level": number}) if changed else None
    return Move("answer", element=element, value=number, told=told)


def _proof_letter(conversation: Conversation, words: str, framework: Framework) -> Intent | None:
    if conversation.state != "proving" or len(words) != 1 or conversation.element is None:
        return None
    number = PROOF_LETTERS.find(words) + 1
    options = len(framework.element_by_id[conversation.element].proof)
    if not 1 <= number <= options + 1:
        return None
    return Move("proof", element=conversation.element, value=number if number <= options else 0)


def _day(conversation: Conversation, text: str, facts: Facts) -> Intent | None:
    """A typed day for an action; one that has passed is asked again."""
    if conversation.state != "dating" or conversation.panel:
        return None
    day = facts.day_of(text, facts.today)
    if day is None:
        return None
    return Move("when", text=day) if day >= facts.today else Show(None, notice("day_past"))


def _pressed(conversation: Conversation, words: str, facts: Facts, framework: Framework) -> Intent | None:
    tap = facts.press(conversation, words) if words else None
    if isinstance(tap, Handled):
        if tap.verb in OF_A_LEVEL and facts.unseen:
            # Nobody agrees on a level of a question that they have not seen.
            return Show(conversation.panel, conversation.notice)
        return intent_of_handled(conversation, tap, facts, framework)
    return None if tap is None else intent_of_tap(conversation, tap, facts, framework)


def _remark(conversation: Conversation, text: str) -> Intent:
    """A remark that fits nowhere: help for this screen and the screen again; it never moves anything."""
    in_sight = shows_place(conversation)
    if in_sight and conversation.state == "dating":
        return Show(None, notice("day_unread"))
    if in_sight and conversation.state in AT_ELEMENT and is_question(text):
        return Show(None, notice("remark_help"))
    return Show(conversation.panel, notice("remark"))


def _not_early(conversation: Conversation, intent: Intent, facts: Facts, at: datetime) -> Intent:
    """Refuse a typed answer that was not meant for the question now open."""
    if isinstance(intent, Move) and intent.trigger in AT_ONCE and facts.unseen:
        # Nobody confirms what they have not seen.
        return Show(conversation.panel, conversation.notice)
    if not isinstance(intent, Move) or intent.trigger not in WRITES:
        return intent
    if intent.trigger == "answer" and _same_level(conversation, intent):
        return Show()
    if not facts.unseen and at >= conversation.shown_at:
        return intent
    return _early(conversation, conversation.last_element)


def _same_level(conversation: Conversation, move: Move) -> bool:
    """On the proof and keep screens the same level typed again is a copy."""
    if conversation.state not in {"proving", "keeping"} or conversation.element is None:
        return False
    answer = conversation.answers.get(conversation.element)
    return answer is not None and answer.level == move.value
