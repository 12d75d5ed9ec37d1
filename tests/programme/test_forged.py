"""Forged buttons and pages: no right, no data, no difference between what is not theirs and what is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from bot.buttons import encode
from flows.desk import ACTS, EXTRA_LIMIT, LINK_KINDS, NUMBER_LIMIT, PAGES, TEXTS, panel_of
from flows.events import Handled
from flows.team_desk import TEAM
from storage.tables import conversation
from tests.programme.two_cohorts import MISSING, SECRET, Made, build, cast, dump
from tests.rig import Rig, Update
from tests.telegram_world import Person

pytestmark = pytest.mark.virtual

# What the number of a button names; verbs that are not here name nothing that belongs to anybody.
NAMES = {
    "cohort": "CPQLmRnqKASziXEeJ" + "rdpx" + "BM~Tbhv,;YZf01",
    "other": "OUut" + "o" + "89_",
    "listed": "+",
    "link": "lj" + "V-=$",
    "serve": "!",
    "request": "ID",
    "draft": "NG",
    "note": "g",
    "question": "a" + "y",
    "job": "*",
}
KIND = {verb: kind for kind, verbs in NAMES.items() for verb in verbs}
EXTRAS = {
    "M": (*range(len(LINK_KINDS)), 17, 65),
    "x": (*range(len(LINK_KINDS)), 17, 65),
    "l": (0, 1),
    "G": (0, 1),
    "0": (0, 65, 129),
    "v": (5, 10),
    "h": (9, 12),
    ",": (1, 2),
    ";": (0, 1),
    "=": (0, 1),
    "_": (0, 1),
    "P": (0, 512),
}
# Everybody's own: they change how this very chat is written to, or where it is among the questions.
OWN = "WwsHFc@k%#234567&"
# Those of teams are tried in tests/team.
VERBS = [verb for verb in {**PAGES, **TEXTS, **ACTS} if not verb.startswith(TEAM)]
TYPED = {"deadline": "31 December 2029"}
GARBAGE = (
    *("", ")", ")C", ")CAAAAA", ")C-----AA", ")C______-", ")CAAAA AA", ")CAAAA+AA", ")C0000000", ")" * 9),
    *(")?AAAAAAA", ")éAAAAAAA", ")CAAAABAA\0", ")C" + "A" * 60, ")C-1234567", ")C٣٣٣٣٣٣٣", "CAAAABAA", "🎯"),
)


@dataclass
class Presser:
    """Somebody who presses what no screen of theirs has. Each press begins at the same screen."""

    rig: Rig
    person: Person

    @property
    def row(self) -> int:
        with self.rig.writer.begin() as connection:
            query = conversation.select().where(conversation.c.chat_id == self.person.user_id)
            return int(connection.execute(query).one().id)

    async def do(self, act: Callable[[], Update]) -> list[tuple[Any, ...]]:
        """Everything that reached their phone for this, without the numbers of messages and taps."""
        await asyncio.sleep(1)
        seen = len(self.rig.world.calls)
        await self.rig.at_once([act()])
        without = {"message_id", "callback_query_id"}
        return [
            (
                call.method,
                *sorted((key, str(each)) for key, each in call.payload.items() if key not in without),
            )
            for call in self.rig.world.calls[seen:]
        ]

    async def press(self, data: str) -> list[tuple[Any, ...]]:
        await self.do(partial(self.person.press_data, self.person.screen().message_id, "zz"))
        return await self.do(partial(self.person.press_data, self.person.screen().message_id, data))

    async def write(self, verb: str, number: int, extra: int, act: Callable[[], Update]) -> list[Any]:
        """Send something while this page is open, however it came to be: a right may be lost meanwhile."""
        await self.do(partial(self.person.press_data, self.person.screen().message_id, "zz"))
        with self.rig.writer.begin() as connection:
            this = update(conversation).where(conversation.c.chat_id == self.person.user_id)
            connection.execute(this.values(panel=panel_of(verb, number, extra), notice=None))
        return await self.do(act)


def forged(verb: str, made: Made) -> Iterator[tuple[int, int, int]]:
    """Numbers of what is there and of what is not, with the same `extra`."""
    there = getattr(made, KIND.get(verb, "cohort"))
    extras = EXTRAS.get(verb, (0,))
    for extra in (made.coordinator,) if verb in "1J" else extras:
        yield there, MISSING, extra


async def presser(rig: Rig, account: int) -> Presser:
    made = Presser(rig, rig.person(account))
    await rig.do(made.person.command("/about"))
    return made


ROLES = ("stranger", "respondent", "lead", "helper", "reader", "removed")


@pytest.mark.parametrize("role", ROLES)
async def test_no_button_of_another_cohort_shows_or_does_anything(rig: Rig, role: str) -> None:
    _north, south = build(rig)
    who = await presser(rig, cast(rig, south)[role])
    for verb in VERBS:
        before = dump(rig, besides=who.row)
        for there, missing, extra in forged(verb, south):
            not_theirs = await who.press(encode(Handled(verb, there, extra)))
            not_there = await who.press(encode(Handled(verb, missing, extra)))

            told = f"{role} presses {verb} {there} {extra}"
            assert not_theirs, told
            assert verb not in KIND or not_theirs == not_there, told
            assert SECRET not in str(not_theirs) or is_own(role, verb), told
        assert dump(rig, besides=who.row) == before, f"{role} presses {verb}"


def is_own(role: str, verb: str) -> bool:
    """A respondent reads on their own pages in which cohort they are."""
    return role == "respondent" and verb in OWN


@pytest.mark.parametrize("role", ROLES)
async def test_nothing_is_taken_on_a_page_of_another_cohort(rig: Rig, role: str) -> None:
    _north, south = build(rig)
    who = await presser(rig, cast(rig, south)[role])
    before = dump(rig, besides=who.row)
    for verb, name in TEXTS.items():
        if verb not in VERBS:
            continue
        if verb in OWN and (verb == "k") is (role == "respondent") and role not in {"stranger", "removed"}:
            continue
        said = partial(who.person.say, TYPED.get(name, "A text of theirs"))
        for there, missing, extra in forged(verb, south):
            not_theirs = await who.write(verb, there, extra, said)

            assert not_theirs == await who.write(verb, missing, extra, said), f"{role} writes at {verb}"
            assert SECRET not in str(not_theirs)
            assert dump(rig, besides=who.row) == before, f"{role} writes at {verb}"
    a_file = partial(who.person.send_document, "list.csv", data=b"organisation\nOrg\n")
    sent = [await who.write("i", number, 0, a_file) for number in (south.cohort, MISSING)]
    assert sent[0] == sent[1]
    assert dump(rig, besides=who.row) == before


@pytest.mark.parametrize("role", ("stranger", "respondent", "reader", "removed"))
async def test_commands_of_coordinators_open_nothing_of_others(rig: Rig, role: str) -> None:
    _north, south = build(rig)
    who = await presser(rig, cast(rig, south)[role])
    before = dump(rig)
    for command in ("/cohorts", "/sharing", "/reminders"):
        for argument in ("", f" {south.cohort}", " -1", f" {'9' * 40}"):
            shown = await who.do(partial(who.person.command, command + argument))

            assert shown
            assert (SECRET in str(shown)) is (role == "respondent" and command == "/sharing")
    assert dump(rig) == before
    home = await who.do(partial(who.person.command, "/cohorts"))
    assert ("North" in str(home)) is (role == "reader")


@pytest.mark.parametrize("role", ("stranger", "lead"))
async def test_numbers_at_their_limits_and_garbage_change_nothing(rig: Rig, role: str) -> None:
    _north, south = build(rig)
    who = await presser(rig, cast(rig, south)[role])
    before = dump(rig, besides=who.row)
    for data in GARBAGE:
        assert await who.press(data)
    for verb in VERBS:
        for number, extra in ((NUMBER_LIMIT - 1, EXTRA_LIMIT - 1), (0, EXTRA_LIMIT - 1)):
            shown = await who.press(encode(Handled(verb, number, extra)))

            assert shown, verb
            assert SECRET not in str(shown), verb
        assert dump(rig, besides=who.row) == before, verb


async def test_every_verb_is_tried_with_what_it_names() -> None:
    """A new button has to be told of here."""
    assert set(KIND) | set(OWN) == set(VERBS)
    assert not set(KIND) & set(OWN)
