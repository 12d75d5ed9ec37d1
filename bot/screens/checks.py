"""Which check: the choice on the way in and later, and the offer of the fit check."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.pace import usual_minutes
from bot.screens.road import fit_of
from bot.screens.sight import Sight, lines, paragraphs, stacked
from flows.checks import all_parts, newest_fit
from frameworks.model import Framework, Result
from frameworks.route import asked
from frameworks.values import Scope


def picking(sight: Sight) -> Screen:
    """All checks on offer, each with what is done in it so far."""
    buttons = [
        sight.button(_check_label(sight, sight.frameworks[key]), "x", number)
        for number, key in enumerate(sight.checks)
    ]
    text = paragraphs(
        sight.say("picking.ask"),
        lines(*(_about(sight, sight.frameworks[key]) for key in sight.checks)),
    )
    return Screen(text, (*stacked(buttons), (sight.back(),)))


def _about(sight: Sight, framework: Framework) -> str:
    key = "picking.line" if framework.offer else "picking.plain"
    return sight.words.count(
        key,
        len(framework.elements),
        offer=_offer(sight, framework),
        name=sight.name_of(framework),
        minutes=usual_minutes(framework),
    )


def _offer(sight: Sight, framework: Framework) -> str:
    return framework.text(sight.words.language, "offer", framework.offer) or sight.name_of(framework)


def _check_label(sight: Sight, framework: Framework) -> str:
    part = next((part for part in all_parts(sight.conversation) if part.framework == framework.key), None)
    name = _offer(sight, framework)
    if part is None or not part.answers:
        return name
    route = asked(framework, part.answers, part.inputs.profile, Scope(part.inputs.scope))
    done = sum(element.id in part.answers for element in route)
    return sight.say("picking.begun", name=name, done=done, total=len(route))


def fit_button(sight: Sight) -> list[Button]:
    """The offer of the fit check, where there is one and it fits beside this framework; or to see it again."""
    key = newest_fit(sight.frameworks)
    if key is None or sight.framework.result is not Result.STAGE:
        return []
    if fit_of(sight) is not None:
        return [sight.button(sight.say("button.fit_again"), "j")]
    framework = sight.frameworks[key]
    phrase = "button.fit" if sight.conversation.state == "scope" else "button.fit_later"
    label = sight.words.count(phrase, len(framework.elements), minutes=usual_minutes(framework))
    return [sight.button(label, "j")]
