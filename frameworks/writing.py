"""How framework texts must read: short, plain, positive, and credited. Checked before a version is published.

These checks are for authors; a framework is loaded without them. Lengths are in characters of English, and
a translation may be longer by two fifths. Reading grades are Flesch-Kincaid and hold for English alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pyphen

from frameworks.action_writing import ACTION_CHECKS, action_limits, action_texts
from frameworks.model import Dimension, Element, Framework
from frameworks.problems import Code, Problem
from frameworks.shape import MAIN_FILE
from frameworks.texts import english_texts, place_of

NAME, DIMENSION_QUESTION, QUESTION, WHY, LEVEL = 40, 80, 120, 200, 320
PROOF, REASON, FIRST_STEP = 40, 60, 120
BLOCK, BLOCK_AIM, BLOCK_LEVELS = 1100, 900, 4
TRANSLATION_TENTHS = 14

GRADE = 8
GRADED_FROM = 20
SENTENCE_WORDS = 18
SHORT_SENTENCE_WORDS = 15
SENTENCES, SENTENCES_IN_PLACE = 2, 3

ALLOWED_NEGATIVES = ("may not be turned away", "no ID", "no address")

_NEGATIVE = re.compile(r"\b(not|no|never)\b", re.IGNORECASE)
_BANNED = re.compile(
    r"\b((?:adequate|appropriate|robust|effective)(?:ly)?|leverag\w*|stakeholders?|utili[sz]\w*|good|etc)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:19|20)\d\d\b|%|\bper ?cent\b|\bstud(?:y|ies)\b|\bresearch\b|\bin one (?:\w+[ -]){0,3}bond\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?؟।])[\"”’')»]*\s+|(?<=[。！？])")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?<![^aeiouy]l)(?<![e])e$|(?<![^aeiouy]l)(?<![sxzcge])(?<![cs]h)es$|(?<![tde])ed$")
_HAS_WORD = re.compile(r"\w")


def writing_problems(framework: Framework) -> list[Problem]:
    """Every problem with the texts of this framework and its translations, warnings included."""
    return [problem for check in CHECKS for problem in check(framework)]


def check_lengths(framework: Framework) -> Iterator[Problem]:
    """Every text fits its place on the screen, in every language."""
    english = english_texts(framework)
    for key, limit in _limits(framework):
        yield from _too_long(place_of(framework, key), english.get(key, ""), limit)
        for language, texts in framework.translations.items():
            most = limit * TRANSLATION_TENTHS // 10
            yield from _too_long(f"{language}.po, {key}", texts.get(key, ""), most)


def check_blocks(framework: Framework) -> Iterator[Problem]:
    """An element with its levels fits one screen of a small phone; more levels may take more room."""
    share = max(framework.levels, BLOCK_LEVELS)
    limit, aim = BLOCK * share // BLOCK_LEVELS, BLOCK_AIM * share // BLOCK_LEVELS
    for element in framework.elements:
        levels = map(" ".join, zip(framework.level_names, element.levels, strict=False))
        length = len("\n".join((element.name, element.question, element.why, *levels)))
        message = f"Name, question, why and levels together have {length} characters."
        if length > limit:
            yield Problem(Code.TOO_LONG, _place(element), message, f"At most {limit}.")
        elif length > aim:
            yield Problem(Code.LONG_BLOCK, _place(element), message, f"Aim under {aim}.")


def check_level_balance(framework: Framework) -> Iterator[Problem]:
    """The longest level of an element is about twice the shortest at most."""
    for element in framework.elements:
        lengths = sorted(len(text) for text in element.levels)
        if lengths and lengths[-1] > 2 * lengths[0] + lengths[0] // 4:
            message = f"The levels have from {lengths[0]} to {lengths[-1]} characters."
            remedy = "Bring them closer, so that length does not tell the level."
            yield Problem(Code.UNEVEN_LEVELS, _place(element, "levels"), message, remedy)


def check_sentences(framework: Framework) -> Iterator[Problem]:
    """A level has 2 sentences, or a short third; the level that counts has 3."""
    for key, level, text in _level_texts(framework):
        found = sentences(text)
        most = SENTENCES_IN_PLACE if level == framework.in_place else SENTENCES
        short_third = len(found) == 3 and len(words(found[2])) <= SHORT_SENTENCE_WORDS
        if len(found) > most and not short_third:
            remedy = f"At most {most}, or {most + 1} where the last has up to {SHORT_SENTENCE_WORDS} words."
            remedy = f"At most {most}." if most == SENTENCES_IN_PLACE else remedy
            message = f"This level has {len(found)} sentences."
            yield Problem(Code.TOO_MANY_SENTENCES, place_of(framework, key), message, remedy)


def check_negatives(framework: Framework) -> Iterator[Problem]:
    """Levels above the first say what is there. What is missing is said by the next level."""
    for key, level, text in _level_texts(framework):
        for allowed in ALLOWED_NEGATIVES:
            text = text.replace(allowed, "")
        found = _NEGATIVE.search(text)
        if level > 1 and found:
            message, remedy = f"A level says {found[0]!r}.", "Say what is there instead."
            yield Problem(Code.NEGATIVE, place_of(framework, key), message, remedy)


def check_banned_words(framework: Framework) -> Iterator[Problem]:
    """Levels and actions use no word that every reader fills differently."""
    levels = ((key, text) for key, _, text in _level_texts(framework))
    for key, text in (*levels, *action_texts(framework)):
        for found in _BANNED.finditer(text):
            message = f"{found[0]!r} means something else to every reader."
            remedy = "Write what an outsider could count or be shown."
            yield Problem(Code.BANNED_WORD, place_of(framework, key), message, remedy)


def check_reading(framework: Framework) -> Iterator[Problem]:
    """English texts are plain enough for people who read it as a second language."""
    for key, text in english_texts(framework).items():
        place, long_text = place_of(framework, key), len(words(text)) >= GRADED_FROM
        yield from _long_sentences(place, text)
        if long_text and (grade := reading_grade(text)) > GRADE:
            remedy = "Use shorter words and shorter sentences."
            yield Problem(
                Code.HARD_TO_READ, place, f"The reading grade is {grade:.1f}, over {GRADE}.", remedy
            )
    for language, texts in framework.translations.items():
        for key, text in texts.items():
            yield from _long_sentences(f"{language}.po, {key}", text)


def check_sources(framework: Framework) -> Iterator[Problem]:
    """A reason that rests on a fact names where the fact comes from."""
    for element in framework.elements:
        found = _CLAIM.search(element.why)
        if found and not element.sources:
            message = f"{found[0]!r} reads like a fact, and no source is named."
            yield Problem(Code.NO_SOURCE, _place(element, "why"), message, "Add it to sources, or reword.")


def check_credit(framework: Framework) -> Iterator[Problem]:
    """The file says whose words these are, and who may use them how."""
    fields = {
        "licence": framework.licence,
        "attribution": framework.attribution,
        "authors": "".join(framework.authors),
        "source": framework.source,
        "about": framework.about,
    }
    for field, text in fields.items():
        if not text.strip():
            message, remedy = f"The framework does not say its {field}.", f"Add {field} = ..."
            yield Problem(Code.NO_CREDIT, f"{MAIN_FILE}, {field}", message, remedy)


CHECKS = (
    check_lengths,
    check_blocks,
    check_level_balance,
    check_sentences,
    check_negatives,
    check_banned_words,
    check_reading,
    check_sources,
    check_credit,
    *ACTION_CHECKS,
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, told apart by their end marks."""
    return [one for one in _SENTENCE_END.split(text.strip()) if one]


