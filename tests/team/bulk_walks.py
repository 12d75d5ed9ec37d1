"""People who answer a whole part in one message, on walks of their own."""

from __future__ import annotations

from flows.events import Typed
from flows.step import Step
from tests.flows.at_once import button_at_once
from tests.flows.walks import Walk
from tests.frameworks.samples import SP

DATA = [element.id for element in SP.dimensions[2].elements]
SERVICE = [element.id for element in SP.dimensions[1].elements]
LINE = "D3 3 2 4 ?"


def a_walk() -> Walk:
    return Walk(SP).to_first_question()


def says(walk: Walk, text: str) -> Step:
    return walk.take(Typed(text))


def yes(walk: Walk) -> Step:
    return walk.take(button_at_once(walk, "(7"))


def told(walk: Walk) -> str:
    notice = walk.conversation.notice
    return notice.key if notice else ""


def given_levels(walk: Walk) -> dict[str, int | str]:
    return {each: answer.level or answer.said.value for each, answer in walk.conversation.answers.items()}
