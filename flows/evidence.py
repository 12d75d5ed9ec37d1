"""Notes and proofs that a person puts to an answer: kinds, limits, what becomes one, and what looks personal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from flows.conversation import Conversation
from flows.desk import Act, act_of_panel
from flows.events import Sent
from flows.table import AT_ELEMENT
from frameworks.model import Framework

FILES = ("photo", "voice", "document", "audio", "video")
KINDS = ("note", "link", *FILES)
TEXT_MOST = 300
NOTES_MOST = 10
"""So many for one question: enough for every proof, and a screen can still show them."""

SMALL_TEAM = 5
"""In a smaller team colleagues may guess who wrote a note."""

# Side pages over a question that leave it in sight or in mind: a file sent there is meant for it.
_AROUND = (None, "why", "recap", "more", "help")
_PAGES = ("evidence", "add_evidence")

_LINK = re.compile(r"(?:https?://|www\.)\S+\.\S+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")
# Digits with at most two signs between them, as telephone numbers are written.
_DIGITS = re.compile(r"\+?\(?\d(?:[ \u00a0\u202f.()/\-–]{0,2}\d){6,14}(?!\d)")
_NO_NUMBER = re.compile(
    r"\d{1,2}(?:[ \u00a0\u202f.]\d{3})+"  # an amount
    r"|\d{4}([.\-/–])\d{1,2}\1\d{1,2}|\d{1,2}([.\-/–])\d{1,2}\2\d{4}"  # a day
    r"|(?:19|20)\d\d ?[\-–/] ?(?:19|20)\d\d"  # from year to year
)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A note or a proof. `size` is in bytes, 0 for texts. `for_team`: may be shown to the team without a name."""

    number: int
    kind: str
    text: str
    size: int
    for_team: bool


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """What this person put to one element. `people` are in the organisation, the reader counted."""

    element: str
    lines: tuple[EvidenceLine, ...]
    people: int = 1


def kept_file(conversation: Conversation, event: Sent, framework: Framework) -> Act | None:
    """What keeps this file: with the question of the page on the screen, or with the open one; None elsewhere."""
    if event.kind not in FILES or not event.file:
        return None
    page = act_of_panel(conversation.panel)
    if page is not None:
        return Act("keep_file", page.number, file=event) if page.name in _PAGES else None
    at_question = conversation.state in AT_ELEMENT and conversation.element is not None
    if not at_question or conversation.panel not in _AROUND:
        return None
    return Act("keep_file", framework.ordinal_by_id[conversation.element or ""], file=event)


def keeps(act: Act) -> bool:
    """Whether this act writes a note or a proof down."""
    return act.name == "keep_file" or (act.name == "add_evidence" and bool(act.text))


def kind_of_text(text: str) -> str:
    """A text that is one address of the web is a link, any other a note."""
    return "link" if _LINK.fullmatch(text) else "note"


def looks_personal(text: str) -> bool:
    """Whether there seems to be a telephone number or an e-mail address in it. Links have numbers of their own."""
    plain = unicodedata.normalize("NFKC", text)
    if _MAIL.search(plain):
        return True
    without_links = _LINK.sub(" ", plain)
    return any(not _NO_NUMBER.fullmatch(each.group()) for each in _DIGITS.finditer(without_links))


def shortened(text: str) -> str:
    """A caption or the name of a file as it is kept: what is cut off shows."""
    return text if len(text) <= TEXT_MOST else text[: TEXT_MOST - 1].rstrip() + "…"
