"""What a tap means. A tap writes only if it carries the present place number; no old one ever writes.

A stale tap from the newest question message is a late copy: quiet. A stale tap from an older message opens
the element it belongs to, or says that the screen is closed. Letters of actions are stored on people's
screens: a released letter is never given another meaning.
"""

from __future__ import annotations

from flows.conversation import Conversation, Notice
from flows.events import Tapped
from flows.intents import Facts, Intent, Move, Quiet, Show, Speak, notice
from flows.table import AFTER_WAY_IN
from frameworks.model import Framework
from frameworks.values import Said

# Buttons that belong to an element and write.
ELEMENT_MOVES = {
    "l": "answer",
    "d": "dont_know",
    "n": "excuse",
    "e": "reason",
    "w": "who",
    "p": "proof",
    "k": "keep",
    "o": "lower",
    "~": "not_my_area",
    "+": "raise",
}
# Buttons of the agenda that go with the open element.
AGENDA_MOVES = {
    "2": "take",
    "3": "swap",
    "4": "when",
    "5": "did",
    "6": "moved",
    "7": "hinder",
    "8": "drop",
    "9": "smaller",
    "f": "show",
    "-": "stay",
}
# Buttons of the way in: a trigger with a number.
WAY_IN_MOVES = {
    "A": "agree",
    "D": "decline",
    "G": "choose_language",
    "Z": "size",
    "P": "profile",
    "R": "role",
    "r": "role",
    "T": "roles_done",
    "Q": "set_scope",
    "x": "pick",
    "*": "group",
}
# Buttons that move without writing.
PLAIN_MOVES = {
    "F": "forward",
    "b": "back",
    "z": "pause",
    "u": "resume",
    "M": "menu",
    "V": "review",
    "J": "result",
    "g": "go_on",
    "s": "stop",
    "E": "deepen",
    "I": "amend",
    "Y": "start_over",
    "W": "forget",
    "i": "start",
    "K": "checks",
    "j": "fit",
    "U": "leave",
    "0": "plan",
    "<": "another",
}
# Buttons that open a side page over the unchanged place.
PANELS = {
    "m": "more",
    "c": "",
    "y": "why",
    "h": "help",
    "H": "how",
    "B": "before",
    "L": "language",
    "S": "restart",
    "X": "delete",
    "a": "about",
    "q": "privacy",
    ">": "pass_on",
    "!": "ask_help",
    "%": "talk",
    "=": "missing:",
}
# Side pages that come in several: the first has the plain name, the others carry their number.
PAGES = {
    "_": "words",
    "^": "sources",
    "@": "all_actions",
}
OPEN_ELEMENT = "O"
CHOOSE_DIMENSION = "C"
SHOW_PART = "v"
TAKE_NAME = "N"
SPEAK = "t"
LOOK, PASS_ON = "1", "$"
TICK, TICKED = "&", "#"

ACTIONS = (
    {*ELEMENT_MOVES, *AGENDA_MOVES, *WAY_IN_MOVES, *PLAIN_MOVES, *PANELS, *PAGES}
    | {OPEN_ELEMENT, CHOOSE_DIMENSION, SHOW_PART, TAKE_NAME, SPEAK, LOOK, PASS_ON, TICK, TICKED}
)  # fmt: skip


def intent_of_tap(conversation: Conversation, tap: Tapped, facts: Facts, framework: Framework) -> Intent:
    """What this tap asks for, given where the conversation is now."""
    if tap.action not in ACTIONS:
        return Show(conversation.panel, notice("old_button"))
    if tap.run >= 0 and tap.run != conversation.run:
        return Show(None, notice("closed_run"))
    opens = tap.action in {OPEN_ELEMENT, LOOK, PASS_ON}
    if tap.ordinal >= len(framework.elements) or (opens and tap.ordinal < 0):
        return Show(None, notice("old_button"))
    if opens:
        trigger = "open" if tap.action == OPEN_ELEMENT else "look"
        page = "pass_on" if tap.action == PASS_ON else ""
        return Move(trigger, element=framework.elements[tap.ordinal].id, text=page)
    if tap.place_no != conversation.place_no:
        return _stale(conversation, tap, facts, framework)
    return _fresh(conversation, tap, facts, framework)


