"""A team of five in two languages: invitation, answers apart, closing, meeting, agreed result, agenda, paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from storage.team.tables import settled
from tests.rig import Rig
from tests.storage.support import rows
from tests.team.five import CHAPTERS, Five
from tests.test_transcripts import Compare
from tests.test_transcripts import same_as_stored as same_as_stored

pytestmark = [pytest.mark.virtual, pytest.mark.slow]
PDF_MOST = 200_000


async def test_a_team_of_five_from_the_invitation_to_the_paper(
    sqlite_database: str, same_as_stored: Compare
) -> None:
    story = Five(Rig.build(sqlite_database), sqlite_database)
    await story.begins_on("2026-10-12 09:00", "Africa/Nairobi")
    story.rig.core.memory.meet_coordinators("telegram", 1, "tayari_bot", [], story.now)
    for chapter in CHAPTERS:
        await chapter(story)

    everything_is_agreed(story)
    the_paper_is_small_and_names_nobody(story)
    nobody_is_told_what_others_said(story)
    await story.rig.close()
    same_as_stored("team_of_five", story.text())


def everything_is_agreed(story: Five) -> None:
    found = rows(story.rig.writer, settled)
    assert len(found) == 30
    assert all(row.agreed for row in found)
    reasons = {row.element_id: row.reason for row in found if row.reason}
    assert set(reasons) == {"sp.meas.data", "sp.fin.cash"}


def the_paper_is_small_and_names_nobody(story: Five) -> None:
    (paper,) = story.of("Ana").person.documents[-1:]
    assert paper.content is not None
    assert len(paper.content) <= PDF_MOST
    pages = PdfReader(BytesIO(paper.content)).pages
    assert 2 <= len(pages) <= 4
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Ben, with the board" in text
    assert not any(name in text for name in ("Chloé", "Dina", "Emil"))


def nobody_is_told_what_others_said(story: Five) -> None:
    """No level stands beside a person anywhere, and who does not lead reads no level of others at all."""
    for name in ("Ben", "Chloé", "Dina", "Emil"):
        seen = "\n".join(screen.text for screen in story.of(name).person.screens())
        assert "1, 1, 2, 3, 3" not in seen
        assert "Far apart" not in seen
