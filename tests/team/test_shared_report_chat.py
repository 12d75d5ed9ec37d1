"""The report of a shared result in the whole bot: for who was given the link, and only while it may be read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from bot.programme.report_sending import ReportSending
from bot.report.press import Press
from bot.report.press_room import PressRoom
from bot.team.shared_report_job import SharedReportJob
from storage.jobs import Job
from storage.team.tables import result_share
from tests.faults.walking import act, conversation, press, rows
from tests.playing import Given, Player
from tests.rig import Rig
from tests.storage.support import one
from tests.team.evidence_chat import forge
from tests.telegram_world import Person

pytestmark = pytest.mark.virtual
ENDED = "This result is not shared any more. Ask whoever gave you the link."
WORKING = "Its people are still working on this result. Please try again later."
WITH_STAGE, ASKED_FOR = 1, 2


async def shared(rig: Rig, extra: int = 0) -> tuple[Player, str, int]:
    """Somebody who made a link: the code, and the number of the share. With the stage, all is answered."""
    ana = Player(rig, rig.person(1))
    await ana.begin(organisation="Hope Homes")
    if extra & WITH_STAGE:
        await ana.all_answers({one.id: Given(3) for one in ana.framework.elements})
    else:
        await ana.answer("sp.lead.fit", Given(2))
    await forge(rig, ana.person, "(F", 0, extra)
    told = conversation(rig, ana.person).notice
    assert told is not None and told.key == "result_link_made"
    return ana, str(told.args["code"]), one(rig.writer, result_share).id


async def opened(rig: Rig, code: str, number: int = 2) -> Person:
    """Somebody of a bank who was given the link."""
    bank = rig.person(number)
    await act(rig, partial(bank.say, f"/start {code}"))
    return bank


def texts(who: Person) -> list[str]:
    return [screen.text for screen in who.screens()]


async def test_as_text_it_says_what_the_page_says_and_the_page_stays(rig: Rig) -> None:
    _ana, code, _share = await shared(rig, WITH_STAGE + ASKED_FOR)
    bank = await opened(rig, code)
    page = bank.screen()

    await press(rig, bank, "As text")
    await rig.work()

    told = texts(bank)[-1]
    assert told.startswith("Asked for by a funder.\nMade by the organisation for its own learning.")
    assert "Readiness report: Hope Homes" in told and "1 person answered." in told
    assert "Does not apply: 0." in told and "\nStage: " in told
    assert "THE MUSTS" in told and told.endswith("No one has checked it.")
    assert conversation(rig, bank).panel is not None
    assert {"As text", "Close"} <= set(page.labels)
    assert bank.documents == []


@pytest.mark.slow
async def test_as_a_file_its_size_was_told_and_the_owner_gets_the_same(rig: Rig) -> None:
    ana, code, _share = await shared(rig)
    bank = await opened(rig, code)
    await press(rig, bank, "To print (PDF), about ")
    await rig.work()
    await forge(rig, ana.person, "(s", 0)
    await press(rig, ana.person, "See what they will see (link 1)")
    assert "Made by the organisation" in ana.person.screen().text
    await press(rig, ana.person, "To print (PDF), about ")
    await rig.work()

    (theirs,), (own,) = bank.documents, ana.person.documents
    assert theirs.name == own.name == "shared-result.pdf"
    assert theirs.content is not None and theirs.content == own.content
    assert len(theirs.content) < 200_000
    pages = PdfReader(BytesIO(theirs.content)).pages
    assert 1 <= len(pages) <= 2
    assert "Stage" not in " ".join(page.extract_text() for page in pages)
    await press(rig, ana.person, "Back")
    assert "who may read the result by a link" in ana.person.screen().text


@pytest.mark.parametrize("label", ["As text", "To print (PDF), about "])
async def test_a_share_that_ends_between_wish_and_sending_sends_its_one_sentence(
    rig: Rig, label: str
) -> None:
    ana, code, share = await shared(rig)
    bank = await opened(rig, code)
    await press(rig, bank, label)
    before = len(texts(bank))
    await forge(rig, ana.person, "(e", share)

    await rig.work()

    assert texts(bank)[before:] == [ENDED]
    assert bank.documents == []


async def test_a_share_whose_page_says_so_already_is_not_wished_for(rig: Rig) -> None:
    ana, code, share = await shared(rig)
    bank = await opened(rig, code)
    await forge(rig, ana.person, "(e", share)

    await press(rig, bank, "As text")
    await rig.work()

    assert texts(bank)[-1].endswith(ENDED)
    assert "As text" not in bank.screen().labels


async def test_a_stage_that_is_not_ticked_any_more_is_not_sent(rig: Rig) -> None:
    _ana, code, _share = await shared(rig, WITH_STAGE)
    bank = await opened(rig, code)
    await press(rig, bank, "As text")
    with rig.writer.begin() as connection:
        connection.execute(update(result_share).values(stage=False))

    await rig.work()

    assert "THE MUSTS" in texts(bank)[-1]
    assert "Stage" not in texts(bank)[-1]


class Changing(PressRoom):
    """Presses while the world goes on: each time, the next of these things happens."""

    def __init__(self, *happens: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self.happens, self.pressed = list(happens), 0

    async def made(self, make: Callable[[Press], Awaitable[bytes]]) -> bytes | None:
        self.pressed += 1
        if self.happens:
            await self.happens.pop(0)()
        return b"%PDF"


async def done(rig: Rig, who: Person, room: PressRoom, share: int) -> None:
    """The wish of this person for a file, done with this press."""
    worker = rig.core.worker
    sending = ReportSending(worker.engine, worker.channel, worker.clock)
    wish = {"share": share, "form": "pdf", "by_link": True}
    await SharedReportJob(worker.screens, room, sending).do(
        Job(1, "shared_report", f"telegram:1:{who.user_id}", wish, 1)
    )


async def test_what_ends_while_the_file_is_made_is_not_sent(rig: Rig) -> None:
    ana, code, share = await shared(rig)
    bank = await opened(rig, code)
    room = Changing(partial(forge, rig, ana.person, "(e", share))

    await done(rig, bank, room, share)

    assert (texts(bank)[-1], room.pressed, bank.documents) == (ENDED, 1, [])


async def test_what_changes_while_the_file_is_made_is_made_again(rig: Rig) -> None:
    _ana, code, share = await shared(rig, WITH_STAGE)
    bank = await opened(rig, code)

    async def unticked() -> None:
        with rig.writer.begin() as connection:
            connection.execute(update(result_share).values(stage=False))

    room = Changing(unticked)
    await done(rig, bank, room, share)

    assert room.pressed == 2
    assert len(bank.documents) == 1


async def test_a_share_that_is_gone_says_so(rig: Rig) -> None:
    _ana, code, share = await shared(rig)
    bank = await opened(rig, code)
    with rig.writer.begin() as connection:
        connection.execute(result_share.delete())

    await done(rig, bank, Changing(), share)

    assert texts(bank)[-1].startswith("That is not here, or not any more.")
    assert bank.documents == []
    assert rows(rig, result_share.select()) == []
