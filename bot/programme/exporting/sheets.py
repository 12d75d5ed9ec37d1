"""The sheets of a cohort's files: which columns each has, in which order, worded in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.programme.exporting.codes import Meanings, fixed_codes, framework_codes
from bot.programme.exporting.columns import Column, Kind, Sheet
from bot.programme.exporting.coverage import Coverage
from bot.words import Words
from frameworks.model import Element

_WHO = ("organisation", "code", "name")
# Columns by sheet. One that ends in a star is a code, and a column that says it in words follows it; one in angle
# brackets stands for columns that hang on the framework.
LAYOUT: Mapping[str, tuple[str, ...]] = {
    "about": ("item*", "value"),
    "organisations": (
        *(*_WHO, "own_name", "version", "size*", "profile*", "people", "people_done"),
        *("joined_at", "started_at", "finished_at", "shared_until", "withheld*"),
        *("counted", "in_place", "started", "not_yet", "to_agree", "not_known", "not_applicable"),
        *("musts", "musts_in_place", "showable", "proofs", "stage_low*", "stage_high*", "stage_not_shown"),
    ),
    "levels_long": (
        *(*_WHO, "version", "dimension*", "element*", "element_version", "must"),
        *("level*", "word*", "pass_level", "proof", "withheld*"),
    ),
    "levels_wide": (*_WHO, "version", "withheld*", "<elements>"),
    "actions": (
        *(*_WHO, "element*", "action", "title", "status*", "event*", "day", "smaller", "chosen_on"),
        *("days", "cost*", "withheld*"),
    ),
    "proofs": (*_WHO, "element*", "proof_kind*", "proof_text", "bytes"),
    "heat": (*_WHO, "withheld*", "<dimensions>"),
    "distribution": (
        *("dimension*", "element*", "element_version", "organisations", "<levels>"),
        *("differ", "not_known", "not_applicable", "withheld*"),
    ),
    "questions": (
        *("dimension*", "element*", "people", "answered", "unsaid", "not_reached", "not_asked"),
        "withheld*",
    ),
    "crosswalk": ("dimension*", "guide", "guide_title", "publisher", "heading", "basis", "judgement*"),
    "codebook": ("of_sheet*", "column", "heading_text", "type*", "allowed", "meaning", "explanation"),
}
_NUMBERS = (
    *("organisation", "people", "people_done", "counted", "in_place", "started", "not_yet", "to_agree"),
    *("not_known", "not_applicable", "musts", "musts_in_place", "showable", "proofs", "stage_not_shown"),
    *("element_version", "must", "level", "pass_level", "proof", "smaller", "days", "organisations"),
    *("differ", "answered", "unsaid", "not_reached", "not_asked", "bytes"),
)
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(_NUMBERS, Kind.NUMBER),
    **dict.fromkeys(("joined_at", "started_at", "finished_at", "shared_until"), Kind.MOMENT),
    **dict.fromkeys(("day", "chosen_on"), Kind.DAY),
    "value": Kind.ANY,
}
KEYS = tuple(dict.fromkeys(name.rstrip("*") for names in LAYOUT.values() for name in names if name[0] != "<"))
WHOLE_FILE = "file"


def make_sheets(words: Words, covered: Coverage) -> dict[str, Sheet]:
    """All sheets in order of print."""
    made = _Making(words, covered)
    return {
        key: Sheet(
            key,
            words.say(f"export.sheet.{key}"),
            words.say(f"export.sheet_about.{key}"),
            tuple(column for name in names for column in made.columns(name)),
        )
        for key, names in LAYOUT.items()
    }


class _Making:
    """Columns with their headings, meanings and codes in one language."""

    def __init__(self, words: Words, covered: Coverage) -> None:
        self.words, self.covered = words, covered
        sheets: Meanings = {key: words.say(f"export.sheet.{key}") for key in LAYOUT}
        files: Meanings = {WHOLE_FILE: words.say("export.sheet.file")}
        codes = framework_codes(covered, words.language) | fixed_codes(words)
        self.codes: Mapping[str, Meanings] = codes | {"of_sheet": {**sheets, **files}}

    def columns(self, name: str) -> Iterator[Column]:
        """The columns that a name of the layout stands for."""
        if name == "<elements>":
            for element in self.covered.elements.values():
                yield from self._of_element(element)
        elif name == "<dimensions>":
            for dimension in self.covered.dimensions:
                yield from self._of_dimension(dimension)
        elif name == "<levels>":
            yield from (self._of_level(level) for level in range(1, self.covered.levels + 1))
        else:
            yield self._fixed(name.rstrip("*"), in_words=name.endswith("*"))

    def _fixed(self, key: str, *, in_words: bool) -> Column:
        heading, meaning = self.words.say(f"export.label.{key}"), self.words.say(f"export.meaning.{key}")
        label = self._label(key, heading) if in_words else None
        return Column(key, heading, KINDS.get(key, Kind.TEXT), meaning, self.codes.get(key, {}), label)

    def _label(self, key: str, heading: str) -> Column:
        said = self.words.say("export.in_words", column=heading)
        return Column(f"{key}_label", said, Kind.TEXT, self.words.say("export.in_words_about"))

    def _text(self, key: str, english: str) -> str:
        return self.covered.text(self.words.language, key, english)

    def _of_element(self, element: Element) -> Iterator[Column]:
        """The level of an element, its word, and the word in words."""
        name, texts = str(self.codes["element"][element.id]), enumerate(element.levels, start=1)
        question = self._text(f"{element.id}.question", element.question)
        meaning = self.words.say("export.level_about", question=question)
        levels: Meanings = {level: self._text(f"{element.id}.level.{level}", text) for level, text in texts}
        yield Column(element.id, name, Kind.NUMBER, meaning, levels)
        key, heading = f"{element.id}.word", self.words.say("export.word_of", name=name)
        meaning = self.words.say("export.meaning.word")
        yield Column(key, heading, Kind.TEXT, meaning, self.codes["word"], self._label(key, heading))

    def _of_dimension(self, dimension: str) -> Iterator[Column]:
        name, words = self.codes["dimension"][dimension], self.words
        placed, counted = words.say("export.meaning.in_place"), words.say("export.meaning.counted")
        yield Column(
            f"{dimension}.in_place", words.say("export.part_in_place", name=name), Kind.NUMBER, placed
        )
        yield Column(
            f"{dimension}.counted", words.say("export.part_counted", name=name), Kind.NUMBER, counted
        )

    def _of_level(self, level: int) -> Column:
        name = self.codes["level"].get(level, str(level))
        heading = self.words.say("export.at_level", level=level, name=name)
        return Column(f"level_{level}", heading, Kind.NUMBER, self.words.say("export.at_level_about"))
