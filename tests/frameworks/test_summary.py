"""The summary in ids and numbers: what is named, in which order, and who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from frameworks.agenda import Agenda
from frameworks.quick import Ending
from frameworks.scoring import Word
from frameworks.settling import settle
from frameworks.stages import NoStage
from frameworks.summary import Ask, Fit, Proof, StrongPoint, Summary, missing_roles, summarise
from frameworks.values import Answer, Said, Scope, Shown
from tests.frameworks.pictures import EC, PLACE
from tests.frameworks.samples import SP, all_sp, answers, element, framework_files, load
from tests.frameworks.worked import CASE_30, MUSTS, QUICK, at, full

NOTHING = Answer(Said.LEVEL, 3, Shown.NOTHING, kept=True)


def sp_summary(
    values: Mapping[str, Answer],
    profile: str = "direct",
    scope: Scope = Scope.FULL,
    roles: tuple[str, ...] = (),
) -> Summary:
    return summarise(SP, values, profile, scope, roles)


def case_30() -> Summary:
    second = Answer(Said.LEVEL, 3, Shown.OPTION, 2)
    values = answers(CASE_30) | {"sp.ops.team": NOTHING, "sp.fin.control": second, "sp.part.trust": second}
    fit = Fit(no=(), unsure=("fit.time", "fit.payer"), asked=6)
    return summarise(SP, values, "unsure", Scope.FULL, ["finance"], fit)


def test_case_30_fills_the_head_and_the_line_in_short() -> None:
    summary = case_30()

    assert (summary.questions, summary.answered, summary.roles) == (30, 29, ("finance",))
    assert summary.short_in_place == full("fin.control", "prog.toc")
    assert summary.short_next == full("fin.cash", "meas.data")


def test_case_30_names_four_strong_points_musts_first_with_their_proof() -> None:
    assert case_30().strong == (
        StrongPoint("sp.fin.control", Proof.SHOWN, 2),
        StrongPoint("sp.prog.toc", Proof.SHOWN, 1),
        StrongPoint("sp.ops.team", Proof.NOT_SHOWN),
        StrongPoint("sp.part.trust", Proof.SHOWN, 2),
    )
    assert case_30().begun == ()


def test_case_30_gives_the_musts_by_word_and_asks_for_what_is_not_known() -> None:
    lines = {line.word: [(ask.element, ask.role) for ask in line.musts] for line in case_30().musts}

    assert list(lines.items()) == [
        (Word.IN_PLACE, [("sp.fin.control", None)]),
        (Word.STARTED, [("sp.lead.board", None), ("sp.meas.outc", None)]),
        (Word.NOT_YET, [("sp.meas.data", None), ("sp.fin.cash", None)]),
        (Word.NOT_KNOWN, [("sp.care.safe", "safeguarding")]),
    ]


def test_case_30_works_first_on_the_musts_furthest_under() -> None:
    assert case_30().binding == full("meas.data", "fin.cash", "lead.board")


def test_case_30_has_an_agenda_that_the_line_in_short_names() -> None:
    assert [one.element for one in case_30().agenda.all] == [*full("fin.cash", "meas.data", "care.safe")]


def test_what_was_taken_up_or_not_reached_yet_is_not_on_the_agenda() -> None:
    values = answers({one: said for one, said in CASE_30.items() if one != "sp.care.safe"})
    summary = summarise(SP, values, "unsure", Scope.FULL, [], size="small", taken=full("fin.cash"))
    all_taken = summarise(SP, all_sp(3, at(2, "ops.keep")), None, Scope.FULL, [], taken=full("ops.keep"))

    assert [one.element for one in summary.agenda.all] == [*full("meas.data", "lead.board", "meas.outc")]
    assert (all_taken.agenda.all, all_taken.short_next) == ((), full("ops.keep"))


def test_whoever_could_say_is_asked_on_the_agenda_as_well() -> None:
    values = all_sp(3) | {"sp.care.safe": Answer(Said.DONT_KNOW, who="board")}

    assert [one.ask for one in sp_summary(values).agenda.all] == ["board"]
    alone = sp_summary(all_sp(3, at("?", "fin.cash")), roles=("finance",))
    assert [one.ask for one in alone.agenda.all] == [None]


def test_a_place_names_the_musts_that_are_not_met() -> None:
    summary = summarise(EC, PLACE, "both", Scope.FULL, [])
    met = summarise(EC, answers(dict.fromkeys((one.id for one in EC.elements), 3)), "both", Scope.FULL, [])

    assert summary.short_next == ("ec.law.power", "ec.money.years")
    assert [one.element for one in summary.agenda.all][:2] == ["ec.law.power", "ec.data.outc"]
    assert met.short_next == ()


def test_a_framework_without_actions_has_first_steps_alone() -> None:
    framework = load(framework_files("fs", {"a": [element("fs.a.one"), element("fs.a.two")]}))
    summary = summarise(framework, answers({"fs.a.one": 1, "fs.a.two": 3}), None, Scope.FULL, [])

    assert summary.agenda == Agenda()
    assert summary.binding == summary.short_next == ("fs.a.one",)


def test_case_30_wishes_for_two_more_views_and_asks_for_the_road() -> None:
    summary = case_30()

    assert summary.missing_roles == ("programme_manager", "data_lead")
    assert summary.fit is not None
    assert summary.fit.in_doubt
    assert summary.unknown == ()
    assert summary.quick is None


def test_with_nothing_in_place_the_started_ones_are_named() -> None:
    summary = sp_summary(all_sp(2, at(1, "lead.fit")))

    assert summary.short_in_place == ()
    assert summary.strong == ()
    assert summary.begun == full(*MUSTS)[:4]


def test_an_element_in_place_below_the_level_of_proof_asks_for_none() -> None:
    summary = sp_summary(all_sp(1, at(2, "fin.cash")), "bond")

    assert summary.strong == (StrongPoint("sp.fin.cash", Proof.NOT_ASKED),)


def test_at_early_a_must_at_level_one_comes_before_others_as_far_under() -> None:
    early = sp_summary(all_sp(1, at(2, "lead.board")), "bond")
    later = sp_summary(all_sp(2, {**at(1, "fin.cash"), **at(3, "meas.outc", "meas.data")}), "bond")

    assert early.binding == full("meas.outc", "meas.data", "fin.control")
    assert sp_summary(answers(CASE_30), "bond").binding == full("meas.data", "fin.cash", "lead.board")
    # Beyond that stage the fewest days decide between those as far under.
    assert later.binding == full("fin.cash", "lead.board", "care.safe")


def test_with_all_musts_met_the_weak_dimensions_bind() -> None:
    summary = sp_summary(all_sp(3, {**at(2, "ops.team", "ops.hire", "lead.fit"), **at(1, "ops.keep")}))

    assert summary.binding == full("ops.keep", "ops.team", "ops.hire")


def test_with_no_weak_dimension_all_that_is_not_in_place_binds_higher_levels_first() -> None:
    summary = sp_summary(all_sp(3, {**at(1, "lead.fit"), **at(2, "prog.toc", "care.voice")}))

    assert summary.binding == full("prog.toc", "care.voice", "lead.fit")


def test_a_dimension_with_exactly_half_in_place_is_not_weak() -> None:
    summary = sp_summary(all_sp(3, {**at(1, "part.trust"), **at(2, "lead.fit", "part.access")}))

    assert summary.binding == full("lead.fit", "part.access", "part.trust")


def test_what_is_not_known_binds_nothing() -> None:
    summary = sp_summary(all_sp(3, at("?", "care.safe", "ops.team", "ops.hire")))

    assert summary.binding == ()


def test_three_at_most_that_are_not_known_name_who_could_say() -> None:
    summary = sp_summary(
        all_sp(3, at("?", "care.safe", "care.voice", "lead.culture", "ops.hire", "part.deal"))
    )

    assert summary.unknown == (
        Ask("sp.lead.culture", "director"),
        Ask("sp.ops.hire", "hr"),
        Ask("sp.part.deal", "director"),
    )


@pytest.mark.parametrize(
    ("who", "roles", "role"),
    [
        (None, (), "director"),
        (None, ("director",), "programme_manager"),
        (None, ("director", "programme_manager", "field_worker"), None),
        ("field_worker", (), "field_worker"),
        ("someone_else", (), "director"),
    ],
)
def test_the_role_that_was_named_is_asked_else_the_first_that_the_person_does_not_hold(
    who: str | None, roles: tuple[str, ...], role: str | None
) -> None:
    values = all_sp(3) | {"sp.lead.culture": Answer(Said.DONT_KNOW, who=who)}

    assert sp_summary(values, roles=roles).unknown == (Ask("sp.lead.culture", role),)


def test_where_anyone_can_say_no_role_is_named() -> None:
    assert sp_summary(all_sp(3, at("?", "care.voice"))).unknown == (Ask("sp.care.voice", None),)


def test_what_the_stage_hangs_on_is_listed_in_full_with_whom_to_ask() -> None:
    summary = sp_summary(all_sp(3, at("?", "ops.team", "ops.hire", "ops.keep")))

    assert summary.hangs_on == (
        Ask("sp.ops.team", "director"),
        Ask("sp.ops.hire", "hr"),
        Ask("sp.ops.keep", "operations"),
    )


def test_views_wanted_are_those_that_nobody_holds() -> None:
    assert missing_roles(SP, ["data_lead", "board"]) == ("programme_manager", "finance", "director")
    assert missing_roles(SP, [role.id for role in SP.roles]) == ()


def test_a_framework_with_other_roles_offers_its_own() -> None:
    roles = [{"id": role, "label": role, "who": "helps"} for role in ("nurse", "cook")]
    framework = load(framework_files("ot", {"a": [element("ot.a.one")]}, roles=roles))

    assert missing_roles(framework, ["nurse"]) == ("cook",)
    assert missing_roles(replace(framework, roles=()), []) == ()


def test_a_quick_summary_ends_by_its_musts_and_names_no_stage() -> None:
    summary = sp_summary(answers(QUICK | {"sp.meas.outc": 2}), scope=Scope.QUICK)

    assert summary.quick is not None
    assert (summary.quick.ending, summary.quick.names) == (Ending.WORTH_THE_FULL, full("meas.outc"))
    assert (summary.questions, summary.card.no_stage) == (12, NoStage.QUICK)


def test_quick_answers_count_in_the_full_check() -> None:
    summary = sp_summary(answers(QUICK))

    assert (summary.questions, summary.answered) == (30, 12)
    assert summary.card.no_stage is NoStage.TOO_MUCH_UNKNOWN


def test_where_nothing_counts_there_is_a_summary_and_no_stage() -> None:
    framework = load(framework_files("na", {"a": [element("na.a.one", na=["we have none"])]}))
    summary = summarise(framework, answers({"na.a.one": "x"}), None, Scope.FULL, [])

    assert (summary.questions, summary.card.no_stage) == (0, NoStage.NOTHING_COUNTS)
    assert summary.card.dimensions[0].not_applicable == 1


@pytest.mark.parametrize("result", ["counts", "fit"])
def test_a_framework_without_stages_has_counts_alone(result: str) -> None:
    framework = load(framework_files("ct", {"a": [element("ct.a.one")]}, result=result))
    summary = summarise(framework, answers({"ct.a.one": 3}), None, Scope.FULL, [])

    assert summary.card.no_stage is NoStage.NOT_STAGED
    assert summary.card.counts[Word.IN_PLACE] == 1


def test_does_not_apply_is_not_taken_where_it_was_not_offered() -> None:
    values = all_sp(3, at("x", "care.safe", "care.voice"))

    assert settle(SP, values, "direct")["sp.care.safe"].counts
    assert sp_summary(values).card.counts[Word.NOT_KNOWN] == 2
