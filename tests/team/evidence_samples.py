"""Pages of notes and proofs to draw: none, one of each kind, as many and as long as may be, alone and in a team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.conversation import Conversation, Notice
from flows.desk import panel_of
from flows.evidence import KINDS, NOTES_MOST, TEXT_MOST, EvidenceLine, EvidencePage
from flows.pages import MorePage, Page

LONG = "Ŧ🎯" * (TEXT_MOST // 2)


def pages(element: str) -> Iterator[EvidencePage]:
    """What one person may have kept with a question."""
    yield EvidencePage(element, ())
    each = tuple(
        EvidenceLine(number, kind, "" if kind == "voice" else "Ŧøđ", size, number % 2 == 0)
        for number, (kind, size) in enumerate(
            zip(KINDS, (0, 0, 0, 1, 20_480, 999_999, 50_400_000), strict=True)
        )
    )
    full = tuple(EvidenceLine(64**5 - 1 - number, "note", LONG, 0, True) for number in range(NOTES_MOST))
    for people in (1, 3, 5):
        yield EvidencePage(element, each, people)
        yield EvidencePage(element, full, people)


def evidence_samples(there: Conversation) -> Iterator[tuple[Conversation, Page]]:
    """Each page over this question, the page that waits for one, More, and what is told of one that was kept or not."""
    element = there.element or ""
    for page in pages(element):
        yield replace(there, panel=panel_of("(N")), page
    yield replace(there, panel=panel_of("(N"), closed=True), EvidencePage(element, ())
    yield replace(there, panel=panel_of("(a")), EvidencePage(element, ())
    yield replace(there, panel="more"), MorePage(notes=NOTES_MOST)
    for key in ("evidence_kept", "evidence_warned"):
        told = Notice(key, {"element": element, "album": "7"})
        yield replace(there, panel=panel_of("(N"), notice=told), EvidencePage(element, ())
    yield replace(there, panel=panel_of("(N"), notice=Notice("remark")), EvidencePage(element, ())
