"""The agenda by examples: what comes now and next, and who finds out."""

from __future__ import annotations

from collections.abc import Mapping

from frameworks.agenda import Agenda, Picture, Suggestion, agenda, suggestion_for
from frameworks.binding import binding_elements
from frameworks.model import Act, Cost
from frameworks.raising import Change, Effect
from frameworks.scoring import score
from frameworks.settling import Settled, State, settle
from tests.frameworks.pictures import EC, PLACE, act, picture, with_actions
from tests.frameworks.samples import SP, all_sp, answers, element, framework_files, load
from tests.frameworks.worked import CASE_30, MUSTS, at, full

BOND = [{"id": "bond", "label": "Bond"}]


def ids(found: Agenda) -> list[str]:
    return [one.id for one in found.all]


def sp_ids(base: int, changes: Mapping[str, int | str], profile: str = "direct") -> list[str]:
    return ids(agenda(picture(all_sp(base, changes), profile)))


def test_case_30_is_cash_now_then_data_then_one_question_on_safety() -> None:
    found = agenda(picture(answers(CASE_30), "unsure", size="medium"))

    assert found.now == Suggestion(
        element="sp.fin.cash",
        act=Act.WRITE,
        from_level=1,
        taken_by="finance",
        days=0.5,
        cost=Cost.NONE,
        waits=False,
        effect=Effect(Change.IN_PLACE, "fin", before=1, after=2, counted=4),
    )
    assert ids(found) == ["act.sp.fin.cash.1", "act.sp.meas.data.1", "act.sp.care.safe.0"]
    data, safe = found.next
    assert (data.taken_by, data.days, data.effect) == ("data_lead", 2, Effect(Change.STARTED))
    assert (safe.act, safe.taken_by, safe.ask, safe.days) == (Act.FIND_OUT, "director", "safeguarding", 0.5)
    assert safe.effect == Effect(Change.ANSWER)


def test_with_nothing_left_to_do_there_is_no_agenda() -> None:
    assert agenda(picture(all_sp(3))) == Agenda()
    assert agenda(picture(all_sp(4))).all == ()


def test_where_nothing_that_binds_is_quick_the_first_step_of_the_first_one_is_for_now() -> None:
    found = agenda(picture(all_sp(3, at(2, "fin.cash", "meas.outc"))))

    assert found.now is not None
    assert (found.now.id, found.now.first_step, found.now.days) == ("act.sp.meas.outc.2", True, 2)
    assert [(one.id, one.first_step) for one in found.next] == [("act.sp.fin.cash.2", False)]


def test_musts_furthest_under_come_first_and_the_shortest_of_equals() -> None:
    values = all_sp(3, {**at(1, "care.safe"), **at(2, "fin.cash", "lead.board", "meas.outc")})
    where = picture(values)

    assert binding_elements(SP, where.settled, where.card, "direct") == full(
        "care.safe", "lead.board", "meas.outc", "fin.cash"
    )
    assert ids(agenda(where)) == [
        "act.sp.care.safe.1",
        "act.sp.lead.board.2",
        "act.sp.meas.outc.2",
    ]


def test_with_all_musts_met_the_weak_parts_bind_shortest_first_and_never_two_of_twenty_days() -> None:
    where = picture(all_sp(3, at(1, "ops.team", "ops.hire", "lead.fit")))
    bound = binding_elements(SP, where.settled, where.card, "direct")

    assert set(bound) == set(full("ops.team", "ops.hire"))
    assert {one.element for one in agenda(where).all} == set(bound)


def test_at_early_a_must_at_level_one_comes_before_others_as_far_under_however_long_it_takes() -> None:
    names = ("el.a.one", "el.a.two", "el.a.three", "el.a.four", "el.a.five")
    rows = [element(one, must=place < 2) for place, one in enumerate(names)]
    framework = load(
        framework_files("el", {"a": [rows[0] | {"pass": {"bond": 2}}, *rows[1:]]}, profiles=BOND)
    )
    framework = with_actions(framework, act("el.a.one", days=20.0), act("el.a.two", 2, days=0.5))

    def bound(rest: int) -> tuple[str, ...]:
        values = dict.fromkeys(names, rest) | {"el.a.one": 1, "el.a.two": 2}
        where = picture(answers(values), "bond", framework)
        return binding_elements(framework, where.settled, where.card, "bond")

    assert bound(1) == ("el.a.one", "el.a.two")
    assert bound(2) == ("el.a.two", "el.a.one")


