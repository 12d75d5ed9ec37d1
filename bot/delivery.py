"""The way out: one sender per chat, the newest screen only, nothing sent that is on the screen already.

There is no outbox for screens: a screen is drawn from the saved conversation whenever it is needed. A screen
goes by editing the living message while nothing stands below it, and as a new message otherwise; then the old
one is removed, or stripped of its buttons. An edit may be repeated freely. A new message whose fate is
uncertain is not: it is shown again once, by `reshow`, half a minute later, and as both copies carry the same
place number, both are harmless. A duplicate event may edit, and never sends.
What was shown is noted as marks: taken along by the next batch, written alone after a quiet second, and at
once where a new message was sent, since only its mark knows its id.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.channels.channel import (
    Channel,
    ChannelTrouble,
    MessageGone,
    MustWait,
    NotAuthorised,
    Refused,
    Uncertain,
    Unreachable,
)
from bot.clock import Clock
from bot.drawing import ReadPage, drawn, no_page
from bot.health import Health
from bot.on_screen import Shown, Wanted
from bot.screens.draw import Screens
from bot.screens.notices import ack_text
from bot.tasks import Tasks
from flows.conversation import Conversation
from flows.events import ChatKey, Incoming
from storage.batch import Fate, Mark, Outcome
from storage.records import View, address_of

REMEMBERED = 5000
MARGIN_SECONDS = 0.5
TRIES = 4
FIRST_PAUSE = 0.5

log = structlog.get_logger("delivery")

Look = Callable[[str], Awaitable[tuple[Conversation, View] | None]]
Forsake = Callable[[str, str], Awaitable[None]]


@dataclass
class Delivery:
    """One of these per process and channel."""

    channel: Channel
    screens: Screens
    clock: Clock
    health: Health
    tasks: Tasks
    look: Look
    forsake: Forsake
    page: ReadPage = no_page
    on_mark: Callable[[bool], None] = lambda _new_message: None
    point: Callable[[int], None] = lambda _number: None
    _shown: OrderedDict[str, Shown] = field(default_factory=OrderedDict)
    _wanted: dict[str, Wanted] = field(default_factory=dict)
    _marks: dict[str, Mark] = field(default_factory=dict)
    _languages: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def show(self, outcome: Outcome) -> None:
        """Bring the chat of this outcome to its newest screen, soon."""
        if outcome.conversation is not None:
            wanted = Wanted(outcome.conversation, edit_only=outcome.fate is Fate.DUPLICATE)
            self._want(wanted, outcome.view, redraw=outcome.redraw)

    def take_marks(self) -> list[Mark]:
        """The marks not written yet; they are the caller's now."""
        marks = list(self._marks.values())
        self._marks.clear()
        return marks

    def keep_marks(self, marks: Sequence[Mark]) -> None:
        """Take marks back that could not be written; a newer one of the same chat stays."""
        for mark in marks:
            self._marks.setdefault(mark.address, mark)

    def acknowledge(self, incoming: Incoming, outcome: Outcome) -> None:
        """Answer a tap, beside the edit."""
        if incoming.query and outcome.fate is not Fate.SET_ASIDE:
            text = self.ack_for(outcome)
            self.tasks.start(self._answer(incoming.query, text, alert=False))

    def ack_for(self, outcome: Outcome) -> str:
        """The short word for a tap in the person's language; mostly empty."""
        if outcome.conversation is None:
            return ""
        return ack_text(self.screens.sight(outcome.conversation), outcome.ack)

    def tell_not_saved(self, incoming: Incoming) -> None:
        self._tell(incoming, "ack.not_saved", "not_saved")

    def tell_set_aside(self, incoming: Incoming) -> None:
        self._tell(incoming, "ack.set_aside", "ack.set_aside")

    def _tell(self, incoming: Incoming, for_tap: str, for_text: str) -> None:
        """Say something that stands in no conversation, because the database cannot be asked."""
        address = address_of(incoming.chat)
        words = self.screens.house.words_for(self._languages.get(address, incoming.language))
        if incoming.query:
            self.tasks.start(self._answer(incoming.query, words.say(for_tap), alert=True))
        else:
            self.tasks.start(self._say(incoming.chat, words.say(for_text)))

    async def _answer(self, query: str, text: str, *, alert: bool) -> None:
        try:
            await self.channel.answer_tap(query, text, alert=alert)
        except ChannelTrouble as trouble:
            log.info("tap not answered", cause=type(trouble).__name__)
        self.point(8)

    async def _say(self, chat: ChatKey, text: str) -> None:
        try:
            number = await self.channel.say(chat, text)
        except ChannelTrouble as trouble:
            log.info("not told", cause=type(trouble).__name__)
            return
        shown = self._shown_in(address_of(chat))
        shown.top_id = max(shown.top_id, number)

    def _want(self, wanted: Wanted, view: View, *, redraw: bool = False) -> None:
        conversation = wanted.conversation
        address = address_of(conversation.chat)
        self._remember(address, conversation, view)
        if redraw:
            self._shown[address].revision = -1
        busy = self._wanted.get(address)
        if busy is not None:
            if conversation.revision >= busy.conversation.revision:
                self._wanted[address] = wanted.instead_of(busy)
            return
        if conversation.revision > self._shown[address].revision:
            self._wanted[address] = wanted
            self.tasks.start(self._bring(address))

    def _remember(self, address: str, conversation: Conversation, view: View) -> None:
        """Take over what the database knows, where it is newer than what this process knows."""
        shown = self._shown_in(address)
        if view.shown > shown.revision:
            shown.revision, shown.message_id = view.shown, view.message_id
        if view.message_id is not None and view.message_id > (shown.message_id or 0):
            shown.message_id = view.message_id
            shown.revision = min(shown.revision, view.shown)
        shown.top_id = max(shown.top_id, view.top_id or 0)
        self._languages[address] = conversation.language
        self._languages.move_to_end(address)
        if len(self._languages) > REMEMBERED:
            self._languages.popitem(last=False)

    def _shown_in(self, address: str) -> Shown:
        shown = self._shown.setdefault(address, Shown())
        self._shown.move_to_end(address)
        if len(self._shown) > REMEMBERED:
            oldest = next(iter(self._shown))
            if oldest not in self._wanted and oldest not in self._marks:
                del self._shown[oldest]
        return shown

    async def _bring(self, address: str) -> None:
        """Show the newest wanted screen of one chat until it is shown or given up for now."""
        try:
            tries = 0
            while True:
                wanted = self._wanted[address]
                shown = self._shown_in(address)
                if wanted.conversation.revision <= shown.revision:
                    return
                pause = await self._attempt(address, wanted, shown, tries)
                if pause is None:
                    return
                tries = tries + 1 if pause else 0
                if pause:
                    await self.clock.sleep(pause)
                    await self._catch_up(address)
        finally:
            self._wanted.pop(address, None)

    async def _attempt(self, address: str, wanted: Wanted, shown: Shown, tries: int) -> float | None:
        """One try: 0 to look again at once, seconds to wait first, None to stop."""
        try:
            return 0.0 if await self._put(address, wanted, shown) else None
        except MustWait as trouble:
            return trouble.seconds + MARGIN_SECONDS
        except MessageGone:
            shown.message_id = None
            return None if wanted.edit_only else 0.0
        except Unreachable as trouble:
            await self._forsake(address, str(trouble))
            return None
        except (Refused, NotAuthorised) as trouble:
            self.health.failed.inc()
            log.error("screen refused", state=wanted.conversation.state, cause=str(trouble))
            return None
        except ChannelTrouble as trouble:
            self.health.failed.inc()
            if isinstance(trouble, Uncertain) and shown.needs_new:
                self._unsure(address, wanted.conversation.revision, shown)
                return None
            return None if tries >= TRIES else FIRST_PAUSE * 2**tries

    async def _forsake(self, address: str, reason: str) -> None:
        try:
            await self.forsake(address, reason)
        except Exception as trouble:
            log.info("not marked as unreachable", cause=type(trouble).__name__)

    def _unsure(self, address: str, revision: int, shown: Shown) -> None:
        """A new message may have arrived or not: `reshow` shows it once more, then it counts as shown."""
        if shown.unsure_of == revision:
            shown.revision = revision
            shown.message_id = None
            self._mark(address, shown, new=False)
        shown.unsure_of = revision

    async def _put(self, address: str, wanted: Wanted, shown: Shown) -> bool:
        """Show the screen; False where it may not be shown now."""
        conversation = wanted.conversation
        if shown.needs_new:
            if wanted.edit_only:
                return False
            await self._send(address, wanted, shown)
        else:
            assert shown.message_id is not None
            screen = await drawn(self.screens, self.page, conversation)
            await self.channel.edit(conversation.chat, shown.message_id, screen)
            self.point(7)
            shown.now_shows(conversation, self.clock.now())
            self._mark(address, shown, new=False)
        self.health.shown.inc()
        return True

    @property
    def busy(self) -> bool:
        """Whether screens are on their way: what nobody waits for lets them go first."""
        return bool(self._wanted)

    async def _send(self, address: str, wanted: Wanted, shown: Shown) -> None:
        conversation = wanted.conversation
        # Read before the call: a tap on the new message may come before its answer, and name it as the living one.
        old = shown.message_id
        screen = await drawn(self.screens, self.page, conversation)
        number = await self.channel.send(conversation.chat, screen, silent=wanted.silent)
        self.point(7)
        shown.now_shows(conversation, self.clock.now())
        shown.message_id = number
        shown.top_id = max(shown.top_id, number)
        self._mark(address, shown, new=True)
        if old is not None and old != number:
            try:
                await self.channel.strip(conversation.chat, old)
            except ChannelTrouble as trouble:
                log.info("old screen left", cause=type(trouble).__name__)

    def _mark(self, address: str, shown: Shown, *, new: bool) -> None:
        before = self._marks.get(address)
        new = new or (before is not None and before.new_message and before.message_id == shown.message_id)
        self._marks[address] = Mark(
            address, shown.revision, shown.message_id, new, shown.place_no, shown.since
        )
        self.on_mark(new)
        self.point(9)

    async def _catch_up(self, address: str) -> None:
        """After a wait another process may have shown more: look before showing again."""
        try:
            found = await self.look(address)
        except Exception as trouble:
            log.info("not looked up", cause=type(trouble).__name__)
            return
        wanted = self._wanted.get(address)
        if found is None or wanted is None:
            return
        conversation, view = found
        self._remember(address, conversation, view)
        if conversation.revision > wanted.conversation.revision:
            self._wanted[address] = replace(wanted, conversation=conversation)

    async def reshow(self, address: str, *, silent: bool = False) -> None:
        """Show again what has been behind, if it still is; `silent` where nobody waits for it."""
        found = await self.look(address)
        if found is None:
            return
        conversation, view = found
        if view.shown < conversation.revision:
            self._want(Wanted(conversation, silent=silent), view)
            shown = self._shown_in(address)
            if address not in self._wanted and shown.revision >= conversation.revision:
                # It is on the screen, and its mark was dropped: without one it would be looked at for ever.
                self._mark(address, shown, new=shown.message_id is not None)
