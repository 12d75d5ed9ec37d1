"""Kept lines to a server: what is used again, what is not, and every shape a reply may have."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.channels import lines as under_test
from bot.channels.lines import Broken, Lines, NotConnected

REQUEST = b"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


class Server:
    """Gives these replies, one for each request, then stays silent; None cuts the line instead. Counts lines."""

    def __init__(self, *replies: bytes | None, close: bool = False) -> None:
        self.replies, self.close = list(replies), close
        self.lines = 0
        self._hands: set[asyncio.Future[None]] = set()

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines += 1
        self._hands.add(asyncio.ensure_future(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while await reader.readexactly(len(REQUEST)):
                if self.replies:
                    reply = self.replies.pop(0)
                    writer.write(reply or b"")
                    if reply is None or self.close:
                        break
        with suppress(ConnectionError):
            writer.close()
            await writer.wait_closed()

    @asynccontextmanager
    async def running(
        self, there: ssl.SSLContext | None = None, here: ssl.SSLContext | None = None
    ) -> AsyncIterator[Lines]:
        """Lines to this server, with TLS where both sides have a context."""
        server = await asyncio.start_server(self._met, "127.0.0.1", 0, ssl=there)
        lines = Lines("127.0.0.1", server.sockets[0].getsockname()[1], here)
        try:
            yield lines
        finally:
            await lines.close()
            server.close()
            await asyncio.gather(*self._hands)


async def test_calls_one_after_the_other_share_a_line() -> None:
    server = Server(OK, OK, OK)
    async with server.running() as lines:
        assert [await lines.call(REQUEST) for _ in range(3)] == [(200, b"hi")] * 3
    assert server.lines == 1


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi",
        b"HTTP/1.1 200 OK\r\n\r\nhi",
        b"HTTP/1.0 200 OK\r\n\r\nhi",
    ],
)
async def test_a_reply_may_end_by_its_length_by_chunks_or_with_its_line(reply: bytes) -> None:
    async with Server(reply, close=b"close" in reply or b"Length" not in reply).running() as lines:
        assert await lines.call(REQUEST) == (200, b"hi")


async def test_a_line_the_other_side_closed_is_not_used_again() -> None:
    server = Server(OK, OK, close=True)
    async with server.running() as lines:
        assert await lines.call(REQUEST) == (200, b"hi")
        await asyncio.sleep(0.05)
        assert await lines.call(REQUEST) == (200, b"hi")
    assert server.lines == 2


async def test_a_line_idle_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "IDLE_SECONDS", 0.0)
    server = Server(OK, OK)
    async with server.running() as lines:
        await lines.call(REQUEST)
        await lines.call(REQUEST)
    assert server.lines == 2


@pytest.mark.parametrize(
    "reply",
    [None, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", b"HTTP/1.1 200 OK\r\nCont", b"\0\1\2\r\n\r\n"],
)
async def test_half_a_reply_or_none_breaks_the_call_and_nothing_else(reply: bytes | None) -> None:
    server = Server(reply, OK, close=True)
    async with server.running() as lines:
        with pytest.raises(Broken):
            await lines.call(REQUEST)
        assert await lines.call(REQUEST) == (200, b"hi")


async def test_words_that_nobody_asked_for_end_the_line() -> None:
    server = Server(OK + OK, OK)
    async with server.running() as lines:
        await lines.call(REQUEST)
        await asyncio.sleep(0.05)
        assert await lines.call(REQUEST) == (200, b"hi")
    assert server.lines == 2


async def test_a_cancelled_call_takes_its_line_along() -> None:
    """Its reply would come to the next call."""
    server = Server()
    async with server.running() as lines:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(lines.call(REQUEST), 0.05)
        server.replies.append(OK)
        assert await lines.call(REQUEST) == (200, b"hi")
    assert server.lines == 2


async def test_whoever_finds_all_lines_taken_waits_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "AT_ONCE", 2)
    server = Server(*[OK] * 10)
    async with server.running() as lines:
        assert await asyncio.gather(*(lines.call(REQUEST) for _ in range(10))) == [(200, b"hi")] * 10
    assert server.lines == 2


async def test_closing_breaks_what_is_in_hand() -> None:
    async with Server().running() as lines:
        call = asyncio.ensure_future(lines.call(REQUEST))
        await asyncio.sleep(0.05)
        await lines.close()
        with pytest.raises(Broken):
            await call


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody signed, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "cert.pem", folder / "key.pem"
    what = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    kind = ["req", "-x509", "-newkey", "rsa:2048", "-nodes"]
    subprocess.run(["openssl", *kind, *what, "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key


@pytest.mark.parametrize("trusted", [True, False])
async def test_tls_is_spoken_with_whom_we_trust_and_with_nobody_else(
    certificate: tuple[Path, Path], trusted: bool
) -> None:
    there = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    there.load_cert_chain(*certificate)
    here = ssl.create_default_context(cafile=certificate[0] if trusted else None)
    async with Server(OK, OK).running(there, here) as lines:
        if trusted:
            assert [await lines.call(REQUEST) for _ in range(2)] == [(200, b"hi")] * 2
        else:
            with pytest.raises(NotConnected):
                await lines.call(REQUEST)