def words(text: str) -> list[str]:
    """What stands between spaces and holds a letter or a digit."""
    return [one for one in text.split() if _HAS_WORD.search(one)]


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text: the years of school it takes to read it."""
    found = words(text)
    if not found:
        return 0.0
    syllables = sum(count_syllables(word) for word in found)
    return 0.39 * len(found) / len(sentences(text)) + 11.8 * syllables / len(found) - 15.59


def count_syllables(word: str) -> int:
    """Syllables of an English word; a number counts as one.

    The hyphenation dictionary does not part a single letter from a word, so the groups of vowels are
    counted too, and the higher count is right more often.
    """
    return sum(max(_parts(one), _vowel_groups(one)) for one in re.findall("[a-z]+", word.lower())) or 1


def _parts(word: str) -> int:
    return len(_hyphenation().positions(word)) + 1


def _vowel_groups(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    return groups - 1 if groups > 1 and _SILENT_END.search(word) else groups


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


def _limits(framework: Framework) -> Iterator[tuple[str, int]]:
    for dimension in framework.dimensions:
        yield from _dimension_limits(dimension)
        for element in dimension.elements:
            yield from _element_limits(element)


def _dimension_limits(dimension: Dimension) -> Iterator[tuple[str, int]]:
    yield f"{dimension.id}.name", NAME
    yield f"{dimension.id}.question", DIMENSION_QUESTION


def _element_limits(element: Element) -> Iterator[tuple[str, int]]:
    yield f"{element.id}.name", NAME
    yield f"{element.id}.question", QUESTION
    yield f"{element.id}.why", WHY
    yield f"{element.id}.first_step", FIRST_STEP
    for field, texts, limit in (
        ("level", element.levels, LEVEL),
        ("proof", element.proof, PROOF),
        ("na", element.na_reasons, REASON),
    ):
        yield from ((f"{element.id}.{field}.{number}", limit) for number in range(1, len(texts) + 1))
    yield from action_limits(element)


def _level_texts(framework: Framework) -> Iterator[tuple[str, int, str]]:
    for element in framework.elements:
        for level, text in enumerate(element.levels, start=1):
            yield f"{element.id}.level.{level}", level, text


def _too_long(place: str, text: str, limit: int) -> Iterator[Problem]:
    if len(text) > limit:
        message = f"This text has {len(text)} characters."
        yield Problem(Code.TOO_LONG, place, message, f"At most {limit}.")


def _long_sentences(place: str, text: str) -> Iterator[Problem]:
    found = sentences(text)
    if found and len(words(text)) > SENTENCE_WORDS * len(found):
        message = f"The sentences have more than {SENTENCE_WORDS} words on average."
        yield Problem(Code.LONG_SENTENCES, place, message, "Part them.")


def _place(element: Element, key: str = "") -> str:
    return ", ".join(filter(None, (f"{element.dimension}.toml", element.id, key)))
