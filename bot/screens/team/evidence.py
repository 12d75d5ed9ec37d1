"""Notes and proofs at a question: what a person keeps there, who may see it, and where one is added."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import ROOM, cut, waiting_for_text
from bot.screens.sight import Row, Sight, lines, paragraphs, units
from flows.desk import Act, act_of_panel
from flows.evidence import FILES, NOTES_MOST, SMALL_TEAM, TEXT_MOST, EvidenceLine, EvidencePage
from flows.pages import Page

PAGE, ADD, DROP, SHOW, SEND = "(N", "(a", "(u", "(g", "(z"
THOUSAND, MILLION = 1_000, 1_000_000


def notes_button(sight: Sight, count: int) -> Button:
    """The button to the notes and proofs at the open question; it says how many there are."""
    return handled(sight.say("button.notes", count=count), PAGE, _place(sight, sight.element.id))


def files_button(sight: Sight, element: str, count: int, assessment: int = 0) -> Button:
    """The button that sends the files of a question: one's own, or those that a team was shown in a round."""
    return handled(sight.words.count("button.send_files", count), SEND, assessment, _place(sight, element))


def _place(sight: Sight, element: str) -> int:
    return sight.framework.ordinal_by_id[element]


def evidence(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """What this person keeps at one question, each with what can be done about it."""
    if not isinstance(page, EvidencePage):
        return None
    title = sight.say("evidence.title", name=sight.name(page.element))
    seen = _who_sees(sight, page)
    room = ROOM - units(paragraphs(title, seen, ""))
    text = paragraphs(title, _listed(sight, page.lines, room), seen)
    rows = [_buttons(sight, page, number, line) for number, line in _numbered(page)]
    files = sum(line.kind in FILES for line in page.lines)
    if files:
        rows.append((files_button(sight, page.element, files),))
    if may_add(sight):
        rows.append((handled(sight.say("button.add_note"), ADD, _place(sight, page.element)),))
    return Screen(text, (*rows, (sight.button(sight.say("button.close"), "c"),)))


def may_add(sight: Sight) -> bool:
    """Whether the page of notes and proofs is open, with room for one more."""
    page, act = sight.page, act_of_panel(sight.conversation.panel)
    if not isinstance(page, EvidencePage) or act is None or act.name != "evidence":
        return False
    return len(page.lines) < NOTES_MOST and not sight.conversation.closed


def _numbered(page: EvidencePage) -> list[tuple[int, EvidenceLine]]:
    return list(enumerate(page.lines, start=1))


def _listed(sight: Sight, found: tuple[EvidenceLine, ...], room: int) -> str:
    """One line each, the longest cut where there are many."""
    if not found:
        return sight.say("evidence.none")
    each = room // len(found) - 1
    return lines(*(cut(_line(sight, number, line), each) for number, line in enumerate(found, start=1)))


def _line(sight: Sight, number: int, line: EvidenceLine) -> str:
    key = "evidence.line_shown" if line.for_team else "evidence.line"
    return sight.say(key, number=number, what=_what(sight, line))


def _what(sight: Sight, line: EvidenceLine) -> str:
    """A note or a link as it stands; a file by its kind and size, with what was written to it."""
    if line.kind not in FILES:
        return line.text
    kind = _sized(sight, sight.say(f"evidence.kind_{line.kind}"), line.size)
    return sight.say("evidence.with_text", what=kind, text=line.text) if line.text else kind


def _sized(sight: Sight, kind: str, size: int) -> str:
    if not size:
        return kind
    if size < MILLION:
        return sight.say("evidence.in_kb", kind=kind, size=-(-size // THOUSAND))
    return sight.say("evidence.in_mb", kind=kind, size=round(size / MILLION))


def _who_sees(sight: Sight, page: EvidencePage) -> str:
    if page.people < 2:
        return sight.say("evidence.private")
    small = sight.say("team.small") if page.people < SMALL_TEAM else ""
    return lines(sight.say("evidence.private"), sight.say("evidence.team"), small)


def _buttons(sight: Sight, page: EvidencePage, number: int, line: EvidenceLine) -> Row:
    """To remove one, and in a team to show it or not to show it any more."""
    drop = handled(sight.say("button.drop_note", number=number), DROP, line.number)
    if page.people < 2 and not line.for_team:
        return (drop,)
    label = "button.hide_note" if line.for_team else "button.show_note"
    return (drop, handled(sight.say(label, number=number), SHOW, line.number, int(not line.for_team)))


def adding(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Where a note, a link or a file is waited for; what it must not hold is said first."""
    if not isinstance(page, EvidencePage):
        return None
    text = paragraphs(
        sight.say("clients"),
        sight.say("evidence.add", name=sight.name(page.element)),
        sight.say("evidence.add_how", limit=TEXT_MOST),
    )
    return waiting_for_text(sight, text, cancel=(PAGE, _place(sight, page.element), 0))
