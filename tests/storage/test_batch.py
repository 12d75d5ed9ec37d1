"""The one transaction: order of arrival, duplicates, steps that raise, and what is kept of each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Engine, update

from flows.events import ChatKey, Commanded, Typed
from frameworks.values import Answer, Said
from storage.batch import Fate
from storage.memory import Memory
from storage.records import View
from storage.tables import (
    answer,
    answer_history,
    assessment,
    claim,
    conversation,
    membership,
    organisation,
    participation,
    person,
    set_aside,
)
from tests.frameworks.samples import SP
from tests.storage.support import Talker, counts, fates, knowledge, levels, one, rows, take

FIRST, SECOND = SP.elements[0].id, SP.elements[1].id


def test_before_consent_only_chat_language_and_place_are_kept(ana: Talker, writer: Engine) -> None:
    ana.take(Commanded("start"))
    ana.tap("G", 1)

    assert counts(writer) == {"conversation": 1, "claim": 2}
    kept = one(writer, conversation)
    assert (kept.chat_id, kept.language, kept.state, kept.person_id) == (7, "fr", "consent", None)


def test_one_person_alone_is_one_organisation_one_assessment_one_participation(
    ana: Talker, writer: Engine
) -> None:
    ana.to_first_question("Red Cross")

    assert {**counts(writer), "claim": 0} == {
        **dict.fromkeys(("person", "account", "organisation", "membership", "assessment"), 1),
        **dict.fromkeys(("participation", "conversation"), 1),
        "claim": 0,
    }
    owner, round_one, part = one(writer, organisation), one(writer, assessment), one(writer, participation)
    assert (owner.kind, owner.name, owner.size) == ("organisation", "Red Cross", SP.sizes[1].id)
    assert (round_one.framework, round_one.version, round_one.round_no) == ("sp", "1.0", 1)
    assert (part.scope, part.profile, part.consent_version) == ("full", SP.profiles[0].id, "1")
    assert one(writer, membership).roles == [SP.roles[2].id]
    assert one(writer, person).consent_language == "en"


def test_what_is_stored_is_read_back_as_the_same_conversation(ana: Talker) -> None:
    ana.to_first_question()
    for action, choice in (("l", 3), ("p", 1), ("d", 0), ("w", 1), ("l", 4), ("p", 0), ("m", 0)):
        ana.tap(action, choice)
        assert ana.look() == ana.conversation


def test_events_of_one_batch_happen_in_order_of_arrival(ana: Talker, ben: Talker) -> None:
    ana.to_first_question()
    ben.to_first_question()
    first = ana.button("l", 2)
    second = replace(ana.button("l", 1, SECOND), place_no=first.place_no + 1)
    others = ben.button("l", 4)
    outcomes = take(ana.memory, ana.incoming(first), ben.incoming(others), ana.incoming(second))

    assert fates(outcomes) == [Fate.TAKEN] * 3
    assert {name: each.level for name, each in ana.look().answers.items()} == {FIRST: 2, SECOND: 1}
    assert outcomes[0].conversation is not None
    assert outcomes[0].conversation.element == SECOND
    assert ben.look().state == "proving"


def test_a_copy_in_the_same_batch_or_later_changes_nothing_and_shows_the_present_place(
    ana: Talker, writer: Engine
) -> None:
    ana.to_first_question()
    tap = ana.incoming(ana.button("l", 2))
    before = counts(writer)["claim"]
    at_once = take(ana.memory, tap, tap)
    stored = ana.look()
    later = take(ana.memory, tap)

    assert fates(at_once) == [Fate.TAKEN, Fate.DUPLICATE]
    assert fates(later) == [Fate.DUPLICATE]
    assert at_once[1].conversation == later[0].conversation == stored == ana.look()
    assert counts(writer)["claim"] == before + 1
    assert len(rows(writer, answer_history)) == 1


def test_the_same_number_from_two_bots_is_two_events(ana: Talker) -> None:
    here = ana.incoming(Commanded("start"), key="5")
    there = replace(here, chat=ChatKey("telegram", 2, 7))

    assert fates(take(ana.memory, here, there)) == [Fate.TAKEN, Fate.TAKEN]
    assert fates(take(ana.memory, here, there)) == [Fate.DUPLICATE, Fate.DUPLICATE]


def test_a_second_typed_answer_in_one_batch_does_not_write(ana: Talker) -> None:
    ana.to_first_question()
    ana.see()
    outcomes = take(ana.memory, ana.incoming(Typed("2")), ana.incoming(Typed("2")))

    assert list(ana.look().answers) == [FIRST]
    assert outcomes[1].conversation is not None
    assert outcomes[1].conversation.notice is not None
    assert outcomes[1].conversation.notice.key == "typed_early"


def test_a_typed_answer_before_its_question_was_shown_does_not_write(ana: Talker) -> None:
    ana.to_first_question()
    ana.take(Typed("2"))
    assert ana.look().answers == {}
    ana.see()
    ana.take(Typed("2"))

    assert ana.look().answers == {FIRST: Answer(Said.LEVEL, 2, seconds=5)}


class Poisoned(Exception):
    """What a faulty step raises."""


def poisoned(memory: Memory, writer: Engine) -> Memory:
    """A memory whose steps raise for people of the language that nobody speaks."""

    def vocabulary(language: str) -> Mapping[str, str]:
        if language == "fr":
            raise Poisoned("a cause that names nobody")
        return {}

    return Memory(writer, knowledge(vocabulary=vocabulary))


def test_a_step_that_raises_is_set_aside_and_its_neighbours_are_stored(
    ana: Talker, ben: Talker, memory: Memory, writer: Engine
) -> None:
    ana.to_first_question()
    ben.to_first_question()
    ben.tap("t", 1)
    before = ben.look()
    good, bad, more = (
        ana.incoming(ana.button("l", 2)),
        ben.incoming(ben.button("l", 2)),
        ana.incoming(Typed("?")),
    )
    outcomes = take(poisoned(memory, writer), good, bad, more)

    assert fates(outcomes) == [Fate.TAKEN, Fate.SET_ASIDE, Fate.TAKEN]
    assert levels(writer, 7) == {FIRST: 2}
    assert levels(writer, 8) == {}
    assert ben.look() == before == outcomes[1].conversation
    aside = one(writer, set_aside)
    assert (aside.chat_id, aside.key, aside.cause) == (8, bad.key, "Poisoned in the step")
    assert aside.event["kind"] == "Tapped"
    assert fates(take(poisoned(memory, writer), bad)) == [Fate.DUPLICATE]
    assert ben.tap("l", 3).fate is Fate.TAKEN


def test_an_event_is_put_aside_once_however_often_it_is_tried(ana: Talker, writer: Engine) -> None:
    """The connection may break after the commit: then nobody knows that it was kept, and it is tried again."""
    bad = ana.incoming(Typed("?"))
    outcomes = [ana.memory.put_aside(bad, "a cause", ana.now) for _ in range(3)]

    assert fates(outcomes) == [Fate.SET_ASIDE] * 3
    assert (one(writer, set_aside).key, one(writer, claim).key) == (bad.key, bad.key)


def test_a_tap_that_changes_nothing_asks_for_its_screen_again_and_leaves_what_was_shown(ana: Talker) -> None:
    ana.to_first_question()
    ana.see(20)
    tap = ana.button("l", 2)
    changed, idle = (ana.take(tap, message_id=20) for _ in range(2))
    found = ana.memory.look(ana.address)

    assert found is not None
    assert (changed.redraw, idle.redraw) == (False, True)
    assert idle.view == found[1] == View(20, 20, found[0].revision - 1)


def test_a_conversation_of_a_framework_that_is_not_shipped_stops_nobody_else(
    ana: Talker, ben: Talker, writer: Engine
) -> None:
    ana.to_first_question()
    ben.to_first_question()
    with writer.begin() as connection:
        connection.execute(update(conversation).where(conversation.c.chat_id == 8), {"framework": "sp-9.9"})
    outcomes = take(ana.memory, ana.incoming(ana.button("l", 2)), ben.incoming(ben.button("l", 2)))

    assert fates(outcomes) == [Fate.TAKEN, Fate.SET_ASIDE]
    assert levels(writer, 7) == {FIRST: 2}


def test_an_answer_keeps_its_element_version_its_run_and_its_time(ana: Talker, writer: Engine) -> None:
    ana.to_first_question()
    ana.tap("l", 2)
    stored = one(writer, answer)

    assert stored.element_version == SP.elements[0].version
    assert stored.run == ana.conversation.run
    assert stored.at == ana.now
    assert stored.seconds == 5
