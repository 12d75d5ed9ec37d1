"""Files that were kept come to the chat again: to who sent them, and to who leads a team that was shown them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from storage.tables import assessment, job, membership, participation
from storage.team.tables import evidence
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.small import Q1
from tests.faults.walking import act, conversation, enter, press, rows
from tests.rig import Rig
from tests.team.evidence_chat import close, forge, kept, to_notes
from tests.telegram_world import Person

pytestmark = pytest.mark.virtual


def handles(rig: Rig, who: Person) -> list[tuple[str, str]]:
    """The files that the bot sent to this person, by the call and the handle."""
    calls = [call for call in rig.world.calls if str(call.payload.get("chat_id")) == str(who.user_id)]
    kinds = ("photo", "voice", "document")
    return [(kind, str(call.payload[kind])) for call in calls for kind in kinds if kind in call.payload]


def in_one_team(rig: Rig, owner: Person, member: Person) -> int:
    """The second one takes part in the check of the first one's organisation; the number of its round."""
    own, other = conversation(rig, owner), conversation(rig, member)
    check = select(participation.c.assessment_id).where(participation.c.id == own.number)
    with rig.writer.begin() as connection:
        number = connection.scalar(check)
        part = update(participation).where(participation.c.id == other.number)
        connection.execute(part.values(assessment_id=number))
        seat = update(membership).where(membership.c.organisation_id == other.organisation)
        connection.execute(seat.values(organisation_id=own.organisation, position="member"))
        connection.execute(delete(assessment).where(assessment.c.organisation_id == other.organisation))
    assert number is not None
    return int(number)


def change(rig: Rig, **values: Any) -> None:
    with rig.writer.begin() as connection:
        connection.execute(update(evidence).values(**values))


async def test_ones_own_files_come_again_as_what_they_were(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    for send in (partial(ana.send_photo, "The register"), ana.send_voice, ana.send_document):
        await act(fx_rig, send)
    await to_notes(fx_rig, ana)

    await press(fx_rig, ana, "Send me the 3 files")
    assert "It comes in a moment, below." in ana.screen().text
    await fx_rig.work()
    await fx_rig.work()

    assert sorted(handles(fx_rig, ana)) == sorted((row.kind, row.file) for row in kept(fx_rig))


async def test_a_file_that_is_gone_is_told(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await act(fx_rig, ana.send_photo)
    change(fx_rig, file="AgAC-gone")
    await to_notes(fx_rig, ana)

    await press(fx_rig, ana, "Send me the file")
    await fx_rig.work()

    assert any("This file is not there any more." in message.text for message in ana.messages())
    assert rows(fx_rig, select(job.c.done_at))[0][0] is not None


async def test_who_leads_gets_what_was_shown_and_nobody_else_does(fx_rig: Rig) -> None:
    ana, ben, cem = fx_rig.person(1), fx_rig.person(2), fx_rig.person(3)
    for number, who in enumerate((ana, ben, cem)):
        await enter(fx_rig, who, f"Org {number}")
    for what in (ben.send_photo, ben.send_voice):
        await act(fx_rig, what)
    number = in_one_team(fx_rig, ana, ben)
    photo, voice = kept(fx_rig)
    await to_notes(fx_rig, ben)
    assert "In a small group, colleagues may guess." in ben.screen().text
    await press(fx_rig, ben, "Show 1 to my team")
    assert "1. (Your team may see it.) photo, 21 kB" in ben.screen().text

    await forge(fx_rig, ana, "(z", number)
    assert "That is not here" in ana.screen().text
    close(fx_rig, ana)
    for who, named in ((ben, number), (cem, number), (cem, 0), (ana, 0)):
        await forge(fx_rig, who, "(z", named)
        assert "That is not here" in who.screen().text
    await forge(fx_rig, ana, "(z", number)
    await fx_rig.work()

    assert handles(fx_rig, ana) == [("photo", photo.file)]
    assert handles(fx_rig, ben) == handles(fx_rig, cem) == []
    assert voice.element_id == Q1


async def test_what_is_hidden_again_before_it_was_sent_is_not_sent(fx_rig: Rig) -> None:
    ana, ben = fx_rig.person(1), fx_rig.person(2)
    await enter(fx_rig, ana)
    await enter(fx_rig, ben, "Org B")
    await act(fx_rig, ben.send_photo)
    number = in_one_team(fx_rig, ana, ben)
    close(fx_rig, ana)
    change(fx_rig, for_team=True)

    await forge(fx_rig, ana, "(z", number)
    assert "It comes in a moment" in ana.screen().text
    change(fx_rig, for_team=False)
    await fx_rig.work()

    assert handles(fx_rig, ana) == []
