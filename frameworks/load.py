"""From files to a framework, or to every problem of every file at once. Translations come along.

A framework is a folder `<id>/<version>` with `framework.toml`, one TOML file for each dimension, beside it one
for the dimension's actions where it has some, and one PO file `<language>.po` for each translation. In a PO
file the context is the stable key of a text and the message id its English source, so a translation of a source
that has since changed is never used.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from frameworks.action_checks import action_problems, misplaced_actions, problems_between
from frameworks.building import build
from frameworks.checks import problems_of
from frameworks.model import Framework
from frameworks.problems import Code, FrameworkFault, Problem, errors
from frameworks.shape import (
    ACTIONS_END,
    MAIN_FILE,
    ActionsShape,
    AnyShape,
    DimensionShape,
    FrameworkShape,
    nearest,
    read_shape,
)
from frameworks.texts import english_texts

DATA = Path(__file__).parent / "data"

_NEEDS_ALL_FILES = frozenset(
    {Code.WRONG_COUNT, Code.UNKNOWN_REFERENCE, Code.LATER_ELEMENT, Code.ACTION_COUNT, Code.NO_SHORT_ACTION}
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A framework, or None where there are errors; and all problems, warnings included."""

    framework: Framework | None
    problems: tuple[Problem, ...]


@cache
def shipped() -> Mapping[str, Framework]:
    """The frameworks that come with the program, by key. Raises FrameworkFault if one of them is faulty."""
    return load_all(DATA)


def load_all(root: Path) -> Mapping[str, Framework]:
    """The frameworks in all folders `<id>/<version>` below `root`, by key.

    Raises FrameworkFault with the problems of all of them if one is faulty, or is not what its folder says.
    """
    problems: list[Problem] = []
    frameworks: dict[str, Framework] = {}
    for folder in sorted(path.parent for path in root.glob(f"*/*/{MAIN_FILE}")):
        loaded = examine_folder(folder)
        name = f"{folder.parent.name}/{folder.name}"
        problems += [replace(problem, place=f"{name}/{problem.place}") for problem in loaded.problems]
        if loaded.framework:
            problems += _misplaced(name, loaded.framework)
            frameworks[loaded.framework.key] = loaded.framework
    problems += problems_between(frameworks.values())
    if errors(problems):
        raise FrameworkFault(problems)
    return MappingProxyType(frameworks)


def load_folder(path: Path) -> Framework:
    """The framework in this folder. Raises FrameworkFault with all problems of all its files."""
    return _whole(examine_folder(path))


def load_text(files: Mapping[str, str]) -> Framework:
    """The framework in these files, by name. Raises FrameworkFault with all problems of all of them."""
    return _whole(examine(files))


def read_beside(path: Path, shape: type[AnyShape], problems: list[Problem]) -> AnyShape | None:
    """A file that stands beside the frameworks, read as they are; what is wrong joins `problems`."""
    text = {path.name: _decoded(path.name, path.read_bytes(), problems)} if path.is_file() else {}
    raw = {name: _toml(name, content, problems) for name, content in text.items()}
    return _read(shape, raw, path.name, problems)


