"""What teams keep of a person: /mydata gives all of it and nothing of others, /delete takes all of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.mine import all_of
from storage.programme.tables import join_request, link_use
from storage.tables import assessment, link, membership, metadata, participation
from storage.team import tables as team_tables
from storage.team.tables import evidence, looking_back, open_consent, round_result, settled
from tests.programme.joined import NOON
from tests.storage.support import Talker, one, rows
from tests.team.seats import Team

# They are an organisation's, or nobody's: no row of them names a person.
OF_ALL = {"round_result", "settled", "result_share", "team_group", "peer_figures"}


def lives(team: Team, lead: Talker, kind: str, note: str) -> Talker:
    """Somebody who leaves a row in everything a team keeps of a person."""
    talker = team.joined(lead, kind)
    team.answers(talker)
    number = one(team.writer, participation, person_id=team.person_of(talker)).id
    text = {"element_id": "sp.lead.fit", "kind": "note", "text": note, "file": "", "size": 0}
    team.put(evidence, participation_id=number, **text, for_team=True, at=NOON)
    team.put(looking_back, participation_id=number, element_id="sp.lead.fit", level=2, at=NOON)
    where = one(team.writer, assessment).id
    team.put(open_consent, assessment_id=where, person_id=team.person_of(talker), at=NOON)
    if kind == "facilitator":
        team.issue(talker, "one")
    return talker


def test_every_table_of_teams_is_looked_at_here() -> None:
    own = {each.name for each in vars(team_tables).values() if each in metadata.tables.values()}

    assert own == OF_ALL | {"evidence", "open_consent", "looking_back"}


async def test_my_data_holds_my_position_and_my_links_and_nothing_of_others(
    team: Team, reader: AsyncEngine, writer: Engine
) -> None:
    ana = team.founder()
    fay = lives(team, ana, "facilitator", "What Fay wrote")
    ben = lives(team, ana, "one", "What Ben wrote")
    mine = await all_of(reader, fay.address)

    assert [row["position"] for row in mine["membership"]] == ["facilitator"]
    assert {row["person_id"] for row in mine["membership"]} == {team.person_of(fay)}
    (made,) = mine["link"]
    assert made["target"]["by"] == team.person_of(fay)
    assert made["kind"] == "team_one"
    assert not {"code_hash", "uses"} & set(made)
    assert [row["text"] for row in mine["evidence"]] == ["What Fay wrote"]
    assert [row["person_id"] for row in mine["open_consent"]] == [team.person_of(fay)]
    assert [row["level"] for row in mine["looking_back"]] == [2]
    theirs = await all_of(reader, ben.address)
    assert "What Fay wrote" not in str(theirs)
    assert "What Ben wrote" not in str(mine)
    assert "link" not in theirs
    owner = await all_of(reader, ana.address)
    assert {row["kind"] for row in owner["link"]} == {"team_one", "team_facilitate"}
    assert "evidence" not in owner


def test_who_is_forgotten_leaves_nothing_in_a_team(team: Team, writer: Engine) -> None:
    ana = team.founder()
    fay = lives(team, ana, "facilitator", "What Fay wrote")
    number = team.person_of(fay)
    fay.tap("W")

    assert "What Fay wrote" not in str(team.dump())
    for table in (membership, participation, open_consent):
        assert not rows(writer, table, person_id=number), table.name
    assert all(row.target["by"] != number for row in rows(writer, link))
    assert not rows(writer, evidence)


def test_an_organisation_that_goes_leaves_no_row_of_its_team(team: Team, writer: Engine) -> None:
    ana = team.founder()
    used, code = team.issue(ana, "one")
    team.issue(ana, "many")
    fay = team.comes(code)
    late = team.opens(code)
    team.act(late, "ask_to_join", used)
    round_id = one(writer, assessment).id
    _settle(writer, round_id)
    fay.tap("W")
    ana.tap("W")

    for table in (join_request, link_use, assessment, round_result, settled, membership):
        assert not rows(writer, table), table.name
    # The numbers of links are kept: one that is given away again would let in whoever had opened the old one.
    assert {(str(row.target), row.organisation_id) for row in rows(writer, link)} == {("{}", None)}
    eve = team.founder("Green Leaf")
    team.issue(eve, "many")
    team.joins(late, used)
    assert team.told(late).key == "unknown_link"
    assert team.position(late, team.organisation_of(eve)) == ""


def _settle(writer: Engine, round_id: int) -> None:
    values: dict[str, Any] = {"state": "level", "low": 2, "high": 2, "shown": False, "agreed": False}
    whole = {"people": 1, "scope": "full", "profile": "", "sheet": [], "voices": {}, "closed_how": "hand"}
    with writer.begin() as connection:
        connection.execute(insert(round_result), {"assessment_id": round_id, **whole})
        one_row = {"assessment_id": round_id, "element_id": "sp.lead.fit", "element_version": 1}
        connection.execute(insert(settled), {**one_row, **values, "reason": "", "at": NOON})
