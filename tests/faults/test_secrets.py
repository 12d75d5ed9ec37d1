"""The token is in no line, no error and no traceback, at no level; what people write is in no log either."""

from __future__ import annotations

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
import structlog
from telegram.error import TelegramError

from bot.app import lay_foundation
from bot.channels.channel import ChannelTrouble, NotAuthorised
from bot.channels.http_request import AiohttpRequest
from bot.channels.telegram_api import TelegramApi
from bot.logs import set_up_logs
from bot.settings import BadSettings, Settings, load_settings
from bot.tasks import Tasks
from bot.telegram_run import CannotRun, run_bot
from tests.faults.trouble import lost
from tests.faults.walking import act, press, say
from tests.rig import Rig, test_settings
from tests.telegram_world import DEFAULT_TOKEN, TelegramWorld, serve

WRONG = "987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDxyz"
FORMS = ["text", "json"]
LEVELS = ["DEBUG", "INFO", "ERROR"]

Capture = pytest.CaptureFixture[str]
Call = Callable[[], Awaitable[object]]


@pytest.fixture
def logs() -> Iterator[Callable[..., None]]:
    """`set_up_logs`, undone at the end."""
    root = logging.getLogger()
    before = root.handlers, root.level
    yield set_up_logs
    root.handlers, level = before
    root.setLevel(level)
    structlog.reset_defaults()


@asynccontextmanager
async def calls(base: str, token: str) -> AsyncIterator[list[Call]]:
    """One call in our words, and one as the library makes it."""
    request = AiohttpRequest(total=0.3)
    await request.initialize()
    api = TelegramApi(request, f"{base}/bot", token)
    try:
        yield [lambda: api.call("getMe", {}), lambda: request.post(f"{base}/bot{token}/getMe")]
    finally:
        await request.shutdown()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def say_everywhere(trouble: BaseException) -> str:
    """Log an error in all ways a program may, and give what a person might print of it."""
    structlog.get_logger("test").error("failed", exc_info=trouble)
    structlog.get_logger("test").error("failed", cause=repr(trouble), address=trouble.args)
    logging.getLogger("other").error("failed: %s", trouble, exc_info=trouble)
    return "".join([str(trouble), repr(trouble), *traceback.format_exception(trouble)])


async def troubles(world: TelegramWorld, url: str) -> list[Exception]:
    """Every way a call can fail, over real HTTP, in our words and in the library's."""
    found: list[Exception] = []
    plans: list[tuple[str, str, Callable[[], object]]] = [
        (url, WRONG, lambda: None),
        (url, f"{DEFAULT_TOKEN}/../x", lambda: None),
        (f"http://127.0.0.1:{free_port()}", DEFAULT_TOKEN, lambda: None),
        ("http://nowhere.invalid", DEFAULT_TOKEN, lambda: None),
        (url, DEFAULT_TOKEN, lambda: world.trouble.timeout_before("getMe")),
        (url, DEFAULT_TOKEN, lambda: world.trouble.reset_after("getMe")),
        (url, DEFAULT_TOKEN, lambda: world.trouble.half_reply("getMe")),
        (url, DEFAULT_TOKEN, lambda: world.trouble.server_error("getMe", 502)),
        (url, DEFAULT_TOKEN, lambda: world.trouble.too_many("getMe", retry_after=35)),
    ]
    for base, token, plan in plans:
        async with calls(base, token) as ways:
            for way in ways:
                plan()
                with pytest.raises((ChannelTrouble, TelegramError)) as trouble:
                    await way()
                found.append(trouble.value)
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("level", LEVELS)
async def test_the_token_is_nowhere_whatever_goes_wrong(
    logs: Callable[..., None], capsys: Capture, level: str, form: str
) -> None:
    """B25: wrong token, refused connection, no such host, time-out, cut, half a reply, 502, 429."""
    logs(level, form, (DEFAULT_TOKEN, WRONG))
    loop = asyncio.get_running_loop()
    loop.set_debug(level == "DEBUG")
    world = TelegramWorld(loop.time)
    async with serve(world, hang=0.5) as url:
        found = await troubles(world, url)
    told = [say_everywhere(each) for each in found]

    printed = capsys.readouterr()
    assert isinstance(found[0], NotAuthorised)
    assert len(found) == 18
    for text in (*told, printed.out, printed.err):
        assert DEFAULT_TOKEN not in text
        assert WRONG not in text
        assert DEFAULT_TOKEN.split(":")[1] not in text
    assert "failed" in printed.out