def test_two_of_twenty_days_are_never_given_at_once() -> None:
    names = ("tw.a.one", "tw.a.two", "tw.a.three")
    framework = load(framework_files("tw", {"a": [element(one) for one in names]}))
    days = (20.0, 20.0, 5.0)
    made = (act(one, days=each, taken_by=one) for one, each in zip(names, days, strict=True))
    framework = with_actions(framework, *made)

    assert ids(agenda(picture(answers(dict.fromkeys(names, 1)), framework=framework))) == [
        "act.tw.a.three.1",
        "act.tw.a.one.1",
    ]


def test_nothing_is_suggested_above_the_level_that_counts_even_where_a_profile_asks_for_more() -> None:
    framework = load(
        framework_files("hi", {"a": [element("hi.a.one") | {"pass": {"bond": 4}}]}, profiles=BOND)
    )
    framework = with_actions(framework, act("hi.a.one", 2), act("hi.a.one", 3))

    def found(level: int) -> list[str]:
        return ids(agenda(picture(answers({"hi.a.one": level}), "bond", framework)))

    assert (found(2), found(3)) == (["act.hi.a.one.2"], [])


def test_a_must_that_nobody_knows_is_found_out_by_the_director_or_by_whoever_answers() -> None:
    found = agenda(picture(all_sp(3, at("?", "lead.board", "care.safe", "ops.hire"))))

    assert [(one.id, one.taken_by, one.ask) for one in found.all] == [
        # The director is not sent to ask the director.
        ("act.sp.lead.board.0", None, "director"),
        ("act.sp.care.safe.0", "director", "safeguarding"),
        ("act.sp.ops.hire.0", "director", "hr"),
    ]


def test_two_musts_that_nobody_knows_come_before_others_that_bind() -> None:
    unknown = at("?", "care.safe", "meas.data")

    assert sp_ids(1, unknown) == ["act.sp.lead.board.1", "act.sp.meas.data.0", "act.sp.care.safe.0"]


def test_not_all_three_are_on_one_desk() -> None:
    three = agenda(picture(all_sp(3, at("?", "care.safe", "meas.data", "fin.cash", "ops.hire"))))
    two = agenda(picture(all_sp(3, at("?", "care.safe", "ops.hire", "ops.keep"))))

    assert [(one.id, one.taken_by) for one in three.all] == [
        ("act.sp.meas.data.0", "director"),
        ("act.sp.fin.cash.0", "director"),
        ("act.sp.care.safe.0", None),
    ]
    assert ids(two) == ["act.sp.care.safe.0", "act.sp.ops.hire.0"]


def test_what_was_not_asked_yet_is_not_found_out() -> None:
    where = picture(all_sp(3, at("?", "care.safe")), unasked=("sp.care.safe",))

    assert agenda(where) == Agenda()


def test_a_coordinator_finds_out_for_a_place_and_whoever_answers_where_there_is_none() -> None:
    place = agenda(picture(PLACE | answers({"ec.law.power": "?"}), "both", EC))
    bare = load(framework_files("fd", {"a": [element("fd.a.one", must=True, ask=["all"])]}))
    bare = with_actions(bare, act("fd.a.one"))
    alone = agenda(picture(answers({"fd.a.one": "?"}), framework=bare))

    assert [(one.taken_by, one.ask) for one in place.all if one.act is Act.FIND_OUT] == [
        ("coordinator", "legal")
    ]
    assert [(one.taken_by, one.ask) for one in alone.all] == [(None, None)]


