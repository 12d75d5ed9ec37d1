"""Branches in the flow: what is asked follows from each answer at once; quick goes on into full."""

from __future__ import annotations

from collections.abc import Mapping

from flows.conversation import Notice
from flows.route import route_of
from frameworks.values import Answer
from tests.flows.kinds import complete, tiny
from tests.flows.walks import BEGIN, Walk
from tests.frameworks.samples import branches


def asked(walk: Walk) -> list[str]:
    there = walk.conversation
    return [each.id for each in route_of(walk.framework, there.inputs, there.answers).elements]


def test_a_branch_opens_and_closes_at_once() -> None:
    """`br.a.two` is asked at levels 3 and 4 of one, `br.a.three` at 2 to 4 of two."""
    walk = Walk(complete(branches())).to_first_question()
    walk.tap("l", 1)
    assert (walk.conversation.state, asked(walk)) == ("resting", ["br.a.one", "br.b.five"])
    walk.tap("O", 0, "br.a.one")
    walk.tap("l", 3)
    assert (walk.conversation.state, walk.conversation.element) == ("asking", "br.a.two")
    walk.tap("l", 2)

    assert walk.conversation.element == "br.a.three"
    assert asked(walk) == ["br.a.one", "br.a.two", "br.a.three", "br.b.five"]


def test_a_change_in_the_review_that_opens_a_branch_asks_it_and_leads_back() -> None:
    walk = Walk(complete(branches())).to_first_question()
    for action, choice in (("l", 1), ("g", 0), ("l", 2), ("g", 0)):
        walk.tap(action, choice)
    assert walk.conversation.state == "reviewing"
    walk.tap("O", 0, "br.a.one")
    walk.tap("l", 4)
    assert (walk.conversation.state, walk.conversation.element) == ("asking", "br.a.two")
    walk.tap("l", 1)

    assert walk.conversation.state == "reviewing"


def test_an_answer_whose_branch_closed_is_kept_and_counts_again_later() -> None:
    walk = Walk(complete(branches())).to_first_question()
    walk.tap("l", 3)
    walk.tap("l", 1)
    kept: Mapping[str, Answer] = walk.conversation.answers
    walk.tap("O", 0, "br.a.one")
    walk.tap("l", 1)
    assert "br.a.two" not in asked(walk)
    assert walk.conversation.answers["br.a.two"] == kept["br.a.two"]
    walk.tap("O", 0, "br.a.two")
    assert walk.conversation.notice == Notice("not_now")
    walk.tap("O", 0, "br.a.one")
    walk.tap("l", 3)

    assert walk.conversation.state == "resting"


def test_a_quick_check_goes_on_into_the_full_one_without_asking_twice() -> None:
    walk = Walk(tiny()).to_first_question(scope=0)
    walk.tap("d")
    walk.tap("w", 9)
    walk.tap("g")
    walk.tap("l", 1)
    walk.tap("g")
    walk.tap("g")
    assert walk.conversation.state == "summary"
    given = walk.conversation.answers
    walk.tap("E")

    assert (walk.conversation.state, walk.conversation.element) == ("asking", "ty.a.two")
    assert walk.conversation.answers == given
    assert walk.conversation.shown_at > BEGIN
