"""How a move changes the answers and the inputs: one small function for each trigger that writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from flows.agenda import chosen_here
from flows.conversation import Conversation, Inputs
from flows.intents import Move
from flows.marks import Mark, read_marks
from flows.route import route_of
from frameworks.model import Element, Framework
from frameworks.settling import asks_reason, only_reason
from frameworks.values import Answer, Said, Shown

LONGEST_SECONDS = 3600
# What is kept of "Who would know?" where no role was named.
SOMEONE_ELSE, NOBODY = "other", "nobody"

Writer = Callable[[Conversation, Move, Framework, int], Answer | None]
Written = Mapping[str, Answer] | None


def seconds_since(conversation: Conversation, now: datetime) -> int:
    """How long the present place has been open, in whole seconds, an hour at most."""
    return int(max(0, min(LONGEST_SECONDS, (now - conversation.shown_at).total_seconds())))


def answers_after(
    conversation: Conversation, move: Move, framework: Framework, now: datetime
) -> Mapping[str, Answer] | None:
    """The answers with what this move writes; the same mapping where it writes none.

    None where it would write what does not exist: no such level or option, or another element than the open one.
    """
    if move.trigger == "start_over":
        return {}
    if move.trigger in _MANY:
        return _MANY[move.trigger](conversation, move, framework)
    writer = _WRITERS.get(move.trigger)
    element = move.element or conversation.element
    if writer is None:
        return conversation.answers
    if element is None or element != conversation.element:
        return None
    answer = writer(conversation, move, framework, seconds_since(conversation, now))
    if answer is None:
        return None
    if answer == conversation.answers.get(element):
        return conversation.answers
    return {**conversation.answers, element: answer}


def inputs_after(conversation: Conversation, move: Move, framework: Framework) -> Inputs | None:
    """The inputs with what this move sets; None where its value does not exist."""
    inputs = conversation.inputs
    if move.trigger == "name":
        return replace(inputs, organisation=move.text)
    if move.trigger == "size":
        return _chosen(inputs, "size", framework.sizes, move.value)
    if move.trigger == "profile":
        return _chosen(inputs, "profile", framework.profiles, move.value)
    if move.trigger == "group":
        return _grouped(inputs, framework, move.value)
    if move.trigger == "role":
        return _with_role(inputs, framework, move)
    if move.trigger == "set_scope":
        return replace(inputs, scope="quick" if move.value == 0 else "full")
    if move.trigger == "deepen":
        return replace(inputs, scope="full")
    return inputs


def _grouped(inputs: Inputs, framework: Framework, value: int) -> Inputs | None:
    """In the group that was chosen, without the offices of another one; the group of a link holds."""
    chosen = _chosen(replace(inputs, roles=()), "group", framework.groups, value)
    if not inputs.placed or chosen is None:
        return chosen
    return inputs if chosen.group == inputs.group else None


def asks_proof(framework: Framework, element: Element, answer: Answer | None) -> bool:
    """True where the level counts as in place or better and nothing was said about proof yet."""
    return (
        answer is not None
        and answer.level is not None
        and answer.level >= framework.in_place
        and answer.shown is None
        and bool(element.proof)
    )


def lacks_reason(element: Element, answer: Answer | None) -> bool:
    """True where it does not apply and nothing was said yet about which of several reasons holds."""
    return answer is not None and asks_reason(element, answer.said, answer.option)


def excused(conversation: Conversation) -> int:
    """How many questions do not apply, as this person says."""
    return sum(answer.said is Said.NOT_APPLICABLE for answer in conversation.answers.values())


def _chosen(inputs: Inputs, name: str, options: tuple[object, ...], value: int) -> Inputs | None:
    if not 0 <= value < len(options):
        return None
    return replace(inputs, **{name: getattr(options[value], "id")})  # noqa: B009


def _with_role(inputs: Inputs, framework: Framework, move: Move) -> Inputs | None:
    if not 0 <= move.value < len(framework.roles):
        return None
    role = framework.roles[move.value].id
    wanted = {*inputs.roles, role} if move.text == "add" else {*inputs.roles} - {role}
    return replace(inputs, roles=tuple(each.id for each in framework.roles if each.id in wanted))


def _present(conversation: Conversation) -> Answer | None:
    return conversation.answers.get(conversation.element or "")


def _level(conversation: Conversation, move: Move, framework: Framework, seconds: int) -> Answer | None:
    if not 1 <= move.value <= framework.levels:
        return None
    before = _present(conversation)
    if before is None or before.said is not Said.LEVEL:
        return Answer(Said.LEVEL, move.value, seconds=before.seconds if before else seconds)
    if before.level == move.value:
        return before
    both_count = min(before.level or 0, move.value) >= framework.in_place
    if both_count and before.shown is Shown.OPTION:
        return replace(before, level=move.value)
    return Answer(Said.LEVEL, move.value, seconds=before.seconds)


def _dont_know(conversation: Conversation, _move: Move, _framework: Framework, seconds: int) -> Answer:
    before = _present(conversation)
    if before is not None and before.said is Said.DONT_KNOW:
        return before
    return Answer(Said.DONT_KNOW, seconds=before.seconds if before else seconds)


def _not_my_area(conversation: Conversation, _move: Move, _framework: Framework, seconds: int) -> Answer:
    before = _present(conversation)
    return Answer(Said.NOT_MY_AREA, seconds=before.seconds if before else seconds)


def _reason(conversation: Conversation, move: Move, framework: Framework, seconds: int) -> Answer | None:
    element = framework.element_by_id[conversation.element or ""]
    if not 1 <= move.value <= len(element.na_reasons):
        return None
    before = _present(conversation)
    return Answer(Said.NOT_APPLICABLE, option=move.value, seconds=before.seconds if before else seconds)


def _who(conversation: Conversation, move: Move, framework: Framework, _seconds: int) -> Answer | None:
    before = _present(conversation)
    if before is None or before.said is not Said.DONT_KNOW:
        return None
    asked = roles_to_ask(framework, conversation.element)
    if 1 <= move.value <= len(asked):
        return replace(before, who=asked[move.value - 1])
    return replace(before, who=SOMEONE_ELSE if move.value == len(asked) + 1 else NOBODY)


def _proof(conversation: Conversation, move: Move, framework: Framework, _seconds: int) -> Answer | None:
    before = _present(conversation)
    element = framework.element_by_id[conversation.element or ""]
    if before is None or before.said is not Said.LEVEL or not 0 <= move.value <= len(element.proof):
        return None
    if move.value == 0:
        return replace(before, shown=Shown.NOTHING, option=None)
    return replace(before, shown=Shown.OPTION, option=move.value)


def _keep(conversation: Conversation, _move: Move, _framework: Framework, _seconds: int) -> Answer | None:
    before = _present(conversation)
    return None if before is None else replace(before, kept=True)


def _lower(conversation: Conversation, _move: Move, framework: Framework, _seconds: int) -> Answer | None:
    before = _present(conversation)
    if before is None:
        return None
    return Answer(Said.LEVEL, max(1, framework.in_place - 1), kept=True, seconds=before.seconds)


def _raise(conversation: Conversation, _move: Move, framework: Framework, _seconds: int) -> Answer | None:
    """One level up for an action that was done, with the proof that was planned where it is there."""
    here, before = chosen_here(conversation), _present(conversation)
    if here is None or before is None:
        return None
    action, chosen = here
    record = framework.action_by_id.get(action)
    if record is None or record.to_level > framework.levels:
        return None
    answer = Answer(Said.LEVEL, record.to_level, seconds=before.seconds)
    if record.to_level < framework.in_place:
        return answer
    if chosen.status == "shown" and record.show:
        return replace(answer, shown=Shown.OPTION, option=record.show)
    return replace(answer, shown=Shown.NOTHING, kept=True)


def roles_to_ask(framework: Framework, element: str | None) -> tuple[str, ...]:
    """The roles named on "Who would know?" for this element; every role where anyone may know."""
    asked = framework.element_by_id[element or ""].ask
    return tuple(role for role in asked if role in framework.role_by_id)


_WRITERS: dict[str, Writer] = {
    "answer": _level,
    "dont_know": _dont_know,
    "reason": _reason,
    "who": _who,
    "proof": _proof,
    "keep": _keep,
    "lower": _lower,
    "not_my_area": _not_my_area,
    "raise": _raise,
}


def _marked(conversation: Conversation, move: Move, framework: Framework) -> Written:
    """All that a line says of one part, of which nothing is left out that was shown as right."""
    answers = conversation.answers
    asked = route_of(framework, conversation.inputs, answers).of(move.dimension)
    marks = read_marks(move.text.split(), asked, framework.levels, areas=bool(framework.groups)).writes
    if not marks:
        return None
    new = {mark.element: _by_mark(mark, answers.get(mark.element), framework) for mark in marks}
    return {**answers, **new} if any(answers.get(each) != answer for each, answer in new.items()) else answers


def _by_mark(mark: Mark, before: Answer | None, framework: Framework) -> Answer:
    """The answer a mark stands for; the one before it where it says the same, with its proof."""
    said = mark.said or Said.LEVEL
    if before is not None and (before.said, before.level) == (said, mark.level):
        return before
    # A mark gives no reason: of several, the right one is asked for once the line is stored.
    option = only_reason(framework.element_by_id[mark.element]) if said is Said.NOT_APPLICABLE else None
    return Answer(said, mark.level, option=option, seconds=before.seconds if before else 0)


def _proved(conversation: Conversation, move: Move, framework: Framework) -> Written:
    """Proofs, and reasons why it does not apply, by the place of their element and the option; 0 for no proof yet.

    Only where none was named yet.
    """
    new: dict[str, Answer] = {}
    for pair in move.text.split():
        ordinal, _, option = pair.partition(":")
        element = framework.elements[int(ordinal)]
        before = conversation.answers.get(element.id)
        if before is not None and lacks_reason(element, before):
            if not 1 <= int(option) <= len(element.na_reasons):
                return None
            new[element.id] = replace(before, option=int(option))
        elif int(option) > len(element.proof):
            return None
        elif before is not None and asks_proof(framework, element, before):
            new[element.id] = _with_proof(before, int(option))
    return {**conversation.answers, **new} if new else conversation.answers


def _with_proof(before: Answer, option: int) -> Answer:
    if option:
        return replace(before, shown=Shown.OPTION, option=option)
    return replace(before, shown=Shown.NOTHING, option=None, kept=True)


_MANY: dict[str, Callable[[Conversation, Move, Framework], Written]] = {"bulk": _marked, "prove": _proved}
