"""What steps are told that stays the same while the program runs: frameworks, languages, words, consent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from flows.checks import checks_of
from flows.conversation import Conversation, Part
from flows.desk import act_of_panel
from flows.events import Handled, Tapped
from flows.intents import Facts, no_day
from flows.pages import Invitation, Page
from frameworks.model import Framework


@dataclass(frozen=True)
class Knowledge:
    """Handed to the transaction by whoever starts the program.

    `framework` is the key new conversations begin with. `vocabulary(language)` gives typed command words,
    `level_names(framework, language)` the names of levels, `press(conversation, words, page)` the button of
    the present screen, drawn with this page, that carries these words, `way_back(conversation, page)` the one that
    leads back from it, `day(moment)` the day of a moment as an ISO date where people live, `day_of(language, text,
    today)` the ISO date that a typed text means, and `month_of` the month. `default_zone` is the zone of people and
    cohorts of which none is known.
    """

    frameworks: Mapping[str, Framework]
    framework: str
    languages: tuple[str, ...]
    default_language: str
    consent_version: str
    vocabulary: Callable[[str], Mapping[str, str]]
    level_names: Callable[[Framework, str], Mapping[str, int]]
    press: Callable[[Conversation, str, Page | None], Tapped | Handled | None]
    day: Callable[[datetime], str]
    day_of: Callable[[str, str, str], str | None]
    default_zone: str = "UTC"
    way_back: Callable[[Conversation, Page | None], Tapped | Handled | None] = lambda _here, _page: None
    month_of: Callable[[str, str, str], str | None] = lambda _language, text, today: no_day(text, today)

    @cached_property
    def checks(self) -> tuple[str, ...]:
        """The keys of the checks on offer."""
        return checks_of(self.frameworks)

    def framework_of(self, conversation: Conversation) -> Framework:
        """The framework version this conversation is held to; raises KeyError where it is not shipped."""
        return self.frameworks[conversation.framework]

    def facts_for(
        self,
        conversation: Conversation,
        now: datetime,
        *,
        from_living: bool,
        unseen: bool,
        page: Page | None = None,
        invitation: Invitation | None = None,
        renewed: Part | None = None,
        turned: int | None = None,
    ) -> Facts:
        """What a step at this moment is told."""
        return Facts(
            from_living=from_living,
            unseen=unseen,
            languages=self.languages,
            vocabulary=self.vocabulary(conversation.language),
            level_names=self.level_names(self.framework_of(conversation), conversation.language),
            press=lambda here, words: self.press(here, words, page),
            way_back=lambda here: self.way_back(here, page),
            consent_version=self.consent_version,
            frameworks=self.frameworks,
            checks=self.checks,
            today=self.day(now),
            day_of=partial(self.day_of, conversation.language),
            month_of=partial(self.month_of, conversation.language),
            invitation=invitation,
            renewed=renewed,
            page_gone=page is None and act_of_panel(conversation.panel) is not None,
            turned=turned,
        )

    def offered(self, language: str) -> str:
        """The language to begin with: what the channel offers where we speak it, else the default one."""
        short = language.split("-")[0].lower()
        return short if short in self.languages else self.default_language
