"""Every phrase stands on some screen of the walks, or it is said here why it cannot."""

from __future__ import annotations

from typing import ClassVar

from bot.words import Words
from tests.screens_made import SCREENS, make
from tests.screens_seen import everything


class Heard(Words):
    """One language that notes which phrases it was asked for."""

    said: ClassVar[set[str]] = set()

    def say(self, key: str, **values: object) -> str:
        self.said.add(key)
        return super().say(key, **values)

    def count(self, key: str, count: int, **values: object) -> str:
        self.said.add(key)
        return super().count(key, count, **values)


# Phrases that no screen of one person's shipped check can hold, and why.
ELSEWHERE = {
    *("count.to_agree", "musts.to_agree", "do.agree", "do.agreed_when", "effect.agreed"),  # teams
    *("place.one_group", "place.title_group"),  # several groups
    *(
        "musts.title",
        "place.musts",
        "stage.nothing_counts",
        "parts.none",
    ),  # other musts; nothing that has to apply
    "effect.level",  # a level that lifts nothing else: tests/test_agenda_lines.py
    "said.level",  # a level is said by its name
    "plan.open",  # every plan that is made has a day or an event
    *("agenda.all_parts", "roles.more"),  # very many questions or roles: tests/test_limits.py
    *("mydata.file", "mydata.rows", "age.warning", "not_saved", "group.private"),  # messages and files
}


def test_the_drawn_screens_hold_every_phrase_of_a_screen() -> None:
    english = SCREENS.house.languages["en"]
    listening = make({"en": Heard("en", english.catalogue, english.sources)})
    for there in everything():
        listening.draw(there)
    silent = set(english.sources) - Heard.said
    apart = {"typed", "command", "bot", "ack"}
    assert {key for key in silent if key.split(".")[0] not in apart} == ELSEWHERE
