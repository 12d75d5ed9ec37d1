"""The texts of a framework for reading aloud: a first page about the whole, then one page for each element.

Plain text for reviewers, wrapped at 100 columns. The texts are in the language asked for, or in English where
they are not translated; the words around them are English.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from frameworks.model import Action, Cost, Element, Framework
from frameworks.texts import english_texts

WIDTH = 100
PAGE_END = "\f\n"

_RULE = "=" * WIDTH
_COSTS = {Cost.NONE: "costs nothing", Cost.LOW: "costs little", Cost.MONEY: "needs money"}
# Fields of an action in the order of print, with what stands before them.
_ACTION_FIELDS = (
    ("text", "Do"),
    ("under_10", "Under 10 staff"),
    ("first_step", "First step"),
    ("done_when", "Done when"),
    ("message", "Message"),
    ("counterpart", "Other side"),
    ("also_helps", "Also"),
    ("not_if", "Skip this if"),
    ("waits_for", "Waits for"),
)


def review_table(framework: Framework, language: str = "en") -> str:
    """All pages of this framework, with a form feed between them."""
    return PAGE_END.join(review_pages(framework, language))


def review_pages(framework: Framework, language: str = "en") -> Iterator[str]:
    """The pages one by one; each ends with a line end."""
    words = {key: framework.text(language, key, text) for key, text in english_texts(framework).items()}
    yield _page(_first_page(framework, language, words))
    for element in framework.elements:
        yield _page(_element_page(framework, element, words))


def _page(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _first_page(framework: Framework, language: str, words: Mapping[str, str]) -> Iterator[str]:
    yield from _heading(f"{framework.key} of {framework.date}: {words['name']}")
    if language != "en":
        done = framework.translations.get(language, {}).keys() & words.keys()
        yield from _line("Language", f"{language}, {len(done)} of {len(words)} texts are translated")
    for key in (key for key in words if "." not in key and key != "name"):
        yield from _line(key.capitalize(), words[key])
    yield from _line("Source", framework.source)
    yield from _line("Levels", _options(words, "level", map(str, range(1, framework.levels + 1))))
    for many, key, options in (
        ("Profiles", "profile", framework.profiles),
        ("Sizes", "size", framework.sizes),
        ("Groups", "group", framework.groups),
    ):
        yield from _line(many, _options(words, key, (option.id for option in options)))
    for owner, by_profile in framework.owners.items():
        groups = (f"{profile}: {', '.join(ids)}" for profile, ids in by_profile.items())
        yield from _line(f"Owner {owner}", " / ".join(groups))
    for role in framework.roles:
        label, who = words[f"role.{role.id}.label"], words[f"role.{role.id}.who"]
        yield from _line(f"Role {role.id}", "; ".join(filter(None, (label, who, role.group))))
    for stage in dict.fromkeys((*framework.stage_names, *framework.stage_lines)):
        texts = (words.get(f"stage_name.{stage}"), words.get(f"stage.{stage}"))
        yield from _line(f"Stage {stage}", ": ".join(filter(None, texts)))
    for dimension in framework.dimensions:
        name, question = words[f"{dimension.id}.name"], words[f"{dimension.id}.question"]
        count = len(dimension.elements)
        yield from _line(f"Part {dimension.id}", f"{name}; {question} ({count} elements)")


def _element_page(framework: Framework, element: Element, words: Mapping[str, str]) -> Iterator[str]:
    number = framework.ordinal_by_id[element.id] + 1
    part = words[f"{element.dimension}.name"]
    yield from _heading(
        f"{framework.key}, {part}, {number} of {len(framework.elements)}: {words[f'{element.id}.name']}"
    )
    yield from _line(element.id, _facts(element, words))
    yield from _line("Question", words[f"{element.id}.question"])
    yield from _line("Why", words[f"{element.id}.why"])
    for level in range(1, len(element.levels) + 1):
        yield from _line(f"{level} {words[f'level.{level}']}", words[f"{element.id}.level.{level}"])
    for label, field, texts in (
        ("Proof", "proof", element.proof),
        ("Does not apply", "na", element.na_reasons),
    ):
        its = (words[f"{element.id}.{field}.{one}"] for one in range(1, len(texts) + 1))
        yield from _line(label, " / ".join(its))
    yield from _line("First step", words[f"{element.id}.first_step"])
    yield from _line("Find out", words.get(f"{element.id}.find_out", ""))
    yield from _line("Sources", "; ".join(_sources(framework, element)))
    for action in element.actions:
        yield from _action(framework, action, words)


def _facts(element: Element, words: Mapping[str, str]) -> str:
    """What is not text: the kind, the flags, who is asked and what decides."""
    flags = {
        "must": element.must,
        "quick": element.quick,
        "before you sign": element.before_you_sign,
        "adviser": element.adviser,
    }
    facts = [f"version {element.version}", element.kind, *(flag for flag, is_set in flags.items() if is_set)]
    facts += [f"ask {', '.join(_role(words, role) for role in element.ask)}"] if element.ask else []
    facts += [f"owner {', '.join(element.owner)}"] if element.owner else []
    passes = (f"{profile} {level}" for profile, level in element.pass_by_profile.items())
    facts += [f"pass {', '.join(passes)}"] if element.pass_by_profile else []
    if element.asked_if:
        levels = ", ".join(map(str, element.asked_if.levels))
        what = f"{element.asked_if.element} is {levels}" if levels else ", ".join(element.asked_if.profiles)
        facts.append(f"asked if {what}")
    return "; ".join(facts)


def _sources(framework: Framework, element: Element) -> Iterator[str]:
    for source in framework.sources:
        if source.id in element.sources:
            year = f", {source.year}" if source.year else ""
            yield f"{source.title}, {source.publisher}{year}"


def _action(framework: Framework, action: Action, words: Mapping[str, str]) -> Iterator[str]:
    yield from ("", f"-- {action.id}, {action.from_level} to {action.to_level} ".ljust(WIDTH, "-"))
    yield from _wrapped("; ".join(_action_facts(framework, action, words)))
    for field, label in _ACTION_FIELDS:
        yield from _line(label, words.get(f"{action.id}.{field}", ""))
    for one in action.resources:
        yield from _line(
            "Read", f"{one.title}, {one.publisher}, {one.address} ({one.language}, {one.licence})"
        )


def _action_facts(framework: Framework, action: Action, words: Mapping[str, str]) -> Iterator[str]:
    yield action.act.replace("_", " ")
    yield f"{action.days:g} days, {_COSTS[action.cost]}, by {_role(words, action.taken_by)}"
    yield f"makes sentence {action.sentence} true"
    if action.show:
        yield f"shows {words[f'{action.element}.proof.{action.show}']}"
    for label, ids in (
        ("other side", [_role(words, action.counterpart_by)] if action.counterpart else []),
        ("needs", action.needs),
        ("asks", action.asks),
        ("for", (*action.profiles, *action.sizes)),
    ):
        if ids:
            yield f"{label} {', '.join(ids)}"


def _options(words: Mapping[str, str], key: str, ids: Iterable[str]) -> str:
    return " / ".join(f"{one} {words[f'{key}.{one}']}" for one in ids)


def _role(words: Mapping[str, str], role: str) -> str:
    return words.get(f"role.{role}.label", role)


def _heading(text: str) -> Iterator[str]:
    yield _RULE
    yield from _wrapped(text)
    yield _RULE


def _line(label: str, text: str) -> Iterator[str]:
    if text:
        yield from _wrapped(f"{label}: {text}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
