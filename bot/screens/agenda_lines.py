"""What to do, in words: the parts of a summary about actions, and the pieces of one action for other screens."""

from __future__ import annotations

from bot.screens.sight import Sight, lines, paragraphs
from frameworks.agenda import Suggestion
from frameworks.model import Act, Action, Cost, Element
from frameworks.raising import Change
from frameworks.stages import Stage
from frameworks.summary import Summary


def to_do(sight: Sight, result: Summary, most: int, *, send: bool, brief: bool = False) -> str:
    """What to do first and next, `most` in all; a road of its own for the smallest. `send`: how to pass one on."""
    partner = sight.say("partner") if _may_join_a_lead(sight, result) else ""
    if not sight.framework.action_by_id:
        return lines(_first_steps(sight, result, most), partner)
    return paragraphs(_agenda(sight, result, most, send=send, brief=brief), partner)


def capital(text: str) -> str:
    """A text that stands alone, with a capital."""
    return text[:1].upper() + text[1:]


def action_text(sight: Sight, one: Suggestion) -> str:
    """What is to be done, in full."""
    action = sight.framework.action_by_id.get(one.id)
    if action is not None and one.smallest:
        return sight.text(f"{action.id}.under_10", action.under_10)
    if action is not None:
        return sight.text(f"{action.id}.text", action.text)
    if one.act is Act.AGREE:
        return sight.say("do.agree", name=sight.name(one.element))
    if one.ask is None:
        return sight.say("action.find_out", question=_question(sight, one))
    return sight.say("action.find_out_role", role=sight.role(one.ask), question=_question(sight, one))


def done_when(sight: Sight, one: Suggestion) -> str:
    """How one sees that it is done."""
    action = sight.framework.action_by_id.get(one.id)
    if action is not None:
        return sight.text(f"{action.id}.done_when", action.done_when)
    if one.act is Act.AGREE:
        return sight.say("do.agreed_when")
    # In a closed round answers stay as they are.
    return sight.say("do.found_closed" if sight.conversation.closed else "do.found_when")


def effort(sight: Sight, one: Suggestion | Action) -> str:
    """How long it takes, and what it costs where it costs anything."""
    days = sight.say("effort.half") if one.days < 1 else sight.words.count("effort.days", int(one.days))
    if one.cost is Cost.NONE:
        return days
    return sight.say("effort.low" if one.cost is Cost.LOW else "effort.needs_money", days=days)


def by_whom(sight: Sight, one: Suggestion) -> str:
    """Who takes it, as the beginning of a sentence. In the smallest organisations a role is a person: you."""
    own = sight.is_smallest and one.taken_by in sight.conversation.inputs.roles
    if one.taken_by is None or own:
        return sight.say("do.you")
    return sight.role_label(one.taken_by)


def effect_line(sight: Sight, one: Suggestion) -> str:
    """What it changes."""
    effect, name = one.effect, sight.name(one.element)
    if effect.change is Change.IN_PLACE:
        part = sight.part(sight.framework.dimension_by_id[effect.part])
        return sight.say(
            "effect.in_place", part=part, before=effect.before, after=effect.after, counted=effect.counted
        )
    return sight.say(f"effect.{effect.change.value}", name=name, before=effect.before, after=effect.after)


def _agenda(sight: Sight, result: Summary, most: int, *, send: bool, brief: bool) -> str:
    now, following = result.agenda.now, result.agenda.next[: most - 1]
    if now is None:
        return ""
    careful = any(sight.framework.element_by_id[one.element].adviser for one in (now, *following))
    rows = [_then(sight, number, one) for number, one in enumerate(following, start=1)]
    return paragraphs(
        lines(sight.say("do.first"), *(_first(sight, now)[:1] if brief else _first(sight, now))),
        lines(sight.say("do.then"), *rows) if rows else "",
        sight.say("adviser") if careful else "",
        sight.say("do.send", button=sight.say("button.pass_on")) if send else "",
    )


def _first_steps(sight: Sight, result: Summary, most: int) -> str:
    """Where there are no actions, the first steps of what binds: each takes half an hour and no money."""
    elements = [sight.framework.element_by_id[each] for each in result.binding]
    begun = [element for element in elements if element.first_step]
    rows = [
        sight.say(
            "next.step",
            number=number,
            name=sight.name(element.id),
            step=sight.text(f"{element.id}.first_step", element.first_step),
        )
        for number, element in enumerate(begun[:most], start=1)
    ]
    return lines(sight.say("next.title"), *rows) if rows else ""


def _may_join_a_lead(sight: Sight, result: Summary) -> bool:
    stage = result.card.stage
    return sight.is_smallest and stage is not None and stage.high.rank <= Stage.BUILDING.rank


def _first(sight: Sight, one: Suggestion) -> list[str]:
    action = sight.framework.action_by_id.get(one.id)
    text, role, days = action_text(sight, one), by_whom(sight, one), effort(sight, one)
    if action is not None and one.first_step:
        start = sight.say("do.half_hour", step=_first_step(sight, action))
        opening = [start, sight.say("do.start_of", text=text, role=role, days=days)]
    else:
        start = sight.say("action.start", step=_first_step(sight, action)) if action is not None else ""
        theirs = one.taken_by is not None and one.taken_by not in sight.conversation.inputs.roles
        # Who holds the role needs no telling whose this is.
        opening = [text, sight.say("action.by", role=role, days=days) if theirs else "", start]
    done = sight.say("do.done_when", done_when=done_when(sight, one), also_helps=_also_helps(sight, action))
    return [*opening, done.rstrip(), effect_line(sight, one)]


def _then(sight: Sight, number: int, one: Suggestion) -> str:
    return sight.say(
        "do.step",
        number=number,
        text=action_text(sight, one),
        role=by_whom(sight, one),
        days=effort(sight, one),
        done_when=done_when(sight, one),
        effect=effect_line(sight, one),
    )


def _first_step(sight: Sight, action: Action) -> str:
    return sight.text(f"{action.id}.first_step", action.first_step)


def _also_helps(sight: Sight, action: Action | None) -> str:
    return sight.text(f"{action.id}.also_helps", action.also_helps) if action is not None else ""


def _question(sight: Sight, one: Suggestion) -> str:
    return short_question(sight, sight.framework.element_by_id[one.element])


def short_question(sight: Sight, element: Element) -> str:
    """What to ask: the short question of the element, else the one that everybody is asked."""
    if element.find_out:
        return sight.text(f"{element.id}.find_out", element.find_out)
    return sight.text(f"{element.id}.question", element.question)
