"""A whole part answered in one message: echoed, stored after a yes and never before, and its proofs afterwards."""

from __future__ import annotations

from dataclasses import replace

from flows.bulk import proof_number
from flows.desk import panel_of
from flows.echoes import PARTS
from flows.events import Handled, Typed
from flows.intents import Facts
from frameworks.load import shipped
from frameworks.values import Answer, Said, Shown
from storage.memory import Memory
from tests.flows.kinds import complete, placed, tiny
from tests.flows.walks import Walk
from tests.frameworks.samples import SP, branches
from tests.storage.conftest import OpenWriter
from tests.storage.support import Talker, knowledge, levels
from tests.team.bulk_walks import DATA, LINE, SERVICE, a_walk, given_levels, says, told, yes


def test_a_line_is_echoed_and_stored_after_a_yes() -> None:
    walk = a_walk()
    before = walk.conversation
    says(walk, LINE)

    assert walk.conversation.panel == panel_of("(M", 0, 2)
    assert replace(walk.conversation, panel=None, notice=None, revision=before.revision) == before
    yes(walk)
    assert given_levels(walk) == dict(zip(DATA, (3, 2, 4, "dont_know"), strict=True))
    assert (walk.conversation.state, walk.conversation.dimension) == ("resting", "meas")
    assert walk.conversation.panel == panel_of("(q", 0, 2)
    assert walk.conversation.notice is not None
    assert walk.conversation.notice.args == {"count": 4}


def test_what_is_left_as_it_is_and_what_is_the_same_keeps_its_answer_and_its_proof() -> None:
    walk = a_walk()
    shown = Answer(Said.LEVEL, 3, Shown.OPTION, 2, seconds=9)
    old = Answer(Said.LEVEL, 1, seconds=7)
    answers = {DATA[0]: shown, DATA[1]: shown, DATA[2]: old}
    walk.conversation = replace(walk.conversation, answers=answers)
    says(walk, "D3 3 - 2 1")
    yes(walk)

    assert dict(walk.conversation.answers) == {
        DATA[0]: shown,
        DATA[1]: shown,
        DATA[2]: Answer(Said.LEVEL, 2, seconds=7),
        DATA[3]: Answer(Said.LEVEL, 1),
    }
    assert walk.conversation.panel is None


def test_only_what_is_right_is_stored_and_nothing_where_the_count_does_not_fit() -> None:
    walk = a_walk()
    says(walk, "D2 3 n 9 n x")
    yes(walk)
    assert given_levels(walk) == {SERVICE[0]: 3, SERVICE[3]: "not_applicable"}

    for wrong in ("D3 3 2 4", "D3 3 2 4 ? 1", "D3 - - - -", "D3 9 9 9 9"):
        says(walk, wrong)
        assert yes(walk).conversation.answers.keys() == {SERVICE[0], SERVICE[3]}


def test_a_reason_is_known_only_where_there_is_but_one() -> None:
    walk = a_walk()
    says(walk, "D2 - - - n n")
    yes(walk)

    reasons = [len(SP.element_by_id[each].na_reasons) for each in SERVICE[3:]]
    assert reasons == [2, 1]
    assert [walk.conversation.answers[each].option for each in SERVICE[3:]] == [None, 1]


def test_too_many_that_do_not_apply_are_told() -> None:
    walk = a_walk()
    four = {
        each.id: Answer(Said.NOT_APPLICABLE)
        for each in SP.elements
        if each.na_reasons and each.id not in SERVICE
    }
    answers = dict(list(four.items())[:2])
    walk.conversation = replace(walk.conversation, answers=answers)
    says(walk, "D2 1 1 1 n n")
    yes(walk)

    assert told(walk) == "na_many"


def test_not_my_area_is_an_answer_where_there_are_groups() -> None:
    walk = Walk(placed(tiny())).to_first_question()
    says(walk, "D1 o 2")
    yes(walk)

    assert [answer.said for answer in walk.conversation.answers.values()] == [Said.NOT_MY_AREA, Said.LEVEL]


