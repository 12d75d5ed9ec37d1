"""Which questions a file has columns for: those of the cohort's version, then older ones that still have answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from frameworks.model import Dimension, Element, Framework, Option

T = TypeVar("T", Dimension, Element, Option)


@dataclass(frozen=True)
class Coverage:
    """The cohort's framework, and the other versions of it that organisations of the file answer, newest first."""

    framework: Framework
    others: tuple[Framework, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Framework]:
        return {each.key: each for each in (self.framework, *self.others)}

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """Every element in the words of the newest version that has it: those in use first, then dropped ones."""
        return self._merged(lambda framework: framework.elements)

    @cached_property
    def dimensions(self) -> Mapping[str, Dimension]:
        return self._merged(lambda framework: framework.dimensions)

    @cached_property
    def profiles(self) -> Mapping[str, Option]:
        return self._merged(lambda framework: framework.profiles)

    @cached_property
    def sizes(self) -> Mapping[str, Option]:
        return self._merged(lambda framework: framework.sizes)

    @cached_property
    def levels(self) -> int:
        """The most levels that any of the versions has."""
        return max(each.levels for each in self.by_key.values())

    def home(self, element_id: str) -> Framework:
        """The newest version that has this element: where its texts stand."""
        return next(each for each in self.by_key.values() if element_id in each.element_by_id)

    def text(self, language: str, key: str, english: str) -> str:
        """A text in `language` from the newest version that is translated there, or the English one."""
        found = (each.text(language, key, english) for each in self.by_key.values())
        return next((text for text in found if text != english), english)

    def _merged(self, parts: Callable[[Framework], Iterable[T]]) -> dict[str, T]:
        merged: dict[str, T] = {}
        for framework in self.by_key.values():
            for part in parts(framework):
                merged.setdefault(part.id, part)
        return merged


def cover(frameworks: Mapping[str, Framework], key: str, answered: Collection[str]) -> Coverage:
    """What a cohort of the framework `key` covers, where its organisations answer the versions `answered`."""
    others = [frameworks[each] for each in answered if each != key and each in frameworks]
    others.sort(key=lambda each: each.version_numbers, reverse=True)
    return Coverage(frameworks[key], tuple(others))
