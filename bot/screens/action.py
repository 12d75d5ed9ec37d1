"""One action in words: what to do, how to begin, what it takes, and when one means to do it."""

from __future__ import annotations

from datetime import date

from bot.screens.agenda_lines import effect_line, effort, short_question
from bot.screens.found import since, team_seen
from bot.screens.sight import Sight, lines, paragraphs
from flows.agenda import chosen_here, element_of, from_level, level_now, open_actions
from flows.conversation import Chosen
from frameworks.agenda import Picture, suggestion_for
from frameworks.model import Act, Action, Element
from frameworks.places import alone
from frameworks.raising import Step, smallest_step
from frameworks.scoring import score
from frameworks.settling import settle
from frameworks.values import Scope
from frameworks.writing import sentences

MOST_SENTENCES = 9
"""So many sentences of one level can be ticked: each tick is one digit."""


def record_here(sight: Sight) -> Action | None:
    """The record for the open element: of the action taken up, else from its present level."""
    here = chosen_here(sight.conversation)
    level = from_level(here[0]) if here else _level(sight)
    return sight.element.action_from(level)


def _level(sight: Sight) -> int:
    return level_now(sight.conversation, sight.element.id)


def element_level(sight: Sight) -> str:
    """The present level in words, or that it is not known."""
    level = _level(sight)
    return sight.level(level) if level else sight.say("said.not_known")


def head_line(sight: Sight) -> str:
    """The open element with where it stands now."""
    name = sight.name(sight.element.id)
    if to_agree(sight, sight.element.id):
        return sight.say("agenda.head_agree", name=name)
    return sight.say("agenda.head", name=name, now=element_level(sight))


def to_agree(sight: Sight, element: str) -> bool:
    """Whether a team sees this element differently, so that what is to be done is to agree on a level."""
    if sight.conversation.of_team is None:
        return False
    one = suggestion_for(picture_of(sight), element)
    return one is not None and one.act is Act.AGREE


def action_text(sight: Sight, record: Action) -> str:
    """What to do; the smallest organisations may have a text of their own."""
    field = "under_10" if sight.is_smallest and record.under_10 else "text"
    return sight.text(f"{record.id}.{field}", getattr(record, field))


def action_lines(sight: Sight) -> str:
    """The whole action, its first step where it was made smaller, or the question to ask where nothing is known."""
    record = record_here(sight)
    if record is None and to_agree(sight, sight.element.id):
        return _agreeing(sight)
    if record is None:
        return find_out_line(sight)
    here = chosen_here(sight.conversation)
    step = sight.text(f"{record.id}.first_step", record.first_step)
    waits = sight.text(f"{record.id}.waits_for", record.waits_for)
    first = sight.say("action.start", step=step)
    if here and here[1].smaller:
        return lines(first, sight.say("adviser") if sight.element.adviser else "")
    return paragraphs(
        lines(action_text(sight, record), first),
        lines(
            sight.say("action.done_when", done=sight.text(f"{record.id}.done_when", record.done_when)),
            sight.say("action.by", role=sight.role_label(record.taken_by), days=effort(sight, record)),
            sight.say("action.waits", body=waits) if waits else "",
            sight.say("action.not_if", case=sight.text(f"{record.id}.not_if", record.not_if)),
            sight.text(f"{record.id}.also_helps", record.also_helps),
            sight.say("adviser") if sight.element.adviser else "",
        ),
        _effect(sight),
    )


def _agreeing(sight: Sight) -> str:
    """To talk and to agree on one level, as the result of a team suggests it."""
    return paragraphs(
        sight.say("do.agree", name=sight.name(sight.element.id)),
        sight.say("action.done_when", done=sight.say("do.agreed_when")),
        _effect(sight),
    )


def _effect(sight: Sight) -> str:
    one = suggestion_for(picture_of(sight), sight.element.id)
    return effect_line(sight, one) if one is not None else ""


def picture_of(sight: Sight) -> Picture:
    """Where everything stands for this person, or for the team whose result they see: suggestions are made from it."""
    framework, conversation = sight.framework, sight.conversation
    inputs, seen = conversation.inputs, conversation.of_team
    if seen is not None:
        card = score(framework, seen.settled, seen.profile, Scope(seen.scope))
        return Picture(framework, seen.settled, card, seen.profile, inputs.size)
    settled = settle(framework, conversation.answers, inputs.profile, Scope(inputs.scope))
    card = score(framework, settled, inputs.profile, Scope(inputs.scope), alone(framework))
    return Picture(framework, settled, card, inputs.profile, inputs.size)


def smallest_step_lines(sight: Sight, dimension: str | None = None) -> str:
    """The smallest single change that lifts the stage, or this part, with the words that would then be true."""
    picture = picture_of(sight)
    step = smallest_step(sight.framework, picture.settled, picture.card, picture.profile, dimension)
    if step is None:
        return ""
    key = "step_up.stage" if dimension is None else "step_up.part"
    head = sight.say(
        key,
        name=sight.name(step.element),
        before=sight.level(step.from_level),
        after=sight.level(step.to_level),
    )
    return lines(sight.say("step_up.title"), head, _next_words(sight, step))