def _fresh(conversation: Conversation, tap: Tapped, facts: Facts, framework: Framework) -> Intent:
    action = tap.action
    if action in ELEMENT_MOVES:
        # No screen has such a button: only invented data names another element at the present place.
        if tap.ordinal != framework.ordinal_by_id.get(conversation.element or "", -2):
            return Show(None, notice("old_button"))
        return Move(ELEMENT_MOVES[action], element=framework.elements[tap.ordinal].id, value=tap.choice)
    if action in AGENDA_MOVES:
        return Move(AGENDA_MOVES[action], element=conversation.element, value=tap.choice)
    if action in {TICK, TICKED}:
        return Show(ticked(conversation, tap, framework))
    if action in PANELS:
        return Show(PANELS[action] or None)
    if action in PAGES:
        return Show(f"{PAGES[action]}:{tap.choice + 1}" if tap.choice else PAGES[action])
    if action in PLAIN_MOVES:
        return Move(PLAIN_MOVES[action])
    if action == SPEAK or action == "G":
        return _language(conversation, tap, facts)
    return _numbered(conversation, tap, framework)


def _numbered(conversation: Conversation, tap: Tapped, framework: Framework) -> Intent:
    if tap.action in {"R", "r"}:
        return Move("role", value=tap.choice, text="add" if tap.action == "R" else "remove")
    if tap.action in WAY_IN_MOVES:
        return Move(WAY_IN_MOVES[tap.action], value=tap.choice)
    if tap.action == TAKE_NAME:
        text = str(conversation.notice.args.get("text", "")) if conversation.notice else ""
        return Move("name", text=text) if text else Show(None, notice("old_button"))
    if tap.choice >= len(framework.dimensions):
        return Show(None, notice("old_button"))
    dimension = framework.dimensions[tap.choice].id
    if tap.action == SHOW_PART:
        return Show(f"part:{dimension}")
    return Move("choose", dimension=dimension)


def ticked(conversation: Conversation, tap: Tapped, framework: Framework) -> str | None:
    """The page of sentences after a tick, or the one that says where to start once all ticks are made."""
    panel = conversation.panel or ""
    if not panel.startswith("missing:"):
        return None
    ticks = set(panel.removeprefix("missing:"))
    if tap.action == TICK:
        return "missing:" + "".join(sorted(ticks ^ {str(tap.choice)}))
    return "start_with:" + "".join(sorted(ticks))


def _language(conversation: Conversation, tap: Tapped, facts: Facts) -> Intent:
    if tap.choice >= len(facts.languages):
        return Show(conversation.panel, notice("old_button"))
    language = facts.languages[tap.choice]
    return Move("choose_language", text=language) if tap.action == "G" else Speak(language)


def _stale(conversation: Conversation, tap: Tapped, facts: Facts, framework: Framework) -> Intent:
    if facts.from_living:
        return Quiet(saved(conversation, framework, tap.ordinal))
    if tap.ordinal >= 0 and conversation.state in AFTER_WAY_IN:
        return Move("open", element=framework.elements[tap.ordinal].id)
    return Show(None, notice("old_button"))


def saved(conversation: Conversation, framework: Framework, ordinal: int) -> Notice | None:
    """The short word for a late copy: what is stored for its element, if anything is."""
    if ordinal < 0:
        return None
    answer = conversation.answers.get(framework.elements[ordinal].id)
    if answer is None:
        return None
    if answer.said is Said.LEVEL:
        return notice("saved_level", {"level": answer.level or 0})
    return notice("saved_word", {"said": answer.said.value})
