"""Whether outcomes contracts are the right road: what the fit check said, in one part of the summary."""

from __future__ import annotations

from bot.screens.sight import Sight, lines
from frameworks.model import Framework, Result
from frameworks.summary import Fit, Summary


def right_road(sight: Sight, result: Summary) -> str:
    """In doubt, what is open and what else may suit; else one line. Not done, it is offered in one line."""
    check = _fit_check(sight)
    if sight.framework.result is not Result.STAGE or check is None:
        return ""
    if result.fit is None:
        return sight.words.count("road.offer", len(check.elements), minutes=max(1, check.minutes))
    said = _in_doubt(sight, check, result.fit) if result.fit.in_doubt else _most_yes(sight, check, result.fit)
    return lines(sight.say("road.title"), said)


def fit_of(sight: Sight) -> Fit | None:
    """What this person's fit check said, once it is done."""
    check = _fit_check(sight)
    part = sight.conversation.shelf.get(check.key) if check else None
    if check is None or part is None or any(one.id not in part.answers for one in check.elements):
        return None
    levels = {one.id: part.answers[one.id].level for one in check.elements}
    return Fit(
        no=tuple(one for one, level in levels.items() if level is not None and level < check.in_place),
        unsure=tuple(one for one, level in levels.items() if level is None),
        asked=len(levels),
    )


def _in_doubt(sight: Sight, check: Framework, fit: Fit) -> str:
    some_no = "road.mixed" if fit.unsure else "road.no"
    key = some_no if fit.no else "road.unsure"
    count = len(fit.no) + len(fit.unsure)
    said = sight.say(key, count=count, asked=fit.asked, names=_names(sight, check, (*fit.no, *fit.unsure)))
    return sight.say("road.both" if count == 2 else "road.more", said=said)


def _most_yes(sight: Sight, check: Framework, fit: Fit) -> str:
    if not fit.no and not fit.unsure:
        return sight.say("road.all_yes", asked=fit.asked)
    key = "road.one_no" if fit.no else "road.one_unsure"
    return sight.say(key, yes=fit.asked - 1, asked=fit.asked, name=_names(sight, check, fit.no + fit.unsure))


def _names(sight: Sight, check: Framework, element_ids: tuple[str, ...]) -> str:
    """The short names in the order they were asked, each in quotes; they are sentences."""
    language = sight.words.language
    return sight.words.listed(
        sight.say("road.name", name=check.text(language, f"{element.id}.name", element.name))
        for element in check.elements
        if element.id in element_ids
    )


def _fit_check(sight: Sight) -> Framework | None:
    """The newest fit check there is."""
    fits = [each for each in sight.frameworks.values() if each.result is Result.FIT]
    return max(fits, key=lambda one: one.version_numbers, default=None)
