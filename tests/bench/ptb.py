"""What both python-telegram-bot peers share: questions as its objects, and running by polling or webhook.

The webhook is the library's own documented way for a server of one's own: Starlette on uvicorn, updates put
into the application's queue.
"""

from __future__ import annotations

import asyncio
import os
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationBuilder

from tests.bench.questions import read_questions

ASKING = 1

QUESTIONS = [
    (
        text,
        InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(each["text"], callback_data=each["callback_data"]) for each in row]
                for row in rows
            ]
        ),
    )
    for text, rows in (read_questions() if "BENCH_QUESTIONS" in os.environ else [])
]

App = Application[Any, Any, Any, Any, Any, Any]


def builder() -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    """An application with the defaults of the library."""
    return Application.builder().token(os.environ["BOT_TOKEN"]).base_url(os.environ["TELEGRAM_BASE_URL"])


def tapped(data: str | None) -> tuple[int, int]:
    """The question and the choice in button data."""
    number, _, choice = (data or "").partition(":")
    return int(number), int(choice)


def run(application: App) -> None:
    """Run as the bench asks for."""
    if os.environ["BOT_MODE"] == "webhook":
        asyncio.run(_run_webhook(application))
    else:
        application.run_polling(allowed_updates=Update.ALL_TYPES)


async def _run_webhook(application: App) -> None:
    async def receive(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response(status_code=HTTPStatus.OK)

    address = os.environ["WEBHOOK_URL"]
    app = Starlette(routes=[Route(urlsplit(address).path, receive, methods=["POST"])])
    port = int(os.environ["WEBHOOK_PORT"])
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
    )
    async with application:
        if application.post_init:
            await application.post_init(application)
        await application.start()
        await application.bot.set_webhook(address, allowed_updates=Update.ALL_TYPES)
        await server.serve()
        await application.stop()
