"""What every part of a report is made from: one look at a conversation, its result, and what is known besides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.report.facts import Facts
from bot.screens.place_page import Page, page_of
from bot.screens.sight import Sight
from bot.screens.stage import stage_name
from frameworks.model import Element
from frameworks.places import Place, Voice, settle_place
from frameworks.scoring import Word
from frameworks.settling import asks_proof
from frameworks.stages import Stage, StageRange
from frameworks.summary import Summary
from frameworks.values import ANYONE, Scope, Shown


@dataclass(frozen=True)
class View:
    """One report in the making."""

    sight: Sight
    result: Summary
    facts: Facts

    @cached_property
    def day(self) -> date:
        """The day the round was closed, or the result was looked at, in the house's zone."""
        return self.facts.day or self.sight.conversation.shown_at.astimezone(self.sight.house.zone).date()

    @property
    def day_text(self) -> str:
        return self.sight.words.far_date(self.day)

    @property
    def unchecked(self) -> str:
        if self.sight.framework.is_place:
            return self.sight.say("report.unchecked_place")
        return self.sight.say("report.unchecked" if self.facts.people == 1 else "report.unchecked_team")

    @property
    def may_join_a_lead(self) -> bool:
        """Whether a very small group is told of another road: its stage says little of what it can do with others."""
        stage = self.result.card.stage
        early = stage is not None and stage.high.rank <= Stage.BUILDING.rank
        return self.sight.is_smallest and early and self.facts.show_stage

    @cached_property
    def place(self) -> Place:
        """The picture that these answers give of a place."""
        inputs = self.sight.conversation.inputs
        voice = Voice(inputs.group, self.sight.conversation.answers)
        return settle_place(self.sight.framework, [voice], inputs.profile, Scope(inputs.scope))

    @cached_property
    def page(self) -> Page:
        """A place as its summary shows it."""
        return page_of(self.sight, self.result)

    def word(self, word: Word) -> str:
        """The word of an element, as it stands alone."""
        return self.sight.say(f"report.{word.value}")

    def element(self, element_id: str) -> Element:
        return self.sight.framework.element_by_id[element_id]

    def names(self, element_ids: Iterable[str]) -> str:
        return self.sight.words.listed(map(self.sight.name, element_ids))

    def groups(self, group_ids: Iterable[str]) -> str:
        labels = {group.id: group.label for group in self.sight.framework.groups}
        told = (self.sight.text(f"group.{one}", labels.get(one, one)) for one in group_ids)
        return self.sight.words.listed(told)

    def level_text(self, element_id: str, level: int) -> str:
        """The sentences of one level, in the reader's language."""
        return self.sight.text(f"{element_id}.level.{level}", self.element(element_id).levels[level - 1])

    def span(self, element_id: str) -> tuple[int, int] | None:
        """The settled level from low to high; None where none was given, or none may be told."""
        if element_id in self.facts.few:
            return None
        if element_id in self.facts.levels:
            return self.facts.levels[element_id]
        answer = self.sight.conversation.answers.get(element_id)
        return (answer.level, answer.level) if answer is not None and answer.level is not None else None

    def proof(self, element_id: str) -> str:
        """What was shown for an element, or that nothing is shown; empty where its level asks for none."""
        element, answer = self.element(element_id), self.sight.conversation.answers.get(element_id)
        if answer is None or answer.level is None:
            return ""
        if not asks_proof(self.sight.framework, element, answer.level):
            return ""
        if answer.shown is not Shown.OPTION:
            return self.sight.say("report.not_shown")
        return self.shown(element_id, answer.option)

    def shown(self, element_id: str, option: int | None) -> str:
        """What was shown, by the number of the proof; of several people only that something was."""
        if option is None:
            return self.sight.say("report.shown_by_some")
        english = self.element(element_id).proof[option - 1]
        return self.sight.say("report.shown", proof=self.sight.text(f"{element_id}.proof.{option}", english))

    def could_say(self, element_id: str) -> str:
        """Who could say more: the role that was named, else those of the element that nobody here holds."""
        framework, answer = self.sight.framework, self.sight.conversation.answers.get(element_id)
        ask = [one for one in self.element(element_id).ask if one != ANYONE and one not in self.result.roles]
        named = answer.who if answer is not None else None
        roles = [named] if named in framework.role_by_id and named else ask
        told = self.sight.words.in_a_row(map(self.sight.role, roles))
        return self.sight.say("report.ask", who=told) if told else ""

    def stage(self, stage: StageRange) -> str:
        """The name of a stage, or of both ends of a range."""
        return stage_name(self.sight, stage)
