"""Where the organisations of a cohort stand: counted by the database, told for a few, the same on every page."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from flows.pages import ProgressLine, ProgressPage, Status
from storage.programme import progress
from storage.programme.tables import enrolment
from storage.tables import conversation, organisation, participation
from tests.programme.joined import NOON
from tests.programme.moving import DAY, ELEMENTS, FRAMEWORKS, Moving

# From the furthest behind; among equals whoever cannot be written to.
ORDER = (Status.UNREACHABLE, Status.OPTED_OUT, Status.MIDWAY, Status.NOT_STARTED)


@pytest.fixture
def group(writer: Engine) -> Moving:
    return Moving(writer)


def page_of(group: Moving, status: Status | None = None, page: int = 0) -> ProgressPage:
    with group.writer.begin() as here:
        return progress.progress_page(here, group.lead, group.cohort, status, page, NOON, FRAMEWORKS)


def lines_of(group: Moving, status: Status | None = None) -> dict[str, ProgressLine]:
    return {line.name: line for line in page_of(group, status).lines}


def every_status(group: Moving) -> None:
    """One organisation in each status, named after it."""
    group.listed("invited")
    group.joined("not_started")
    group.organisation("midway", 3)
    group.organisation("done", 2, finished_at=NOON)
    group.organisation("unreachable", 2, unreachable="blocked")
    opted_out = group.organisation("opted_out", 2)
    group.made.wants(group.chat_of(opted_out), stopped_at=NOON)
    left = group.organisation("left", 2, finished_at=NOON)
    group.made.change(enrolment, left, left_at=NOON)


def test_each_status_is_counted_and_shown_as_what_it_is(group: Moving) -> None:
    every_status(group)
    page = page_of(group)

    assert page.counts == dict.fromkeys(Status, 1)
    assert {line.name for line in page.lines} == set(Status)
    assert all(line.name == line.status for line in page.lines)
    for status in Status:
        assert [line.name for line in page_of(group, status).lines] == [status.value]


def test_an_empty_cohort_has_one_empty_page(group: Moving) -> None:
    page = page_of(group)

    assert (page.counts, page.lines, page.pages) == (dict.fromkeys(Status, 0), (), 1)


def test_done_stands_above_wishes_and_troubles_and_unreachable_above_opted_out(group: Moving) -> None:
    done = group.organisation("done", 2, finished_at=NOON, unreachable="blocked")
    group.made.wants(group.chat_of(done), stopped_at=NOON)
    both = group.organisation("both", 2, unreachable="deactivated")
    group.made.wants(group.chat_of(both), reminders="off")
    silent = group.organisation("silent")
    group.made.wants(group.chat_of(silent), reminders="off")

    assert lines_of(group)["done"].status is Status.DONE
    assert lines_of(group)["both"].status is Status.UNREACHABLE
    assert lines_of(group)["both"].reason == "deactivated"
    assert lines_of(group)["silent"].status is Status.OPTED_OUT


def test_who_joined_and_has_not_begun_counts_like_everybody_else(group: Moving) -> None:
    fresh = group.joined("fresh", joined_at=NOON - DAY)
    line = lines_of(group)["fresh"]
    assert (line.status, line.people, line.since, line.total) == (Status.NOT_STARTED, 1, NOON - DAY, 0)

    chat = group.made.row(conversation, joining=fresh).id
    group.made.wants(chat, reminders="off")
    assert lines_of(group)["fresh"].status is Status.OPTED_OUT
    group.made.change(conversation, chat, unreachable="blocked")
    assert lines_of(group)["fresh"].status is Status.UNREACHABLE


def test_an_organisation_is_done_with_its_last_person_and_stands_with_its_slowest_in_reach(
    group: Moving,
) -> None:
    number = group.organisation("team", 5, finished_at=NOON)
    ben = group.colleague(number, 4)
    eve = group.colleague(number, 2, unreachable="blocked")
    line = lines_of(group)["team"]
    assert (line.status, line.people, line.people_done, line.done) == (Status.MIDWAY, 3, 1, 4)

    group.made.wants(ben, stopped_at=NOON)
    assert (lines_of(group)["team"].status, lines_of(group)["team"].done) == (Status.UNREACHABLE, 2)
    group.say(eve, 9, start=2)
    assert (lines_of(group)["team"].status, lines_of(group)["team"].done) == (Status.OPTED_OUT, 4)

    for chat in (ben, eve):
        part = group.made.row(conversation, id=chat).participation_id
        group.made.change(participation, part, finished_at=NOON + DAY)
    line = lines_of(group)["team"]
    assert (line.status, line.people_done, line.since) == (Status.DONE, 3, NOON + DAY)


def test_a_colleague_about_to_begin_holds_an_organisation_back(group: Moving) -> None:
    number = group.organisation("team", 5, finished_at=NOON)
    group.made.use(chat := group.chat(), group.cohort, number)
    group.made.change(conversation, chat, joining=number)

    line = lines_of(group)["team"]
    assert (line.status, line.people, line.people_done) == (Status.NOT_STARTED, 2, 1)
    group.colleague(number, unreachable="blocked")
    assert lines_of(group)["team"].status is Status.NOT_STARTED
    group.made.wants(chat, reminders="off")
    assert lines_of(group)["team"].status is Status.UNREACHABLE
    assert page_of(group).counts[Status.UNREACHABLE] == 1


def test_one_who_wants_no_messages_hides_no_colleague_who_goes_on(group: Moving) -> None:
    number = group.organisation("team", 5)
    group.made.use(chat := group.chat(), group.cohort, number)
    group.made.change(conversation, chat, joining=number)
    group.made.wants(chat, stopped_at=NOON)

    line = lines_of(group)["team"]
    assert (line.status, line.people, line.done) == (Status.MIDWAY, 2, 5)
    assert page_of(group).counts[Status.MIDWAY] == 1


@pytest.mark.parametrize("seed", range(4))
def test_the_count_of_the_database_is_that_of_the_rules(group: Moving, seed: int) -> None:
    dice = random.Random(seed)
    expected = dict.fromkeys(Status, 0)
    for place in range(8):
        people = [_anybody(dice) for _ in range(dice.randint(1, 3))]
        number = group.organisation(f"team {place}", **_chat(people[0]))
        chats = [group.chat_of(number), *(group.colleague(number, **_chat(each)) for each in people[1:])]
        for chat, each in zip(chats, people, strict=True):
            if each["off"]:
                group.made.wants(chat, reminders="off")
        expected[_by_the_rules(people)] += 1
    page = page_of(group)

    assert page.counts == expected
    assert {status: [line.status for line in page.lines].count(status) for status in Status} == expected


def _anybody(dice: random.Random) -> dict[str, Any]:
    return {
        "answers": dice.choice((0, 0, 1, 2)),
        "finished": dice.random() < 0.4,
        "blocked": dice.random() < 0.3,
        "off": dice.random() < 0.3,
    }


def _chat(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "answers": one["answers"],
        "finished_at": NOON if one["finished"] else None,
        "unreachable": "blocked" if one["blocked"] else None,
    }


def _by_the_rules(people: list[dict[str, Any]]) -> Status:
    """The status of an organisation, as one would say it aloud."""
    behind = [each for each in people if not each["finished"]]
    if not behind:
        return Status.DONE
    reached = [each for each in behind if not each["blocked"] and not each["off"]]
    fewest = min(each["answers"] for each in reached or behind)
    slowest = {_status(each) for each in reached or behind if each["answers"] == fewest}
    return next(status for status in ORDER if status in slowest)


def _status(one: dict[str, Any]) -> Status:
    if one["blocked"]:
        return Status.UNREACHABLE
    if one["off"]:
        return Status.OPTED_OUT
    return Status.MIDWAY if one["answers"] else Status.NOT_STARTED


def test_a_line_says_where_and_since_when_only_while_they_are_at_this_check(group: Moving) -> None:
    number = group.organisation("here", 3, element=ELEMENTS[3], changed_at=NOON - 2 * DAY)
    away = group.organisation("away", 3, element=ELEMENTS[3], changed_at=NOON - 2 * DAY)
    elsewhere = group.organisation("elsewhere", 1)
    other = group.made.row(participation, assessment_id=group.made.row(enrolment, id=elsewhere).assessment_id)
    group.made.change(conversation, group.chat_of(away), participation_id=other.id)

    lines = lines_of(group)
    assert (lines["here"].element, lines["here"].since) == (ELEMENTS[3], NOON - 2 * DAY)
    assert (lines["away"].element, lines["away"].since) == ("", None)
    assert (lines["away"].done, lines["away"].total) == (3, 30)
    assert lines["here"].number == number


def test_the_number_of_questions_is_that_of_the_persons_own_route(group: Moving) -> None:
    number = group.organisation("quick", 3)
    part = group.made.row(conversation, id=group.chat_of(number)).participation_id
    group.made.change(participation, part, scope="quick")
    quick = {element.id for element in FRAMEWORKS["sp-1.0"].elements if element.quick}

    line = lines_of(group)["quick"]
    assert line.total == len(quick) == 12
    assert line.done == len(quick & set(ELEMENTS[:3]))


def test_a_framework_that_is_not_shipped_any_more_leaves_the_numbers_out(group: Moving) -> None:
    group.organisation("old", 3)
    with group.writer.begin() as here:
        page = progress.progress_page(here, group.lead, group.cohort, None, 0, NOON, {})

    assert [(line.status, line.total) for line in page.lines] == [(Status.MIDWAY, 0)]


def test_the_name_of_the_list_comes_first_and_an_own_name_is_told_where_it_differs(group: Moving) -> None:
    same, other = group.organisation("Same", 1), group.organisation("On the list", 1)
    nameless = group.organisation("Found by themselves", 1)
    group.made.change(organisation, group.made.row(enrolment, id=other).organisation_id, name="By themselves")
    group.made.change(enrolment, nameless, name="", key="")

    names = {line.number: (line.name, line.own_name) for line in page_of(group).lines}
    assert names == {
        same: ("Same", ""),
        other: ("On the list", "By themselves"),
        nameless: ("Found by themselves", ""),
    }


def test_pages_are_by_name_the_nameless_last_and_one_past_the_end_is_the_last(group: Moving) -> None:
    names = [f"Org {place:02}" for place in range(18)]
    for name in random.Random(1).sample(names, len(names)):
        group.listed(name)
    group.listed("", key="")
    pages = [page_of(group, None, page) for page in (0, 1, 2, 63)]

    assert [len(page.lines) for page in pages] == [8, 8, 3, 3]
    assert [line.name for page in pages[:3] for line in page.lines] == [*names, ""]
    assert [(page.page, page.pages) for page in pages] == [(0, 3), (1, 3), (2, 3), (2, 3)]
    assert page_of(group, Status.DONE, 5).lines == ()


def test_of_those_who_left_nothing_is_told_but_that(group: Moving) -> None:
    number = group.organisation("Gone", 4, finished_at=NOON, element=ELEMENTS[2])
    group.made.change(organisation, group.made.row(enrolment, id=number).organisation_id, name="Own name")
    group.made.change(enrolment, number, left_at=NOON)

    assert page_of(group).lines == (ProgressLine(number, "Gone", Status.LEFT),)


def test_the_hardest_questions_are_those_where_most_have_stayed_for_a_day(group: Moving) -> None:
    long_ago, today = NOON - DAY - timedelta(minutes=1), NOON - DAY + timedelta(minutes=1)
    for place, people in {5: 2, 1: 1, 9: 3, 3: 1}.items():
        for each in range(people):
            group.organisation(f"{place} {each}", 1, element=ELEMENTS[place], changed_at=long_ago)
    silent: dict[str, Any] = {"element": ELEMENTS[20], "changed_at": long_ago}
    elsewhere = group.made.rows(participation)[0].id
    for number in range(5):
        away = group.organisation(f"away {number}", 1, **silent)
        group.made.change(conversation, group.chat_of(away), participation_id=elsewhere)
        group.organisation(f"today {number}", 1, element=ELEMENTS[20], changed_at=today)
        group.organisation(f"done {number}", 1, finished_at=NOON, **silent)
        group.organisation(f"blocked {number}", 1, unreachable="blocked", **silent)
        group.organisation(f"fresh {number}", **silent)
        gone = group.organisation(f"left {number}", 1, **silent)
        group.made.change(enrolment, gone, left_at=NOON)

    assert page_of(group).hardest == ((ELEMENTS[9], 3), (ELEMENTS[5], 2), (ELEMENTS[1], 1))


def test_what_is_shared_shows_nowhere(group: Moving) -> None:
    number = group.organisation("A", 3)

    def all_that_is_shown() -> tuple[object, ...]:
        with group.writer.begin() as here:
            return (
                progress.organisation_page(here, group.lead, number, NOON, FRAMEWORKS),
                progress.cohort_page(here, group.lead, group.cohort, NOON),
                progress.progress_page(here, group.lead, group.cohort, None, 0, NOON, FRAMEWORKS),
            )

    before = all_that_is_shown()
    shares = {"share_from": NOON, "share_until": NOON + DAY, "share_stage": True}
    for changes in (shares, {"share_ended_at": NOON}):
        group.made.change(enrolment, number, **changes)
        assert all_that_is_shown() == before
    assert "share" not in repr(before)
