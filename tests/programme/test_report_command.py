"""/report in the chat: one's own result in the form that was wished for, and the place stays."""

from __future__ import annotations

import pytest

from tests.playing import Player
from tests.rig import Rig

pytestmark = pytest.mark.virtual


async def begun(rig: Rig) -> Player:
    player = Player(rig, rig.person(1))
    await player.begin()
    await player.tap("2")
    return player


async def test_without_an_answer_there_is_nothing_to_report(sqlite_database: str) -> None:
    rig = Rig.build(sqlite_database)
    player = Player(rig, rig.person(1))
    await player.begin()

    await player.say("/report")

    assert player.words.say("notice.not_now_result") in player.screen.text
    assert player.conversation.panel is None
    await rig.close()


async def test_as_text_it_comes_in_messages_and_the_question_stays_open(sqlite_database: str) -> None:
    rig = Rig.build(sqlite_database)
    player = await begun(rig)
    place = player.conversation.element

    await player.say("/report")
    await player.press("report.as_text")
    await rig.work()

    texts = [screen.text for screen in player.person.screens()]
    assert any("No one has checked it." in text for text in texts)
    assert player.conversation.element == place
    await rig.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "name", "begins", "most"),
    [
        (1, "result-card.png", b"\x89PNG", 60_000),
        (2, "result-radar.png", b"\x89PNG", 60_000),
        (3, "report.pdf", b"%PDF", 200_000),
        (4, "result.csv", b'\xef\xbb\xbf"element","name"', 6_000),
        (5, "result.json", b'{\n "format": 1', 12_000),
    ],
)
async def test_as_a_file_it_is_small(
    sqlite_database: str, form: int, name: str, begins: bytes, most: int
) -> None:
    rig = Rig.build(sqlite_database)
    player = await begun(rig)

    await player.say("/report")
    await player.tap(player.screen.labels[form])
    await rig.work()

    (document,) = player.person.documents
    assert document.name == name
    assert document.content.startswith(begins)
    assert len(document.content) <= most
    await rig.close()
