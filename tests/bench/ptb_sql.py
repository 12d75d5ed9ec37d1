"""Peer: python-telegram-bot with ConversationHandler, answers and place through SQLAlchemy's async ORM.

SQLite on aiosqlite, WAL, `synchronous=FULL`; each answer is committed before the person sees the next question.
"""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import BigInteger, event, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, ConversationHandler

from tests.bench.ptb import ASKING, QUESTIONS, App, builder, run, tapped
from tests.bench.questions import summary_of


class Base(DeclarativeBase):
    """The tables of this peer."""


class Person(Base):
    """Where a person is."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    place: Mapped[int] = mapped_column(default=0)


class Answer(Base):
    """One answer."""

    __tablename__ = "answer"
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    question: Mapped[int] = mapped_column(primary_key=True)
    choice: Mapped[int]


engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ.get('BENCH_STORE', '')}")
session = async_sessionmaker(engine, expire_on_commit=False)


@event.listens_for(engine.sync_engine, "connect")
def prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> int:
    """The question this person is at."""
    assert update.message and update.effective_user
    async with session() as work:
        person = await work.get(Person, update.effective_user.id)
        if person is None:
            person = Person(id=update.effective_user.id, place=0)
            work.add(person)
            await work.commit()
    text, keyboard = QUESTIONS[min(person.place, len(QUESTIONS) - 1)]
    await update.message.reply_text(text, reply_markup=keyboard)
    return ASKING


async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> int:
    """Store the answer and the place, then show the next question."""
    query = update.callback_query
    assert query
    number, choice = tapped(query.data)
    async with session() as work:
        person = await work.get(Person, query.from_user.id)
        assert person is not None
        await work.merge(Answer(person_id=person.id, question=number, choice=choice))
        person.place = number + 1
        await work.commit()
    await query.answer()
    if number + 1 == len(QUESTIONS):
        await query.edit_message_text(await summary(query.from_user.id))
        return ConversationHandler.END
    text, keyboard = QUESTIONS[number + 1]
    await query.edit_message_text(text, reply_markup=keyboard)
    return ASKING


async def summary(person_id: int) -> str:
    async with session() as work:
        rows = await work.scalars(select(Answer).where(Answer.person_id == person_id))
        return summary_of({row.question: row.choice for row in rows})


async def make_tables(_application: App) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


def main() -> None:
    application = builder().post_init(make_tables).build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start), CallbackQueryHandler(answer)],
            states={ASKING: [CallbackQueryHandler(answer)]},
            fallbacks=[CommandHandler("start", start)],
        )
    )
    run(application)


if __name__ == "__main__":
    main()
