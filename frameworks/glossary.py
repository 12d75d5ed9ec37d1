"""The words we use, with their definitions: one file for all frameworks, and its translations beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from frameworks.checks import bad_words, empty_text, given_twice
from frameworks.load import DATA, read_beside, translations_beside
from frameworks.problems import FrameworkFault, Problem, errors
from frameworks.shape import GlossaryShape

GLOSSARY = DATA / "glossary.toml"


@dataclass(frozen=True, slots=True)
class Term:
    """One word with what we mean by it."""

    id: str
    term: str
    definition: str


@dataclass(frozen=True)
class Glossary:
    """All terms in the order of the file."""

    terms: tuple[Term, ...]
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, language: str, key: str, english: str) -> str:
        """The text `term.<id>.term` or `term.<id>.definition` in `language`, or the English one."""
        return self.translations.get(language, {}).get(key, english)


@cache
def shipped_glossary() -> Glossary:
    """The glossary that comes with the program. Raises FrameworkFault if it is faulty."""
    glossary, problems = examine_glossary()
    if glossary is None:
        raise FrameworkFault(problems)
    return glossary


def examine_glossary(path: Path = GLOSSARY) -> tuple[Glossary | None, tuple[Problem, ...]]:
    """The glossary in this file, or None where there are errors; and every problem, translations included."""
    problems: list[Problem] = []
    shape = read_beside(path, GlossaryShape, problems)
    if shape is None:
        return None, tuple(problems)
    glossary = Glossary(tuple(Term(one.id, one.term, one.definition) for one in shape.terms))
    problems += _problems_of(glossary, path.name)
    translations = translations_beside(path, glossary_texts(glossary), problems)
    return None if errors(problems) else replace(glossary, translations=translations), tuple(problems)


def glossary_texts(glossary: Glossary) -> dict[str, str]:
    """Every text under the key that `Glossary.text` takes, in order of print: what translators translate."""
    texts: dict[str, str] = {}
    for one in glossary.terms:
        texts |= {f"term.{one.id}.term": one.term, f"term.{one.id}.definition": one.definition}
    return texts


def _problems_of(glossary: Glossary, file: str) -> Iterator[Problem]:
    ids = [one.id for one in glossary.terms]
    yield from bad_words(f"{file}, terms", ids)
    yield from given_twice(f"{file}, terms", ids)
    for one in glossary.terms:
        for name, text in (("term", one.term), ("definition", one.definition)):
            if not text.strip():
                yield empty_text(f"{file}, terms {one.id}, {name}")
