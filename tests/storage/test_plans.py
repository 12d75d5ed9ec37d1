"""The statements of the way in find their rows by an index: none reads a whole table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from flows.events import Typed
from storage.engine import writer_engine
from storage.memory import Memory
from tests.storage.support import Talker, knowledge


@pytest.fixture
def engine(sqlite_database: str) -> Iterator[Engine]:
    made = writer_engine(sqlite_database, durable=False)
    yield made
    made.dispose()


def statements(engine: Engine) -> dict[str, Any]:
    """Every statement of a life, from the first word to deletion, with the values of one time it ran."""
    seen: dict[str, Any] = {}

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        seen.setdefault(statement, values[0] if many else values)

    event.listen(engine, "before_cursor_execute", note)
    memory = Memory(engine, knowledge())
    ana = Talker(memory, 7).to_first_question()
    ana.see()
    for action, choice in (("l", 3), ("p", 1), ("Y", 0), ("Q", 0)):
        ana.tap(action, choice)
    ana.take(Typed("why?"), message_id=50)
    memory.behind(ana.now, 10)
    memory.mark_unreachable(ana.address, "blocked")
    memory.put_aside(ana.incoming(Typed("?")), "a cause", ana.now)
    ana.tap("W")
    event.remove(engine, "before_cursor_execute", note)
    return {text: values for text, values in seen.items() if not text.startswith(("BEGIN", "PRAGMA"))}


def test_no_statement_of_the_way_in_reads_a_whole_table(engine: Engine) -> None:
    found = statements(engine)
    plans: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for text, values in found.items():
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
            plans[text] = [row[3] for row in steps]

    assert len(plans) > 25
    assert {text: plan for text, plan in plans.items() if any("SCAN" in step for step in plan)} == {}
    assert any("USING INDEX" in step for plan in plans.values() for step in plan)
    behind = ["SEARCH conversation USING INDEX ix_conversation_behind (changed_at<?)"]
    assert [plan for plan in plans.values() if "ix_conversation_behind" in str(plan)] == [behind]
