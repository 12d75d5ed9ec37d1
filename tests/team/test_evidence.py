"""Notes and proofs in the chat: kept at once with the question they were sent to, once, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import update

from storage.tables import person
from tests.faults.conftest import Start
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.small import Q1, Q6
from tests.faults.walking import act, conversation, enter, finish, press, said, say
from tests.rig import Rig
from tests.team.evidence_chat import KEPT, close, forge, kept, note, to_notes
from tests.telegram_world import Person
from tests.telegram_world.reply import Json

pytestmark = pytest.mark.virtual

NAME = f"Name of {Q1}"
SENT: dict[str, Callable[[Person], Json]] = {
    "photo": lambda who: who.send_photo("The register"),
    "voice": Person.send_voice,
    "document": lambda who: who.send_document("plan.pdf"),
}
TEXTS = {"photo": "The register", "voice": "", "document": "plan.pdf"}


@pytest.mark.parametrize("kind", SENT)
async def test_a_file_sent_at_a_question_is_kept_with_it(fx_rig: Rig, kind: str) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    before, sent = conversation(fx_rig, ana), len(fx_rig.world.calls_of("sendMessage"))

    await act(fx_rig, partial(SENT[kind], ana))

    (row,) = kept(fx_rig)
    assert (row.element_id, row.kind, row.text, row.size) == (Q1, kind, TEXTS[kind], 20_480)
    assert row.participation_id == conversation(fx_rig, ana).number
    assert row.file.startswith("AgAC") and not row.for_team
    assert len(fx_rig.world.calls_of("sendMessage")) == sent + 1
    assert ana.screen().text.startswith(f"{KEPT.format(NAME)}\n\n")
    assert f"How is it with {Q1}?" in ana.screen().text
    assert conversation(fx_rig, ana).place_no == before.place_no
    assert not fx_rig.world.calls_of("getFile")
    await press(fx_rig, ana, "2 ")
    assert said(fx_rig, ana) == {Q1: 2}


@pytest.mark.parametrize("together", [True, False])
async def test_the_photos_of_an_album_are_all_kept_and_told_of_once(fx_rig: Rig, together: bool) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    sent = len(fx_rig.world.calls_of("sendMessage"))

    album = ana.send_album(3, "Call 0712 345 678")
    for part in [album] if together else [[each] for each in album]:
        await fx_rig.at_once(part)

    assert [row.text for row in kept(fx_rig)] == ["Call 0712 345 678", "", ""]
    assert len({row.file for row in kept(fx_rig)}) == 3
    assert len(fx_rig.world.calls_of("sendMessage")) == sent + 1
    assert "This looks like a phone number or an e-mail address." in ana.screen().text


async def test_an_album_beyond_the_limit_is_told_of_once_too(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    for each in ana.send_album(9):
        await fx_rig.at_once([each])
    sent = len(fx_rig.world.calls_of("sendMessage"))

    for each in ana.send_album(4):
        await fx_rig.at_once([each])

    assert len(kept(fx_rig)) == 10
    assert len(fx_rig.world.calls_of("sendMessage")) == sent + 1
    assert "This question has 10 notes and files already." in ana.screen().text


async def test_an_update_that_comes_again_keeps_nothing_twice(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    photo = ana.send_photo("x")
    await to_notes(fx_rig, ana)
    await press(fx_rig, ana, "Add a note")
    text = ana.say("We count each month.")

    await fx_rig.at_once([text, photo, photo])
    await fx_rig.at_once([text, photo])

    assert sorted(row.kind for row in kept(fx_rig)) == ["note", "photo"]


async def test_notes_and_links_are_written_on_the_page(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "More")
    assert "Notes and proof (0)" in ana.screen().labels
    await press(fx_rig, ana, "Notes and proof")
    assert "Nothing is kept here yet." in ana.screen().text
    await say(fx_rig, ana, "add a note or a proof")
    assert ana.screen().text.startswith("Do not type names or send photos of clients.\n\n")

    await say(fx_rig, ana, "We count\n\neach   month.")
    assert f"Notes and proof: {NAME}\n\n1. We count each month.\n\nOnly you can read" in ana.screen().text
    await note(fx_rig, ana, "https://example.org/report")
    await press(fx_rig, ana, "Add a note")
    await act(fx_rig, partial(ana.send_document, "list.pdf", data=b"x" * 1_200_000))
    assert "3. file, 1 MB: list.pdf" in ana.screen().text
    await say(fx_rig, ana, "Close", "More")

    assert "Notes and proof (3)" in ana.screen().labels
    assert [(row.kind, row.element_id) for row in kept(fx_rig)] == [
        ("note", Q1),
        ("link", Q1),
        ("document", Q1),
    ]
    assert said(fx_rig, ana) == {}


async def test_a_text_that_cannot_be_kept_says_why_and_the_page_waits_on(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await to_notes(fx_rig, ana)
    await press(fx_rig, ana, "Add a note")

    await say(fx_rig, ana, "x" * 301)
    assert "This text is too long: 300 characters at most." in ana.screen().text
    await say(fx_rig, ana, "\u2060 \u200b")
    assert "There is nothing readable in this text." in ana.screen().text
    await say(fx_rig, ana, "3")

    assert [row.text for row in kept(fx_rig)] == ["3"]
    assert said(fx_rig, ana) == {}
    await press(fx_rig, ana, "Add a note", "Cancel", "Close")
    await say(fx_rig, ana, "3")
    assert said(fx_rig, ana) == {Q1: 3}


async def test_what_looks_like_a_number_of_somebody_is_kept_with_a_warning(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await to_notes(fx_rig, ana)

    await note(fx_rig, ana, "Ask juma@example.org")

    assert ana.screen().text.startswith(
        f"Kept with {NAME}. This looks like a phone number or an e-mail address."
    )
    assert [row.text for row in kept(fx_rig)] == ["Ask juma@example.org"]
    await press(fx_rig, ana, "Remove 1")
    assert "looks like" not in ana.screen().text


async def test_removing_twice_removes_one(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await to_notes(fx_rig, ana)
    for text in ("one", "two"):
        await note(fx_rig, ana, text)
    seen = ana.screen()

    await press(fx_rig, ana, "Remove 1")
    await press(fx_rig, ana, "Remove 1", on=seen)

    assert [row.text for row in kept(fx_rig)] == ["two"]
    assert "That is not here, or not any more." in ana.screen().text
    assert "1. two" in ana.screen().text


async def test_ten_are_kept_at_most(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await to_notes(fx_rig, ana)
    for number in range(10):
        await note(fx_rig, ana, "🎯" * 299 + str(number))
    full = ana.screen()

    await forge(fx_rig, ana, "(a", 0)
    await act(fx_rig, ana.send_photo)

    assert not any(label.startswith("Add") for label in full.labels)
    assert "10. " in full.text
    assert len(kept(fx_rig)) == 10
    assert "This question has 10 notes and files already. Remove one first." in ana.screen().text
    await press(fx_rig, ana, "Remove 10")
    await note(fx_rig, ana, "the last one")
    assert kept(fx_rig)[-1].text == "the last one"


async def test_elsewhere_a_file_is_told_as_before(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await say(fx_rig, ana, "/start")
    await act(fx_rig, ana.send_photo)
    await press(fx_rig, ana, "English", "I agree")
    await act(fx_rig, ana.send_photo)
    await say(fx_rig, ana, "Org A")
    await press(fx_rig, ana, "Under 10", "We would pay first", "Lead", "Done", "Full")
    await say(fx_rig, ana, "/delete")
    await act(fx_rig, ana.send_photo)
    assert "I read buttons and text only." in ana.screen().text
    await press(fx_rig, ana, "Close")
    await act(fx_rig, ana.send_sticker)
    assert "I read buttons and text only." in ana.screen().text
    await finish(fx_rig, ana)
    await act(fx_rig, ana.send_voice)
    assert "I read buttons and text only." in ana.screen().text

    assert kept(fx_rig) == []


async def test_only_ones_own_can_be_removed_or_shown_and_only_at_what_is_asked(fx_rig: Rig) -> None:
    ana, ben = fx_rig.person(1), fx_rig.person(2)
    await enter(fx_rig, ana)
    await enter(fx_rig, ben, "Org B")
    await act(fx_rig, ana.send_photo)
    await press(fx_rig, ben, "2 ", "2 ", "2 ", "Go on", "1 ")
    number = kept(fx_rig)[0].id

    # Q5, the fifth, is not asked of who stands at 1 with Q4; there is no 64th.
    for verb, named, extra in (
        ("(u", number, 0),
        ("(g", number, 1),
        ("(N", 4, 0),
        ("(a", 63, 0),
        ("(u", 9999, 0),
    ):
        await forge(fx_rig, ben, verb, named, extra)
        assert "That is not here, or not any more." in ben.screen().text
        assert f"How is it with {Q6}?" in ben.screen().text
    for page, place in (("(N", 0), ("(a", 0)):
        await forge(fx_rig, ben, page, place)
        assert "photo" not in ben.screen().text.replace("photos", "").replace("a photo", "")

    (row,) = kept(fx_rig)
    assert (row.id, row.for_team) == (number, False)


async def test_nothing_is_added_to_a_closed_round_and_ones_own_can_still_be_removed(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await to_notes(fx_rig, ana)
    await note(fx_rig, ana, "before")
    await press(fx_rig, ana, "Add a note")
    close(fx_rig, ana)

    await say(fx_rig, ana, "after")
    assert "This round is closed" in ana.screen().text
    await act(fx_rig, ana.send_photo)
    assert "This round is closed" in ana.screen().text
    await forge(fx_rig, ana, "(a", 0)
    assert "This round is closed" in ana.screen().text
    assert [row.text for row in kept(fx_rig)] == ["before"]

    await forge(fx_rig, ana, "(N", 0)
    assert not any(label.startswith("Add") for label in ana.screen().labels)
    await press(fx_rig, ana, "Remove 1")
    assert kept(fx_rig) == []


async def test_a_newer_consent_text_is_asked_before_anything_is_kept(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    with fx_rig.writer.begin() as connection:
        connection.execute(update(person).values(consent_version="0"))

    await act(fx_rig, ana.send_photo)
    assert "I agree" in ana.screen().labels
    assert kept(fx_rig) == []
    await press(fx_rig, ana, "I agree")
    await act(fx_rig, ana.send_photo)
    assert len(kept(fx_rig)) == 1


async def test_what_is_kept_is_there_after_a_new_start(start: Start) -> None:
    first = start()
    ana = first.person(1)
    await enter(first, ana)
    await act(first, partial(ana.send_photo, "The register"))
    await to_notes(first, ana)

    second = start(world=first.world)
    again = second.person(1)
    await act(second, partial(again.press, "Close"))
    await press(second, again, "More", "Notes and proof (1)")

    assert "1. photo, 21 kB: The register" in again.screen().text
    assert len(kept(second)) == 1
