"""What a summary is drawn from: one's own answers, or what a closed round settled, for those who may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.screens.road import fit_of
from bot.screens.sight import Sight
from flows.agenda import dropped_actions, element_of, open_actions
from flows.conversation import Inputs, OfTeam
from flows.pages import SharedWith
from flows.team_results import ClosedRound, TeamResult
from frameworks.model import Element, Framework
from frameworks.place_card import Printed, printed
from frameworks.places import alone
from frameworks.rounds import Change, Comparison, Round, compare, looked_back
from frameworks.scoring import Scorecard, Word, score, word_of
from frameworks.settling import Settled, State, as_answer, settle
from frameworks.summary import Summary, summarise
from frameworks.team_summary import all_seen, summarise_place, summarise_team
from frameworks.values import Scope


def summary_of(sight: Sight) -> Summary:
    """The summary of this conversation, as ids and numbers; of its team where the reader may see that."""
    team = team_seen(sight)
    if team is not None:
        return summary_of_team(sight, team)
    conversation = sight.conversation
    inputs = conversation.inputs
    if conversation.of_team is not None:
        return _summary_of_picture(sight, conversation.of_team)
    return summarise(
        sight.framework,
        conversation.answers,
        inputs.profile,
        Scope(inputs.scope),
        inputs.roles,
        fit=fit_of(sight),
        size=inputs.size,
        taken=taken_up(sight),
    )


def _summary_of_picture(sight: Sight, seen: OfTeam) -> Summary:
    """The same summary where its page is not at hand: from what the agenda of those who lead a team starts from."""
    scope, size = Scope(seen.scope), sight.conversation.inputs.size
    taken = taken_up(sight) | seen.taken
    return summarise_team(
        sight.framework, seen.settled, seen.profile, scope, fit=fit_of(sight), size=size, taken=taken
    )


def taken_up(sight: Sight) -> frozenset[str]:
    """The elements somebody took up, or left for another year by choice: neither is put first again."""
    there = sight.conversation
    return frozenset(map(element_of, (*open_actions(there), *dropped_actions(there))))


def team_seen(sight: Sight) -> TeamResult | None:
    """The result of several people that this reader may see here, if there is one."""
    page = sight.page
    team = page.team if isinstance(page, SharedWith) else None
    return team if team is not None and team.now.framework == sight.framework.key else None


def seen_as_team(sight: Sight) -> Sight:
    """The same look at what the team settled instead of one's own answers; nobody's roles, and everybody's actions."""
    team = team_seen(sight)
    if team is None:
        return sight
    there, now = sight.conversation, team.now
    seen = levels_seen(sight.framework, now)
    answers = {
        one: answer
        for one, value in seen.items()
        if (answer := as_answer(value, now.options.get(one))) is not None
    }
    # An action tells the level it starts from: of what is kept back none is named.
    counted = {one for one, value in seen.items() if value.counts}
    chosen = {each: one for each, one in team.chosen.items() if element_of(each) in counted}
    inputs = replace(there.inputs, profile=now.profile, scope=now.scope, roles=())
    of_team = None
    if now.place is None:
        of_team = OfTeam(seen, now.profile, now.scope.value, assessment=now.assessment_id)
    there = replace(there, inputs=inputs, answers=answers, chosen=chosen, of_team=of_team, wide=True)
    return replace(sight, conversation=there)


def at_round_of(sight: Sight) -> Sight | None:
    """The same look at the closed round whose result this is, with nothing of the reader's own, who may not have
    answered in it; None where there is none, or its version is not here any more.
    """
    team = sight.page.team if isinstance(sight.page, SharedWith) else None
    framework = sight.frameworks.get(team.now.framework) if team is not None else None
    if team is None or framework is None:
        return None
    now = team.now
    there = replace(
        sight.conversation,
        framework=now.framework,
        inputs=Inputs(now.organisation, now.size, now.profile, scope=now.scope),
        number=None,
        organisation=now.organisation_id,
        round_no=now.round_no,
        closed=True,
        answers={},
        chosen={},
        shelf={},
        of_team=None,
        wide=True,
    )
    return replace(sight, framework=framework, conversation=there)


