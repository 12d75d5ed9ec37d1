"""The whole conversation in a terminal, with the very same flow: for trying a framework without a token.

A screen is printed with its buttons in brackets; a line that is the label of a button, or begins only one
with three signs or more, presses it; `/word` is a command; anything else is typed text.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.buttons import LEAST_SIGNS, Screen
from bot.channels.channel import Refused
from bot.clock import Clock
from bot.delivery import Delivery
from bot.intake import Intake
from bot.tasks import Tasks
from flows.events import ChatKey, Commanded, Event, Handled, Incoming, Tapped, Typed
from flows.reading import normalise

CHANNEL = "terminal"
CHAT = ChatKey(CHANNEL, 0, 1)
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:\s+(.*))?")

ReadLine = Callable[[], str]


@dataclass
class TerminalChannel:
    """Prints screens. Every screen is printed anew: a terminal cannot change what scrolled by."""

    console: Console
    folder: Path
    screen: Screen = field(default_factory=lambda: Screen(""))
    message_id: int = 0

    async def send(self, chat: ChatKey, screen: Screen, *, silent: bool = False) -> int:
        self.message_id += 1
        await self.edit(chat, self.message_id, screen)
        return self.message_id

    async def edit(self, chat: ChatKey, message_id: int, screen: Screen) -> None:
        self.screen = screen
        self.message_id = max(self.message_id, message_id)
        self.console.print(f"\n{escape(screen.text)}\n", highlight=False)
        for row in screen.rows:
            labels = "  ".join(f"[{button.label}]" for button in row)
            self.console.print(f"  {escape(labels)}", highlight=False, style="bold")

    async def strip(self, chat: ChatKey, message_id: int) -> None:
        return

    async def answer_tap(self, query: str, text: str, *, alert: bool) -> None:
        if text:
            self.console.print(f"  ({escape(text)})", highlight=False, style="dim")

    async def say(self, chat: ChatKey, text: str) -> int:
        self.console.print(f"\n{escape(text)}", highlight=False)
        return self.message_id

    async def send_file(self, chat: ChatKey, name: str, content: bytes) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(content)
        return await self.say(chat, f"-> {path}")

    async def send_again(self, chat: ChatKey, kind: str, file: str) -> int:
        raise Refused("a terminal sends no files")

    async def fetch(self, file: str) -> bytes:
        raise Refused("a terminal sends no files")

    async def set_menu(self, chat: ChatKey, commands: dict[str, dict[str, str]]) -> None:
        return

    async def clear(self, chat: ChatKey, message_ids: list[int]) -> None:
        self.console.clear()


def event_of(line: str, screen: Screen) -> Event:
    """What a typed line means, given the screen it was typed at."""
    command = _COMMAND.fullmatch(line.strip())
    if command is not None:
        return Commanded(command[1].lower(), command[2] or "")
    return _pressed(line, screen) or Typed(line)


def _pressed(line: str, screen: Screen) -> Tapped | Handled | None:
    if screen.takes_text:
        return None
    words = normalise(line)
    buttons = [button for row in screen.rows for button in row]
    exact = [button.tap for button in buttons if normalise(button.label) == words]
    if exact:
        return exact[0]
    alike = [button.tap for button in buttons if normalise(button.label).startswith(words)]
    return alike[0] if len(alike) == 1 and len(words) >= LEAST_SIGNS else None


@dataclass
class TerminalTalk:
    """Reads lines and hands them in, one after another. `after_step` does the work that steps wished for."""

    channel: TerminalChannel
    intake: Intake
    delivery: Delivery
    tasks: Tasks
    clock: Clock
    read_line: ReadLine
    after_step: Callable[[], Awaitable[None]]

    async def run(self) -> None:
        """Talk until the input ends."""
        await self._hand_in(Commanded("start"), 0)
        number = 0
        while True:
            try:
                line = await asyncio.to_thread(self.read_line)
            except EOFError:
                return
            number += 1
            if line.strip():
                await self._hand_in(event_of(line, self.channel.screen), number)

    async def _hand_in(self, event: Event, number: int) -> None:
        now = self.clock.now()
        tapped = isinstance(event, Tapped | Handled)
        incoming = Incoming(
            CHAT,
            f"{now.timestamp():.6f}-{number}",
            event,
            now,
            self.channel.message_id if tapped else None,
            query=str(number) if tapped else "",
        )
        outcome = await self.intake.offer(incoming)
        self.delivery.acknowledge(incoming, outcome)
        await self.tasks.settle()
        await self.after_step()
