"""The end of a report: whether this is the right road, how the result was counted, and what it cannot say."""

from __future__ import annotations

from bot.report.report import Section
from bot.report.view import View
from bot.screens.road import right_road
from bot.screens.team_summary import told_apart
from frameworks.scoring import Word
from frameworks.summary import Fit


def road(view: View) -> Section:
    """What the fit check said and the other good answer, once the check is done."""
    sight, fit = view.sight, view.result.fit
    title = sight.say("report.road")
    if fit is None:
        return Section("road", title)
    if sight.framework.is_place:
        return Section("road", title, _place_road(view, fit), whole=True)
    # Its first line is the title as it stands in the chat.
    said = right_road(sight, view.result).partition("\n")[2]
    return Section("road", title, tuple(filter(None, (said,))), whole=True)


def _place_road(view: View, fit: Fit) -> tuple[str, ...]:
    sight, yes = view.sight, fit.asked - len(fit.open)
    said = sight.words.count("place.fit", yes, asked=fit.asked)
    return said, sight.say("place.road_open" if fit.in_doubt else "place.road")


def how_counted(view: View) -> Section:
    """The rules of the counting with the numbers of this result. Nothing of the stage where it is not shown."""
    sight, card, framework = view.sight, view.result.card, view.sight.framework
    begun = card.counts[Word.STARTED] + card.counts[Word.IN_PLACE]
    placed = card.counts[Word.IN_PLACE]
    counts = sight.say("report.how_counts", in_place=framework.in_place, started=framework.started)
    if view.result.quick is not None:
        rules = sight.say("how.quick", met=card.musts_met, musts=card.musts)
    elif card.stage is not None and view.facts.show_stage:
        rules = sight.say("report.how_stage", na_max=framework.na_max)
    else:
        rules = sight.say("report.how_plain", counted=card.counted, placed=placed, begun=begun)
    proof = sight.say("how.proof", shown=card.shown, showable=card.showable, in_place=framework.in_place)
    version = sight.say("how.version", framework=sight.name_of(framework), version=framework.version)
    told = (counts, rules, proof if card.showable else "", version)
    return Section("how", sight.say("report.how"), tuple(filter(None, told)))


def limits(view: View) -> Section:
    """What this result cannot say. Never cut short."""
    sight, result = view.sight, view.result
    missing = [
        sight.say("limits.one_who", who=sight.text(f"role.{role}.who", sight.framework.role_by_id[role].who))
        for role in result.missing_roles
    ]
    apart = told_apart(sight)
    told = (
        view.unchecked,
        apart or sight.words.count("report.people", view.facts.people),
        sight.words.count("limits.firmer", len(missing), who=sight.words.in_a_row(missing))
        if missing and not apart
        else "",
        sight.words.count("report.excused", len(result.card.not_applicable)),
        sight.say("report.as_of", day=view.day_text),
    )
    return Section("limits", sight.say("report.limits"), (" ".join(filter(None, told)),), whole=True)
