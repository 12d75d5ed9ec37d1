"""Fixtures for all tests: a fresh database on each kind, virtual time, the rig; and the count by database."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import KINDS, copied, make_template
from tests.rig import Rig
from tests.virtual import VirtualLoop

VIRTUAL = {"rig", "virtual"}
_TEMPLATES: dict[str, str] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-transcripts", action="store_true", help="write the golden transcripts anew")


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> dict[str, Any]:
    """Tests that use the rig, or ask for it with the marker, run on virtual time."""
    names = set(getattr(item, "fixturenames", ()))
    if names & VIRTUAL or item.get_closest_marker("virtual"):
        return {"virtual": VirtualLoop}
    return {"real": asyncio.new_event_loop}


@pytest.fixture(scope="session")
def template_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database(database_kind: str, template_folder: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated database; the test runs once on each kind."""
    if database_kind not in _TEMPLATES:
        _TEMPLATES[database_kind] = make_template(database_kind, template_folder)
    yield from copied(database_kind, _TEMPLATES[database_kind], tmp_path)


@pytest.fixture
def sqlite_database(template_folder: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated SQLite database."""
    if "sqlite" not in _TEMPLATES:
        _TEMPLATES["sqlite"] = make_template("sqlite", template_folder)
    yield from copied("sqlite", _TEMPLATES["sqlite"], tmp_path)


@pytest.fixture
async def rig(database: str) -> AsyncIterator[Rig]:
    """The whole bot on virtual time, on each kind of database."""
    made = Rig.build(database)
    yield made
    await made.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests ran on which database."""
    counts: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            kinds = [kind for kind in KINDS if kind in report.nodeid.rpartition("[")[2]]
            for kind in kinds or ["no database of its own"]:
                counts[kind] += 1
    told = ", ".join(f"{kind}: {number}" for kind, number in sorted(counts.items()))
    terminalreporter.write_line(f"Tests by database: {told}")
