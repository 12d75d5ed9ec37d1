"""The HTTP class under python-telegram-bot: bodies, files, limits, and errors that name no address."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.channel import ChannelTrouble, Uncertain
from bot.channels.http_request import AiohttpRequest
from bot.channels.telegram_api import TelegramApi
from tests.processes.process import free_port
from tests.telegram_world import DEFAULT_TOKEN, Person, TelegramWorld, serve

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def server(handler: Handler) -> AsyncIterator[str]:
    """A server that does as the handler says; the base address, to which the token is added."""
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    await runner.cleanup()


@asynccontextmanager
async def opened(total: float = 5.0) -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest(total)
    await request.initialize()
    yield request
    await request.shutdown()


def data(**values: Any) -> RequestData:
    return RequestData([RequestParameter(name, value, None) for name, value in values.items()])


def api(request: BaseRequest, base: str) -> TelegramApi:
    return TelegramApi(request, base, DEFAULT_TOKEN)


def names_no_address(trouble: BaseException) -> bool:
    """Neither the error nor anything it hangs on holds the token or a server's name."""
    told, each = "", trouble
    while each is not None:
        told += f"{each!r} {each}"
        if each.__suppress_context__:
            break
        each = each.__context__  # type: ignore[assignment]
    return DEFAULT_TOKEN not in told and "127.0.0.1" not in told


async def ok(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "result": {"done": True}})


async def test_bodies_are_utf_8_json_without_escapes() -> None:
    seen: list[tuple[str, bytes]] = []

    async def look(request: web.Request) -> web.Response:
        seen.append((request.headers["Content-Type"], await request.read()))
        return await ok(request)

    async with server(look) as base, opened() as request:
        found = await api(request, base).call(
            "sendMessage", {"chat_id": 7, "text": "Où? 你好 مرحبا 🎉", "list": [1]}
        )
    assert found == {"done": True}
    kind, body = seen[0]
    assert kind == "application/json"
    assert body == '{"chat_id":7,"text":"Où? 你好 مرحبا 🎉","list":[1]}'.encode()


async def test_a_call_without_parameters_has_no_body() -> None:
    seen: list[bytes] = []

    async def look(request: web.Request) -> web.Response:
        seen.append(await request.read())
        return await ok(request)

    async with server(look) as base, opened() as request:
        await api(request, base).call("getMe", {})
    assert seen == [b""]


async def test_a_file_goes_as_it_is_with_its_name() -> None:
    world = TelegramWorld(time.time)
    ana = Person(world, 1001)
    ana.command("/start")
    content = bytes(range(256)) * 400
    async with serve(world) as telegram, opened() as request:
        bot = Bot(world.token, f"{telegram}/bot", request=request, get_updates_request=request)
        await bot.send_document(1001, InputFile(content, filename="my-data.json"), caption="Où? 你好")
    document = ana.documents[0]
    assert (document.name, document.content, document.caption) == ("my-data.json", content, "Où? 你好")


async def test_a_call_that_takes_too_long_times_out_and_its_effect_is_not_known() -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.sleep(3600)
        raise AssertionError

    async with server(hang) as base, opened(total=0.1) as request:
        with pytest.raises(TimedOut) as raised:
            await request.post(f"{base}{DEFAULT_TOKEN}/sendMessage", data(chat_id=1))
        assert names_no_address(raised.value)
        with pytest.raises(Uncertain) as uncertain:
            await api(request, base).call("sendMessage", {"chat_id": 1})
        assert names_no_address(uncertain.value)


async def test_a_call_may_set_its_own_limit_for_all_of_it() -> None:
    """The limit is for the whole call: a server that sends a byte now and then does not stretch it."""

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.02)

    async with server(drip) as base, opened(total=3600) as request:
        with pytest.raises(Uncertain):
            await asyncio.wait_for(api(request, base).call("getUpdates", {}, seconds=0.2), 20)


async def test_a_refused_connection_had_surely_no_effect() -> None:
    async with opened() as request:
        base = f"http://127.0.0.1:{free_port()}/bot"
        with pytest.raises(ChannelTrouble) as raised:
            await api(request, base).call("sendMessage", {"chat_id": 1})
    assert not isinstance(raised.value, Uncertain)
    assert names_no_address(raised.value)


