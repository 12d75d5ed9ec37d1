"""Every phrase stands on some screen of the walks, or it is said here why it cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from bot.programme.letter_screens import letter_screen
from bot.words import Words
from tests.programme.desk_samples import desk_samples
from tests.programme.letters_made import to_draw
from tests.programme.own_samples import own_samples, shared_summaries
from tests.screens_made import SCREENS, make
from tests.screens_seen import everything
from tests.team.marks_samples import marks_drawn
from tests.team.meeting_samples import meeting_samples
from tests.team.organisations_samples import letters_for, organisations_drawn
from tests.team.place_page_samples import place_pages
from tests.team.place_samples import place_summaries
from tests.team.result_samples import team_summaries
from tests.team.samples import offers, team_samples
from tests.team.share_samples import share_samples


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
    *("stage.nothing_counts", "parts.none"),  # nothing that has to apply
    "effect.level",  # a level that lifts nothing else: tests/test_agenda_lines.py
    "said.level",  # a level is said by its name
    "plan.open",  # every plan that is made has a day or an event
    "operator.unnamed",  # an operator who set no name: tests/test_screens.py
    "agenda.all_parts",  # very many questions: tests/test_limits.py
    *("mydata.file", "mydata.rows", "age.warning", "not_saved", "group.private"),
    *("group.linked", "group.alone", "group.counts", "group.until", "group.closed"),  # told to a group chat
    *("desk.file_large", "desk.too_many_rows", "evidence.gone"),  # messages and files
}


def test_the_drawn_screens_hold_every_phrase_of_a_screen() -> None:
    english = SCREENS.house.languages["en"]
    listening = make({"en": Heard("en", english.catalogue, english.sources)})
    for there in everything():
        listening.draw(there)
    own = (*own_samples("en"), *shared_summaries("en"), *team_summaries("en"), *marks_drawn("en"))
    own += (*team_samples("en"), *offers("en"), *organisations_drawn("en"), *meeting_samples("en"))
    own += (*share_samples("en"), *place_summaries("en"), *place_pages("en"))
    for there, page in own:
        listening.draw(there, page)
    for sample in desk_samples():
        listening.draw(sample.seen_in("en"), sample.page)
    for there, held, facts in (*to_draw(), *letters_for()):
        letter_screen(listening, replace(there, language="en"), held, facts)
    silent = set(english.sources) - Heard.said
    # Files and reports on lists are no screens: tests/programme makes them with every phrase of theirs.
    apart = {"typed", "command", "bot", "ack", "export", "roster", "report"}
    assert {key for key in silent if key.split(".")[0] not in apart} == ELSEWHERE
