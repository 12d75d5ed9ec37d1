"""The floor: the same job with no library at all, to see what the machine can do. Own HTTP, sqlite3, group commit."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
from typing import Any
from urllib.parse import urlsplit

from tests.bench.questions import read_questions, summary_of

Json = dict[str, Any]


def compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


async def read_body(reader: asyncio.StreamReader) -> bytes:
    """The body of one request or reply."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, _, rest = head.partition(b"content-length:")
    return await reader.readexactly(int(rest.split(b"\r\n", 1)[0] or 0))


class Telegram:
    """Calls over kept connections."""

    def __init__(self, address: str) -> None:
        split = urlsplit(address)
        self.host, self.port, self.path = split.hostname, split.port, split.path
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def call(self, method: str, args: Json) -> Any:
        line = self.idle.pop() if self.idle else await asyncio.open_connection(self.host, self.port)
        body = compact(args)
        head = (
            f"POST {self.path}/{method} HTTP/1.1\r\nHost: {self.host}\r\nContent-Type: application/json\r\n"
        )
        line[1].write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        reply = json.loads(await read_body(line[0]))
        self.idle.append(line)
        return reply.get("result")


class Floor:
    """People, answers, and what waits to be stored."""

    def __init__(self, telegram: Telegram, path: str) -> None:
        self.telegram, self.questions = telegram, read_questions()
        self.waiting: list[tuple[tuple[int, int, int], asyncio.Future[None]]] = []
        self.work: set[asyncio.Task[Any]] = set()
        self.arrived = asyncio.Event()
        self.database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for command in ("journal_mode=WAL", "synchronous=FULL"):
            self.database.execute(f"PRAGMA {command}")
        self.database.execute(
            "CREATE TABLE IF NOT EXISTS answer (person, question, choice, UNIQUE (person, question))"
        )
        self.answers: dict[int, dict[int, int]] = {}
        for person, question, choice in self.database.execute("SELECT * FROM answer"):
            self.answers.setdefault(person, {})[question] = choice

    def start(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self.work.add(task)
        task.add_done_callback(self.work.discard)
        return task

    def store(self, rows: list[tuple[int, int, int]]) -> None:
        self.database.execute("BEGIN IMMEDIATE")
        self.database.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", rows)
        self.database.execute("COMMIT")

    async def write(self) -> None:
        """One commit for all that waits."""
        while True:
            await self.arrived.wait()
            self.arrived.clear()
            batch, self.waiting = self.waiting, []
            await asyncio.to_thread(self.store, [row for row, _done in batch])
            for _row, done in batch:
                done.set_result(None)

    async def stored(self, update: Json) -> Json | None:
        """Store what an update says; the call that shows the next screen. The tap is answered beside it."""
        if "message" in update:
            return {"method": "sendMessage", **self.screen(update["message"]["chat"]["id"], 0)}
        query = update.get("callback_query")
        if query is None:
            return None
        person = query["from"]["id"]
        number, choice = map(int, query["data"].split(":"))
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append(((person, number, choice), done))
        self.arrived.set()
        await done
        self.answers.setdefault(person, {})[number] = choice
        self.start(self.telegram.call("answerCallbackQuery", {"callback_query_id": query["id"]}))
        place = {"method": "editMessageText", "message_id": query["message"]["message_id"]}
        return {**place, **self.screen(person, number + 1)}

    def screen(self, person: int, number: int) -> Json:
        if number == len(self.questions):
            return {"chat_id": person, "text": summary_of(self.answers[person])}
        text, rows = self.questions[number]
        return {"chat_id": person, "text": text, "reply_markup": {"inline_keyboard": rows}}

    async def poll(self) -> None:
        """Updates are confirmed once they are stored; screens go out meanwhile."""
        offset = 0
        while True:
            updates = await self.telegram.call("getUpdates", {"offset": offset, "timeout": 25})
            for call in await asyncio.gather(*map(self.stored, updates)):
                if call:
                    self.start(self.telegram.call(call.pop("method"), call))
            offset = max([offset, *(each["update_id"] + 1 for each in updates)])

    async def receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the webhook; the screen rides in the reply."""
        try:
            while True:
                body = compact(await self.stored(json.loads(await read_body(reader))))
                head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def main() -> None:
    telegram = Telegram(os.environ["TELEGRAM_BASE_URL"] + os.environ["BOT_TOKEN"])
    floor = Floor(telegram, os.environ["BENCH_STORE"])
    floor.start(floor.write())
    if os.environ["BOT_MODE"] == "webhook":
        await asyncio.start_server(floor.receive, "127.0.0.1", int(os.environ["WEBHOOK_PORT"]))
        await telegram.call("setWebhook", {"url": os.environ["WEBHOOK_URL"]})
    else:
        floor.start(floor.poll())
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(main())