async def test_a_name_that_cannot_be_resolved_had_surely_no_effect() -> None:
    async with opened() as request:
        with pytest.raises(ChannelTrouble) as raised:
            await api(request, "http://telegram.invalid/bot").call("sendMessage", {"chat_id": 1})
    assert not isinstance(raised.value, Uncertain)
    assert "telegram.invalid" not in str(raised.value)


async def test_a_line_that_breaks_in_the_middle_leaves_the_effect_unknown() -> None:
    async def cut(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with server(cut) as base, opened() as request:
        with pytest.raises(Uncertain) as raised:
            await api(request, base).call("sendMessage", {"chat_id": 1})
    assert names_no_address(raised.value)


@pytest.mark.parametrize("body", [b"", b"<html>502</html>", b'{"ok": tr', b"\xff\xfe\x00"])
async def test_a_reply_that_cannot_be_read_leaves_the_effect_unknown(body: bytes) -> None:
    async def odd(_request: web.Request) -> web.Response:
        return web.Response(body=body)

    async with server(odd) as base, opened() as request:
        with pytest.raises(Uncertain) as raised:
            await api(request, base).call("sendMessage", {"chat_id": 1})
    assert names_no_address(raised.value)
    assert "502" not in str(raised.value)


@pytest.mark.parametrize(
    ("status", "description", "certain"),
    [
        (500, "Internal Server Error", True),
        (503, "Service Unavailable", True),
        (502, "Bad Gateway", False),
        (504, "Gateway Timeout", False),
    ],
)
async def test_a_server_error_had_no_effect_and_a_gateways_word_says_nothing(
    status: int, description: str, certain: bool
) -> None:
    async def fail(_request: web.Request) -> web.Response:
        body = {"ok": False, "error_code": status, "description": description}
        return web.json_response(body, status=status)

    async with server(fail) as base, opened() as request:
        with pytest.raises(ChannelTrouble) as raised:
            await api(request, base).call("sendMessage", {"chat_id": 1})
    assert isinstance(raised.value, Uncertain) is not certain


async def test_a_session_that_is_not_open_is_an_error_and_closing_twice_is_none() -> None:
    request = AiohttpRequest()
    with pytest.raises(NetworkError):
        await request.do_request("http://127.0.0.1:1/", "POST")
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()


async def test_a_hundred_calls_go_at_once() -> None:
    at_once, most = 0, 0

    async def slow(request: web.Request) -> web.Response:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.2)
        at_once -= 1
        return await ok(request)

    async with server(slow) as base, opened() as request:
        await asyncio.gather(*(api(request, base).call("sendMessage", {"n": n}) for n in range(100)))
    assert most == 100


async def test_a_cancelled_call_stays_cancelled() -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.sleep(3600)
        raise AssertionError

    async with server(hang) as base, opened() as request:
        call = asyncio.ensure_future(api(request, base).call("getUpdates", {}))
        await asyncio.sleep(0.05)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call


async def test_a_proxy_of_the_environment_is_used_and_bypassed_as_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hosts: list[str] = []

    async def proxy(request: web.Request) -> web.Response:
        hosts.append(request.host)
        return await ok(request)

    async with server(proxy) as base:
        monkeypatch.setenv("http_proxy", base.removesuffix("/bot"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        async with opened() as request:
            await api(request, "http://telegram.invalid/bot").call("getMe", {})
            await api(request, base).call("getMe", {})
    assert hosts[0] == "telegram.invalid"
    assert hosts[1].startswith("127.0.0.1")


async def test_the_environment_is_asked_for_a_proxy_once_for_each_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To look at each call costs as much as the call itself: what changes later is not seen."""
    heard: list[str] = []

    async def proxy(request: web.Request) -> web.Response:
        heard.append(request.host)
        return await ok(request)

    async with server(proxy) as base, opened() as request:
        monkeypatch.setenv("http_proxy", base.removesuffix("/bot"))
        monkeypatch.delenv("no_proxy", raising=False)
        await api(request, "http://first.invalid/bot").call("getMe", {})
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
        await api(request, "http://first.invalid/bot").call("getMe", {})
        with pytest.raises(ChannelTrouble):
            await api(request, "http://second.invalid/bot").call("getMe", {})
    assert heard == ["first.invalid"] * 2


def test_a_broken_payload_is_refused_without_a_word_of_it() -> None:
    with pytest.raises(TelegramError) as raised:
        AiohttpRequest.parse_json_payload(b"what Ana wrote")
    assert "Ana" not in str(raised.value)
    assert AiohttpRequest.parse_json_payload(json.dumps({"ok": True}).encode()) == {"ok": True}
