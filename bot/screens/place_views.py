"""How the groups of a place see its points: where they differ, where they agree, and who is too few to be shown."""

from __future__ import annotations

from collections.abc import Iterator

from bot.screens.group_names import says, so_says, too_few, voices
from bot.screens.place_page import Page
from bot.screens.sight import lines
from frameworks.places import Gap
from frameworks.scoring import Word, word_of
from frameworks.settling import Settled, State
from frameworks.writing import sentences

GAPS_MOST = 2


def where_groups_differ(page: Page) -> str:
    """At most two points that a group sees differently, one that all call "not yet", and who is only in the total."""
    if not page.all_groups:
        return ""
    rows = [*(_gap(page, gap) for gap in _gaps(page)[:GAPS_MOST]), next(_all_not_yet(page), ""), _small(page)]
    told = lines(*rows)
    return lines(page.sight.say("place.views"), told) if told else ""


def _small(page: Page) -> str:
    """Who is too few to be shown, but for those whose level stands alone as that of their office."""
    alone = {groups[0] for groups in page.place.confirmed.values() if len(groups) == 1}
    return too_few(
        page.sight, {group: count for group, count in page.place.people.items() if group not in alone}
    )


def _gaps(page: Page) -> list[Gap]:
    shown = page.result.card.words
    return [gap for gap in page.place.seen_differently if gap.element in shown]


def _gap(page: Page, gap: Gap) -> str:
    sight = page.sight
    return sight.say(
        "place.gap",
        name=sight.name(gap.element),
        ours=says(sight, page.place.confirmed[gap.element], _said(page, gap.element, gap.level, gap.level)),
        theirs=says(sight, (gap.group,), _said(page, gap.element, gap.low, gap.high)),
    )


def _said(page: Page, element: str, low: int, high: int) -> str:
    """The word of a level, or those of both ends."""
    first, last = _word(page, element, low), _word(page, element, high)
    if first == last:
        return page.sight.say("place.quoted", word=first)
    return page.sight.say("place.between", low=first, high=last)


def _word(page: Page, element: str, level: int) -> str:
    return page.sight.say(f"place.word_{_word_of(page, element, level).value}")


def _word_of(page: Page, element: str, level: int) -> Word:
    framework, profile = page.sight.framework, page.sight.conversation.inputs.profile
    needed = framework.pass_level(framework.element_by_id[element], profile)
    return word_of(Settled(State.LEVEL, level, level), needed, framework.started)


def _all_not_yet(page: Page) -> Iterator[str]:
    """What every group that is enough to be shown calls "not yet", with the first sentence on why it matters."""
    assert page.team is not None
    sight, views = page.sight, page.team.now.views
    for element in page.result.card.words:
        seen = {group: its[element] for group, its in views.items() if element in its}
        highs = [_word_of(page, element, high) for _low, high in seen.values()]
        if len(seen) > 1 and all(word is Word.NOT_YET for word in highs):
            yield _agreed(
                page, element, tuple(seen), sight.say("place.quoted", word=sight.say("place.word_not_yet"))
            )


def _agreed(page: Page, element: str, groups: tuple[str, ...], said: str) -> str:
    sight = page.sight
    record = sight.framework.element_by_id[element]
    why = next(iter(sentences(sight.text(f"{element}.why", record.why))), "")
    name = sight.name(element)
    if len(groups) > 2:
        return sight.say(
            "place.all_agree", name=name, groups=voices(sight, groups), said=said, why=why
        ).rstrip()
    ours, so = says(sight, groups[:1], said), so_says(sight, groups[1], said)
    return sight.say("place.both_agree", name=name, ours=ours, so=so, why=why).rstrip()
