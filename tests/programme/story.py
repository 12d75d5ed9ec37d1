"""A cohort's weeks in the in-test Telegram: time that passes a quarter of an hour at a time, and who said what when.

tale = Tale(Rig.build(database), database)
ana = tale.person("Ana", 1, "Africa/Nairobi")
await tale.until("2026-10-12 09:00", "Europe/Paris")
await ana.say("/start")
tale.text()                               # what everybody did and got, in order of time
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select

from storage.programme.tables import letter
from storage.tables import conversation
from tests.playing import Given, Player
from tests.rig import Rig

HOUR = timedelta(hours=1)
_CODE = re.compile(r"(?<=start=)[\w-]{12}|(?<=/start )[\w-]{12}")


class Told(Player):
    """Somebody of the story. All write down in the same lines, each under their own name and clock."""

    tale: Tale
    name: str
    zone: str

    async def act(self, said: str, *doings: Any) -> None:
        if self.lines is self.tale.lines:
            self.tale.head(self)
        await super().act(said, *doings)

    def look(self) -> None:
        shared, self.lines = self.lines, []
        super().look()
        fresh, self.lines = self.lines, shared
        if fresh and shared is self.tale.lines:
            self.tale.head(self)
        self.lines += fresh

    def note(self, what: str) -> None:
        self.tale.head(self)
        super().note(what)

    @contextmanager
    def written(self) -> Iterator[None]:
        """The same as always."""
        yield

    @contextmanager
    def unwritten(self) -> Iterator[None]:
        """What happens at the questions is written down elsewhere."""
        self.look()
        before, self.lines = self.lines, []
        yield
        self.look()
        self.lines = before

    async def send_list(self, name: str, content: bytes) -> None:
        """Send a file."""
        await self.act(f"(file: {name})", lambda: self.person.send_document(name, data=content))

    async def opens(self, code: str) -> None:
        """A link, and agrees; what it says then is written down."""
        with self.unwritten():
            await self.say(f"/start {code}")
            await self.press("language.name")
            await self.press("button.agree")
        self.note("opens the link and agrees")
        self.shows()

    async def joins(self, code: str, *, told: bool = False, quick: bool = True) -> None:
        """By a link to the first question. Where it is `told`, every screen of it is written down."""
        with self.written() if told else self.unwritten():
            await self.say(f"/start {code}")
            await self.press("language.name")
            await self.press("button.agree")
            await self.press("button.join_share")
            await self.picks_city()
        if not told:
            self.note("joins by the link and shares the result")
        await self.begins(quick=quick)

    async def follows(self, code: str) -> None:
        """A second link after the first, and joins by it."""
        await self.say(f"/start {code}")
        await self.press("button.join_share")
        with self.unwritten():
            await self.picks_city()
        await self.begins()

    async def begins(self, *, quick: bool = True) -> None:
        """What is asked before the first question."""
        with self.unwritten():
            await self.way_in("medium", "direct", "", ["finance"])
            await self.how_much(full=not quick)

    def shows(self) -> None:
        """Write down what is on the screen."""
        rows = ["".join(f"[{label}]" for label in row) for row in self.screen.rows]
        self.lines += ["", *self.screen.text.split("\n"), *rows]

    @property
    def at(self) -> str:
        """The name of the question they are at, or of the part they have just finished."""
        there, framework = self.conversation, self.framework
        if there.state == "resting":
            return f"the end of {framework.dimension_by_id[there.dimension or ''].name}"
        return framework.element_by_id[there.element or ""].name

    async def picks_city(self) -> None:
        """The city of this person's zone, some pages on."""
        city = self.words.city(self.zone)
        with self.unwritten():
            while city not in [label.removesuffix(" ✓") for label in self.screen.labels]:
                await self.press("button.more_cities")
        await self.tap(city)
        await self.press("button.close")

    async def answers_some(self, number: int, level: int = 2) -> None:
        """So many questions, then the phone goes back into the pocket."""
        before = len(self.answers)
        with self.unwritten():
            while len(self.answers) < before + number:
                await self._goes_on(level)
        self.note(f"answers {number} more and stops at: {self.at}")

    async def answers_all(self, level: int = 2, *, shown: bool = False) -> None:
        """To the summary, which is written down where it is to be shown."""
        before = len(self.answers)
        with self.unwritten():
            while self.conversation.state != "reviewing":
                await self._goes_on(level)
            await self.press("button.summary")
        self.note(f"answers {len(self.answers) - before} more, the last one too, and sees the summary")
        if shown:
            self.shows()

    async def _goes_on(self, level: int) -> None:
        there = self.conversation
        if there.state == "resting":
            await self.press("button.go_on")
        else:
            await self._level(self.framework.element_by_id[there.element or ""], Given(level))

    async def closes(self) -> None:
        """Back to where they were, which is told elsewhere."""
        with self.unwritten():
            await self.press("button.close")

    async def says_done(self) -> None:
        """From the letter that asks how a step is going."""
        for key in ("letter.tell", "button.did", "button.show_yes"):
            await self.press(key)
        await self.tap("Yes, raise")


