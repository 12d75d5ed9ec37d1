"""From the shapes of files to a framework as values. Nothing is checked here."""

from __future__ import annotations

from collections.abc import Sequence

from frameworks.model import AskedIf, Dimension, Element, Framework, Option, Role, Source
from frameworks.shape import AskedIfShape, DimensionShape, ElementShape, FrameworkShape, OptionShape


def build(main: FrameworkShape, parts: Sequence[DimensionShape]) -> Framework:
    """The framework that these files describe, dimensions in the order given, without translations."""
    sources = [Source(one.id, one.title, one.publisher, one.year) for part in parts for one in part.sources]
    return Framework(
        id=main.id,
        version=main.version,
        date=main.date.isoformat(),
        name=main.name,
        unit=main.unit,
        result=main.result,
        levels=main.levels,
        in_place=main.in_place,
        started=main.started,
        level_names=tuple(main.level_names),
        na_max=main.na_max,
        status=main.status,
        licence=main.licence,
        attribution=main.attribution,
        authors=tuple(main.authors),
        source=main.source,
        permission=main.permission,
        about=main.about,
        dimensions=tuple(_dimension(part) for part in parts),
        roles=tuple(Role(role.id, role.label, role.who) for role in main.roles),
        profiles=_options(main.profiles),
        sizes=_options(main.sizes),
        sources=tuple(dict.fromkeys(sources)),
        stage_lines=main.stages,
        stage_names=main.stage_names,
        stated=main.states.model_dump(exclude_none=True),
    )


def _dimension(part: DimensionShape) -> Dimension:
    elements = tuple(_element(element, part.id) for element in part.elements)
    return Dimension(part.id, part.name, part.question, elements)


def _element(shape: ElementShape, dimension: str) -> Element:
    return Element(
        id=shape.id,
        dimension=dimension,
        version=shape.version,
        name=shape.name,
        kind=shape.kind,
        question=shape.question,
        why=shape.why,
        levels=tuple(shape.levels),
        ask=tuple(shape.ask),
        proof=tuple(shape.proof),
        na_reasons=tuple(shape.na),
        first_step=shape.first_step,
        must=shape.must,
        before_you_sign=shape.before_you_sign,
        quick=shape.quick,
        adviser=shape.adviser,
        pass_by_profile=shape.passes,
        asked_if=_asked_if(shape.asked_if),
        owner=tuple(shape.owner),
        sources=tuple(shape.sources),
    )


def _asked_if(shape: AskedIfShape | None) -> AskedIf | None:
    return AskedIf(tuple(shape.profiles), shape.element, tuple(shape.levels)) if shape else None


def _options(shapes: Sequence[OptionShape]) -> tuple[Option, ...]:
    return tuple(Option(shape.id, shape.label) for shape in shapes)
