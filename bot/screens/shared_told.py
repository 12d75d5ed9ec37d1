"""What a shared result tells people outside, line by line: for its page and for its report, which tell the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.screens.sight import Sight
from bot.screens.stage import stage_named
from flows.share_pages import SharedAction, SharedResultPage
from frameworks.places import alone
from frameworks.scoring import Scorecard, Word, score
from frameworks.values import Scope


@dataclass(frozen=True, slots=True)
class ToldMust:
    """A must with its word, and what shows it: of several people mostly only that something does, and no `proof`."""

    element: str
    word: Word
    shown: bool
    proof: str

    @property
    def not_shown(self) -> bool:
        """It is in place, and nothing shows it."""
        return self.word is Word.IN_PLACE and not self.shown

    @property
    def shown_by_some(self) -> bool:
        """It is in place, and people named proofs of their own."""
        return self.word is Word.IN_PLACE and self.shown and not self.proof


def shown_sight(sight: Sight, page: SharedResultPage) -> Sight | None:
    """The look at the check that is shared; None where nothing is shown."""
    framework = sight.frameworks.get(page.framework)
    if page.state != "open" or framework is None or page.until is None:
        return None
    return replace(sight, framework=framework)


def why_not(sight: Sight, page: SharedResultPage) -> str:
    """The one sentence where nothing is shown."""
    state = page.state if page.state != "open" else "not_ready"
    return sight.say(f"shared_result.{state}")


def first_lines(sight: Sight, page: SharedResultPage) -> tuple[str, ...]:
    """What is said before all else: who asked for it, whose it is, and what it is not for."""
    place = sight.framework.is_place
    said = (
        sight.say("report.asked") if page.asked_for else "",
        sight.say("report.learning_place" if place else "report.learning"),
        sight.say("place.not_for_money") if place else "",
    )
    return tuple(filter(None, said))


def head_lines(sight: Sight, page: SharedResultPage, card: Scorecard) -> tuple[str, str]:
    """When, by how many, and how many questions do not apply."""
    day = sight.words.far_date(date.fromisoformat(page.day))
    return (
        sight.words.count("shared_result.head", page.people, day=day),
        sight.say("count.not_applicable", count=len(card.not_applicable)),
    )


def card_of(sight: Sight, page: SharedResultPage) -> Scorecard:
    """The scorecard; what one person or one group says of a place names no stage."""
    if page.card is not None:
        return page.card
    framework = sight.framework
    return score(framework, page.settled, page.profile or None, Scope(page.scope), alone(framework))


def shared_stage(sight: Sight, page: SharedResultPage, card: Scorecard) -> str:
    """The stage alone, where the owner shares it and one is named."""
    return stage_named(sight, card) if page.stage else ""


def unchecked(sight: Sight) -> str:
    """That nobody checked it."""
    return sight.say("report.unchecked_place" if sight.framework.is_place else "shared_result.unchecked")


def musts_told(sight: Sight, page: SharedResultPage, card: Scorecard) -> Iterator[ToldMust]:
    """Each must that counts and may be shown."""
    for element in sight.framework.elements:
        if element.must and element.id in card.words:
            shown, option = page.settled[element.id].shown, page.shown_by.get(element.id, 0)
            named = shown and 1 <= option <= len(element.proof)
            proof = sight.text(f"{element.id}.proof.{option}", element.proof[option - 1]) if named else ""
            yield ToldMust(element.id, card.words[element.id], shown, proof)


def known_actions(sight: Sight, page: SharedResultPage) -> list[SharedAction]:
    """What was taken up, as far as this version of the check has it."""
    return [one for one in page.actions if one.action in sight.framework.action_by_id]


def action_told(sight: Sight, one: SharedAction) -> str:
    """What is to be done."""
    return sight.text(f"{one.action}.text", sight.framework.action_by_id[one.action].text)
