"""Who sees notes and proofs: oneself, those who lead what was shown to them, files of shared results a reference."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.events import Commanded, Event, Sent, Tapped, Typed
from flows.evidence import EvidencePage
from flows.pages import MorePage
from flows.round_pages import SheetElementPage
from storage.forgetting import forget
from storage.memory import Memory
from storage.mine import all_of
from storage.programme.tables import enrolment
from storage.tables import assessment, participation
from storage.team.closing import close
from storage.team.evidence import for_team
from storage.team.tables import evidence
from tests.frameworks.samples import SP, all_sp
from tests.programme.export_reading import from_csv, from_jsonl, from_xlsx
from tests.programme.export_support import NOW, Cohort
from tests.storage.support import Talker, chat, one, rows
from tests.team.meeting import ONE, TWO, Meeting, ordinal
from tests.team.seats import Team

PHOTO = Sent("photo", file="AgAC-1", size=2048, text="The board")


def notes(team: Team, talker: Talker, element: str, text: str, *, shown: bool = False) -> int:
    """Write a note to this element, and show it to the team; its number."""
    team.act(talker, "add_evidence", ordinal(element))
    talker.take(Typed(text))
    page = team.page(talker)
    assert isinstance(page, EvidencePage), talker.conversation
    if shown:
        team.act(talker, "show_evidence", page.lines[-1].number, 1)
    return page.lines[-1].number


def team_of_three(team: Team) -> Meeting:
    """Three people, of whom the two that joined wrote notes; one note of each is for the team."""
    held = Meeting.of(team, 3)
    for person in (1, 2):
        team.answers(held.people[person])
    notes(team, held.people[2], ONE, "A board of five", shown=True)
    notes(team, held.people[1], ONE, "We meet each month", shown=True)
    notes(team, held.people[1], ONE, "My own thought")
    notes(team, held.people[2], TWO, "Elsewhere", shown=True)
    return held


def test_those_who_lead_read_what_was_shown_to_them_once_the_round_is_closed(team: Team) -> None:
    held = team_of_three(team)
    owner, member = held.people[0], held.people[1]
    held.all_say(2, 3, 3)
    place = ordinal(ONE)
    assert team.opened(owner, "sheet_element", held.round, place) is None
    with team.writer.begin() as connection:
        assert for_team(connection, held.round, ONE) == ()

    held.close()

    page = team.opened(owner, "sheet_element", held.round, place)
    assert isinstance(page, SheetElementPage)
    assert page.notes == ("A board of five", "We meet each month")
    assert team.opened(member, "sheet_element", held.round, place) is None


def test_what_is_hidden_again_or_removed_is_seen_by_nobody(team: Team) -> None:
    held = team_of_three(team)
    owner, member = held.people[0], held.people[1]
    held.all_say(2, 3, 3)
    held.close()
    shown = rows(team.writer, evidence, element_id=ONE, for_team=True)
    by_part = {row.participation_id: row.id for row in shown}

    team.act(member, "show_evidence", by_part[held.part(1).id], 0)
    team.act(held.people[2], "drop_evidence", by_part[held.part(2).id])

    page = team.opened(owner, "sheet_element", held.round, ordinal(ONE))
    assert isinstance(page, SheetElementPage) and page.notes == ()
    assert one(team.writer, evidence, text="We meet each month").for_team is False


def test_showing_twice_shows_and_a_colleague_cannot_show_it(team: Team) -> None:
    held = team_of_three(team)
    number = notes(team, held.people[1], TWO, "Mine", shown=True)
    team.act(held.people[1], "show_evidence", number, 1)
    assert one(team.writer, evidence, id=number).for_team is True

    for colleague in (held.people[0], held.people[2]):
        for name in ("drop_evidence", "show_evidence"):
            team.act(colleague, name, number, 0)
            assert team.told(colleague).key == "not_there"
    assert one(team.writer, evidence, id=number).for_team is True


def test_more_counts_what_is_kept_at_the_open_question(team: Team) -> None:
    ana = team.founder()
    element = ana.conversation.element or ""
    ana.take(PHOTO)
    ana.take(PHOTO)

    ana.tap("m")

    page = team.page(ana)
    assert isinstance(page, MorePage) and page.notes == 2
    found = team.opened(ana, "evidence", ordinal(element))
    assert isinstance(found, EvidencePage)
    assert [(line.kind, line.text, line.size) for line in found.lines] == [("photo", "The board", 2048)] * 2
    assert (found.element, found.people) == (element, 1)


def test_a_file_of_any_size_is_kept(team: Team) -> None:
    ana = team.founder()

    ana.take(Sent("document", file="x" * 200, name="y" * 400, size=2**62, text=""))

    row = one(team.writer, evidence)
    assert (row.size, len(row.file), len(row.text)) == (2**31 - 1, 200, 300)


def test_what_comes_before_the_part_is_stored_is_asked_for_again(memory: Memory, writer: Engine) -> None:
    """The name, the whole way in and a photo in one batch, as after an outage."""
    ana = Talker(memory, 7)
    ana.take(Commanded("start"))
    ana.tap("G", 0)
    ana.tap("A")
    first = ana.conversation.place_no
    taps = [("Z", 1, 1), ("P", 0, 2), ("R", 2, 3), ("T", 0, 3), ("Q", 1, 4)]
    batch: list[Event] = [
        Typed("Red Cross"),
        *(Tapped(action, choice, first + place) for action, choice, place in taps),
    ]

    outcomes = memory.take_in([ana.incoming(each) for each in [*batch, PHOTO]], [], ana.now, False)

    ana.heard(outcomes[-1])
    assert ana.conversation.state == "asking"
    assert ana.conversation.notice is not None and ana.conversation.notice.key == "evidence_again"
    assert rows(writer, evidence) == []
    ana.take(PHOTO)
    assert len(rows(writer, evidence)) == 1


async def test_my_data_lists_ones_own_and_to_delete_removes_them(
    team: Team, reader: AsyncEngine, writer: Engine
) -> None:
    held = team_of_three(team)
    member = held.people[1]

    found = await all_of(reader, member.address)

    assert [row["text"] for row in found["evidence"]] == ["We meet each month", "My own thought"]
    number = team.person_of(member)
    with writer.begin() as connection:
        forget(connection, chat(member.number), number, member.now)
    assert {row.text for row in rows(writer, evidence)} == {"A board of five", "Elsewhere"}


@pytest.fixture
def group(writer: Engine) -> Cohort:
    return Cohort(writer, SP)


def put(group: Cohort, enrolled: int, *kept: tuple[str, str, str, int, bool], person: int = 0) -> None:
    """Notes and proofs of one person of an organisation that joined: element, kind, text, size, for the team."""
    with group.writer.begin() as connection:
        check = select(enrolment.c.assessment_id).where(enrolment.c.id == enrolled).scalar_subquery()
        found = select(participation.c.id).where(participation.c.assessment_id == check)
        number = list(connection.scalars(found.order_by(participation.c.id)))[person]
        names = ("element_id", "kind", "text", "size", "for_team")
        for values in kept:
            row = {**dict(zip(names, values, strict=True)), "participation_id": number, "file": "AgAC"}
            connection.execute(insert(evidence), {**row, "at": NOW})


KEPT = (
    (ONE, "note", "Not to be read", 0, False),
    (ONE, "note", "We meet each month", 0, True),
    (TWO, "photo", "Hidden words", 2048, False),
    ("sp.gone.element", "photo", "", 1, True),
)


async def test_files_of_who_shares_refer_to_proofs_and_hold_only_what_was_shown(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    put(group, group.joins("One", all_sp(3), code="007"), *KEPT)
    put(group, group.joins("Not done", all_sp(3), done=False), *KEPT)
    put(group, group.joins("Not shared", all_sp(3), share_ended_at=NOW), *KEPT)

    await group.written(reader, tmp_path / "g.jsonl", "jsonl")
    await group.written(reader, tmp_path / "g.zip", "csv")
    await group.written(reader, tmp_path / "g.xlsx", "xlsx")

    (first, second) = from_jsonl(tmp_path / "g.jsonl")["proofs"]
    assert (first["name"], first["code"], first["element"]) == ("One", "007", ONE)
    assert (first["proof_kind"], first["proof_kind_label"]) == ("note", "note")
    assert (first["proof_text"], first["bytes"]) == ("We meet each month", None)
    assert (second["element"], second["proof_kind"]) == (TWO, "photo")
    assert (second["proof_text"], second["bytes"]) == (None, 2048)
    assert [row["bytes"] for row in from_csv(tmp_path / "g.zip")["proofs"]] == ["", "2048"]
    assert [row["bytes"] for row in from_xlsx(tmp_path / "g.xlsx")["proofs"]] == [None, 2048]
    for name in ("g.jsonl", "g.zip", "g.xlsx"):
        assert b"AgAC" not in (tmp_path / name).read_bytes()


async def test_what_one_of_several_people_wrote_is_told_once_the_round_is_closed(
    group: Cohort, reader: AsyncEngine, tmp_path: Path
) -> None:
    put(group, group.joins("Two", all_sp(3), all_sp(3)), *KEPT, person=1)

    async def texts() -> list[object]:
        await group.written(reader, tmp_path / "g.jsonl", "jsonl")
        return [row["proof_text"] for row in from_jsonl(tmp_path / "g.jsonl").get("proofs", [])]

    assert await texts() == []
    with group.writer.begin() as connection:
        number = connection.scalar(select(assessment.c.id)) or 0
        assert close(connection, number, {SP.key: SP}, NOW).closed
    assert await texts() == ["We meet each month", None]