def _next_words(sight: Sight, step: Step) -> str:
    """What the next level up says in its own words; a longer way begins there too."""
    level = step.from_level + 1
    english = sight.framework.element_by_id[step.element].levels[level - 1]
    return sight.text(f"{step.element}.level.{level}", english)


def find_out_line(sight: Sight) -> str:
    """One question, to whoever could say."""
    element, question = sight.element, short_question(sight, sight.element)
    # The result of a team names whom to ask whatever its reader's own role is, and so does its agenda.
    held = sight.conversation.inputs.roles if sight.conversation.of_team is None else ()
    roles = [role for role in element.ask if role in sight.framework.role_by_id and role not in held]
    if not roles:
        return sight.say("action.find_out", question=question)
    return sight.say("action.find_out_role", role=sight.role(roles[0]), question=question)


def message_text(sight: Sight) -> str:
    """The text to pass on: it holds the question, no level and no score."""
    record = record_here(sight)
    if record is None:
        question = short_question(sight, sight.element)
        return question[:1].upper() + question[1:]
    return sight.text(f"{record.id}.message", record.message)


def plan_line(sight: Sight, action: str) -> str:
    """ "When the next board meeting comes, I will: ..."; the plan in the person's own terms."""
    chosen = sight.conversation.chosen[action]
    element = sight.framework.element_by_id[element_of(action)]
    record = element.action_from(from_level(action))
    name = sight.name(element.id)
    step = sight.text(f"{record.id}.first_step", record.first_step) if record else _unrecorded(sight, element)
    if chosen.event:
        plan = sight.say(f"plan.{chosen.event}", name=name, step=step)
    elif chosen.day:
        day = sight.words.date(date.fromisoformat(chosen.day))
        plan = sight.say("plan.day", name=name, step=step, day=day)
    else:
        plan = sight.say("plan.open", name=name, step=step)
    return sight.say("plan.smaller", plan=plan) if chosen.smaller else plan


def _unrecorded(sight: Sight, element: Element) -> str:
    """What is planned where there is no record: to ask; or in a team to agree, which its meeting does."""
    if sight.conversation.of_team is None:
        return sight.say("plan.ask_it")
    return sight.say("plan.agree_it" if to_agree(sight, element.id) else "plan.ask_team")


def under_plan(sight: Sight, action: str) -> str:
    """What stands under a plan: the level it leads to by which day, and who takes it."""
    return " ".join(filter(None, (target_line(sight, action), taker_line(sight, action))))


def planned(sight: Sight, most: int) -> str:
    """What was taken up and is open, in at most so many lines: the level it leads to by when, and who takes it."""
    there, asked = sight.conversation, sight.route.ids
    actions = [each for each in open_actions(there) if element_of(each) in asked][:most]
    rows = [
        f"{sight.say('sentence', text=sight.name(element_of(each)))} {under_plan(sight, each)}".rstrip()
        for each in actions
    ]
    return lines(sight.say("summary.planned"), *rows) if rows else ""


def reached(sight: Sight) -> tuple[str, ...]:
    """The elements that rose since the round before to the level that a plan of that time leads to.

    Of what fewer than three of a team said no level is told, and so not that one was reached.
    """
    before, change = since(sight) or (None, None)
    if before is None or change is None:
        return ()
    team = team_seen(sight)
    untold = before.few | team.now.few if team is not None else frozenset()
    plans = sight.conversation.chosen if team is None else team.planned_before
    aims = {
        (element_of(action), _aim(sight, action, chosen))
        for action, chosen in plans.items()
        if chosen.status in {"open", "shown", "done"}
    }
    rose = {one.element: range(one.then + 1, one.now + 1) for one in change.changes}
    return tuple(
        one
        for one, levels in rose.items()
        if one not in untold and any((one, level) in aims for level in levels)
    )


def _aim(sight: Sight, action: str, chosen: Chosen) -> int | None:
    """The level somebody means to come to by an action; None where it was made smaller or asks only, or where that
    level is not what was chosen, or the framework does not know it.
    """
    element = sight.framework.element_by_id.get(element_of(action))
    record = element.action_from(from_level(action)) if element is not None else None
    return None if record is None or chosen.smaller or not chosen.aimed else record.to_level


def target_line(sight: Sight, action: str) -> str:
    """The level an action leads to, by the day it is planned for; nothing where it leads to none."""
    chosen = sight.conversation.chosen[action]
    aim = _aim(sight, action, chosen)
    if aim is None:
        return ""
    level = sight.level(aim)
    if not chosen.day:
        return sight.say("action.target", level=level)
    day = sight.words.date(date.fromisoformat(chosen.day))
    return sight.say("action.target_by", level=level, day=day)


def taker_line(sight: Sight, action: str) -> str:
    """Who takes an action, where somebody is named."""
    taker = sight.conversation.chosen[action].taken_by
    return sight.say("action.taken_by", taker=taker) if taker else ""


def next_sentences(sight: Sight) -> list[str]:
    """The sentences of the next level, one by one, in the language of the screen."""
    level = _level(sight) + 1
    if not 1 < level <= sight.framework.levels:
        return []
    english = sight.element.levels[level - 1]
    return sentences(sight.text(f"{sight.element.id}.level.{level}", english))[:MOST_SENTENCES]
