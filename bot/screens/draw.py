"""One door to all screens: `Screens.draw` turns a conversation into what a person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.buttons import LEAST_SIGNS, Button, Screen
from bot.screens import agenda, asking, between, checks, panels, results, way_in
from bot.screens.desk import person
from bot.screens.notices import BELOW, notice_text
from bot.screens.sight import House, Sight, lines, paragraphs, units
from bot.screens.team import last_time
from flows.checks import checks_of
from flows.conversation import Conversation
from flows.events import Handled, Tapped
from flows.pages import Page
from flows.reading import level_in, normalise
from flows.table import AFTER_WAY_IN
from flows.team_desk import OF_A_LEVEL
from frameworks.model import Framework, Result

# What the way in asks once it is known for whom.
NAMED = ("sizing", "profiling", "grouping", "roles", "scope")
# A message may hold so many UTF-16 units after parsing; ours are plain text.
MESSAGE_LIMIT = 4096
# What a small phone shows at once, in characters: the end of a longer screen is what is seen first.
ONE_LOOK = 400

BY_STATE: dict[str, Callable[[Sight], Screen]] = {
    "new": way_in.new,
    "language": way_in.language,
    "consent": way_in.consent,
    "joining": person.joining,
    "picking": checks.picking,
    "declined": way_in.declined,
    "naming": way_in.naming,
    "sizing": way_in.sizing,
    "profiling": way_in.profiling,
    "grouping": way_in.grouping,
    "roles": way_in.roles,
    "scope": way_in.scope,
    "choosing": between.choosing,
    "asking": last_time.asking_again,
    "excusing": asking.excusing,
    "knowing": asking.knowing,
    "proving": asking.proving,
    "keeping": asking.keeping,
    "resting": between.resting,
    "reviewing": between.reviewing,
    "summary": results.result,
    "paused": between.paused,
    "done": between.done,
    "forgotten": between.forgotten,
    "planning": agenda.planning,
    "acting": agenda.acting,
    "dating": agenda.dating,
    "swapping": agenda.swapping,
    "showing": agenda.showing,
    "raising": agenda.raising,
    "stuck": agenda.stuck,
}


@dataclass(frozen=True)
class Screens:
    """Draws for one house: its languages, its operator, its frameworks."""

    house: House
    frameworks: Mapping[str, Framework]

    @cached_property
    def checks(self) -> tuple[str, ...]:
        """The keys of the checks on offer, in the order of their buttons."""
        return checks_of(self.frameworks)

    def sight(self, conversation: Conversation, page: Page | None = None) -> Sight:
        words = self.house.words_for(conversation.language)
        framework = self.frameworks[conversation.framework]
        return Sight(conversation, framework, words, self.house, self.frameworks, self.checks, page)

    def draw(self, conversation: Conversation, page: Page | None = None) -> Screen:
        """The screen of this conversation, with what was read for its page; the same one every time."""
        sight = self.sight(conversation, page)
        screen = None
        if conversation.panel is not None:
            screen = panels.panel_screen(sight, conversation.panel)
        screen = screen or named_for(sight, BY_STATE[conversation.state](sight))
        if conversation.panel == "recap" and conversation.state in AFTER_WAY_IN:
            screen = panels.recap(sight, screen)
        return replace(screen, text=fitted(_told(sight, screen.text)))

    def press(
        self, conversation: Conversation, words: str, page: Page | None = None
    ) -> Tapped | Handled | None:
        """The button of the present screen with this (normalised) label, or the only one that begins so.

        Where a long list is shown page by page, one of another page.
        """
        screen = self.draw(conversation, page)
        here = [button for row in screen.rows for button in row]
        return (
            _named_in(here, words)
            or _named_in(screen.others, words)
            or self._level_in(here, words, conversation)
        )

    def _level_in(self, buttons: Iterable[Button], words: str, here: Conversation) -> Handled | None:
        """The button of a level on a side page: by "3", "level 3", or "In place" for "3 In place"."""
        vocabulary = self.house.words_for(here.language).vocabulary
        for button in buttons:
            if isinstance(button.tap, Handled) and button.tap.verb in OF_A_LEVEL:
                number, _, name = normalise(button.label).partition(" ")
                if number.isdecimal() and level_in(words, {name: int(number)}, vocabulary) == int(number):
                    return button.tap
        return None

    def way_back(self, conversation: Conversation, page: Page | None = None) -> Tapped | Handled | None:
        """The button of the present screen that leads back or closes it; None where it has none."""
        *_others, last = self.draw(conversation, page).rows or ((),)
        sight = self.sight(conversation, page)
        back = normalise(sight.say("button.back"))
        named = (button.tap for button in last if normalise(button.label) == back)
        return next(named, last[-1].tap if last else None)

    def say(self, conversation: Conversation, key: str, **values: object) -> str:
        """One phrase in the conversation's language, for short answers to taps."""
        return self.house.words_for(conversation.language).say(key, **values)


def _named_in(buttons: Iterable[Button], words: str) -> Tapped | Handled | None:
    labels = {normalise(button.label): button.tap for button in buttons}
    if words in labels:
        return labels[words]
    alike = [tap for label, tap in labels.items() if len(words) >= LEAST_SIGNS and label.startswith(words)]
    return alike[0] if len(alike) == 1 else None


def named_for(sight: Sight, screen: Screen) -> Screen:
    """The screen of a place, with the organisation it is about first, for who answers for several.

    The way in asks for it first, the summary has it in its title, and the line on where one is says it as well.
    """
    there = sight.conversation
    says_so = there.state == "summary" and sight.framework.result is not Result.FIT
    if there.state not in {*NAMED, *AFTER_WAY_IN} or says_so or there.panel == "recap":
        return screen
    return replace(screen, text=lines(sight.for_whom(), screen.text))


def _told(sight: Sight, text: str) -> str:
    """The text with its notice: above it, or beside the buttons where it would scroll out of sight."""
    told = notice_text(sight)
    if not told:
        return text
    notice = sight.conversation.notice
    below = notice is not None and notice.key in BELOW and len(text) > ONE_LOOK
    return paragraphs(text, told) if below else paragraphs(told, text)


def fitted(text: str) -> str:
    """`text` within Telegram's limit, cut at a paragraph where it must be cut at all."""
    if units(text) <= MESSAGE_LIMIT:
        return text
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        if units("\n\n".join([*kept, paragraph, "…"])) > MESSAGE_LIMIT:
            break
        kept.append(paragraph)
    return "\n\n".join([*kept, "…"])
