"""What framework files must mean beyond their shape: ids, references, counts, flags and ranges that agree.

Every check takes a whole framework and yields what is wrong with it; none of them knows a framework by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set

from frameworks.model import AskedIf, Element, Framework, Result
from frameworks.problems import Code, Problem
from frameworks.reach import check_reach
from frameworks.shape import MAIN_FILE, nearest
from frameworks.stages import Stage
from frameworks.texts import english_texts, place_of
from frameworks.values import ANYONE

ID_BYTES = 20
OWNED_BY_NONE = ("any", "all")
STAGE_LINES = (*Stage, "talks_after", "none")
STAGE_LINES_MORE = ("building_met",)

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")
_MAY_BE_EMPTY = re.compile(r"about|.*\.why|.*\.first_step|[a-z0-9_]+\.question")


def problems_of(framework: Framework) -> list[Problem]:
    """Every problem with the meaning of this framework. Warnings do not occur here."""
    return [problem for check in CHECKS for problem in check(framework)]


def check_ids(framework: Framework) -> Iterator[Problem]:
    """Ids are short, lower-case ASCII, and say where an element belongs."""
    if not _VERSION.fullmatch(framework.version):
        yield _bad_id(f"{MAIN_FILE}, version", framework.version, 'Write numbers and dots, such as "1.0".')
    for place, word in _plain_ids(framework):
        if not _WORD.fullmatch(word) or len(word) > ID_BYTES:
            remedy = f"Use lower-case letters, digits and _, at most {ID_BYTES}, starting with a letter."
            yield _bad_id(place, word, remedy)
    for element in framework.elements:
        prefix = _prefix(framework, element)
        name = element.id.removeprefix(prefix)
        if not element.id.startswith(prefix) or not _WORD.fullmatch(name) or len(element.id) > ID_BYTES:
            remedy = f"Write {prefix}<name> in lower-case letters, digits and _, at most {ID_BYTES} in all."
            yield _bad_id(_place(element, "id"), element.id, remedy)


def check_unique(framework: Framework) -> Iterator[Problem]:
    """No id is given twice."""
    groups = {
        f"{MAIN_FILE}, dimensions": [dimension.id for dimension in framework.dimensions],
        f"{MAIN_FILE}, roles": [role.id for role in framework.roles],
        f"{MAIN_FILE}, profiles": [option.id for option in framework.profiles],
        f"{MAIN_FILE}, sizes": [option.id for option in framework.sizes],
        f"{MAIN_FILE}, groups": [option.id for option in framework.groups],
        "all dimension files, elements": [element.id for element in framework.elements],
        "all dimension files, sources": [source.id for source in framework.sources],
    }
    for place, ids in groups.items():
        yield from given_twice(place, ids)


def given_twice(place: str, ids: Iterable[str]) -> Iterator[Problem]:
    """Ids that more than one thing has."""
    for one, times in Counter(ids).items():
        if times > 1:
            message = f"The id {one!r} is given to more than one."
            yield Problem(Code.DUPLICATE_ID, place, message, "Give each an id of its own.")


def bad_words(place: str, ids: Iterable[str]) -> Iterator[Problem]:
    """Ids that are not short words of lower-case ASCII."""
    for word in ids:
        if not _WORD.fullmatch(word):
            yield _bad_id(place, word, "Use lower-case letters, digits and _, starting with a letter.")


def unknown(place: str, what: str, given: Iterable[str], known: Set[str]) -> Iterator[Problem]:
    """What is named and does not exist."""
    for one in given:
        if one not in known:
            message = f"There is no {what} {one!r}."
            yield Problem(Code.UNKNOWN_REFERENCE, place, message, nearest(one, known))


def empty_text(place: str) -> Problem:
    """A text that is printed and has no words."""
    remedy = "Write it, or take the line out where it is optional."
    return Problem(Code.EMPTY_TEXT, place, "This text is empty.", remedy)


def check_levels(framework: Framework) -> Iterator[Problem]:
    """Every element describes every level, and every level has a name."""
    count = framework.levels
    if len(framework.level_names) != count:
        yield _level_count(f"{MAIN_FILE}, level_names", len(framework.level_names), count)
    for element in framework.elements:
        if len(element.levels) != count:
            yield _level_count(_place(element, "levels"), len(element.levels), count)


def check_ranges(framework: Framework) -> Iterator[Problem]:
    """Levels named by number exist, and the first one is never enough."""
    yield from _range(f"{MAIN_FILE}, in_place", framework.in_place, 2, framework.levels)
    yield from _range(f"{MAIN_FILE}, started", framework.started, 2, framework.in_place)
    for element in framework.elements:
        for profile, level in element.pass_by_profile.items():
            yield from _range(_place(element, f"pass, {profile}"), level, 2, framework.levels)
        for level in element.asked_if.levels if element.asked_if else ():
            yield from _range(_place(element, "asked_if, levels"), level, 1, framework.levels)


def check_dimensions(framework: Framework) -> Iterator[Problem]:
    """Every dimension asks something, and is seen by the quick check where there is one."""
    for dimension in framework.dimensions:
        place = f"{dimension.id}.toml, elements"
        if not dimension.elements:
            message, remedy = "This dimension has no element.", "Add one, or take it out of the list."
            yield Problem(Code.EMPTY_DIMENSION, place, message, remedy)
        elif framework.has_quick and not any(element.quick for element in dimension.elements):
            message = "The quick check would leave this dimension out."
            yield Problem(Code.NO_QUICK_ELEMENT, place, message, "Set quick = true on one element.")


def check_musts(framework: Framework) -> Iterator[Problem]:
    """A must holds for everyone, so nothing may take it out."""
    for element in framework.elements:
        if element.must and element.na_reasons:
            message = 'A must cannot be answered "does not apply".'
            yield Problem(Code.MUST_MAY_NOT_APPLY, _place(element, "na"), message, "Write na = [].")
        if element.must and element.asked_if:
            message, remedy = "A must is asked of everyone.", "Take asked_if out, or set must = false."
            yield Problem(Code.MUST_ON_CONDITION, _place(element, "asked_if"), message, remedy)


def check_references(framework: Framework) -> Iterator[Problem]:
    """What an element names exists: roles, profiles and sources."""
    roles = {*framework.role_by_id, ANYONE}
    profiles = {profile.id for profile in framework.profiles}
    sources = {source.id for source in framework.sources}
    for element in framework.elements:
        condition = element.asked_if or AskedIf()
        yield from unknown(_place(element, "ask"), "role", element.ask, roles)
        yield from unknown(_place(element, "pass"), "profile", element.pass_by_profile, profiles)
        yield from unknown(_place(element, "sources"), "source", element.sources, sources)
        yield from unknown(_place(element, "asked_if"), "profile", condition.profiles, profiles)


def check_owners(framework: Framework) -> Iterator[Problem]:
    """Whoever decides an element is known, and is a group that exists whichever way is paid."""
    groups = {group.id for group in framework.groups}
    profiles = [profile.id for profile in framework.profiles]
    owners = {*framework.owners, *OWNED_BY_NONE}
    for element in framework.elements:
        yield from unknown(_place(element, "owner"), "owner", element.owner, owners)
    for role in framework.roles:
        yield from unknown(
            f"{MAIN_FILE}, roles {role.id}, group", "group", filter(None, [role.group]), groups
        )
    for owner, by_profile in framework.owners.items():
        place = f"{MAIN_FILE}, owners, {owner}"
        yield from unknown(place, "profile", by_profile, set(profiles))
        yield from unknown(place, "group", (one for ids in by_profile.values() for one in ids), groups)
        missing = [profile for profile in profiles if not by_profile.get(profile)]
        if missing:
            message = f"It has no group for {', '.join(missing)}."
            yield Problem(Code.OWNER_GROUPS, place, message, "Add <profile> = [...] for every profile.")
    if framework.is_place and framework.owners and not groups:
        message, remedy = "There are owners, and no groups to own anything.", "Add [[groups]]."
        yield Problem(Code.OWNER_GROUPS, f"{MAIN_FILE}, groups", message, remedy)


def check_conditions(framework: Framework) -> Iterator[Problem]:
    """A condition names either profiles, or one earlier element and some of its levels."""
    earlier: set[str] = set()
    for element in framework.elements:
        if element.asked_if:
            yield from _condition(framework, element, element.asked_if, earlier)
        earlier.add(element.id)


def check_stated(framework: Framework) -> Iterator[Problem]:
    """The numbers that the file states are the numbers that it holds."""
    found = {
        "musts": sum(element.must for element in framework.elements),
        "quick": sum(element.quick for element in framework.elements),
        "before_you_sign": sum(element.before_you_sign for element in framework.elements),
    }
    for name, number in framework.stated.items():
        if found[name] != number:
            message = f"{number} are stated, {found[name]} are there."
            remedy = "Correct the number, or the flags of the elements."
            yield Problem(Code.WRONG_COUNT, f"{MAIN_FILE}, states, {name}", message, remedy)


def check_stage_texts(framework: Framework) -> Iterator[Problem]:
    """Where stages have texts, all stages have one, and nothing else has."""
    tables = {
        "stages": (framework.stage_lines, STAGE_LINES, STAGE_LINES_MORE),
        "stage_names": (framework.stage_names, tuple(Stage), ()),
    }
    for table, (texts, keys, more) in tables.items():
        place = f"{MAIN_FILE}, {table}"
        for key in texts.keys() - {*keys, *more}:
            yield Problem(Code.STAGE_TEXTS, place, f"There is no stage text {key!r}.", nearest(key, keys))
        missing = [key for key in keys if key not in texts]
        if texts and missing and framework.result is Result.STAGE:
            remedy = "Add it." if len(missing) == 1 else "Add them."
            yield Problem(Code.STAGE_TEXTS, place, f"Missing here: {', '.join(missing)}.", remedy)


def check_permission(framework: Framework) -> Iterator[Problem]:
    """Somebody else's framework is shown only with their leave."""
    if framework.status == "official-with-permission" and not framework.permission:
        message = "The status says that there is a permission, and its text is not here."
        remedy = "Add permission = with the text, or set the status to own-wording."
        yield Problem(Code.NO_PERMISSION, f"{MAIN_FILE}, permission", message, remedy)


