"""The same person in two organisations, for the same check too: by an invitation, by a choice, by a letter."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from flows.desk import act_of_panel
from flows.events import Commanded, Handled
from flows.roster import RosterRow
from flows.team_pages import TeamPage
from frameworks.load import shipped
from storage.programme import invitations
from storage.programme.rights import OPERATOR
from storage.programme.roster import import_roster
from storage.programme.tables import enrolment
from storage.tables import conversation, membership, organisation, participation
from tests.flows.kinds import other, small_fit
from tests.flows.walks import button_of
from tests.frameworks.samples import SP
from tests.programme.joined import Joined
from tests.storage.support import Talker, levels, one, rows
from tests.team.between import ONE, begins_another, named, of_umoja, turn
from tests.team.seats import Team

EC = shipped()["ec-1.0"]


@pytest.fixture
def ana(team: Team) -> Talker:
    return of_umoja(team)


def listed(team: Team, name: str, kind: str = "one") -> tuple[int, str]:
    """A cohort with this organisation on its list, empty for none, and the code of an invitation."""
    cohort = Joined(team.writer).cohort(name="North")
    with team.writer.begin() as connection:
        now = Joined(team.writer).now
        if not name:
            return cohort, invitations.issue(connection, OPERATOR, cohort, "many", now, uses=5)[1]
        import_roster(connection, OPERATOR, cohort, [RosterRow(2, name, "Ana")], now)
        (found,) = invitations.issue_for_waiting(connection, OPERATOR, cohort, now)
        return cohort, found.code


def test_another_organisation_begins_beside_the_first_one(team: Team, ana: Talker, writer: Engine) -> None:
    umoja = ana.look().number
    begins_another(ana, "Elimu")
    ana.tap("l", 1)

    there = ana.look()
    assert (there.inputs.organisation, there.several, set(there.answers)) == ("Elimu", True, {ONE})
    assert levels(writer, ana.number) == {ONE: 1}
    turn(ana, umoja)
    assert named(ana) == ("Umoja", SP.key)
    assert levels(writer, ana.number) == {ONE: 2}
    assert [row.name for row in rows(writer, organisation)] == ["Umoja", "Elimu"]
    assert [row.position for row in rows(writer, membership)] == ["owner", "owner"]
    assert ana.conversation.panel == "recap", "it says where one is"
    assert team.organisation_of(ana) == rows(writer, organisation)[0].id


def test_who_goes_back_without_a_name_answers_for_one_organisation(ana: Talker, writer: Engine) -> None:
    umoja = ana.look().number
    ana.tap("V")
    ana.tap("I")
    ana.tap("<")
    assert ana.look().several
    turn(ana, umoja)

    assert not ana.look().several
    assert len(rows(writer, participation)) == len(rows(writer, organisation)) == 1


def test_who_is_invited_for_another_organisation_begins_there(
    team: Team, ana: Talker, writer: Engine
) -> None:
    _cohort, code = listed(team, "Elimu")
    before = ana.look()
    ana.take(Commanded("start", code))
    page = act_of_panel(ana.conversation.panel)
    assert page is not None
    ana.take(Handled("=", page.number))

    there = ana.look()
    assert (there.inputs.organisation, there.state, there.answers) == ("Elimu", "sizing", {})
    assert (there.inputs.roles, there.inputs.size, there.several) == ((), "", True)
    assert one(writer, enrolment).organisation_id == there.organisation != before.organisation
    turn(ana, before.number)
    assert levels(writer, ana.number) == {ONE: 2}


@pytest.mark.parametrize("name", ["UMOJA ltd", ""])
def test_for_the_same_organisation_and_for_any_the_present_answers_count(
    team: Team, ana: Talker, writer: Engine, name: str
) -> None:
    _cohort, code = listed(team, name)
    before = ana.look()
    ana.take(Commanded("start", code))
    page = act_of_panel(ana.conversation.panel)
    assert page is not None
    ana.take(Handled("=", page.number))

    assert (ana.look().number, ana.look().state, ana.look().several) == (before.number, "asking", False)
    assert one(writer, enrolment).organisation_id == before.organisation
    assert len(rows(writer, participation)) == 1


def test_a_team_of_another_organisation_is_joined_with_a_part_of_its_own(team: Team, ana: Talker) -> None:
    ben = team.founder("Elimu")
    ben.tap("l", 2)
    before = ben.look()
    team.comes(team.issue(ana, "one")[1], ben)

    there = ben.look()
    assert (there.inputs.organisation, there.answers) == ("Umoja", {})
    assert (there.organisation, there.several) == (team.organisation_of(ana), True)
    assert team.position(ben, there.organisation or 0) == "member"
    turn(ben, before.number)
    assert (ben.look().inputs.organisation, set(ben.look().answers)) == ("Elimu", {ONE})


def test_from_the_page_of_one_team_the_others_are_one_tap_away(team: Team, ana: Talker) -> None:
    ben = team.founder("Elimu")
    elimu, umoja = team.organisation_of(ben), team.organisation_of(ana)
    team.comes(team.issue(ana, "one")[1], ben)

    page = team.opened(ben, "team")
    assert isinstance(page, TeamPage)
    assert (page.head.organisation, page.others) == ("Umoja", ((elimu, "Elimu"),))
    page = team.opened(ben, "team", elimu)
    assert isinstance(page, TeamPage)
    assert (page.head.organisation, page.others) == ("Elimu", ((umoja, "Umoja"),))
    page = team.opened(ana, "team")
    assert isinstance(page, TeamPage)
    assert page.others == (), "nobody sees where their colleagues are besides"


def test_a_place_is_joined_for_the_group_that_was_invited(writer: Engine) -> None:
    team = Team.offered(writer, EC)
    lead = team.founder_by(EC.key, "Busia")
    ana = team.founder_by(SP.key, "Umoja")
    group = 2
    team.comes(team.issue(lead, "one", group + 1)[1], ana)

    there = ana.look()
    assert (there.inputs.organisation, there.inputs.group) == ("Busia", EC.groups[group].id)
    assert there.several, "a place and an organisation"


def test_a_cohort_that_waits_for_its_check_is_not_tied_to_another_one(writer: Engine) -> None:
    """Joined, and gone to another check before the cohort's is begun: that is none of this cohort's."""
    team = Team.offered(writer, other())
    ana = team.founder_by(other().key, "Umoja")
    ana.take(button_of(other(), ana.look(), "l", 1))
    begun = ana.look().number
    _cohort, code = listed(team, "")
    ana.take(Commanded("start", code))
    page = act_of_panel(ana.conversation.panel)
    assert page is not None
    ana.take(Handled("=", page.number))
    # Of the same organisation: its name is known, so the cohort's check is begun at once.
    assert one(writer, enrolment).assessment_id is not None
    waiting = one(writer, enrolment).id
    with writer.begin() as connection:
        connection.execute(enrolment.update().values(assessment_id=None, organisation_id=None))
        connection.execute(conversation.update().values(joining=waiting))
    turn(ana, begun)

    assert one(writer, enrolment).assessment_id is None
    assert ana.look().joining is not None


def test_a_fit_check_belongs_to_the_organisation_it_was_asked_for(writer: Engine) -> None:
    team = Team.offered(writer, small_fit())
    ana = team.founder("Umoja")
    ana.tap("l", 1)
    ana.tap("J")
    ana.tap("j")
    fit = small_fit()
    for element in fit.elements:
        ana.take(button_of(fit, ana.look(), "l", 2, element.id))
    assert (ana.look().state, named(ana)) == ("summary", ("Umoja", fit.key))
    ana.take(button_of(fit, ana.look(), "U"))
    begins_another(ana, "Elimu")
    ana.tap("l", 1)
    ana.tap("J")
    ana.tap("j")

    assert (named(ana), ana.look().answers) == (("Elimu", fit.key), {})
    ana.take(button_of(fit, ana.look(), "l", 2))
    ana.take(button_of(fit, ana.look(), "l", 2))
    ana.take(button_of(fit, ana.look(), "U"))
    assert named(ana) == ("Elimu", SP.key)
    assert len(rows(writer, participation)) == 4


def test_leaving_one_organisation_leaves_the_other_as_it_was(team: Team, ana: Talker, writer: Engine) -> None:
    ben = team.founder("Elimu")
    ben.tap("l", 2)
    team.comes(team.issue(ana, "one")[1], ben)
    assert ben.look().several
    run = ben.look().run
    team.act(ben, "leave_team", ben.look().organisation or 0)

    there = ben.look()
    assert (there.inputs.organisation, there.several, set(there.answers)) == ("Elimu", False, {ONE})
    begins_another(ben, "Afya")
    assert ben.look().run > run, "the run of what was left is not given away again"
