"""Drawing a screen with the page it looks at, which is read at that moment: what was true a minute ago is not shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.buttons import Screen
from bot.channels.channel import ChannelTrouble
from bot.screens.draw import Screens
from flows.conversation import Conversation
from flows.pages import Page
from storage.programme.reading import needs_page

ReadPage = Callable[[Conversation], Awaitable[Page | None]]


async def no_page(_conversation: Conversation) -> Page | None:
    """For channels and tests where nothing is read beside the conversation."""
    return None


async def drawn(screens: Screens, read: ReadPage, conversation: Conversation) -> Screen:
    """The screen of this conversation; raises ChannelTrouble, to be tried again, where its page cannot be read."""
    if not needs_page(conversation):
        return screens.draw(conversation)
    try:
        page = await read(conversation)
    except Exception as trouble:
        raise ChannelTrouble(f"the page was not read: {type(trouble).__name__}") from None
    return screens.draw(conversation, page)
