"""The bots that ran on this database: an invitation leads to one of them, by the name it has there."""

from __future__ import annotations

from sqlalchemy import Connection, select

from flows.conversation import Notice
from storage.inserting import insert_into
from storage.programme.tables import known_bot


def remember_bot(connection: Connection, channel: str, bot_id: int, username: str) -> None:
    """Keep what this bot is called; a new name replaces the former one."""
    statement = insert_into(connection.dialect.name, known_bot)
    row = {"channel": channel, "bot_id": bot_id, "username": username}
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[known_bot.c.channel, known_bot.c.bot_id],
            set_={"username": statement.excluded.username},
        ),
        row,
    )


def bot_username(connection: Connection, bot_id: int | None = None) -> str | None:
    """What the bot on Telegram is called, without @; None where none ever ran here.

    With `bot_id` that very bot, if it is known. Otherwise the youngest: every bot of a database takes every link.
    """
    known = select(known_bot.c.username).where(known_bot.c.channel == "telegram", known_bot.c.username != "")
    youngest = known.order_by((known_bot.c.bot_id == bot_id).desc(), known_bot.c.bot_id.desc())
    return connection.scalar(youngest.limit(1))


def address_told(
    connection: Connection,
    told: Notice | None,
    key: str,
    link: int | None = None,
    *,
    parameter: str = "start",
) -> str:
    """The address of the link whose code this notice still holds, as just after it was made; else empty."""
    if told is None or told.key != key or (link is not None and told.args.get("link") != link):
        return ""
    return f"https://t.me/{bot_username(connection) or ''}?{parameter}={told.args.get('code', '')}"
