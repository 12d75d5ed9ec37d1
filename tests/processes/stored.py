"""What the database holds, held against what people saw. Read with an engine of the test's own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.app import FIRST_FRAMEWORK
from frameworks.load import shipped
from storage.engine import writer_engine
from storage.tables import account, answer, answer_history, conversation, set_aside
from tests.processes.people import Answerer
from tests.telegram_world import TelegramWorld

Key = tuple[int, int, str]


def rows(database: str, query: Any) -> Sequence[Row[Any]]:
    """The rows of one query, over a connection that is closed again."""
    engine = writer_engine(database)
    try:
        with engine.connect() as connection:
            return connection.execute(query).all()
    finally:
        engine.dispose()


def history(database: str) -> Sequence[Row[Any]]:
    query = select(
        account.c.external_id.label("user"), answer_history.c.run, answer_history.c.element_id.label("element"),
        answer_history.c.before, answer_history.c.after, answer_history.c.event_key,
    ).join(account, account.c.person_id == answer_history.c.person_id)  # fmt: skip
    return rows(database, query.order_by(answer_history.c.id))


def all_is_stored_once(database: str, people: Sequence[Answerer]) -> int:
    """Every acknowledged answer is stored, once, with its level, and no level ever changed; how many those are."""
    first: dict[Key, int] = {}
    for row in history(database):
        key = (row.user, row.run, row.element)
        if row.before is None and row.after is not None:
            assert key not in first, f"stored twice: {key}"
            first[key] = row.after["level"]
        elif row.after is not None:
            assert row.before["level"] == row.after["level"], f"displaced: {key}"
    seen = 0
    elements = shipped()[FIRST_FRAMEWORK].elements
    for each in people:
        for given in each.acknowledged:
            key = (each.person.user_id, given.run, elements[given.ordinal].id)
            assert key in first, f"lost: {key}"
            assert first[key] == given.level, f"wrong: {key}"
            seen += 1
    _answers_are_the_last_of_the_history(database)
    assert rows(database, select(func.count()).select_from(set_aside))[0][0] == 0
    return seen


def _answers_are_the_last_of_the_history(database: str) -> None:
    """What counts for the result is what the history ends with."""
    last: dict[tuple[int, str], Any] = {}
    query = select(answer_history.c.participation_id, answer_history.c.element_id, answer_history.c.after)
    for row in rows(database, query.order_by(answer_history.c.id)):
        last[row.participation_id, row.element_id] = row.after
    now = {
        (row.participation_id, row.element_id): (row.level, row.shown)
        for row in rows(
            database, select(answer.c.participation_id, answer.c.element_id, answer.c.level, answer.c.shown)
        )
    }
    assert now == {key: (after["level"], after["shown"]) for key, after in last.items() if after is not None}


def behind(database: str) -> int:
    """How many chats have a screen newer than the one marked as shown."""
    query = (
        select(func.count()).select_from(conversation).where(conversation.c.shown < conversation.c.revision)
    )
    return int(rows(database, query)[0][0])


def copies(world: TelegramWorld) -> int:
    """How many messages repeat a screen that was sent to the same chat before."""
    sent: Counter[tuple[Any, str, str]] = Counter()
    for call in world.calls_of("sendMessage"):
        if call.reply.status == 200 and call.reply.effect and call.payload.get("reply_markup"):
            text, markup = str(call.payload["text"]), str(call.payload["reply_markup"])
            sent[call.chat_id, text, markup] += 1
    return sum(number - 1 for number in sent.values())


def calls_by_chat(world: TelegramWorld, *methods: str) -> dict[Any, int]:
    """How many calls each chat cost."""
    found: dict[Any, int] = defaultdict(int)
    for call in world.calls_of(*methods):
        found[call.chat_id] += 1
    return found


def half_a_minute_passes(database: str) -> None:
    """Make all changes half a minute older, as if the bot had been away so long."""
    engine = writer_engine(database)
    earlier = timedelta(seconds=31)
    with engine.begin() as connection:
        for row in connection.execute(select(conversation.c.id, conversation.c.changed_at)).all():
            when = {"changed_at": row.changed_at - earlier}
            connection.execute(update(conversation).where(conversation.c.id == row.id), when)
    engine.dispose()