def test_only_what_is_asked_of_this_person_has_a_place_in_the_line() -> None:
    quick = Walk(SP).to_first_question(scope=0)
    asked = [each.id for each in SP.dimensions[2].elements if each.quick]
    assert 0 < len(asked) < len(DATA)
    says(quick, f"D3 {'2 ' * len(asked)}")
    yes(quick)
    assert list(quick.conversation.answers) == asked

    branched = Walk(complete(branches())).to_first_question()
    says(branched, "D2 2")
    yes(branched)
    assert list(branched.conversation.answers) == ["br.b.five"]
    # What the first answer of a line rules out is kept and does not count; the next line leaves it out.
    for line, answered in (("D1 1 2 3", 4), ("D1 4", 4), ("D1 4 2", 4)):
        says(branched, line)
        yes(branched)
        assert len(branched.conversation.answers) == answered
    assert branched.conversation.answers["br.a.one"].level == 4


def proven(walk: Walk) -> list[tuple[Shown | None, int | None]]:
    answers = walk.conversation.answers
    return [(answers[each].shown, answers[each].option) for each in DATA if each in answers]


def test_proofs_are_named_afterwards_each_by_a_tap() -> None:
    walk = a_walk()
    says(walk, "D3 3 2 4 ?")
    yes(walk)
    first, third = (
        Handled("(h", proof_number(walk.conversation, SP, DATA[place]), option)
        for place, option in ((0, 2), (2, 0))
    )
    walk.take(first)
    assert walk.conversation.panel == panel_of("(q", 0, 2)
    after = walk.conversation
    assert walk.take(first).conversation is after
    assert walk.take(replace(first, extra=1)).conversation is after
    walk.take(third)
    assert proven(walk) == [(Shown.OPTION, 2), (None, None), (Shown.NOTHING, None), (None, None)]
    assert walk.conversation.answers[DATA[2]].kept
    assert walk.conversation.state == "resting"
    assert walk.conversation.panel is None


def test_proofs_may_be_typed_all_at_once() -> None:
    walk = a_walk()
    says(walk, "D3 3 4 4 3")
    yes(walk)
    says(walk, "1a, 3C 4d")
    assert proven(walk) == [(Shown.OPTION, 1), (None, None), (Shown.OPTION, 3), (Shown.NOTHING, None)]
    says(walk, "2h")
    assert (told(walk), walk.conversation.panel) == ("proofs_unread", panel_of("(q", 0, 2))
    says(walk, "9a")
    assert told(walk) == "proofs_unread"
    says(walk, "2b")
    assert proven(walk)[1] == (Shown.OPTION, 2)


def test_a_proof_of_another_run_or_without_a_level_is_not_taken() -> None:
    walk = a_walk()
    says(walk, LINE)
    yes(walk)
    number = proof_number(walk.conversation, SP, DATA[0])
    before = walk.conversation.answers
    for forged in (number + 4096, 4095, number + 1, 64**5 - 1):
        walk.take(Handled("(h", forged, 1))
    walk.take(Handled("(h", number, 4000))
    assert walk.conversation.answers == before


def test_a_line_waits_through_a_restart(ana: Talker, open_writer: OpenWriter) -> None:
    ana.to_first_question()
    ana.take(Typed(LINE))
    ana.see()
    ana.memory = Memory(open_writer(), knowledge())
    there = ana.look()
    assert there.panel == panel_of("(M", 0, 2)
    assert there.notice is not None
    ana.take(Handled("(7", 0, 2 + PARTS * int(there.notice.args["tag"])))

    assert levels(open_writer(), 7) == dict(zip(DATA, (3, 2, 4, None), strict=True))
    assert ana.look().panel == panel_of("(q", 0, 2)


def test_a_fit_check_is_answered_in_one_message() -> None:
    fit = shipped()["fit-1.0"]
    walk = Walk(fit, facts=Facts(languages=("en",))).to_first_question()
    says(walk, "D1 2 2 1 ? 2 2")
    yes(walk)

    assert (walk.conversation.state, len(walk.conversation.answers)) == ("summary", 6)