@pytest.mark.parametrize("form", FORMS)
async def test_errors_themselves_hold_no_token_even_where_nothing_is_scrubbed(
    logs: Callable[..., None], capsys: Capture, form: str
) -> None:
    """B25: with no secret known to the logs, nothing of the token is there to be removed."""
    logs("DEBUG", form, ())
    world = TelegramWorld(asyncio.get_running_loop().time)
    async with serve(world, hang=0.5) as url:
        told = [say_everywhere(each) for each in await troubles(world, url)]

    assert DEFAULT_TOKEN.split(":")[1] not in "".join([*told, *capsys.readouterr()])


async def test_a_traceback_that_does_hold_the_token_is_scrubbed(
    logs: Callable[..., None], capsys: Capture
) -> None:
    """B25: a fault of ours, in a task nobody waits for, with the whole address in its text."""
    logs("INFO", "text", (DEFAULT_TOKEN,))

    async def fail() -> None:
        raise RuntimeError(f"https://api.telegram.org/bot{DEFAULT_TOKEN}/getMe")

    tasks = Tasks()
    tasks.start(fail())
    await tasks.settle()
    await asyncio.sleep(0)
    logging.getLogger("aiohttp.client").critical("GET /bot%s/getMe", DEFAULT_TOKEN)

    out = capsys.readouterr().out
    assert DEFAULT_TOKEN not in out
    assert out.count("/bot[hidden]/getMe") >= 2


async def test_the_program_says_a_wrong_token_without_the_token(
    logs: Callable[..., None], capsys: Capture, sqlite_database: str
) -> None:
    """B25: the whole start of the bot with a token that is not accepted: one clear line."""
    logs("DEBUG", "text", (WRONG,))
    world = TelegramWorld(asyncio.get_running_loop().time)
    async with serve(world) as url:
        settings = test_settings(
            bot_token=WRONG, telegram_base_url=f"{url}/bot", database_url=sqlite_database
        )
        foundation = lay_foundation(settings)
        with pytest.raises(CannotRun) as trouble:
            await run_bot(foundation)
        await foundation.close()

    said = "".join([say_everywhere(trouble.value), *capsys.readouterr(), repr(settings), str(settings)])
    assert str(trouble.value) == "Telegram does not accept BOT_TOKEN. Copy it again from BotFather."
    assert WRONG not in said


def test_wrong_settings_are_named_without_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """B25: every setting wrong at once: no token, no secret and no password in the message."""
    monkeypatch.setattr(Settings, "model_config", Settings.model_config | {"env_file": None})
    monkeypatch.setenv("BOT_TOKEN", DEFAULT_TOKEN)
    monkeypatch.setenv("BOT_MODE", "webhook")
    monkeypatch.setenv("WEBHOOK_SECRET", "a-secret-of-ours")
    monkeypatch.setenv("DATABASE_URL", "mysql://user:password-1@host/db")
    monkeypatch.setenv("LOG_LEVEL", DEFAULT_TOKEN)

    with pytest.raises(BadSettings) as trouble:
        load_settings()

    for secret in (DEFAULT_TOKEN, "a-secret-of-ours", "password-1"):
        assert secret not in str(trouble.value)
        assert secret not in "".join(traceback.format_exception(trouble.value))


@pytest.mark.virtual
@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
async def test_what_people_write_and_who_they_are_is_in_no_log(
    rig: Rig, database: str, logs: Callable[..., None], capsys: Capture, level: str
) -> None:
    """B25: a walk, a remark, a phone number, a blocked chat, an outage, /mydata: nothing personal at any level."""
    logs(level, "text", (DEFAULT_TOKEN,))
    ana = rig.person(4_444_333_222)
    await say(rig, ana, "/start")
    await press(rig, ana, "English", "I agree", "My organisation")
    await say(rig, ana, "Zanzibar Secret Shelter", "call me on +255700111222", "/mydata")
    await act(rig, ana.send_contact)
    rig.world.trouble.blocked("sendMessage")
    await say(rig, ana, "and a private remark")
    with lost(rig, database):
        waiting = rig.offer(ana.say("during the outage"))
        await asyncio.sleep(5)
    assert waiting is not None
    await waiting
    await rig.work()

    printed = "".join(capsys.readouterr())
    assert "holding" in printed
    for secret in (
        "Zanzibar",
        "255700111222",
        "private remark",
        "during the outage",
        "4444333222",
        "254700000000",
    ):
        assert secret not in printed
