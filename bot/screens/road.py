"""Whether outcomes contracts are the right road: what the fit check said, in one part of the summary."""

from __future__ import annotations

from collections.abc import Collection

from bot.screens.sight import Sight, lines
from flows.checks import newest_fit
from flows.shelf import part_of
from frameworks.model import Framework, Result
from frameworks.summary import Fit, Summary, read_fit


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
    """What the fit check of this organisation or place said, as this person answered it, once it is done."""
    check = _fit_check(sight)
    here = sight.conversation
    part = part_of(here, check.key, here.organisation) if check else None
    if check is None or part is None or any(one.id not in part.answers for one in check.elements):
        return None
    return read_fit(check, part.answers)


def point_names(sight: Sight, check: Framework, element_ids: Collection[str]) -> str:
    """The short names of these questions in the order they are asked, each in quotes; they are sentences."""
    language = sight.words.language
    return sight.words.listed(
        sight.say("road.name", name=check.text(language, f"{element.id}.name", element.name))
        for element in check.elements
        if element.id in element_ids
    )


def _in_doubt(sight: Sight, check: Framework, fit: Fit) -> str:
    some_no = "road.mixed" if fit.unsure else "road.no"
    key = some_no if fit.no else "road.unsure"
    count = len(fit.open)
    said = sight.say(key, count=count, asked=fit.asked, names=point_names(sight, check, fit.open))
    return sight.say("road.both" if count == 2 else "road.more", said=said)


def _most_yes(sight: Sight, check: Framework, fit: Fit) -> str:
    if not fit.open:
        return sight.say("road.all_yes", asked=fit.asked)
    key = "road.one_no" if fit.no else "road.one_unsure"
    return sight.say(key, yes=fit.asked - 1, asked=fit.asked, name=point_names(sight, check, fit.open))


def _fit_check(sight: Sight) -> Framework | None:
    return sight.frameworks.get(newest_fit(sight.frameworks) or "")