def check_empty_texts(framework: Framework) -> Iterator[Problem]:
    """No text that is printed is empty."""
    for key, text in english_texts(framework).items():
        if not text.strip() and not _MAY_BE_EMPTY.fullmatch(key):
            yield empty_text(place_of(framework, key))


CHECKS = (
    check_ids,
    check_unique,
    check_levels,
    check_ranges,
    check_dimensions,
    check_musts,
    check_references,
    check_owners,
    check_conditions,
    check_reach,
    check_stated,
    check_stage_texts,
    check_permission,
    check_empty_texts,
)


def _plain_ids(framework: Framework) -> Iterator[tuple[str, str]]:
    yield f"{MAIN_FILE}, id", framework.id
    yield from ((f"{dimension.id}.toml, id", dimension.id) for dimension in framework.dimensions)
    yield from ((f"{MAIN_FILE}, roles", role.id) for role in framework.roles)
    yield from ((f"{MAIN_FILE}, profiles", option.id) for option in framework.profiles)
    yield from ((f"{MAIN_FILE}, sizes", option.id) for option in framework.sizes)
    yield from ((f"{MAIN_FILE}, groups", option.id) for option in framework.groups)
    yield from ((f"{MAIN_FILE}, owners", owner) for owner in framework.owners)


def _prefix(framework: Framework, element: Element) -> str:
    # A framework of one dimension may give it its own id; that is then not said twice.
    if element.dimension == framework.id:
        return f"{framework.id}."
    return f"{framework.id}.{element.dimension}."


