"""From the shapes of files to a framework as values. Nothing is checked here."""

from __future__ import annotations

from collections.abc import Sequence

from frameworks.model import Action, AskedIf, Dimension, Element, Framework, Option, Resource, Role, Source
from frameworks.shape import (
    ActionShape,
    AskedIfShape,
    DimensionShape,
    ElementShape,
    FrameworkShape,
    OptionShape,
    ResourceShape,
)


def build(
    main: FrameworkShape, parts: Sequence[DimensionShape], actions: Sequence[ActionShape] = ()
) -> Framework:
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
        dimensions=tuple(_dimension(part, actions) for part in parts),
        roles=tuple(Role(role.id, role.label, role.who, role.group) for role in main.roles),
        profiles=_options(main.profiles),
        sizes=_options(main.sizes),
        groups=_options(main.groups),
        owners={owner: {key: tuple(ids) for key, ids in by.items()} for owner, by in main.owners.items()},
        offer=main.offer,
        minutes=main.minutes,
        quick_minutes=main.quick_minutes,
        sources=tuple(dict.fromkeys(sources)),
        stage_lines=main.stages,
        stage_names=main.stage_names,
        stated=main.states.model_dump(exclude_none=True),
    )


def _dimension(part: DimensionShape, actions: Sequence[ActionShape]) -> Dimension:
    elements = tuple(_element(element, part.id, actions) for element in part.elements)
    return Dimension(part.id, part.name, part.question, elements)


def _element(shape: ElementShape, dimension: str, actions: Sequence[ActionShape]) -> Element:
    its = sorted((one for one in actions if one.element == shape.id), key=lambda one: one.from_level)
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
        find_out=shape.find_out,
        actions=tuple(_action(one, shape.proof) for one in its),
    )


def _action(shape: ActionShape, proof: Sequence[str]) -> Action:
    return Action(
        element=shape.element,
        from_level=shape.from_level,
        act=shape.act,
        text=shape.text,
        first_step=shape.first_step,
        done_when=shape.done_when,
        sentence=shape.sentence,
        days=shape.days,
        cost=shape.cost,
        taken_by=shape.taken_by,
        message=shape.message,
        show=proof.index(shape.show) + 1 if shape.show in proof else 0,
        also_helps=shape.also_helps,
        not_if=shape.not_if,
        waits_for=shape.waits_for,
        needs=tuple(shape.needs),
        asks=tuple(shape.asks),
        under_10=shape.under_10,
        profiles=tuple(shape.profiles),
        sizes=tuple(shape.sizes),
        counterpart=shape.counterpart,
        counterpart_by=shape.counterpart_by,
        resources=tuple(_resource(one) for one in shape.resources),
    )


def _resource(shape: ResourceShape) -> Resource:
    return Resource(**shape.model_dump() | {"checked_on": shape.checked_on.isoformat()})


def _asked_if(shape: AskedIfShape | None) -> AskedIf | None:
    return AskedIf(tuple(shape.profiles), shape.element, tuple(shape.levels)) if shape else None


def _options(shapes: Sequence[OptionShape]) -> tuple[Option, ...]:
    return tuple(Option(shape.id, shape.label) for shape in shapes)
