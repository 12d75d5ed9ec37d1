"""Inviting colleagues to a team and coming by an invitation: counted once, decided on by who leads."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select, update

from flows.desk import panel_of
from flows.events import Commanded, Handled
from flows.team_pages import TeamLinkPage, TeamLinksPage, TeamPage
from frameworks.load import shipped
from storage.memory import Memory
from storage.programme.bots import remember_bot
from storage.programme.links import hashed
from storage.programme.tables import enrolment, link_use
from storage.tables import assessment, conversation, job, link, membership, organisation, participation
from tests.frameworks.samples import SP
from tests.storage.conftest import OpenWriter
from tests.storage.support import at_once, knowledge, one, rows, take
from tests.team.seats import KINDS, Team, invitation, state

IP = shipped()["ip-1.0"]


def test_who_leads_makes_a_link_whose_code_is_told_once(team: Team, writer: Engine) -> None:
    ana = team.founder()
    with writer.begin() as connection:
        remember_bot(connection, "telegram", 1, "tayari_bot")
    number, code = team.issue(ana, "one")
    row = one(writer, link)

    assert (row.code_hash, row.kind, row.use_limit, row.uses) == (hashed(code), "team_one", 1, 0)
    assert row.ends_at - row.created_at == timedelta(days=30)
    assert row.target == {
        "organisation": team.organisation_of(ana),
        "framework": SP.key,
        "by": team.person_of(ana),
        "group": "",
    }
    assert code not in str(row)
    assert ana.conversation.panel == panel_of("(k", number)
    page = team.page(ana)
    assert isinstance(page, TeamLinkPage)
    assert page.address == f"https://t.me/tayari_bot?start={code}"
    assert one(writer, job).args == {"code": code}
    again = team.opened(ana, "team_link", number)
    assert isinstance(again, TeamLinkPage)
    assert (again.address, again.line.state, again.line.used) == ("", "open", 0)


@pytest.mark.parametrize(
    ("kind", "limit", "days"), [("one", 1, 30), ("many", 10, 30), ("facilitator", 1, 7), ("owner", 1, 7)]
)
def test_every_kind_has_its_limit_and_its_end(
    team: Team, writer: Engine, kind: str, limit: int, days: int
) -> None:
    ana = team.founder()
    number, code = team.issue(ana, kind)
    row = one(writer, link, id=number)

    assert (row.use_limit, row.ends_at - row.created_at) == (limit, timedelta(days=days))
    late = team.stranger()
    late.now += timedelta(days=days, hours=1)
    assert state(team, code, late) == "ended"


def test_a_link_for_many_ends_with_the_last_day_of_the_round(team: Team, writer: Engine) -> None:
    ana = team.founder()
    day = (ana.now + timedelta(days=5)).date()
    with writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on=day.isoformat()))
    number, code = team.issue(ana, "many")
    single, _ = team.issue(ana, "one")

    assert one(writer, link, id=number).ends_at.date() == day + timedelta(days=1)
    assert one(writer, link, id=single).ends_at - ana.now > timedelta(days=29)
    assert invitation(team, team.opens(code)).deadline == day.isoformat()


def test_who_comes_by_a_link_takes_part_in_the_same_round(team: Team, writer: Engine) -> None:
    ana = team.founder()
    number, code = team.issue(ana, "one")
    ben = team.opens(code)
    seen = invitation(team, ben)

    assert (seen.organisation, seen.people, seen.position, seen.framework) == (
        "Red Cross",
        1,
        "member",
        SP.key,
    )
    team.joins(ben, number)
    assert team.told(ben).args == {"organisation": "Red Cross"}
    assert ben.conversation.state == "profiling", "its size is known"
    team.answers(ben)
    there = ben.look()

    assert there.organisation == team.organisation_of(ana)
    assert there.inputs.organisation == "Red Cross"
    assert len(rows(writer, organisation)) == len(rows(writer, assessment)) == 1
    assert len(rows(writer, participation)) == len(rows(writer, membership)) == 2
    assert not rows(writer, enrolment)
    (came,) = rows(writer, link_use)
    assert (came.link_id, came.enrolment_id) == (number, None)
    assert one(writer, link).uses == 1


def test_a_link_for_one_lets_in_one(team: Team, writer: Engine) -> None:
    ana = team.founder()
    number, code = team.issue(ana, "one")
    ben = team.comes(code)
    zoe = team.opens(code)

    assert invitation(team, zoe).state == "used"
    team.joins(zoe, number)
    assert team.position(zoe, team.organisation_of(ana)) == ""
    assert state(team, code, ben) == "joined"
    assert one(writer, link).uses == 1


def test_a_link_for_many_is_full_after_ten(team: Team, writer: Engine) -> None:
    ana = team.founder()
    number, code = team.issue(ana, "many")
    for _ in range(10):
        team.comes(code)
    late = team.opens(code)

    assert invitation(team, late).state == "full"
    team.joins(late, number)
    assert len(rows(writer, membership)) == 11
    page = team.opened(ana, "team")
    assert isinstance(page, TeamPage)
    assert page.people == 11


def test_who_opens_their_own_link_again_changes_nothing(team: Team, writer: Engine) -> None:
    ana = team.founder()
    number, code = team.issue(ana, "many")
    ben = team.comes(code)
    before = team.dump()

    for talker in (ana, ben):
        assert state(team, code, talker) == "joined"
        team.joins(talker, number)
    assert team.told(ben).key == "link_joined"
    assert team.dump() == before


def test_a_withdrawn_link_lets_nobody_in(team: Team, writer: Engine) -> None:
    ana = team.founder()
    number, code = team.issue(ana, "one")
    ben = team.opens(code)
    team.act(ana, "team_revoke_link", number)
    first = one(writer, link).revoked_at
    team.act(ana, "team_revoke_link", number)
    team.joins(ben, number)

    assert team.position(ben, team.organisation_of(ana)) == ""
    assert one(writer, link).revoked_at == first
    page = team.page(ana)
    assert isinstance(page, TeamLinkPage)
    assert page.line.state == "revoked"


def test_two_people_at_once_and_one_comes_in(team: Team, writer: Engine, open_writer: OpenWriter) -> None:
    ana = team.founder()
    number, code = team.issue(ana, "one")
    both = [team.opens(code) for _ in range(2)]
    taps = [each.incoming(Handled("=", number)) for each in both]
    memories = [Memory(open_writer(), knowledge()) for _ in both]
    at_once([partial(take, memory, tap) for memory, tap in zip(memories, taps, strict=True)])

    inside = [team.position(each, team.organisation_of(ana)) for each in both]
    assert sorted(inside) == ["", "member"]
    assert one(writer, link).uses == len(rows(writer, link_use)) == 1


def test_links_are_listed_the_newest_first(team: Team) -> None:
    ana = team.founder()
    numbers = [team.issue(ana, kind)[0] for kind in KINDS]
    team.founder("Green Leaf")
    page = team.opened(ana, "team_links")

    assert isinstance(page, TeamLinksPage)
    assert [line.number for line in page.lines] == numbers[::-1]
    assert [line.kind for line in page.lines] == list(KINDS)[::-1]


def test_a_number_alone_opens_nothing(team: Team) -> None:
    ana, eve = team.founder(), team.founder("Eve's own")
    number, _code = team.issue(ana, "many")
    before = team.dump()
    for name in ("invited", "join", "ask_to_join", "serve"):
        team.act(eve, name, number)
        assert team.told(eve).key in {"not_there", "unknown_link"}, name
    assert team.dump() == before


def test_agreeing_and_joining_may_come_together(team: Team, memory: Memory, writer: Engine) -> None:
    ana = team.founder()
    number, code = team.issue(ana, "one")
    ben = team.stranger()
    ben.take(Commanded("start", code))
    ben.tap("G", 0)
    events = [ben.incoming(ben.button("A")), ben.incoming(Handled("=", number))]
    ben.heard(memory.take_in(events, [], ben.now, False)[-1])

    assert team.position(ben, team.organisation_of(ana)) == "member"
    assert ben.look().consent == "1"
    with writer.begin() as connection:
        chats = list(connection.scalars(select(conversation.c.person_id)))
    assert None not in chats


def test_between_two_rounds_one_joins_and_begins_nothing(team: Team, writer: Engine) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    team.closed(where)
    code = team.issue(ana, "one")[1]
    ben = team.comes(code)

    assert team.told(ben).key == "team_joined"
    assert team.position(ben, where) == "member"
    there = ben.look()
    assert (there.state, there.invitation, there.organisation) == ("naming", None, None)
    assert len(rows(writer, assessment)) == len(rows(writer, participation)) == 1


def test_between_two_rounds_who_answers_for_another_stays_there(writer: Engine) -> None:
    team = Team.offered(writer, IP)
    ana, ben = team.founder_by(SP.key, "Red Cross"), team.founder_by(IP.key, "Of Ben")
    where = team.organisation_of(ana)
    team.closed(where)
    before = ben.look()
    team.comes(team.issue(ana, "owner")[1], ben)
    after = ben.look()

    assert team.position(ben, where) == "owner"
    assert (after.state, after.number, after.place_no) == (before.state, before.number, before.place_no)
    assert len(rows(writer, participation)) == 2
