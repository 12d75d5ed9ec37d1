"""Letters about who is in a team in words: somebody asks, is let in, owns it now, or has to agree."""

from __future__ import annotations

from collections.abc import Callable

from bot.buttons import Screen
from bot.programme.letter_look import Look, letter_of
from bot.screens.desk.buttons import handled
from flows.team_pages import Position


def _asked(look: Look) -> Screen:
    sight, name = look.sight, look.facts.organisation
    text = sight.say("letter.team_asked", organisation=name)
    return letter_of(text, (handled(sight.say("letter.look"), "(r", _number(look, "organisation")),))


def _open(look: Look) -> Screen:
    sight, name = look.sight, look.facts.organisation
    text = sight.say("letter.team_open", organisation=name)
    return letter_of(text, (handled(sight.say("letter.join"), "j", _number(look, "link")),))


def _owner(look: Look) -> Screen | None:
    """To whoever owns the team now, and to whoever did before and leads it still."""
    sight, name = look.sight, look.facts.organisation
    if look.facts.position == Position.OWNER:
        text = sight.say("letter.team_owner", organisation=name)
    elif look.facts.position == Position.FACILITATOR:
        text = sight.say("letter.team_owner_before", organisation=name)
    else:
        return None
    return letter_of(text, (handled(sight.say("letter.see_team"), "(T", _number(look, "organisation")),))


def _share(look: Look) -> Screen:
    sight, name = look.sight, look.facts.organisation
    return _to_links(look, sight.say("letter.team_share", organisation=name))


def _share_agreed(look: Look) -> Screen:
    return _to_links(look, look.sight.say("letter.team_agree", organisation=look.facts.organisation))


def _to_links(look: Look, text: str) -> Screen:
    """With the way to the links of the team's result."""
    return letter_of(text, (handled(look.sight.say("letter.look"), "(s", _number(look, "organisation")),))


def _number(look: Look, name: str) -> int:
    return int(look.letter.args.get(name, 0))


SEAT_LETTERS: dict[str, Callable[[Look], Screen | None]] = {
    "team_asked": _asked,
    "team_open": _open,
    "team_owner": _owner,
    "team_share": _share,
    "team_agree": _share_agreed,
}
