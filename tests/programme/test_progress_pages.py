"""The pages beside the list of progress: a cohort, an organisation, questions by number, whom to write to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, update

from flows.pages import QuestionCount, Status
from frameworks.model import AskedIf
from frameworks.values import Said, Scope
from storage.engine import writer_engine
from storage.programme import progress
from storage.programme.letters import REMINDER
from storage.programme.question_counts import told
from storage.programme.rights import OPERATOR, Actor, NotYours
from storage.programme.tables import enrolment, invitee, join_request, question
from storage.tables import conversation, link, participation
from tests.frameworks.samples import SP
from tests.programme.joined import NOON
from tests.programme.many import fill
from tests.programme.moving import ELEMENTS, FRAMEWORKS, Moving
from tests.storage.support import rows


@pytest.fixture
def group(writer: Engine) -> Moving:
    return Moving(writer)


def counts_of(group: Moving, page: int = 0) -> dict[str, QuestionCount]:
    with group.writer.begin() as here:
        found = progress.question_counts_page(here, group.lead, group.cohort, page, FRAMEWORKS)
    return {each.element: each for each in found.counts}


def test_a_cohort_page_counts_what_waits_for_its_coordinator(group: Moving, writer: Engine) -> None:
    number = group.organisation("A", 1)
    other = group.made.join(chat := group.chat_of(number), group.made.cohort(), same_as=number)
    links = [each.id for each in rows(writer, link)]
    about = {"conversation_id": chat, "element_id": "", "text": "Why?", "at": NOON}
    with writer.begin() as here:
        for place, decided in ((0, None), (1, None)):
            asked = {"link_id": links[place], "conversation_id": chat, "at": NOON, "decided_at": decided}
            here.execute(insert(join_request), asked)
        for enrolled, answered in ((number, None), (number, None), (number, NOON), (other, None)):
            cohort = group.cohort if enrolled == number else group.cohort + 1
            values = {**about, "cohort_id": cohort, "enrolment_id": enrolled, "answered_at": answered}
            here.execute(insert(question), values)
        page = progress.cohort_page(here, group.lead, group.cohort, NOON)
        here.execute(update(join_request).values(decided_at=NOON))
        after = progress.cohort_page(here, group.lead, group.cohort, NOON)

    assert (page.requests, page.questions, after.requests) == (1, 2, 0)
    assert page.counts[Status.MIDWAY] == sum(page.counts.values()) == 1


def test_one_organisation_has_the_people_of_the_list_and_the_reminders_that_came(group: Moving) -> None:
    number = group.organisation("A", 1)
    chat = group.chat_of(number)
    with group.writer.begin() as here:
        row = {"enrolment_id": number, "key": "", "language": "", "contact": ""}
        for name in ("Ben", "Amina", ""):
            here.execute(insert(invitee), {**row, "name": name})
    about: dict[str, Any] = {"cohort_id": group.cohort}
    for place, status in enumerate(("sent", "uncertain", "planned", "failed", "withheld")):
        group.made.letter(chat, f"reminder:{place}", NOON, REMINDER, status=status, **about)
    group.made.letter(chat, "note:1", NOON, status="sent", **about)
    group.made.letter(chat, "reminder:9", NOON, REMINDER, status="sent", cohort_id=group.made.cohort())
    with group.writer.begin() as here:
        page = progress.organisation_page(here, group.lead, number, NOON, FRAMEWORKS)

    assert (page.people, page.reminders_sent) == (("Ben", "Amina"), 2)
    assert (page.line.name, page.line.done) == ("A", 1)


def test_an_answer_a_pass_and_a_departure_add_up_to_the_people(group: Moving) -> None:
    answers, passes, leaves = (group.organisation(name, 1) for name in ("A", "B", "C"))
    group.say(group.chat_of(answers), 1, start=1)
    group.say(group.chat_of(passes), 1, Said.DONT_KNOW, start=1)

    found = counts_of(group)
    assert list(found) == ELEMENTS[:8]
    assert found[ELEMENTS[0]] == QuestionCount(ELEMENTS[0], 3, None, 0, 0, 3)
    assert found[ELEMENTS[1]] == QuestionCount(ELEMENTS[1], 2, None, 1, 0, 2), (
        "nobody learns who did not know"
    )

    for place, said in enumerate((Said.NOT_APPLICABLE, Said.NOT_MY_AREA), start=2):
        group.say(group.chat_of(leaves), 1, said, start=place)
        assert counts_of(group)[ELEMENTS[place]] == QuestionCount(ELEMENTS[place], 1, None, 2, 0, 1)


def test_from_five_organisations_on_it_is_told_how_many_gave_no_level(group: Moving) -> None:
    several = [group.organisation(name, 1) for name in "ABCDE"]
    for one in several:
        group.say(group.chat_of(one), 1, Said.DONT_KNOW if one == several[0] else Said.LEVEL, start=1)

    assert counts_of(group)[ELEMENTS[1]] == QuestionCount(ELEMENTS[1], 4, 1, 0, 0, 5)


def test_many_people_of_few_organisations_are_few() -> None:
    """Beside the word of a team the number would tell how many of its people gave a level."""
    five_of_one = QuestionCount(ELEMENTS[0], 1, 4, 0, 0, 1)

    assert told(five_of_one, 5) == QuestionCount(ELEMENTS[0], 5, None, 0, 0, 1)
    assert told(replace(five_of_one, organisations=5), 5).unsaid == 4


def test_who_has_not_begun_has_reached_nothing_and_who_left_or_never_came_is_not_counted(
    group: Moving,
) -> None:
    group.listed("never came")
    group.joined("about to begin")
    team = group.organisation("team", 1)
    group.colleague(team)
    left = group.organisation("left", 1)
    group.made.change(enrolment, left, left_at=NOON)
    others = group.made.cohort()
    group.made.join(group.made.chat(900), others)

    assert counts_of(group)[ELEMENTS[0]] == QuestionCount(ELEMENTS[0], 1, None, 2, 0, 1)


def test_what_a_quick_check_does_not_ask_is_not_asked_of_who_took_it(group: Moving) -> None:
    quick = group.organisation("quick", 1)
    group.say(group.chat_of(quick), len(ELEMENTS), start=1)
    part = group.made.row(conversation, id=group.chat_of(quick)).participation_id
    group.made.change(participation, part, scope=Scope.QUICK.value)
    group.organisation("full", 0)
    group.joined("about to begin")

    found = {name: each for page in range(4) for name, each in counts_of(group, page).items()}

    for element in SP.elements:
        answered = int(element.quick)
        assert found[element.id] == QuestionCount(element.id, answered, None, 2, 1 - answered, answered)


def test_what_hangs_on_another_answer_is_asked_of_those_alone_whose_answer_asks_it(group: Moving) -> None:
    first, second = SP.elements[:2]
    hangs = replace(second, asked_if=AskedIf(element=first.id, levels=(3, 4)))
    lead = replace(SP.dimensions[0], elements=(first, hangs, *SP.dimensions[0].elements[2:]))
    branching = replace(SP, dimensions=(lead, *SP.dimensions[1:]))
    group.organisation("at 2", 2)  # everybody answers with level 2
    group.organisation("none yet", 0)

    with group.writer.begin() as here:
        count = progress.question_counts(here, group.cohort, branching, [first.id, second.id])

    assert count == (QuestionCount(first.id, 1, 0, 1, 0, 1), QuestionCount(second.id, 0, 0, 1, 1))


def test_every_question_stands_on_one_page(group: Moving) -> None:
    group.organisation("A", 1)
    pages = [list(counts_of(group, page)) for page in range(4)]

    assert [element for page in pages for element in page] == ELEMENTS
    assert list(counts_of(group, 63)) == pages[3]
    with group.writer.begin() as here:
        empty = progress.question_counts_page(here, group.lead, group.cohort, 0, {})
    assert (empty.counts, empty.pages) == ((), 1)


def test_a_note_goes_to_the_people_of_the_organisations_that_are_shown(group: Moving) -> None:
    team = group.organisation("team", 4, finished_at=NOON)
    slow, fast = group.colleague(team), group.colleague(team, 3)
    midway = group.organisation("midway", 2)
    done = group.organisation("done", 2, finished_at=NOON)
    fresh = group.joined("fresh")
    left = group.organisation("left", 2)
    group.made.change(enrolment, left, left_at=NOON)
    group.listed("invited")
    idle = group.made.row(conversation, joining=fresh).id
    first = group.chat_of(team)

    def audience(status: Status | None = None, number: int | None = None) -> dict[int, Status]:
        with group.writer.begin() as here:
            found = progress.audience(here, group.cohort, status, number, NOON)
        parts = {row.id: row.participation_id for row in group.made.rows(conversation)}
        assert all(parts[chat] == part for chat, part, _enrolment, _status in found)
        return {chat: stands for chat, _part, _enrolment, stands in found}

    going, new = Status.MIDWAY, Status.NOT_STARTED
    assert audience(new) == {slow: new, fast: going, idle: new}
    assert audience(going) == {group.chat_of(midway): going}
    assert audience(Status.DONE) == {group.chat_of(done): Status.DONE}
    assert audience(Status.INVITED) == audience(Status.LEFT) == {}
    assert audience() == audience(new) | audience(going) | audience(Status.DONE) | {first: Status.DONE}
    assert audience(number=team) == {first: Status.DONE, slow: new, fast: going}
    assert audience(number=left) == {}


def test_another_cohort_and_none_are_the_same(group: Moving) -> None:
    group.organisation("A", 1)
    others = group.made.cohort(name="South")
    stranger = Actor(group.made.coordinator(others, external_id=901), True)
    theirs = group.made.rows(enrolment)[0].id
    asked: list[Callable[[Connection, Actor, int], object]] = [
        lambda here, actor, cohort: progress.cohort_page(here, actor, cohort, NOON),
        lambda here, actor, cohort: progress.progress_page(here, actor, cohort, None, 0, NOON, FRAMEWORKS),
        lambda here, actor, cohort: progress.question_counts_page(here, actor, cohort, 0, FRAMEWORKS),
        lambda here, actor, cohort: progress.organisation_ids(here, actor, cohort, None),
    ]
    with group.writer.begin() as here:
        for ask in asked:
            for actor, cohort in ((stranger, group.cohort), (stranger, 999), (OPERATOR, 999)):
                with pytest.raises(NotYours):
                    ask(here, actor, cohort)
        for actor, number in ((stranger, theirs), (OPERATOR, 999)):
            with pytest.raises(NotYours):
                progress.organisation_page(here, actor, number, NOON, FRAMEWORKS)
        assert progress.cohort_page(here, stranger, others, NOON).counts == dict.fromkeys(Status, 0)


@pytest.fixture
def engine(sqlite_database: str) -> Iterator[Engine]:
    made = writer_engine(sqlite_database, durable=False)
    yield made
    made.dispose()


def test_a_page_finds_the_rows_of_its_cohort_by_an_index(engine: Engine) -> None:
    group = Moving(engine)
    group.organisation("A", 1)
    seen: dict[str, Any] = {}

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        seen.setdefault(statement, values)

    with engine.begin() as here:
        event.listen(engine, "before_cursor_execute", note)
        progress.progress_page(here, OPERATOR, group.cohort, Status.MIDWAY, 0, NOON, FRAMEWORKS)
        progress.question_counts_page(here, OPERATOR, group.cohort, 0, FRAMEWORKS)
        event.remove(engine, "before_cursor_execute", note)
        plans = [
            step[3]
            for text, values in seen.items()
            for step in here.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        ]
    whole = {step.removeprefix("SCAN ").split()[0] for step in plans if step.startswith("SCAN ")}

    # Who is about to begin is found by one pass over the chats; the others are lists made on the way.
    assert whole <= {"conversation", "ranked", "statuses", "anon_1"}
    assert len(plans) > 20


@pytest.mark.slow
def test_five_thousand_organisations_are_counted_while_nobody_notices(engine: Engine) -> None:
    group = Moving(engine)
    fill(group, 5000)
    with engine.begin() as here:
        begin = time.process_time()
        page = progress.progress_page(here, OPERATOR, group.cohort, Status.MIDWAY, 99, NOON, FRAMEWORKS)
        seconds = time.process_time() - begin

    assert page.counts[Status.MIDWAY] == page.counts[Status.DONE] == 2500
    assert page.hardest == ((ELEMENTS[14], 2500),)
    # A tenth of this on a machine that does nothing else.
    assert seconds < 0.5