def test_a_must_that_people_see_differently_is_agreed_on() -> None:
    settled = settle(SP, all_sp(3), "direct") | {"sp.meas.outc": Settled(State.OPEN, 2, 4)}
    found = agenda(Picture(SP, settled, score(SP, settled, "direct"), "direct"))

    assert [(one.id, one.act, one.taken_by) for one in found.all] == [
        ("act.sp.meas.outc.0", Act.AGREE, "director")
    ]
    assert found.all[0].effect == Effect(Change.AGREED)


def test_an_action_that_needs_another_element_first_gives_way_to_its_action() -> None:
    needy = picture(all_sp(3, {**at(1, "meas.base", "meas.outc"), "meas.verify": 1}))
    known = picture(all_sp(3, at(1, "meas.base", "meas.verify")) | answers({"sp.meas.outc": 2}))

    assert "act.sp.meas.base.1" not in ids(agenda(needy))
    assert ids(agenda(needy))[0] == "act.sp.meas.outc.1"
    assert suggestion_for(needy, "sp.meas.base") is not None
    assert ids(agenda(known)) == ["act.sp.meas.outc.2"]


def test_one_that_needs_what_was_taken_up_already_waits_for_it() -> None:
    framework = load(framework_files("nd", {"a": [element("nd.a.one"), element("nd.a.two")]}))
    framework = with_actions(framework, act("nd.a.one"), act("nd.a.two", needs=("nd.a.one",)))
    values = answers({"nd.a.one": 1, "nd.a.two": 1})

    assert ids(agenda(picture(values, framework=framework))) == ["act.nd.a.one.1"]
    assert ids(agenda(picture(values, framework=framework, taken=("nd.a.one",)))) == []
    far = answers({"nd.a.one": 2, "nd.a.two": 1})
    assert ids(agenda(picture(far, framework=framework))) == ["act.nd.a.two.1"]


def test_what_was_taken_up_is_not_suggested_again() -> None:
    values = answers(CASE_30)

    assert ids(agenda(picture(values, "unsure", taken=full("fin.cash", "care.safe")))) == [
        "act.sp.meas.data.1",
        "act.sp.lead.board.2",
        "act.sp.meas.outc.2",
    ]
    assert agenda(picture(all_sp(3, at(2, "ops.keep")), taken=full("ops.keep"))) == Agenda()
    all_musts = picture(all_sp(2), taken=full(*MUSTS))
    assert {one.element for one in agenda(all_musts).all}.isdisjoint(full(*MUSTS))
    assert agenda(all_musts).now is not None


def test_records_for_other_profiles_and_sizes_are_left_out() -> None:
    sizes = [{"id": "small", "label": "Under 10"}, {"id": "big", "label": "More"}]
    roles = [{"id": "lead", "label": "lead", "who": "leads"}]
    profiles = [{"id": "direct", "label": "Direct"}, {"id": "bond", "label": "Bond"}]
    names = ("pr.a.one", "pr.a.two", "pr.a.three")
    framework = load(
        framework_files(
            "pr", {"a": [element(one) for one in names]}, sizes=sizes, roles=roles, profiles=profiles
        )
    )
    framework = with_actions(
        framework,
        act("pr.a.one", profiles=("bond",), taken_by="one"),
        act("pr.a.two", sizes=("big",), taken_by="two"),
        act("pr.a.three", under_10="Do it together."),
    )
    values = answers(dict.fromkeys(names, 1))

    def found(profile: str, size: str) -> list[tuple[str, bool]]:
        made = agenda(picture(values, profile, framework, size))
        return [(one.element, one.smallest) for one in made.all]

    assert found("bond", "big") == [(name, False) for name in names]
    assert found("direct", "big") == [("pr.a.two", False), ("pr.a.three", False)]
    assert found("direct", "small") == [("pr.a.three", True)]


def test_the_smallest_organisations_have_a_text_of_their_own() -> None:
    values = all_sp(3, at(1, "lead.board"))
    small, medium = (agenda(picture(values, size=size)).now for size in ("small", "medium"))

    assert small is not None
    assert medium is not None
    assert (small.smallest, medium.smallest) == (True, False)
