"""What is planned in a place: by group, with who takes it and until when, once on every screen and on paper."""

from __future__ import annotations

from dataclasses import replace

from bot.report.making import report_of
from bot.screens.results import result
from bot.screens.sight import Sight, units
from bot.team.result_facts import told
from flows.conversation import Chosen
from flows.pages import SharedWith
from flows.team_results import TeamResult
from frameworks.place_card import printed
from tests.team.place_samples import case_31_result, case_35, member
from tests.team.result_made import EC, place_round

HELP = {"act.ec.market.help.1": Chosen(day="2026-04-30", taken_by="Amina (fund)")}


def planning(chosen: dict[str, Chosen], team: TeamResult | None = None) -> Sight:
    return member(replace(team or case_31_result(), chosen=chosen))


def part(text: str, title: str) -> list[str]:
    found = [each.split("\n")[1:] for each in text.split("\n\n") if each.startswith(f"{title}\n")]
    return found[0] if found else []


def rows_of(sight: Sight) -> list[tuple[str, ...]]:
    known = told(sight)
    report = report_of(known.sight, known.facts, known.result)
    tables = [each.table for each in report.sections if each.id == "agenda"]
    return [tuple(row) for table in tables if table is not None for row in table.rows]


def test_each_plan_stands_with_its_group_who_takes_it_and_until_when() -> None:
    smaller = Chosen(day="2026-05-02", smaller=True, taken_by="Joy")
    text = result(planning({**HELP, "act.ec.data.outc.2": smaller})).text

    assert part(text, "PLANNED") == [
        "Government: Agreed outcomes. By 2 May. Taken by: Joy",
        "Donor: Support to become ready. Target: 2 Starting by 30 April. Taken by: Amina (fund)",
    ]
    assert text.index("PLANNED") < text.index("WHO COULD DO WHAT NEXT")


def test_what_is_planned_is_not_suggested_again() -> None:
    free, taken = (result(planning(chosen)).text for chosen in ({}, HELP))
    step = "Donor: Pay for one local adviser and for support to 4 small providers."

    assert any(line.startswith(step) for line in part(free, "WHO COULD DO WHAT NEXT"))
    assert not any(line.startswith(step) for line in part(taken, "WHO COULD DO WHAT NEXT"))


def test_with_nothing_planned_there_is_no_such_part_and_a_day_alone_stands_with_the_step() -> None:
    assert part(result(planning({})).text, "PLANNED") == []
    text = result(planning({"act.ec.law.power.2": Chosen(day="2026-03-30")})).text
    assert part(text, "PLANNED") == []
    assert "By 30 March." in part(text, "WHO COULD DO WHAT NEXT")[0]


def test_a_day_alone_whose_step_is_not_printed_is_planned() -> None:
    text = result(planning({"act.ec.law.buy.2": Chosen(day="2026-03-30")})).text
    assert part(text, "PLANNED") == ["Government: Rules for buying. Target: 3 In place by 30 March."]


def test_ones_own_picture_has_it_too() -> None:
    sight = member(case_31_result())
    there = replace(sight.conversation, chosen={"act.ec.law.buy.4": Chosen(day="2026-03-30", taken_by="Joy")})
    alone = replace(sight, conversation=replace(there, closed=False), page=SharedWith())

    assert part(result(alone).text, "PLANNED") == ["Government: Rules for buying. By 30 March. Taken by: Joy"]


def test_on_paper_the_group_stands_before_who_takes_it_in_the_order_of_groups() -> None:
    chosen = {**HELP, "act.ec.data.outc.2": Chosen(day="2026-05-02", taken_by="Joy")}
    assert [row[1:3] for row in rows_of(planning(chosen))[:2]] == [
        ("Government: Joy", "2 May 2026"),
        ("Donor: Amina (fund)", "30 April 2026"),
    ]


def test_what_is_due_before_the_next_budget_or_election_comes_first() -> None:
    """The budget call of this place is on 15 May, its election a year later."""
    late = {"act.ec.data.outc.2": Chosen(day="2026-05-15", taken_by="Joy")}
    assert part(result(planning({**late, **HELP})).text, "PLANNED") == [
        "Donor: Support to become ready. Target: 2 Starting by 30 April. Taken by: Amina (fund)",
        "Government: Agreed outcomes. Target: 3 In place by 15 May. Taken by: Joy",
    ]
    over = replace(case_31_result(), dates=(("budget", "2026-01-31"),))
    assert part(result(planning({**late, **HELP}, over)).text, "PLANNED")[0].startswith("Government:")


def test_what_is_counted_and_not_shown_is_not_planned_either() -> None:
    now = place_round(case_35(), "government")
    assert now.place is not None
    seen = printed(EC, now.place, "government", closed=True)
    assert seen is not None
    chosen = {
        f"act.{one}.{now.settled[one].level or 0}": Chosen(day="2026-04-30", taken_by="Joy")
        for one in seen.not_shown
    }
    assert chosen
    told_of = "ec.law.power"
    chosen[f"act.{told_of}.{now.settled[told_of].level}"] = Chosen(taken_by="Amina")
    sight = planning(chosen, TeamResult(now))

    assert len(part(result(sight).text, "PLANNED")) == 1
    assert [row[1] for row in rows_of(sight)] == ["Government: Amina"]


def test_however_much_is_planned_the_summary_fits() -> None:
    chosen = {
        f"act.{one}.{value.level or 0}": Chosen(day="2026-04-30", taken_by="🐘" * 60)
        for one, value in case_31_result().now.settled.items()
    }
    assert units(result(planning(chosen)).text) < 3500
