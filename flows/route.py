"""Where a person is among the questions: what is open, what comes next or before, in a dimension or beyond."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.conversation import Inputs
from frameworks.model import Element, Framework
from frameworks.route import asked
from frameworks.values import Answer, Scope


@dataclass(slots=True)
class Route:
    """The asked elements of one person, and those of them still `open`. Made anew after each change."""

    framework: Framework
    answers: Mapping[str, Answer]
    elements: tuple[Element, ...]
    ids: frozenset[str] = field(init=False)
    open: list[Element] = field(init=False)

    def __post_init__(self) -> None:
        self.ids = frozenset(element.id for element in self.elements)
        self.open = [element for element in self.elements if element.id not in self.answers]

    @property
    def done(self) -> int:
        return len(self.elements) - len(self.open)

    def of(self, dimension: str | None) -> list[Element]:
        """The asked elements of one dimension, in order."""
        return [element for element in self.elements if element.dimension == dimension]

    def open_of(self, dimension: str | None) -> list[Element]:
        return [element for element in self.open if element.dimension == dimension]

    def next_open(self, dimension: str | None, element: str | None) -> str | None:
        """The first open element after `element` in its dimension, else the first open one there."""
        open_here = {each.id for each in self.open_of(dimension)}
        behind, found = False, None
        for each in self.of(dimension):
            if each.id in open_here and (behind or found is None):
                found = each.id
                if behind:
                    break
            behind = behind or each.id == element
        return found

    def beside(self, dimension: str | None, element: str | None, step: int) -> str | None:
        """The asked element before (-1) or after (+1) `element` in its dimension; None at the ends."""
        ids = [each.id for each in self.of(dimension)]
        if element not in ids:
            return None
        place = ids.index(element) + step
        return ids[place] if 0 <= place < len(ids) else None

    def next_dimension(self, dimension: str | None) -> str | None:
        """The dimension with an open element: the present one, else the next one, else from the start."""
        ids = [each.id for each in self.framework.dimensions]
        start = ids.index(dimension) if dimension in ids else 0
        for each in ids[start:] + ids[:start]:
            if self.open_of(each):
                return each
        return None


def route_of(framework: Framework, inputs: Inputs, answers: Mapping[str, Answer]) -> Route:
    """The route of a person with these inputs and answers."""
    return Route(framework, answers, asked(framework, answers, inputs.profile, Scope(inputs.scope)))
