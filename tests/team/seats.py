"""Teams as they come to be: an owner who began a check, invitations, and who came by them, all by real events.

ana = team.founder()                     # owns an organisation
number, code = team.issue(ana, "one")
ben = team.comes(code)                   # consents, and joins
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, insert, select, update

from flows.conversation import Notice
from flows.desk import ACTS, PAGES, TEXTS, act_of_panel, panel_of
from flows.events import Commanded, Handled, Typed
from flows.knowledge import Knowledge
from flows.pages import Invitation, Page
from flows.team_desk import TEAM_LINK_KINDS
from frameworks.model import Framework
from storage.batch import Outcome
from storage.memory import Memory
from storage.tables import assessment, conversation, membership, metadata
from tests.frameworks.samples import SP
from tests.storage.support import Talker, knowledge, one, rows

VERBS = {name: verb for verb, name in (*PAGES.items(), *TEXTS.items(), *ACTS.items())}
KINDS = {kind: place for place, kind in enumerate(TEAM_LINK_KINDS)}
# What every event leaves behind, whatever it asks for.
OF_EVERY_EVENT = {"conversation", "claim", "chat_message"}


@dataclass
class Team:
    """Makes people of teams; their chats are counted up from 11."""

    writer: Engine
    memory: Memory
    knowledge: Knowledge = field(default_factory=knowledge)
    _chats: int = field(default=10)

    @classmethod
    def offered(cls, writer: Engine, *more: Framework, **changes: Any) -> Team:
        """Teams where these checks are on offer beside the provider's."""
        known = knowledge(*more, **changes)
        return cls(writer, Memory(writer, known), known)

    def stranger(self) -> Talker:
        """Somebody whose chat is not known yet."""
        self._chats += 1
        return Talker(self.memory, self._chats)

    def founder(self, name: str = "Red Cross") -> Talker:
        """Somebody at the first question, who owns an organisation of this name."""
        return self.stranger().to_first_question(name)

    def founder_by(self, key: str, name: str) -> Talker:
        """Somebody who chose this check of several, and owns an organisation of this name."""
        talker = self.stranger()
        talker.take(Commanded("start"))
        talker.tap("G", 0)
        talker.tap("A")
        talker.tap("x", self.knowledge.checks.index(key))
        talker.take(Typed(name))
        return talker

    def person_of(self, talker: Talker) -> int:
        return int(one(self.writer, conversation, address=talker.address).person_id)

    def organisation_of(self, talker: Talker) -> int:
        found = talker.look().organisation
        assert found is not None
        return found

    def position(self, talker: Talker, organisation_id: int) -> str:
        """What this person is in a team; empty where they are not in it."""
        found = rows(
            self.writer, membership, person_id=self.person_of(talker), organisation_id=organisation_id
        )
        return found[0].position if found else ""

    def act(self, talker: Talker, name: str, number: int = 0, extra: int = 0) -> Outcome:
        """Press a button with this name."""
        return talker.take(Handled(VERBS[name], number, extra))

    def told(self, talker: Talker) -> Notice:
        """The one line above the screen."""
        notice = talker.conversation.notice
        assert notice is not None
        return notice

    def page(self, talker: Talker) -> Page | None:
        """What the present screen is drawn from."""
        return self.memory.page(talker.conversation, talker.now)

    def opened(self, talker: Talker, name: str, number: int = 0, extra: int = 0) -> Page | None:
        """What this page shows; None where it does not open."""
        self.act(talker, name, number, extra)
        there = act_of_panel(talker.conversation.panel)
        return self.page(talker) if there is not None and there.name == name else None

    def shown(self, talker: Talker, name: str, number: int = 0, extra: int = 0) -> Page | None:
        """What this page would show somebody on whose screen it came to be, by whatever way."""
        panel = panel_of(VERBS[name], number, extra)
        with self.writer.begin() as connection:
            this = update(conversation).where(conversation.c.address == talker.address)
            connection.execute(this.values(panel=panel, notice=None))
        return self.memory.page(talker.look(), talker.now)

    def issue(self, lead: Talker, kind: str, group: int = 0) -> tuple[int, str]:
        """A new invitation of this kind to the team that this person is at: its number and its code."""
        self.act(lead, "team_issue_link", 0, KINDS[kind] + 16 * group)
        told = self.told(lead)
        assert told.key == "team_link_made", told
        return int(told.args["link"]), str(told.args["code"])

    def opens(self, code: str, talker: Talker | None = None) -> Talker:
        """Somebody who opened an invitation and is asked about it, after consent."""
        talker = talker or self.stranger()
        talker.take(Commanded("start", code))
        if talker.conversation.state == "language":
            talker.tap("G", 0)
            talker.tap("A")
        return talker

    def joins(self, talker: Talker, number: int) -> Outcome:
        return self.act(talker, "join", number)

    def comes(self, code: str, talker: Talker | None = None) -> Talker:
        """Somebody who comes by this code, and joins."""
        talker = self.opens(code, talker)
        number = talker.conversation.invitation
        if number is None:
            page = act_of_panel(talker.conversation.panel)
            assert page is not None and page.name == "invited", talker.conversation
            number = page.number
        self.joins(talker, number)
        return talker

    def joined(self, lead: Talker, kind: str = "one") -> Talker:
        """Somebody new in the team, by an invitation of this kind."""
        return self.comes(self.issue(lead, kind)[1])

    def answers(self, talker: Talker, level: int = 2) -> None:
        """On to the questions, where one is answered."""
        for action, choice in (("Z", 1), ("P", 0), ("R", 2), ("T", 0), ("Q", 1), ("l", level)):
            if talker.conversation.state == _STATE.get(action, "asking"):
                talker.tap(action, choice)

    def closed(self, organisation_id: int, key: str = SP.key) -> int:
        """The newest round of this check as it is once it was closed: its number."""
        name, _, version = key.rpartition("-")
        found = rows(
            self.writer, assessment, organisation_id=organisation_id, framework=name, version=version
        )
        number = int(found[-1].id)
        with self.writer.begin() as connection:
            now = found[-1].opened_at + timedelta(days=1)
            connection.execute(update(assessment).where(assessment.c.id == number).values(closed_at=now))
        return number

    def put(self, table: Any, **values: Any) -> None:
        with self.writer.begin() as connection:
            connection.execute(insert(table), values)

    def dump(self) -> Mapping[str, list[tuple[Any, ...]]]:
        """All rows of all tables, without what every event leaves."""
        found = {}
        with self.writer.begin() as connection:
            for name, table in metadata.tables.items():
                if name not in OF_EVERY_EVENT:
                    found[name] = sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
        return found


_STATE = {"Z": "sizing", "P": "profiling", "R": "roles", "T": "roles", "Q": "scope", "l": "asking"}


def invitation(team: Team, talker: Talker) -> Invitation:
    """The invitation on this person's screen."""
    found = team.page(talker)
    assert isinstance(found, Invitation)
    return found


def state(team: Team, code: str, talker: Talker | None = None) -> str:
    """How this code stands for somebody: on the page it opens, or as the one line that is said of it."""
    talker = team.opens(code, talker)
    found = team.page(talker)
    if isinstance(found, Invitation):
        return found.state
    return team.told(talker).key.removeprefix("link_")
