"""The English texts of a framework by their stable key: what translators translate, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frameworks.model import Action, Dimension, Element, Framework
from frameworks.shape import ACTIONS_END

Pair = tuple[str, str]


_LISTS = {"level": "levels"}
# The texts of an action; the last ones may be missing.
ACTION_TEXTS = (
    *("text", "first_step", "done_when", "message", "also_helps", "not_if"),
    *("waits_for", "under_10", "counterpart"),
)


def english_texts(framework: Framework) -> dict[str, str]:
    """Every text under the key that `Framework.text` takes, in order of print, empty ones included."""
    return dict((*_own(framework), *(pair for part in framework.dimensions for pair in _dimension(part))))


def place_of(framework: Framework, key: str) -> str:
    """Where the text with this key stands in the files, such as `fin.toml, sp.fin.cash, levels 2`."""
    owner, _, rest = key.partition(".")
    action_id, _, last = key.rpartition(".")
    if action := framework.action_by_id.get(action_id):
        return f"{framework.element_by_id[action.element].dimension}{ACTIONS_END}, {action_id}, {last}"
    for element in framework.elements:
        if key.startswith(f"{element.id}."):
            field, _, number = key.removeprefix(f"{element.id}.").partition(".")
            return f"{element.dimension}.toml, {element.id}, {_LISTS.get(field, field)} {number}".rstrip()
    return f"{owner}.toml, {rest}" if owner in framework.dimension_by_id else f"framework.toml, {key}"


def _own(framework: Framework) -> Iterator[Pair]:
    yield "name", framework.name
    yield "about", framework.about
    if framework.offer:
        yield "offer", framework.offer
    yield from _numbered("level", framework.level_names)
    for role in framework.roles:
        yield f"role.{role.id}.label", role.label
        yield f"role.{role.id}.who", role.who
    yield from ((f"profile.{option.id}", option.label) for option in framework.profiles)
    yield from ((f"size.{option.id}", option.label) for option in framework.sizes)
    yield from ((f"group.{option.id}", option.label) for option in framework.groups)
    yield from ((f"stage.{stage}", line) for stage, line in framework.stage_lines.items())
    yield from ((f"stage_name.{stage}", name) for stage, name in framework.stage_names.items())


def _dimension(dimension: Dimension) -> Iterator[Pair]:
    yield f"{dimension.id}.name", dimension.name
    yield f"{dimension.id}.question", dimension.question
    for element in dimension.elements:
        yield from _element(element)


def _element(element: Element) -> Iterator[Pair]:
    yield f"{element.id}.name", element.name
    yield f"{element.id}.question", element.question
    yield f"{element.id}.why", element.why
    yield from _numbered(f"{element.id}.level", element.levels)
    yield from _numbered(f"{element.id}.proof", element.proof)
    yield from _numbered(f"{element.id}.na", element.na_reasons)
    yield f"{element.id}.first_step", element.first_step
    if element.find_out:
        yield f"{element.id}.find_out", element.find_out
    for action in element.actions:
        yield from _action(action)


def _action(action: Action) -> Iterator[Pair]:
    for field in ACTION_TEXTS:
        text = getattr(action, field)
        if text or field in ACTION_TEXTS[:6]:
            yield f"{action.id}.{field}", text


def _numbered(key: str, texts: Iterable[str]) -> Iterator[Pair]:
    yield from ((f"{key}.{number}", text) for number, text in enumerate(texts, start=1))
