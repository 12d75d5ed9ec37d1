"""A shared result as a report: what its page shows, and nothing else, for a reader who will not be in the chat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.report.making import patterns_of, title_of
from bot.report.report import Line, Profile, Report, Section, Table
from bot.report.standing import MARKS
from bot.screens.shared_told import (
    ToldMust,
    action_told,
    card_of,
    first_lines,
    head_lines,
    known_actions,
    musts_told,
    shared_stage,
    unchecked,
)
from bot.screens.sight import Sight
from flows.share_pages import SharedAction, SharedResultPage
from frameworks.scoring import Scorecard

MOST_PAGES = 2
# Other parts than the musts are nobody's business outside: there is no picture of them.
NO_PROFILE = Profile("", "", (), (), "", "")


def shared_report(sight: Sight, page: SharedResultPage) -> Report:
    """The report of a result that may be read. `sight` looks at its check: `shown_sight` of the page gives it."""
    card, title = card_of(sight, page), title_of(sight)
    stage = shared_stage(sight, page, card)
    limits = Section("limits", sight.say("report.limits"), (unchecked(sight),), whole=True)
    sections = (_musts(sight, page, card), _plan(sight, page), limits)
    return Report(
        language=sight.words.language,
        day=date.fromisoformat(page.day),
        title=title,
        subject=page.organisation,
        heading=sight.say("summary.title_check", check=title, organisation=page.organisation),
        first=first_lines(sight, page),
        head=head_lines(sight, page, card),
        counts=(stage,) if stage else (),
        before=(),
        profile=NO_PROFILE,
        after=tuple(each for each in sections if not each.empty),
        unchecked=unchecked(sight),
        patterns=patterns_of(sight),
        elsewhere=sight.say("report.elsewhere"),
        left_out=sight.say("report.left_out"),
        most_pages=MOST_PAGES,
    )


def _musts(sight: Sight, page: SharedResultPage, card: Scorecard) -> Section:
    return Section("musts", sight.say("report.musts"), lines=tuple(_lines(sight, page, card)), whole=True)


def _lines(sight: Sight, page: SharedResultPage, card: Scorecard) -> Iterator[Line]:
    """Each must with its word, and beneath it what shows it."""
    for must in musts_told(sight, page, card):
        beneath, word = _proof(sight, must), sight.say(f"report.{must.word.value}")
        yield Line(sight.name(must.element), word, MARKS[must.word], (beneath,) if beneath else ())


def _proof(sight: Sight, must: ToldMust) -> str:
    if must.proof:
        return sight.say("report.shown", proof=must.proof)
    if must.shown_by_some:
        return sight.say("report.shown_by_some")
    return sight.say("report.not_shown") if must.not_shown else ""


def _plan(sight: Sight, page: SharedResultPage) -> Section:
    """What was taken up, by whom and until when."""
    rows = tuple(
        (action_told(sight, one), one.taken_by, _when(sight, one)) for one in known_actions(sight, page)
    )
    columns = (sight.say("report.what"), sight.say("report.who"), sight.say("report.when"))
    return Section("plan", sight.say("report.they_plan"), table=Table(columns, rows))


def _when(sight: Sight, one: SharedAction) -> str:
    if one.done:
        return sight.say("shared_result.done")
    if one.day:
        return sight.words.far_date(date.fromisoformat(one.day))
    return sight.say(f"when.{one.event}") if one.event else ""
