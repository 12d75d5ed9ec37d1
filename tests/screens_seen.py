"""Conversations to draw: what people meet on hundreds of seeded walks, and every side page and notice on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from random import Random

from bot.app import make_knowledge
from bot.pseudo import PSEUDO
from bot.screens.draw import Screens
from bot.screens.panels import PANELS
from bot.screens.sight import House
from bot.words import Words
from flows.conversation import Conversation, Notice
from flows.events import Event, Typed
from flows.intents import Facts
from flows.table import AT_ELEMENT
from frameworks.load import shipped
from frameworks.values import Answer, Said, Shown
from tests.accented import CROSSWALK, GLOSSARY, accented, proper_names
from tests.flows.walks import Walk
from tests.rig import languages

WALKS = 360
LANGUAGES = ("en", "fr", PSEUDO)
OPERATOR = "The Ministry of Health and Social Protection, Western Region"
CONTACT = "privacy@example.org"
NAMES = ("Red Cross", "Nûr 🌍 Relief", "جمعية النور", "{name} {0}", "Brød " * 19 + "Brød")


SP = accented(shipped()["sp-1.0"])
# Names, which no language changes; the longest first, as some stand inside others.
PROPER_NAMES = sorted({OPERATOR, CONTACT, *proper_names(SP)}, key=len, reverse=True)


def make(spoken_here: Mapping[str, Words] | None = None) -> Screens:
    """Screens with all languages, the test one among them, or with the given ones."""
    house = House(
        spoken_here or languages(pseudo=True), OPERATOR, CONTACT, glossary=GLOSSARY, crosswalk=CROSSWALK
    )
    return Screens(house, {SP.key: SP})


SCREENS = make()
KNOWLEDGE = make_knowledge(SCREENS)


def facts_of(conversation: Conversation) -> Facts:
    """What a step would be told about this conversation."""
    return KNOWLEDGE.facts_for(conversation, conversation.shown_at, from_living=True, unseen=False)


@dataclass(frozen=True)
class Leaning:
    """How one person tends to answer."""

    levels: tuple[int, ...]
    unknown: float
    excused: float
    shown: float
    stray: float
    pace: int


def leaning(random: Random) -> Leaning:
    return Leaning(
        levels=random.choice(((1,), (2,), (3,), (4,), (1, 2), (2, 3), (3, 4), (1, 2, 3, 4), (2, 3, 3, 4))),
        unknown=random.choice((0, 0, 0.05, 0.15, 0.5, 1)),
        excused=random.choice((0, 0.3, 1)),
        shown=random.choice((0, 0.5, 1)),
        stray=random.choice((0, 0, 0.02, 0.1)),
        pace=random.choice((3, 60, 200)),
    )


class Person:
    """One seeded walk from the first hello to the end, strayings included."""

    def __init__(self, seed: int) -> None:
        self.random = Random(f"{seed} answers")
        self.leaning = leaning(self.random)
        self.walk = Walk(SP, Random(seed), replace(facts_of(Walk(SP).conversation), languages=LANGUAGES))
        self.ends = 0

    def conversations(self) -> Iterator[Conversation]:
        yield self.walk.conversation
        for _ in range(250):
            if self.ends > 1 or self.walk.conversation.state == "forgotten":
                return
            if self.random.random() < self.leaning.stray:
                self.walk.wander(1)
            else:
                self.walk.take(self.event(), wait=self.leaning.pace)
            yield self.walk.conversation

    def event(self) -> Event:
        """What this person does next."""
        state, random = self.walk.conversation.state, self.random
        if state == "naming":
            return Typed(random.choice(NAMES))
        if state == "asking":
            return self._answer()
        self.ends += state in {"summary", "done"}
        chosen = random.choice(
            {
                "consent": "AAAAAAAAAD",
                "roles": "RRT",
                "knowing": "w",
                "proving": "p",
                "keeping": "ko",
                "summary": "sEg",
                "done": "JE",
            }.get(state, USUAL.get(state, "M"))
        )
        return self.walk.button(chosen, self._choice(chosen))

    def _answer(self) -> Event:
        chance, there = self.random.random(), self.walk.conversation
        if chance < self.leaning.unknown:
            return self.walk.button("d")
        element = SP.element_by_id[there.element or ""]
        if element.na_reasons and self.random.random() < self.leaning.excused:
            return self.walk.button("n")
        return self.walk.button("l", self.random.choice(self.leaning.levels))

    def _choice(self, action: str) -> int:
        if action == "p":
            return 1 if self.random.random() < self.leaning.shown else 0
        most = {"Z": 3, "P": 3, "R": 8, "Q": 1, "e": 0, "w": 2}.get(action, 0)
        return self.random.randint(1 if action == "e" else 0, max(most, 1 if action == "e" else 0))


USUAL = {
    "new": "i",
    "language": "G",
    "declined": "i",
    "sizing": "Z",
    "profiling": "P",
    "scope": "Q",
    "choosing": "g",
    "excusing": "e",
    "resting": "g",
    "reviewing": "g",
    "paused": "u",
}


def _look(there: Conversation) -> tuple[object, ...]:
    """What makes a screen another one; conversations that look the same are drawn once."""
    answers = {key: replace(answer, seconds=0) for key, answer in there.answers.items()}
    place: object = len(answers)
    if there.state in AT_ELEMENT:
        place = (there.element, answers.get(there.element or ""), not answers)
    elif there.state == "resting":
        here = SP.dimension_by_id[there.dimension or ""].elements
        place = tuple(answers.get(element.id) for element in here)
    elif there.state == "summary" or (there.panel or "") in {"how", "before"}:
        place = tuple(answers.get(element.id) for element in SP.elements)
    told = there.notice.key if there.notice else None
    return (
        there.state,
        there.panel,
        told,
        place,
        there.inputs.scope,
        there.inputs.organisation,
        there.language,
    )


@cache
def walked() -> tuple[Conversation, ...]:
    """All conversations met on the walks that look different from each other."""
    met: dict[tuple[object, ...], Conversation] = {}
    for seed in range(WALKS):
        for conversation in Person(seed).conversations():
            met.setdefault(_look(conversation), conversation)
    return tuple(met.values())


@cache
def samples() -> tuple[Conversation, ...]:
    """A few of each state, as different as they come: with each profile and scope, early and late."""
    found: dict[tuple[object, ...], Conversation] = {}
    for there in walked():
        if there.panel is None and there.notice is None:
            key = (there.state, there.inputs.profile, there.inputs.scope, len(there.answers) > 15)
            found.setdefault(key, there)
    by_state: dict[str, list[Conversation]] = defaultdict(list)
    for there in found.values():
        by_state[there.state].append(there)
    return tuple(each for group in by_state.values() for each in group[:16])


NOTICES = (
    *map(
        Notice,
        (
            "old_button",
            "closed_run",
            "unknown_command",
            "unknown_link",
            "edited",
            "name_empty",
            "na_many",
            "not_now",
            "not_now_pause",
            "not_now_result",
            "not_now_roles_done",
            "not_now_excuse",
            "remark",
            "remark_help",
        ),
    ),
    Notice("only_text", {"album": "7"}),
    Notice("name_long", {"limit": 100}),
    Notice("out_of_range", {"levels": 4}),
    Notice("typed_early", {"last": SP.elements[0].id, "now": SP.elements[1].id}),
    Notice("typed_early", {"last": "", "now": SP.elements[1].id}),
    Notice("typed_early", {"last": SP.elements[0].id, "now": SP.elements[0].id}),
    Notice("typed_early", {"last": "", "now": ""}),
    Notice("name_check", {"text": "Štøp", "word": "stop"}),
)
PAGES = (
    *(*PANELS, "words:2", "words:3", "sources:2", "recap"),
    *(f"part:{dimension.id}" for dimension in SP.dimensions),
)


def paged(there: Conversation) -> Iterator[Conversation]:
    """This conversation with every side page over it and every notice above it."""
    for page in PAGES:
        told = NOTICES[-1] if page == "name_check" else None
        yield replace(there, panel=page, notice=told)
    for told in NOTICES:
        yield replace(there, panel="name_check" if told.key == "name_check" else None, notice=told)


def _all_but(there: Conversation, level: int, shown: Shown, unlike: Mapping[str, Answer]) -> Conversation:
    answers = {one.id: Answer(Said.LEVEL, level, shown, 1, seconds=5) for one in SP.elements}
    return replace(there, answers={**answers, **unlike})


@cache
def results() -> tuple[Conversation, ...]:
    """Summaries at a border: all answers alike but for one, or for two musts that nobody knows."""
    there = next(each for each in samples() if each.state == "summary" and each.inputs.scope == "full")
    musts = [element.id for element in SP.elements if element.must]
    one_off = [
        {element.id: other}
        for element in SP.elements
        for other in (Answer(Said.DONT_KNOW), Answer(Said.LEVEL, 1), Answer(Said.LEVEL, 2))
    ]
    two_off = [dict.fromkeys(pair, Answer(Said.DONT_KNOW)) for pair in combinations(musts, 2)]
    return tuple(
        _all_but(there, level, shown, unlike)
        for level in (2, 3, 4)
        for shown in (Shown.OPTION, Shown.NOTHING)
        for unlike in ({}, *one_off, *two_off)
    )


@cache
def everything() -> tuple[Conversation, ...]:
    """All that is drawn in the tests, in no language yet."""
    pages = (page for there in samples() for page in paged(there))
    return (*walked(), *results(), *pages)


def spoken(conversations: Iterable[Conversation], language: str) -> Iterator[Conversation]:
    yield from (replace(each, language=language) for each in conversations)
