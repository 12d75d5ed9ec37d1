"""Memory: what the bot's process holds at most while 10,000 people stand in the middle of their assessment.

One person is led to the middle by the bot itself; the others are copies of this one in the database and in
the stand-in for Telegram. Then all of them tap, a few hundred at once.
"""

from __future__ import annotations

import sqlite3
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from tests.bench.emulator import Emulator, Rows
from tests.bench.people import Act, Crowd, Person, at_ours
from tests.bench.process import OURS, environment, running
from tests.bench.questions import write_questions
from tests.bench.speed import said
from tests.bench.table import Table

GOAL_MB = 150
PEOPLE, QUICK_PEOPLE = 10_000, 2_000
AT_ONCE = 200
FIRST = 1000
MIDDLE, MORE = 15, 3
LONGEST_SECONDS = 600.0

# Tables of one person, in the order in which rows may be written.
TABLES = (
    *("person", "account", "organisation", "membership", "assessment", "participation"),
    *("conversation", "answer", "answer_history", "chat_message"),
)


@dataclass
class Held:
    """Megabytes of the process: after its start, and at most."""

    people: int
    answers: int
    start: float
    peak: float


class Stop:
    """Reads our screens up to so many answers; `act` is what the last reader would have done there."""

    def __init__(self, answers: int) -> None:
        self.answers = answers
        self.act = Act("done")

    def __call__(self, rows: Rows, turn: int) -> Act:
        self.act = at_ours(rows, turn)
        return self.act if turn < self.answers else Act("done")


def copy_people(store: Path, count: int) -> None:
    """Give the first person's rows to `count` more; ids and chat ids grow by the number of the copy."""
    with sqlite3.connect(store) as database:
        for table in TABLES:
            names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            rows = database.execute(f"SELECT * FROM {table}").fetchall()
            for row in rows:
                marks = ", ".join("?" * len(names))
                copies = (_copied(names, row, number, len(rows)) for number in range(1, count + 1))
                database.executemany(f"INSERT INTO {table} VALUES ({marks})", copies)


def _copied(names: list[str], row: tuple[object, ...], number: int, in_table: int) -> list[object]:
    values: list[object] = []
    for name, value in zip(names, row, strict=True):
        if name == "id" and isinstance(value, int):
            values.append(value + number * in_table)
        elif name == "address" and isinstance(value, str):
            head, _, chat = value.rpartition(":")
            values.append(f"{head}:{int(chat) + number}")
        elif (
            isinstance(value, int) and name.endswith("_id") and name not in {"bot_id", "message_id", "top_id"}
        ):
            values.append(value + number)
        else:
            values.append(value)
    return values


def seat_copies(emulator: Emulator, crowd: Crowd, model: Person, count: int) -> None:
    """The copies stand where the model stands, with the same message, in chats of their own."""
    chat = emulator.chats[model.number]
    for number in range(1, count + 1):
        emulator.chats[model.number + number] = deepcopy(chat)
        crowd.seat(Person(model.number + number, model.message_id, model.act, turns=model.turns))


async def measure(people: int) -> Held:
    """Start the bot over the database of so many people and let all of them answer a few questions more."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        questions, store = Path(folder, "questions.json"), Path(folder, "store")
        write_questions(questions)
        emulator = Emulator()
        async with emulator.running() as address:
            told = environment(address, "polling", store, questions)
            reader = Stop(MIDDLE)
            crowd = Crowd(emulator, reader)
            async with running(OURS, emulator, told):
                await crowd.gather([FIRST])
                await crowd.answer(1, LONGEST_SECONDS)
            model = crowd.people[FIRST]
            model.act = reader.act
            copy_people(store, people)
            reader.answers = MIDDLE + MORE
            seat_copies(emulator, crowd, model, people)
            emulator.ready.clear()
            async with running(OURS, emulator, told) as bot:
                start = bot.now_mb()
                measured = await crowd.answer(AT_ONCE, LONGEST_SECONDS)
                return Held(people, measured.answers, start, bot.peak_mb())


async def report(*, quick: bool) -> str:
    """Memory against its goal, as a text."""
    held = await measure(QUICK_PEOPLE if quick else PEOPLE)
    table = Table("people mid-way", "answers given", "MB after start", "MB at most", "goal", "")
    verdict = said(held.peak, GOAL_MB, at_least=False)
    table.row(held.people, held.answers, held.start, held.peak, f"at most {GOAL_MB}", verdict)
    return str(table)
