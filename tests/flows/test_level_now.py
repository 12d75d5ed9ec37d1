"""A typed level that replaces an answer on a screen that asks for something else: it is said what it changed."""

from __future__ import annotations

from flows.conversation import Notice
from flows.events import Typed
from tests.flows.walks import Walk
from tests.frameworks.samples import SP


def test_a_typed_level_says_so_where_it_replaces_an_answer_on_another_screen_and_nowhere_else() -> None:
    walk = Walk(SP).to_first_question()
    first = SP.elements[0].id
    for event, told in (
        (Typed("2"), None),
        (walk.button("O", 0, first), None),
        (Typed("3"), None),
        (Typed("4"), Notice("level_now", {"element": first, "level": 4})),
    ):
        walk.take(event)
        assert walk.conversation.notice == told, event
    walk.tap("p", 0)
    assert walk.conversation.state == "keeping"
    walk.take(Typed("2"))
    assert walk.conversation.notice == Notice("level_now", {"element": first, "level": 2})
    walk.tap("d")
    walk.take(Typed("1"))
    assert walk.conversation.last_element == SP.elements[1].id
    assert walk.conversation.notice == Notice("level_now", {"element": SP.elements[1].id, "level": 1})
