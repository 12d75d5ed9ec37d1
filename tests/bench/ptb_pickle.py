"""Peer: python-telegram-bot with ConversationHandler and PicklePersistence, as its documents show it.

Not durable: the library writes its file every minute and at the end, so a crash loses up to a minute.
"""

from __future__ import annotations

import os

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

from tests.bench.ptb import ASKING, QUESTIONS, builder, run, tapped
from tests.bench.questions import summary_of


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """The first question."""
    assert update.message and context.user_data is not None
    context.user_data["answers"] = {}
    text, keyboard = QUESTIONS[0]
    await update.message.reply_text(text, reply_markup=keyboard)
    return ASKING


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Keep the answer, show the next question."""
    query = update.callback_query
    assert query and context.user_data is not None
    number, choice = tapped(query.data)
    context.user_data["answers"][number] = choice
    await query.answer()
    if number + 1 == len(QUESTIONS):
        await query.edit_message_text(summary_of(context.user_data["answers"]))
        return ConversationHandler.END
    text, keyboard = QUESTIONS[number + 1]
    await query.edit_message_text(text, reply_markup=keyboard)
    return ASKING


def main() -> None:
    application = builder().persistence(PicklePersistence(os.environ["BENCH_STORE"])).build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={ASKING: [CallbackQueryHandler(answer)]},
            fallbacks=[CommandHandler("start", start)],
            name="questions",
            persistent=True,
        )
    )
    run(application)


if __name__ == "__main__":
    main()
