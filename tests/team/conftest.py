"""Fixtures of these tests: the same writers and people as in the storage tests, and teams."""

import pytest
from sqlalchemy import Engine

from storage.memory import Memory
from tests.programme.conftest import readers as readers
from tests.storage.conftest import ana as ana
from tests.storage.conftest import ben as ben
from tests.storage.conftest import memory as memory
from tests.storage.conftest import open_writer as open_writer
from tests.storage.conftest import reader as reader
from tests.storage.conftest import writer as writer
from tests.team.seats import Team


@pytest.fixture
def team(writer: Engine, memory: Memory) -> Team:
    return Team(writer, memory)