def summary_of_team(sight: Sight, team: TeamResult) -> Summary:
    """The summary of a closed round of several people."""
    now, fit = team.now, fit_of(sight)
    scope = Scope(now.scope)
    seen = place_seen(sight.framework, now)
    if seen is not None:
        return summarise_place(sight.framework, seen, now.profile, scope, now.options, fit)
    size, taken = sight.conversation.inputs.size, taken_up(seen_as_team(sight))
    return summarise_team(
        sight.framework, now.settled, now.profile, scope, now.options, fit, size=size, taken=taken
    )


def place_seen(framework: Framework, one: ClosedRound) -> Printed | None:
    """The picture of a place as it may be printed; None for a team."""
    if one.place is None:
        return None
    return printed(framework, one.place, one.profile, Scope(one.scope), closed=True)


def levels_seen(framework: Framework, one: ClosedRound) -> Mapping[str, Settled]:
    """Where every element stands, as readers of the whole round may see it."""
    seen = place_seen(framework, one)
    return one.settled if seen is None else all_seen(framework, seen)


def since(sight: Sight) -> tuple[ClosedRound, Comparison | None] | None:
    """The round before with what changed since then; None where there is none to look back on.

    Nothing is compared where that round was of another version which is not here any more.
    """
    page = sight.page
    if not isinstance(page, SharedWith):
        return None
    team = team_seen(sight)
    before = team.before if team is not None else page.before
    if before is None:
        return None
    framework = sight.frameworks.get(before.framework)
    if framework is None:
        return before, None
    then = _round(framework, before)
    if team is None:
        return before, compare(then, _own(sight))
    now, few = _round(sight.framework, team.now), before.few | team.now.few
    return before, compare(_as_told(then, now, few), _as_told(now, now, few))


def _as_told(one: Round, now: Round, few: Collection[str]) -> Round:
    """A round where of `few` only the word is told: at one level for each word, by the pass levels of `now`."""
    told = {
        each.id: _as_its_word(now, each, one.settled[each.id])
        for each in now.framework.elements
        if each.id in few and each.id in one.settled and one.settled[each.id].level is not None
    }
    return replace(one, settled={**one.settled, **told})


def _as_its_word(now: Round, element: Element, value: Settled) -> Settled:
    """The lowest level that has the same word as this one."""
    started, passed = now.framework.started, now.framework.pass_level(element, now.profile)
    level = {Word.IN_PLACE: passed, Word.STARTED: started}.get(word_of(value, passed, started), 1)
    return Settled(State.LEVEL, level, level)


def seen_then(sight: Sight) -> tuple[Change, ...]:
    """Where one says now that one was in one's own round before, as far as that is another level than was said."""
    page = sight.page
    if not isinstance(page, SharedWith) or page.before is None:
        return ()
    framework = sight.frameworks.get(page.before.framework)
    return () if framework is None else looked_back(_round(framework, page.before), page.looked_back)


def _round(framework: Framework, one: ClosedRound) -> Round:
    settled, seen = levels_seen(framework, one), place_seen(framework, one)
    card: Scorecard = seen.card if seen else score(framework, settled, one.profile, Scope(one.scope))
    return Round(framework, settled, one.profile, card.stage)


def _own(sight: Sight) -> Round:
    """One's own answers as they stand."""
    inputs, framework = sight.conversation.inputs, sight.framework
    scope = Scope(inputs.scope)
    settled = settle(framework, sight.conversation.answers, inputs.profile, scope)
    stage = score(framework, settled, inputs.profile, scope, alone(framework)).stage
    return Round(framework, settled, inputs.profile, stage)