def translations_beside(
    path: Path, english: Mapping[str, str], problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """The translations of such a file in the `<name>.<language>.po` beside it, by language."""
    files = {file.name: file for file in sorted(path.parent.glob(f"{path.stem}.*.po"))}
    texts = {name: _decoded(name, file.read_bytes(), problems) for name, file in files.items()}
    found = _translations(english, texts, problems)
    return {name.removeprefix(f"{path.stem}."): its for name, its in found.items()}


def examine_folder(path: Path) -> Loaded:
    """As `examine`, for the TOML and PO files of a folder. Nothing is raised for what they hold."""
    files = sorted((*path.glob("*.toml"), *path.glob("*.po")))
    return examine({file.name: file.read_bytes() for file in files})


def examine(files: Mapping[str, str | bytes]) -> Loaded:
    """The framework in these files, by name, and every problem found in them. Bytes are read as UTF-8."""
    problems: list[Problem] = []
    texts = {name: _decoded(name, content, problems) for name, content in files.items()}
    raw = {name: _toml(name, text, problems) for name, text in texts.items() if name.endswith(".toml")}
    main = _read(FrameworkShape, raw, MAIN_FILE, problems)
    stems = _stems(raw)
    parts = {stem: _read(DimensionShape, raw, f"{stem}.toml", problems) for stem in stems}
    agendas = [_read(ActionsShape, raw, name, problems) for name in _action_files(raw, stems)]
    problems += [*_repeats(stems), *_strays(raw, stems)]
    problems += [_misnamed(stem, part.id) for stem, part in parts.items() if part and part.id != stem]
    if main is None:
        return Loaded(None, tuple(problems))
    actions = [action for agenda in agendas if agenda for action in agenda.actions]
    framework = build(main, [part for part in parts.values() if part], actions)
    found = (*problems_of(framework), *misplaced_actions(framework, actions), *action_problems(framework))
    whole = all((*parts.values(), *agendas))
    problems += [one for one in found if whole or one.code not in _NEEDS_ALL_FILES]
    translations = _translations(english_texts(framework), texts, problems)
    framework = replace(framework, translations=translations)
    return Loaded(None if errors(problems) else framework, tuple(problems))


def _whole(loaded: Loaded) -> Framework:
    if loaded.framework is None:
        raise FrameworkFault(loaded.problems)
    return loaded.framework


def _decoded(name: str, content: str | bytes, problems: list[Problem]) -> str | None:
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(_unreadable(name, "it is not UTF-8", "Save it as UTF-8."))
        return None


def _toml(name: str, text: str | None, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text) if text is not None else None
    except tomllib.TOMLDecodeError as fault:
        problems.append(_unreadable(name, str(fault), "Look at that line for a missing quote or bracket."))
        return None


def _read(
    shape: type[AnyShape], raw: Mapping[str, dict[str, Any] | None], name: str, problems: list[Problem]
) -> AnyShape | None:
    if name not in raw:
        near = nearest(name, raw)
        problems.append(Problem(Code.MISSING_FILE, name, "This file is missing.", f"Add it. {near}"))
    content = raw.get(name)
    if content is None:
        return None
    value, faults = read_shape(shape, content, name)
    problems += faults
    return value


def _stems(raw: Mapping[str, dict[str, Any] | None]) -> list[str]:
    """The listed dimensions, also of a main file that has other faults."""
    main = raw.get(MAIN_FILE) or {}
    listed = main.get("dimensions", [])
    return [stem for stem in listed if isinstance(stem, str)] if isinstance(listed, list) else []


def _repeats(stems: list[str]) -> Iterator[Problem]:
    for stem in dict.fromkeys(stem for stem in stems if stems.count(stem) > 1):
        place, message = f"{MAIN_FILE}, dimensions", f"{stem!r} is listed more than once."
        yield Problem(Code.DUPLICATE_ID, place, message, "List every dimension once.")


def _action_files(raw: Mapping[str, Any], stems: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(f"{stem}{ACTIONS_END}" for stem in stems) if name in raw]


def _strays(raw: Mapping[str, Any], stems: list[str]) -> Iterator[Problem]:
    if raw.get(MAIN_FILE) is None:
        return
    known = {MAIN_FILE, *(f"{stem}.toml" for stem in stems), *_action_files(raw, stems)}
    for name in raw.keys() - known:
        remedy = f"Add {name.removesuffix('.toml')!r} to dimensions in {MAIN_FILE}, or take the file away."
        yield Problem(Code.STRAY_FILE, name, "No dimension of the framework is in this file.", remedy)


def _misnamed(stem: str, given: str) -> Problem:
    message = f"The dimension calls itself {given!r}."
    return Problem(Code.WRONG_PLACE, f"{stem}.toml, id", message, f"Write id = {stem!r}, or rename the file.")


def _misplaced(folder: str, framework: Framework) -> list[Problem]:
    wanted = f"{framework.id}/{framework.version}"
    if folder == wanted:
        return []
    message = f"The framework calls itself {wanted}."
    remedy = "Rename the folder, or correct id and version."
    return [Problem(Code.WRONG_PLACE, f"{folder}/{MAIN_FILE}", message, remedy)]


def _unreadable(name: str, why: str, remedy: str) -> Problem:
    code = Code.BAD_PO if name.endswith(".po") else Code.BAD_TOML
    return Problem(code, name, f"This file cannot be read: {why}.", remedy)


def _translations(
    english: Mapping[str, str], texts: Mapping[str, str | None], problems: list[Problem]
) -> dict[str, dict[str, str]]:
    translations = {}
    for name, text in texts.items():
        if name.endswith(".po") and text is not None:
            messages = _messages(name, text, problems)
            translations[name.removesuffix(".po")] = _matching(name, messages, english, problems)
    return translations


def _messages(name: str, text: str, problems: list[Problem]) -> list[Message]:
    try:
        catalog: Catalog = read_po(io.StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError) as fault:
        problems.append(_unreadable(name, str(fault), "Open it with a program for PO files, and save it."))
        return []
    return [message for message in catalog if message.id and message.string and not message.fuzzy]


def _matching(
    name: str, messages: list[Message], english: Mapping[str, str], problems: list[Problem]
) -> dict[str, str]:
    """The translations of texts as they stand today. What has lost its source is told, and left out."""
    found: dict[str, str] = {}
    for message in messages:
        key = message.context or ""
        place = f"{name}, {key}" if key else f"{name}, line {message.lineno}"
        if key not in english:
            remedy = f"The context must be a text key. {nearest(key, english)}"
            problems.append(Problem(Code.PO_UNKNOWN_TEXT, place, "No text has this context.", remedy))
        elif message.id != english[key]:
            fault = "The English text has changed since this was translated."
            remedy = "Translate it anew; until then the English text is shown."
            problems.append(Problem(Code.PO_CHANGED_SOURCE, place, fault, remedy))
        else:
            found[key] = str(message.string)
    return found
