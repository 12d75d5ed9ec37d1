"""How a result was computed, in words and with the person's own numbers."""

from __future__ import annotations

from bot.screens.sight import Sight, paragraphs
from bot.screens.summary import summary_of
from frameworks.scoring import Word
from frameworks.stages import NoStage


def how_computed(sight: Sight) -> str:
    """How the result came about, with this person's numbers."""
    result = summary_of(sight)
    card = result.card
    framework = sight.framework
    begun = card.counts[Word.STARTED] + card.counts[Word.IN_PLACE]
    staged = card.no_stage not in {NoStage.NOT_STAGED, NoStage.OWN_VIEW, NoStage.ONE_GROUP}
    key = "how.quick" if result.quick is not None else "how.stage" if staged else "how.plain"
    return paragraphs(
        sight.say("how.counts", in_place=framework.in_place, started=framework.started),
        sight.say(
            key,
            counted=card.counted,
            placed=card.counts[Word.IN_PLACE],
            begun=begun,
            met=card.musts_met,
            musts=card.musts,
            in_place=framework.in_place,
            na_max=framework.na_max,
        ),
        sight.say("how.proof", shown=card.shown, showable=card.showable, in_place=framework.in_place)
        if card.showable
        else "",
        sight.say("how.version", framework=sight.text("name", framework.name), version=framework.version),
    )
