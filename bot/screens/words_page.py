"""Side pages that explain: the words we use, and where a question or a framework comes from."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.sight import Sight, lines, paragraphs
from flows.table import AT_ELEMENT
from frameworks.crosswalk import Guide
from frameworks.glossary import Term
from frameworks.model import Dimension, Element, Source

# So many terms at their longest still fit a page of 1,800 characters, which a small phone can show in few looks.
TERMS = 9


def words(sight: Sight) -> Screen:
    """One page of the terms; a number beyond the last page shows the last."""
    terms = sight.house.glossary.terms
    last = max(len(terms) - 1, 0) // TERMS
    page = min(page_of(sight), last)
    head = sight.say("words.head", page=page + 1, pages=last + 1)
    shown = (_term(sight, term) for term in terms[page * TERMS : (page + 1) * TERMS])
    onward = (sight.button(sight.say("button.more_words"), "_", page + 1),) if page < last else ()
    back = (sight.button(sight.say("button.back"), "_", page - 1),) if page else ()
    rows = (onward, (*back, _close(sight)))
    return Screen(paragraphs(head, *shown), tuple(row for row in rows if row))


def page_of(sight: Sight) -> int:
    """The page that the panel names, from 0."""
    number = (sight.conversation.panel or "").partition(":")[2]
    return int(number) - 1 if number.isdecimal() else 0


def _term(sight: Sight, term: Term) -> str:
    language, text = sight.words.language, sight.house.glossary.text
    return sight.say(
        "words.term",
        term=text(language, f"term.{term.id}.term", term.term),
        definition=text(language, f"term.{term.id}.definition", term.definition),
    )


def sources(sight: Sight) -> Screen:
    """Where the open question comes from; on the second page, or where none is open, where all of it does."""
    at_element = sight.conversation.state in AT_ELEMENT and not page_of(sight)
    own = sight.text("about", sight.framework.about)
    parts = _of_element(sight, sight.element) if at_element else _of_framework(sight)
    return Screen(paragraphs(own, *parts), ((_close(sight),),))


def _of_element(sight: Sight, element: Element) -> tuple[str, ...]:
    """The sources that the element names, and the row of its part."""
    named = [_source(sight, source) for source in sight.framework.sources if source.id in element.sources]
    key = "sources.named" if named else "sources.none"
    head = sight.say(key, name=sight.name(element.id))
    return (lines(head, *named), *_row_of(sight, sight.framework.dimension_by_id[element.dimension]))


def _source(sight: Sight, source: Source) -> str:
    if source.year is None:
        return sight.say("sources.source", title=source.title, publisher=source.publisher)
    # As text: a year is not a number that is parted by thousands.
    year = str(source.year)
    return sight.say("sources.dated", title=source.title, publisher=source.publisher, year=year)


def _row_of(sight: Sight, dimension: Dimension) -> tuple[str, ...]:
    crosswalk = sight.house.crosswalk
    row = crosswalk.row(sight.framework.id, dimension.id)
    if row is None:
        return ()
    language = sight.words.language
    compared = (
        sight.say(
            "sources.row",
            guide=guide.short,
            publisher=guide.publisher,
            text=crosswalk.text(language, row, guide.id),
        )
        for guide in _guides_of(sight, dimension)
    )
    head = sight.say("sources.part_elsewhere", part=sight.part(dimension))
    return lines(head, *compared), sight.say("sources.judgement")


def _guides_of(sight: Sight, dimension: Dimension) -> list[Guide]:
    """The guides that speak of this part, in order of print."""
    crosswalk = sight.house.crosswalk
    row = crosswalk.row(sight.framework.id, dimension.id)
    return [guide for guide in crosswalk.guides if row is not None and guide.id in row.texts]


def _of_framework(sight: Sight) -> tuple[str, ...]:
    """In short: which guides speak of which part, and what these guides are."""
    by_part = [(part, _guides_of(sight, part)) for part in sight.framework.dimensions]
    met = {guide.id for _part, guides in by_part for guide in guides}
    at_questions = sight.say("sources.at_questions") if sight.framework.sources else ""
    if not met:
        return (at_questions,)
    parts = (
        sight.say(
            "sources.part",
            part=sight.part(part),
            guides=sight.words.in_a_row(guide.short for guide in guides),
        )
        for part, guides in by_part
        if guides
    )
    titles = (
        sight.say("sources.guide", guide=guide.short, title=guide.title, publisher=guide.publisher)
        for guide in sight.house.crosswalk.guides
        if guide.id in met
    )
    return (
        at_questions,
        lines(sight.say("sources.parts_elsewhere"), *parts),
        lines(*titles),
        sight.say("sources.judgement"),
    )


def _close(sight: Sight) -> Button:
    return sight.button(sight.say("button.close"), "c")
