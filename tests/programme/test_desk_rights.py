"""What each right of a coordinator allows in their own cohort: leads all of it, helpers no answers, readers a look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from flows.desk import ACTS, PAGES, TEXTS, Act
from flows.events import ChatKey
from storage.loading import load
from storage.programme.desk import perform
from storage.programme.tables import audit, coordinator
from storage.records import address_of
from storage.tables import job
from tests.programme.test_forged import KIND
from tests.programme.two_cohorts import Made, build, cast, dump, key_of
from tests.rig import Rig
from tests.screens_made import KNOWLEDGE

pytestmark = pytest.mark.virtual


# What each right allows. `extra` counts where it says what kind of link is meant.
LOOK = "CPOQLlRNnqa"
WRITE = "mioy" + "pGgB+~ID*"
LEAD = "SzXEerdKAJ" + "Tbhv,;YZf01"
LOGGED = "rdGgxM+VIDTbhv,;YZ1y"
TO_JOIN, TO_SERVE = (0, 1, 17, 65), (2, 3, 4)
TYPES = "Some words"
DAY = {"deadline": "2029-12-31"}
VALUES = {"v": 10, ",": 2, ";": 1, "h": 10, "b": 1, "T": 1}


def allowed(verb: str, extra: int, number: int, made: Made) -> set[str]:
    """Who may do this in their own cohort."""
    for_leads = (verb in "Mx" and extra in TO_SERVE) or (verb == "V" and number == made.serve)
    if verb in LEAD or for_leads:
        return {"lead"}
    return {"lead", "helper"} if verb in WRITE + "MxV" else {"lead", "helper", "reader"}


def asked_for(made: Made, other: int) -> Iterator[tuple[str, int, int]]:
    """Everything that can be done in a cohort, `other` being one of its coordinators: verb, number, extra."""
    for verb, kind in KIND.items():
        number = getattr(made, kind)
        if verb in LOOK + WRITE + LEAD:
            extra = other if verb in "1J" else VALUES.get(verb, 0)
            yield verb, number, extra
    yield from ((verb, made.cohort, kind) for verb in "Mx" for kind in (*TO_JOIN, *TO_SERVE))
    yield from (("V", number, 0) for number in (made.link, made.serve))


def performed(rig: Rig, account: int, act: Act, made: Made) -> tuple[bool, int]:
    """Whether this coordinator may do this, and how many lines the audit log has of it; nothing of it stays."""
    address = address_of(ChatKey("telegram", 1, account))
    logged = select(func.count()).select_from(audit)
    with rig.writer.connect() as connection, connection.begin() as nothing_stays:
        before = connection.scalar(logged) or 0
        held = load(connection, [address])[address]
        if act.name == "store_list":
            args = {"cohort": made.cohort, "file": "x"}
            read = {"kind": "import", "args": args, "due_at": rig.core.clock.now(), "attempts": 1}
            act = replace(act, number=key_of(connection, job, conversation_id=held.row_id, **read))
        here = replace(held.conversation, panel="desk:H:0:0")
        done = perform(connection, held, here, act, None, KNOWLEDGE, rig.core.clock.now())
        after = connection.scalar(logged) or 0
        nothing_stays.rollback()
    assert done is not None
    return done.notice is None or done.notice.key != "not_there", after - before


@pytest.mark.parametrize("role", ("lead", "helper", "reader"))
async def test_every_right_allows_what_it_says_and_no_more(rig: Rig, role: str) -> None:
    """A helper sets nothing, exports nothing and reads no log; a reader looks."""
    north, south = build(rig)
    account = cast(rig, south)[role]
    await rig.do(rig.person(account).command("/cohorts"))
    with rig.writer.begin() as connection:
        other = connection.scalar(select(coordinator.c.id).where(coordinator.c.external_id == 912)) or 0
    before = dump(rig)
    seen: dict[str, bool] = {}
    for verb, number, extra in asked_for(north, other):
        name = (PAGES | TEXTS | ACTS)[verb]
        for text in ("", DAY.get(name, TYPES)) if verb in TEXTS else ("",):
            done, logged = performed(rig, account, Act(name, number, extra, text), north)

            may = role in allowed(verb, extra, number, north)
            assert done is may, f"{role}: {verb} {number} {extra} {text}"
            assert bool(logged) is (may and verb in LOGGED and bool(text or verb in ACTS)), verb
        seen[verb] = True
    assert dump(rig) == before
    assert set(seen) | set("j-=!$Uut89_") == set(KIND)
