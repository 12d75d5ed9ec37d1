"""What several people and several rounds add: how near the answers were, and what changed since last time."""

from __future__ import annotations

from collections.abc import Iterator

from bot.report.facts import Agreement, Before, Change, Direction, Spread
from bot.report.report import Section, Table
from bot.report.view import View
from bot.screens.action import reached
from bot.screens.group_names import voices
from bot.screens.place_views import where_groups_differ
from frameworks.scoring import Word


def agreement(view: View) -> Section:
    """Every element that people answered: far apart first, musts before others. Never who said what."""
    sight = view.sight
    spreads, musts = list(Spread), view.sight.framework.element_by_id
    ordered = sorted(
        view.facts.agreement, key=lambda one: (spreads.index(one.spread), not musts[one.element].must)
    )
    columns = (sight.say("report.question"), sight.say("report.said"), sight.say("report.level"))
    table = Table(columns, tuple(_agreed(view, one) for one in ordered))
    intro = (sight.say("report.agreement_words"),) if ordered else ()
    return Section("agreement", sight.say("report.agreement"), intro, table=table)


def _agreed(view: View, one: Agreement) -> tuple[str, ...]:
    sight = view.sight
    return (
        sight.name(one.element),
        sight.say(f"report.{one.spread.value}"),
        sight.say(f"report.{one.standing.value}"),
    )


def groups(view: View) -> Section:
    """How the groups of a place see it: gaps, what they agree on, who decides and was not heard."""
    sight = view.sight
    title = sight.say("report.groups")
    if not sight.framework.is_place or not view.page.all_groups:
        return Section("groups", title)
    # Its first line is the title as it stands in the chat.
    told = where_groups_differ(view.page).split("\n")[1:]
    words, missing = view.result.card.words, view.page.place.not_heard
    silent = [
        sight.say("report.not_heard", name=sight.name(one), groups=voices(sight, missing[one]))
        for one in words
        if one in missing and words[one] is not Word.NOT_KNOWN
    ]
    return Section("groups", title, (*told, *silent))


def then_and_now(view: View) -> Section:
    """What changed since the round before, and why; a lower level is no decline by itself."""
    sight, before = view.sight, view.facts.before
    title = sight.say("report.then")
    if before is None:
        return Section("then", title)
    if not before.compared:
        return Section("then", title, (sight.say("report.then_few"),))
    columns = (
        sight.say("report.question"),
        sight.say("report.then_column"),
        sight.say("report.now_column"),
        sight.say("report.why"),
    )
    table = Table(columns, tuple(_change(view, one) for one in before.changes))
    dropped = any(one.now < one.then for one in before.changes)
    after = (sight.say("report.drop"),) if dropped else ()
    return Section("then", title, tuple(_told(view, before)), table=table, after=after)


def _change(view: View, one: Change) -> tuple[str, ...]:
    sight = view.sight
    if not one.told:
        went = sight.say("report.higher" if one.now > one.then else "report.lower")
        return sight.name(one.element), "", went, one.why
    return sight.name(one.element), sight.level(one.then), sight.level(one.now), one.why


def _told(view: View, before: Before) -> Iterator[str]:
    """The counts then and now, the stages side by side, and the parts by where they went."""
    sight, now = view.sight, view.result.card.stage
    yield sight.say(
        "report.then_counts",
        compared=before.compared,
        day=sight.words.far_date(before.day),
        then=before.in_place,
        now=before.now_in_place,
    )
    if before.stage is not None and now is not None and view.facts.show_stage:
        yield sight.say("report.then_stage", then=view.stage(before.stage), now=view.stage(now))
    for direction in Direction:
        parts = [sight.framework.dimension_by_id[part] for part, went in before.parts if went is direction]
        if parts:
            names = sight.words.listed(map(sight.part, parts))
            yield sight.say(f"report.{direction.value}", names=names)
    came = reached(sight)
    if came:
        yield sight.say("since.reached", names=sight.words.listed(map(sight.name, came)))
