"""The worked numbers for one respondent: counts, musts and stage of every case, to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from frameworks.scoring import Reading, Sign, Word, score
from frameworks.settling import same_answers, settle
from frameworks.stages import Point, hangs_on
from frameworks.summary import Fit, summarise
from frameworks.values import Answer, Said, Scope, Shown
from tests.frameworks import samples
from tests.frameworks.samples import SP, all_sp, answers, branches
from tests.frameworks.worked import (
    CASE_30,
    CASES,
    EARLY,
    MUSTS,
    SUPPORT,
    TALKS,
    THREE_NA,
    TO_SIGN,
    Case,
    at,
    full,
    parts,
    row,
    sp_card,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case {case.number}")
def test_a_worked_case_comes_out_to_the_letter(case: Case) -> None:
    card = sp_card(all_sp(case.base, case.changes), case.profile)

    assert row(card) == case.counts
    assert (card.stage or card.no_stage) == case.stage
    assert (card.stage is None) != (card.no_stage is None)
    assert card.held_by == full(*case.held_by)
    assert card.hangs_on == full(*case.hangs_on)
    assert card.musts == 6
    assert not card.not_shown_yet
    assert parts(card).items() >= case.parts.items()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case {case.number}")
def test_an_empty_answer_counts_as_dont_know(case: Case) -> None:
    values = all_sp(case.base, case.changes)
    reached = {one: answer for one, answer in values.items() if answer.said is not Said.DONT_KNOW}

    assert sp_card(reached, case.profile) == sp_card(values, case.profile)


def test_case_7_unsure_reads_cash_both_ways_and_the_stage_uses_the_lower() -> None:
    card = sp_card(all_sp(3, at(2, "fin.cash")), "unsure")

    assert card.readings == (Reading("sp.fin.cash", 2, 3, Word.STARTED, 2, Word.IN_PLACE, used=2),)


@pytest.mark.parametrize("profile", ["direct", "bond", "bonus", None])
def test_who_knows_the_profile_gets_one_reading(profile: str | None) -> None:
    settled = settle(SP, all_sp(3), profile)

    assert score(SP, settled, profile).readings == ()


def test_case_15_lists_what_to_meet_before_signing_though_no_stage_prints_it() -> None:
    card = sp_card(all_sp(3, at("x", *THREE_NA, "prog.reach")), "direct")

    rest = tuple((one, Sign.MET) for one in full(*TO_SIGN[1:]))
    assert card.before_you_sign == (("sp.prog.reach", Sign.NOT_APPLICABLE), *rest)
    assert not card.print_before_you_sign


def test_case_20_a_must_kept_with_nothing_to_show_is_not_shown_yet() -> None:
    kept = Answer(Said.LEVEL, 3, Shown.NOTHING, kept=True)
    card = sp_card(all_sp(3) | {"sp.fin.control": kept}, "direct")

    assert row(card) == (30, 30, 0, 0, 0, 0, 0, 6)
    assert card.stage == TALKS
    assert card.not_shown_yet
    assert (card.shown, card.showable) == (29, 30)


def test_a_skipped_proof_is_not_shown_either() -> None:
    skipped = Answer(Said.LEVEL, 4, Shown.SKIPPED)

    assert sp_card(all_sp(3) | {"sp.care.safe": skipped}, "direct").not_shown_yet
    assert not sp_card(all_sp(3) | {"sp.care.voice": skipped}, "direct").not_shown_yet


def test_a_must_in_place_below_the_level_of_proof_asks_for_none() -> None:
    card = sp_card(all_sp(3) | {"sp.fin.cash": Answer(Said.LEVEL, 2)}, "bond")

    assert not card.not_shown_yet
    assert (card.shown, card.showable) == (29, 29)


def test_case_38_same_answers_in_three_minutes_and_an_open_fit_check() -> None:
    values = {one: replace(answer, seconds=6) for one, answer in all_sp(3).items()}
    fit = Fit(no=("fit.change",), unsure=("fit.harm",), asked=6)
    summary = summarise(SP, values, "direct", Scope.FULL, ["finance"], fit)

    assert row(summary.card) == (30, 30, 0, 0, 0, 0, 0, 6)
    assert summary.card.stage == TALKS
    assert summary.same_answers
    assert summary.fit is not None
    assert summary.fit.in_doubt


@pytest.mark.parametrize(
    ("equal", "seconds", "same"),
    [(28, 7, True), (27, 7, False), (30, 7, True), (30, 8, False), (28, 0, False)],
)
def test_same_answers_need_28_equal_levels_in_under_four_minutes(
    equal: int, seconds: int, same: bool
) -> None:
    levels = [3] * equal + [1] * (30 - equal)
    values = {
        element.id: Answer(Said.LEVEL, level, seconds=seconds)
        for element, level in zip(SP.elements, levels, strict=True)
    }

    assert same_answers(SP, values) is same


@pytest.mark.parametrize(("no", "unsure", "doubt"), [(1, 1, True), (0, 2, True), (1, 0, False)])
def test_two_open_points_of_the_fit_check_ask_for_the_road(no: int, unsure: int, doubt: bool) -> None:
    names = ("fit.change", "fit.time", "fit.payer")

    assert Fit(names[:no], names[:unsure], asked=6).in_doubt is doubt


def test_case_39_before_you_sign_names_each_with_its_word() -> None:
    changes = {**at(2, *TO_SIGN), "part.legal": 4, "meas.verify": "?"}
    card = sp_card(all_sp(3, changes), "direct")

    words = {"sp.meas.verify": Sign.OPEN, "sp.part.legal": Sign.MET}
    assert card.before_you_sign == tuple((one, words.get(one, Sign.NOT_YET)) for one in full(*TO_SIGN))
    assert card.print_before_you_sign


def test_before_you_sign_is_printed_where_the_high_end_is_ready_with_support_or_above() -> None:
    building_to_talks = sp_card(all_sp(4, at("?", "fin.cash")), "direct")
    building = sp_card(all_sp(2), "direct")

    assert building_to_talks.print_before_you_sign
    assert not building.print_before_you_sign


def test_what_is_not_asked_is_not_on_the_list_before_you_sign() -> None:
    for_bond = samples.element("bs.a.one", before_you_sign=True, asked_if={"profiles": ["bond"]})
    profiles = [{"id": "bond", "label": "Bond"}]
    files = samples.framework_files("bs", {"a": [for_bond, samples.element("bs.a.two")]}, profiles=profiles)
    framework = samples.load(files)

    assert score(framework, settle(framework, {}, None), None).before_you_sign == ()
    assert score(framework, settle(framework, {}, "bond"), "bond").before_you_sign == (
        ("bs.a.one", Sign.OPEN),
    )


def test_only_the_musts_furthest_under_hold_the_stage() -> None:
    card = sp_card(all_sp(4, {"fin.cash": 1, "care.safe": 2}), "direct")

    assert card.held_by == full("fin.cash")


def test_musts_come_first_in_what_the_stage_hangs_on() -> None:
    points = [Point(name, "a", name == "must", 3, 2, 1, 4) for name in ("other", "must")]

    assert hangs_on(points) == ("must", "other")


def test_case_30_counts_stage_and_parts() -> None:
    card = sp_card(answers(CASE_30), "unsure")

    assert row(card) == (30, 4, 9, 16, 0, 1, 0, 1)
    assert card.stage == EARLY
    assert card.held_by == ()
    assert parts(card) == {
        "lead": "0 of 3",
        "prog": "1 of 5",
        "meas": "0 of 4",
        "perf": "0 of 3",
        "fin": "1 of 4",
        "ops": "1 of 3",
        "part": "1 of 4",
        "care": "0 of 4, 1 not known",
    }


def test_case_30_gives_every_must_its_word() -> None:
    card = sp_card(answers(CASE_30), "unsure")

    assert [card.words[one].value for one in full(*MUSTS)] == [
        "started",
        "started",
        "not_yet",
        "in_place",
        "not_yet",
        "not_known",
    ]


def test_case_30_is_not_marked_as_not_shown_since_the_element_is_no_must() -> None:
    values = answers(CASE_30) | {"sp.ops.team": Answer(Said.LEVEL, 3, Shown.NOTHING, kept=True)}

    assert not sp_card(values, "unsure").not_shown_yet


def test_means_of_the_exact_levels_agree_with_the_worked_ones() -> None:
    def overall(values: Mapping[str, Answer]) -> Fraction:
        settled = settle(SP, values, "direct")
        means = []
        for dimension in SP.dimensions:
            levels = [settled[one.id].level for one in dimension.elements]
            known = [level for level in levels if level is not None]
            means.append(Fraction(sum(known), len(known)))
        return sum(means, Fraction(0)) / len(means)

    assert overall(all_sp(3, at(2, "ops.keep"))) * 10 // 1 == 29
    assert overall(answers(CASE_30)) * 10 // 1 == 15


@pytest.mark.parametrize(
    ("profile", "values", "counts", "first", "not_asked"),
    [
        ("direct", {"one": 2, "five": 3}, (2, 1, 1, 0, 0, 0, 0, 0), "0 of 1", ("a.two", "a.three", "b.four")),
        (
            "bond",
            {"one": 3, "two": 1, "four": 3, "five": 3},
            (4, 3, 0, 1, 0, 0, 0, 1),
            "1 of 2",
            ("a.three",),
        ),
    ],
    ids=["case 36", "case 37"],
)
def test_what_is_not_asked_is_in_no_count(
    profile: str,
    values: Mapping[str, int],
    counts: tuple[int, ...],
    first: str,
    not_asked: tuple[str, ...],
) -> None:
    framework = branches()
    ids = {one.id.rpartition(".")[2]: one.id for one in framework.elements}
    given = answers({ids[name]: level for name, level in values.items()})
    card = score(framework, settle(framework, given, profile), profile)

    assert row(card) == counts
    assert card.musts == 1
    assert card.stage == SUPPORT
    assert parts(card)["a"] == first
    assert card.not_asked == tuple(f"br.{name}" for name in not_asked)
