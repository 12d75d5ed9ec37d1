"""Files: which one, in which language and what is in it; and a list that is sent here, with how it must look."""

from __future__ import annotations

from bot.buttons import Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import back, in_pairs, with_back
from bot.screens.sight import Sight, lines, paragraphs, stacked
from flows.desk import FORMATS, Act
from flows.pages import PlainCohortPage


def export(sight: Sight, act: Act, page: PlainCohortPage) -> Screen:
    """The formats as buttons; `extra` is the place of the language the file's words are in."""
    head = page.head
    languages = list(sight.house.languages.values())
    chosen = act.extra if act.extra < len(languages) else 0
    text = paragraphs(
        sight.say("desk.export_head", cohort=head.name),
        sight.say("desk.export_holds"),
        sight.words.count("desk.export_groups", head.min_group),
        sight.say("desk.export_care"),
    )
    formats = [
        handled(sight.say(f"desk.format_{kind}"), "0", head.number, place * 64 + chosen)
        for place, kind in enumerate(FORMATS)
    ]
    spoken = [
        handled(sight.marked(words.say("language.name"), place == chosen), "X", head.number, place)
        for place, words in enumerate(languages)
    ]
    return Screen(text, (*stacked(formats), *in_pairs(spoken), (back(sight, "C", head.number),)))


def import_list(sight: Sight, _act: Act, page: PlainCohortPage) -> Screen:
    """How a list must look, with an example that can be copied."""
    text = paragraphs(
        sight.say("desk.import_head", cohort=page.head.name),
        lines(sight.say("desk.import_example"), sight.say("desk.example")),
        sight.say("desk.import_again"),
    )
    return with_back(text, [], back(sight, "C", page.head.number))