def _condition(
    framework: Framework, element: Element, condition: AskedIf, earlier: set[str]
) -> Iterator[Problem]:
    place, other = _place(element, "asked_if"), condition.element
    if bool(condition.profiles) == bool(other) or bool(condition.levels) != bool(other):
        message = "It is not clear when this element is asked."
        remedy = "Write either profiles = [...], or element = ... and levels = [...]."
        yield Problem(Code.UNCLEAR_CONDITION, place, message, remedy)
    if other is None or other in earlier:
        return
    if other in framework.element_by_id:
        message = f"{other!r} is not asked before this element."
        yield Problem(Code.LATER_ELEMENT, place, message, "Name an earlier element, or change the order.")
    else:
        yield from unknown(place, "element", [other], earlier)


def _place(element: Element, key: str) -> str:
    return f"{element.dimension}.toml, {element.id}, {key}"


def _bad_id(place: str, word: str, remedy: str) -> Problem:
    return Problem(Code.BAD_ID, place, f"{word!r} cannot be used here.", remedy)


def _level_count(place: str, given: int, wanted: int) -> Problem:
    message = f"{given} levels are given, and the framework has {wanted}."
    return Problem(Code.LEVEL_COUNT, place, message, "Write exactly one text for each level.")


def _range(place: str, level: int, lowest: int, highest: int) -> Iterator[Problem]:
    if not lowest <= level <= highest:
        message = f"Level {level} cannot be used here."
        yield Problem(Code.LEVEL_RANGE, place, message, f"Choose a level from {lowest} to {highest}.")