@dataclass
class Tale:
    """Everything that happens, on one clock. `work` is one look of the worker, `until` many of them."""

    rig: Rig
    database: str
    lines: list[str] = field(default_factory=list)
    people: dict[str, Told] = field(default_factory=dict)
    _headed: str = ""

    def person(self, name: str, number: int, zone: str, language: str = "en") -> Told:
        who = Told(self.rig, self.rig.person(number, language), language=language, lines=self.lines)
        who.tale, who.name, who.zone = self, name, zone
        self.people[name] = who
        return who

    async def begins_on(self, when: str, zone: str = "Europe/Paris") -> None:
        """The first moment of the story; nothing has happened before."""
        await self._sleep_to(datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))

    @property
    def now(self) -> datetime:
        return self.rig.core.clock.now()

    def head(self, who: Told) -> None:
        """Whose lines follow, at what time on their clock."""
        local = self.now.astimezone(ZoneInfo(who.zone))
        city = who.zone.rpartition("/")[2].replace("_", " ")
        head = f"=== {who.name}, {local:%a} {local.day} {local:%b %H:%M} in {city} ==="
        if head != self._headed:
            self.lines += ["", "", head]
            self._headed = head

    def tell(self, what: str) -> None:
        """Something that nobody says."""
        self._headed = ""
        self.lines += ["", "", f"##### {what}"]

    async def work(self) -> None:
        await self.rig.work()
        for who in self.people.values():
            who.look()

    async def until(self, when: str, zone: str = "Europe/Paris") -> None:
        """Let time pass to this moment there. The worker looks every hour and whenever a letter is due."""
        moment = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        assert moment > self.now, f"{when} is over: it is {self.now}"
        while self.now < moment:
            hour = self.now.replace(minute=0, second=0, microsecond=0) + HOUR
            await self._sleep_to(min(hour, moment, *self._due()))
            await self.work()

    def _due(self) -> list[datetime]:
        waiting = select(letter.c.due_at).where(letter.c.status == "planned", letter.c.due_at > self.now)
        with self.rig.writer.begin() as connection:
            return list(connection.scalars(waiting))

    async def _sleep_to(self, moment: datetime) -> None:
        # Some microseconds more, as loops count seconds in parts that clocks do not have.
        await asyncio.sleep((moment - self.now).total_seconds() + 1e-4)

    async def away(self, when: str, zone: str = "Europe/Paris") -> None:
        """The bot stands still to this moment; then another one begins over the same database."""
        await self.rig.stop()
        moment = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        await self._sleep_to(moment)
        former, self.rig = self.rig, Rig.build(self.database, world=self.rig.world)
        self.rig._people = former._people
        for who in self.people.values():
            who.rig = self.rig

    def rows(self, table: Table, **where: Any) -> list[Any]:
        with self.rig.writer.begin() as connection:
            return list(connection.execute(select(table).filter_by(**where).order_by(table.c.id)))

    def unasked(self, who: Told) -> list[datetime]:
        """When this person got a message without having done anything for two minutes."""
        own = [query.at for query in who.person.queries]
        own += [each.date for each in who.person.messages() if not each.from_bot]
        sent = [
            call.at
            for call in self.rig.world.calls_of("sendMessage")
            if call.reply.ok and str(call.chat_id) == str(who.person.user_id)
        ]
        return [
            datetime.fromtimestamp(at, UTC) for at in sent if not any(at - 120 < each <= at for each in own)
        ]

    def letters(self, **where: Any) -> Iterator[tuple[Told, Any]]:
        """Every letter that was sent, in order of time, with whom it went to."""
        whose = {str(who.person.user_id): who for who in self.people.values()}
        chats = {row.id: whose[str(row.chat_id)] for row in self.rows(conversation)}
        sent = self.rows(letter, status="sent", **where)
        for row in sorted(sent, key=lambda each: (each.sent_at, each.id)):
            yield chats[row.conversation_id], row

    def table(self) -> Iterator[str]:
        """Every reminder: to whom, the how manieth, when on their clock, by schedule or by hand."""
        yield "EVERY REMINDER, by the clock of whoever got it"
        yield ""
        numbers: Counter[str] = Counter()
        for who, row in self.letters(kind="reminder"):
            numbers[who.name] += 1
            time, _space, zone = row.local_time.rpartition(" ")
            local = row.sent_at.astimezone(ZoneInfo(zone))
            how = "by schedule" if row.note_id is None else "by hand"
            yield f"{who.name:8} {numbers[who.name]}  {local:%a} {time} {local:%z}  {zone:17} {how}"

    def text(self) -> str:
        return _CODE.sub("(code)", "\n".join(self.lines).strip()) + "\n"
