"""From what a summary knows to a report: the head, the counts, the parts, and the sections in order of print."""

from __future__ import annotations

from collections import Counter

from bot.report.closing import how_counted, limits, road
from bot.report.doing import agenda, dates
from bot.report.facts import ALONE, Facts
from bot.report.report import Bar, Patterns, Profile, Report
from bot.report.standing import MARKS, before_signing, musts, strong, unknown
from bot.report.together import agreement, groups, then_and_now
from bot.report.view import View
from bot.screens.sight import Sight
from bot.screens.stage import count_line, stage_lines
from bot.screens.summary import quick_lines, summary_of
from flows.pages import SharedWith
from frameworks.model import Result
from frameworks.scoring import DimensionCount, Word
from frameworks.stages import NoStage
from frameworks.summary import Summary

MOST_NAMES = 12
NUMBERS = 200
"""So many numbers are written out: pages, parts and counts of squares."""


def report_of(sight: Sight, facts: Facts = ALONE, result: Summary | None = None) -> Report:
    """The report of this conversation's check; with `result` that of a settled result of several people."""
    view = View(sight, result or summary_of(sight), facts)
    subject = sight.conversation.inputs.organisation
    before = (strong(view), musts(view))
    after = (
        agreement(view),
        groups(view),
        unknown(view),
        before_signing(view),
        agenda(view),
        dates(view),
        then_and_now(view),
        road(view),
        how_counted(view),
        limits(view),
    )
    return Report(
        language=sight.words.language,
        day=view.day,
        title=title_of(sight),
        subject=subject,
        heading=sight.say("summary.title_check", check=title_of(sight), organisation=subject),
        first=_first(view),
        head=_head(view),
        counts=_counts(view),
        before=tuple(each for each in before if not each.empty),
        profile=_profile(view),
        after=tuple(each for each in after if not each.empty),
        unchecked=view.unchecked,
        patterns=patterns_of(sight),
        elsewhere=sight.say("report.elsewhere"),
        left_out=sight.say("report.left_out"),
    )


def patterns_of(sight: Sight) -> Patterns:
    """Phrases whose gaps are filled with themselves, to be filled later."""
    return Patterns(
        page=sight.say("desk.page", page="{page}", pages="{pages}"),
        labelled=sight.say("report.labelled", text="{text}", label="{label}"),
        cell=sight.say("report.cell", column="{column}", cell="{cell}"),
        numbers=tuple(map(sight.words.number, range(NUMBERS))),
    )


def title_of(sight: Sight) -> str:
    """What kind of report this is."""
    if sight.framework.is_place:
        return sight.say("report.title_place")
    staged = sight.framework.result is Result.STAGE
    return sight.say("report.title") if staged else sight.name_of(sight.framework)


def _first(view: View) -> tuple[str, ...]:
    """What is said before all else: whose this is, and what it is not for."""
    sight = view.sight
    place = sight.framework.is_place
    said = [
        sight.say("report.asked") if view.facts.asked_by_funder else "",
        sight.say("report.learning_place" if place else "report.learning"),
        sight.say("place.not_for_money") if place else "",
    ]
    return tuple(filter(None, said))


def _head(view: View) -> tuple[str, ...]:
    """When, how much was answered, by how many, in which roles."""
    sight, result, people = view.sight, view.result, view.facts.people
    payers = {profile.id: profile.label for profile in sight.framework.profiles}
    profile = sight.conversation.inputs.profile
    roles = sight.words.in_a_row(map(sight.role, result.roles))
    # The roles are one person's; of several people they would tell who is who.
    by = "report.people_roles" if roles and people == 1 else "report.people"
    said = [
        sight.words.count("report.head", result.questions, day=view.day_text, answered=result.answered),
        sight.words.count(by, people, roles=roles),
        sight.words.count("summary.open", result.open) if result.open else "",
        sight.say("sentence", text=sight.text(f"profile.{profile}", payers[profile]))
        if profile in payers
        else "",
        _seen_by(view),
    ]
    return tuple(filter(None, said))


def _seen_by(view: View) -> str:
    """Who has this beside whoever made it, as far as it is known here."""
    sight = view.sight
    page = sight.page if isinstance(sight.page, SharedWith) else SharedWith()
    if page.cohorts:
        return sight.say("report.seen_cohorts", cohorts=sight.words.listed(page.cohorts))
    if page.team is None:
        return sight.say("report.private")
    return sight.say("report.seen_members" if sight.framework.is_place else "report.seen_leads")


def _counts(view: View) -> tuple[str, ...]:
    """The musts, then what is in place, then the stage; the stage never stands alone."""
    sight, card = view.sight, view.result.card
    if view.result.quick is not None:
        return tuple(filter(None, quick_lines(sight, view.result)))
    said = [
        sight.say("where.musts", met=card.musts_met, musts=card.musts) if card.musts else "",
        count_line(sight, card),
        *(stage_lines(sight, view.result, MOST_NAMES) if view.facts.show_stage else ()),
        sight.say("place.own_view") if card.no_stage is NoStage.OWN_VIEW else "",
        sight.say("partner") if view.may_join_a_lead else "",
    ]
    return tuple(filter(None, said))


def _profile(view: View) -> Profile:
    sight, card = view.sight, view.result.card
    counted = [(count, tally) for count in card.dimensions if (tally := _tally(view, count))]
    bars = tuple(_bar(view, number, *each) for number, each in enumerate(counted, start=1))
    found = {mark for bar in bars for mark, count in bar.counts if count}
    legend = tuple((mark, view.word(word)) for word, mark in MARKS.items() if mark in found)
    return Profile(
        sight.say("report.parts"),
        sight.say("report.part_column"),
        bars,
        legend,
        sight.say("report.square"),
        sight.say("report.outward"),
    )


def _tally(view: View, count: DimensionCount) -> Counter[Word]:
    """How many elements of this part have each word."""
    elements = view.sight.framework.dimension_by_id[count.id].elements
    words = view.result.card.words
    return Counter(words[one.id] for one in elements if one.id in words)


def _bar(view: View, number: int, count: DimensionCount, tally: Counter[Word]) -> Bar:
    sight = view.sight
    part = sight.part(sight.framework.dimension_by_id[count.id])
    counts = [sight.say(f"count.{word.value}", count=tally[word]) for word in MARKS if tally[word]]
    if count.not_applicable:
        counts.append(sight.say("count.not_applicable", count=count.not_applicable))
    return Bar(
        number=number,
        name=part,
        counts=tuple((mark, tally[word]) for word, mark in MARKS.items()),
        short=sight.say("report.of", in_place=count.in_place, counted=count.counted),
        told=sight.words.count(
            "report.part", count.counted, number=number, part=part, counts=" ".join(counts)
        ),
    )
