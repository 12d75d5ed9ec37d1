"""Which check: the choice on the way in and later, and the offer of the fit check."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.pace import usual_minutes
from bot.screens.road import fit_of
from bot.screens.sight import Sight, lines, paragraphs, stacked, told_apart
from flows.checks import newest_fit, picked
from flows.conversation import Part
from flows.shelf import all_parts
from frameworks.model import Framework, Result
from frameworks.route import asked
from frameworks.values import Scope


def picking(sight: Sight) -> Screen:
    """All checks on offer, each with what is done in it so far, and those begun for other organisations."""
    led_to = [picked(sight.conversation, key, sight.frameworks) for key in sight.checks]
    buttons = [sight.button(_check_label(sight, part), "x", number) for number, part in enumerate(led_to)]
    for part in _of_others(sight, {part.number for part in led_to}):
        alike = [button.label for button in buttons]
        buttons.append(handled(_label_for(sight, part, alike), "(O", part.number or 0))
    buttons += another(sight) if sight.conversation.several else []
    # Who was about to name another organisation finds the one they came from above; there is nothing else to go to.
    nowhere = sight.conversation.several and not sight.conversation.inputs.organisation
    text = paragraphs(
        sight.say("picking.ask"),
        lines(*(_about(sight, sight.frameworks[key]) for key in sight.checks)),
    )
    return Screen(text, (*stacked(buttons), *(() if nowhere else ((sight.back(),),))))


def another(sight: Sight) -> list[Button]:
    """The offer to begin this check for another organisation or place."""
    if sight.framework.result is Result.FIT:
        return []
    key = "button.another_place" if sight.framework.is_place else "button.another_organisation"
    return [sight.button(sight.say(key), "<")]


def _of_others(sight: Sight, led_to: Collection[int | None]) -> list[Part]:
    """The checks of this person that no check on offer leads to, in the order in which they were begun."""
    others = [
        part
        for part in all_parts(sight.conversation)
        if part.number is not None and part.number not in led_to and part.framework in sight.frameworks
    ]
    others = [part for part in others if sight.frameworks[part.framework].result is not Result.FIT]
    return sorted(others, key=lambda part: part.number or 0)


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


def _check_label(sight: Sight, part: Part) -> str:
    """A check on offer; for whom, where there are several to choose from."""
    if sight.conversation.several and part.inputs.organisation:
        return _label_for(sight, part)
    name = _offer(sight, sight.frameworks[part.framework])
    if not part.answers:
        return name
    done, total = _how_far(sight, part)
    return sight.say("picking.begun", name=name, done=done, total=total)


def _label_for(sight: Sight, part: Part, alike: Sequence[str] = ()) -> str:
    """A check with whom it is for; a long name is cut so that the count after it stays in sight.

    Where it would read like one of these, it has a number as well: two organisations may have one name.
    """
    key = "picking.begun_for" if part.answers else "picking.for"
    done, total = _how_far(sight, part)
    values = {"name": _offer(sight, sight.frameworks[part.framework]), "done": done, "total": total}
    return told_apart(
        lambda name: sight.say(key, organisation=name, **values), part.inputs.organisation, alike
    )


def _how_far(sight: Sight, part: Part) -> tuple[int, int]:
    """How many questions are answered, of how many."""
    framework = sight.frameworks[part.framework]
    route = asked(framework, part.answers, part.inputs.profile, Scope(part.inputs.scope))
    return sum(element.id in part.answers for element in route), len(route)


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
