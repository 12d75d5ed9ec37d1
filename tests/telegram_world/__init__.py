"""The tests' Telegram: a strict stand-in for the Bot API at the outermost border, with people in it.

    world = TelegramWorld(clock)                 # pure: chats, updates, faults, recorded calls
    ana = Person(world, 1001)                    # acts queue updates; screen(), chat(), toasts
    bot = Bot(token, request=WorldRequest(world))      # python-telegram-bot without a network
    async with serve(world) as url: ...          # or any bot over HTTP, webhooks included

Its own tests are `test_*.py` here and `tests/test_telegram_world.py`.
"""

from tests.telegram_world.args import UploadedFile
from tests.telegram_world.clock import HandClock
from tests.telegram_world.group import Group
from tests.telegram_world.model import Call, Chat, Document, Message, Query, Toast
from tests.telegram_world.person import Person
from tests.telegram_world.reply import Json, RefusedError, Reply, bad, forbidden, too_many
from tests.telegram_world.request import WorldRequest
from tests.telegram_world.seat import Seat
from tests.telegram_world.server import WorldServer, serve, serve_in_thread
from tests.telegram_world.trouble import Fault, FloodLimits, Trouble
from tests.telegram_world.view import Button, Screen
from tests.telegram_world.world import DEFAULT_TOKEN, METHODS, TelegramWorld

__all__ = [
    "DEFAULT_TOKEN",
    "METHODS",
    "Button",
    "Call",
    "Chat",
    "Document",
    "Fault",
    "FloodLimits",
    "Group",
    "HandClock",
    "Json",
    "Message",
    "Person",
    "Query",
    "RefusedError",
    "Reply",
    "Screen",
    "Seat",
    "TelegramWorld",
    "Toast",
    "Trouble",
    "UploadedFile",
    "WorldRequest",
    "WorldServer",
    "bad",
    "forbidden",
    "serve",
    "serve_in_thread",
    "too_many",
]
