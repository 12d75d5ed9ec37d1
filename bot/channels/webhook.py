"""Telegram by webhook, and the pages for machines: answers 200 only once the event is stored.

A request waits three seconds at most for the commit, then says 503 and Telegram tries again; its event is
dropped from the queue, so that nobody waits for what nobody asks for any more. The answer to a tap rides in
the reply of the webhook: one request less. Screens do not: an error of a call in a reply is never reported.
"""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.json_text import from_json, to_json
from bot.channels.telegram_door import TelegramDoor
from bot.channels.telegram_out import tap_answer
from bot.clock import Clock
from bot.health import Health
from storage.batch import Fate

WAIT_SECONDS = 3.0
RETRY_AFTER = "2"
SECRET_HEADER = "x-telegram-bot-api-secret-token"
LARGEST_BODY = 1_000_000


@dataclass
class Webhook:
    """The route Telegram posts to."""

    door: TelegramDoor
    secret: str
    wait_seconds: float = WAIT_SECONDS

    async def receive(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return PlainTextResponse("forbidden", 403)
        body = await request.body()
        if len(body) > LARGEST_BODY:
            return PlainTextResponse("too large", 413)
        try:
            update = from_json(body)
        except ValueError:
            return PlainTextResponse("not JSON", 400)
        return await self._answer(update) if isinstance(update, dict) else Response()

    async def _answer(self, update: dict[str, object]) -> Response:
        incoming = self.door.read(update)
        if incoming is None:
            return Response()
        future = self.door.intake.offer(incoming)
        try:
            async with asyncio.timeout(self.wait_seconds):
                outcome = await future
        except TimeoutError:
            return PlainTextResponse("not stored yet", 503, {"Retry-After": RETRY_AFTER})
        if not incoming.query or outcome.fate is Fate.SET_ASIDE:
            return Response()
        text = self.door.delivery.ack_for(outcome)
        call = {"method": "answerCallbackQuery", **tap_answer(incoming.query, text, alert=False)}
        return Response(to_json(call), media_type="application/json")


def pages(health: Health, clock: Clock) -> list[Route]:
    """Health and metrics, for machines that watch."""

    async def healthy(_request: Request) -> Response:
        trouble = health.trouble(clock.seconds())
        return JSONResponse({"well": not trouble, "trouble": trouble}, 503 if trouble else 200)

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(health.registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/health", healthy), Route("/metrics", metrics)]


def web_app(health: Health, clock: Clock, webhook: Webhook | None = None, path: str = "/") -> ASGIApp:
    """The web application: Telegram's route where there is one, and the pages for machines."""
    routes = pages(health, clock)
    if webhook is None:
        return Starlette(routes=routes)
    routes.append(Route(path, webhook.receive, methods=["POST"]))
    return _posts_first(webhook, path, Starlette(routes=routes))


def _posts_first(webhook: Webhook, path: str, starlette: Starlette) -> ASGIApp:
    """Telegram's posts by the straight way: Starlette's own costs as much as reading the update."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == path and scope["method"] == "POST":
            response = await webhook.receive(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await starlette(scope, receive, send)

    return app
