"""The command line as processes: chat, migrate, check, exit codes, and troubles without a traceback."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from frameworks.load import DATA, shipped
from storage.engine import writer_engine
from storage.migrate import head
from storage.tables import answer
from tests.processes.process import clean_environment
from tests.processes.stored import rows

WAY_IN = [
    "English",
    "I agree",
    "My organisation",
    "Red Cross",
    "10 to 49",
    "Not sure",
    "Finance officer",
    "Done",
]
TAYARI = Path(sys.executable).parent / "tayari"


def answers_to_the_summary() -> list[str]:
    """Level 2 for every element; after each dimension on to the next; at the end the review and the summary."""
    lines = []
    for dimension in shipped()["sp-1.0"].dimensions:
        lines += ["2"] * len(dimension.elements) + ["Go on"]
    return [*lines, "See the summary"]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    return clean_environment() | {"DATA_DIR": str(folder), "COLUMNS": "200", **settings}


def tayari(folder: Path, *command: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *command],
        input=said, capture_output=True, text=True, cwd=folder, env=environment(folder, **settings), timeout=120,
    )  # fmt: skip


def stored(folder: Path) -> dict[str, int]:
    """The level of each element that is answered."""
    query = select(answer.c.element_id, answer.c.level)
    return {row.element_id: row.level for row in rows(f"sqlite:///{folder / 'tayari.db'}", query)}


def change(database: str, *statements: str) -> None:
    """Change a database behind the program's back."""
    engine = writer_engine(database)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


class Chat:
    """A chat in a terminal that goes on while the test looks."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "bot", "chat"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder,
            env=environment(folder),
        )  # fmt: skip
        self.said = ""

    def hear(self, words: str) -> None:
        """Wait until these words are printed after the last line that was typed."""
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as ready:
            ready.register(self._process.stdout, selectors.EVENT_READ)
            end = time.monotonic() + 60
            while words not in self.said:
                assert time.monotonic() < end, f"{words!r} was not said:\n{self.said}"
                if ready.select(1.0):
                    got = os.read(self._process.stdout.fileno(), 65536).decode("utf-8", "replace")
                    assert got, f"the chat ended:\n{self.said}"
                    self.said += got

    def type(self, line: str, answer: str) -> None:
        """Type a line and wait for this answer."""
        assert self._process.stdin is not None
        self.said = ""
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()
        self.hear(answer)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def chats() -> Iterator[list[Chat]]:
    opened: list[Chat] = []
    yield opened
    for each in opened:
        each.kill()


def test_a_piped_chat_plays_to_the_summary_without_a_token(tmp_path: Path) -> None:
    said = "\n".join([*WAY_IN, "Full", *answers_to_the_summary()]) + "\n"
    done = tayari(tmp_path, "chat", said=said)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "Traceback" not in done.stdout
    assert stored(tmp_path) == {element.id: 2 for element in shipped()["sp-1.0"].elements}
    summary = done.stdout[done.stdout.rindex("Red Cross") :]
    assert "How was this computed?" in summary


def test_a_killed_chat_goes_on_at_the_same_question(tmp_path: Path, chats: list[Chat]) -> None:
    chats.append(first := Chat(tmp_path))
    first.hear("[English]")
    for line, heard in zip(
        WAY_IN,
        [
            "[I agree]",
            "[My organisation]",
            "Type its name",
            "[10 to 49]",
            "[Not sure who pays first]",
            "[Finance",
            "[Done]",
            "[Full",
        ],
        strict=True,
    ):
        first.type(line, heard)
    first.type("Full", "0 of 30 done")
    first.type("2", "1 of 30 done")
    first.type("1", "2 of 30 done")
    first.kill()
    chats.append(second := Chat(tmp_path))
    second.hear("2 of 30 done")
    second.type("2", "[Go on]")
    assert list(stored(tmp_path).values()) == [2, 1, 2]


@pytest.mark.slow
def test_the_end_of_the_input_ends_a_chat_and_nothing_is_lost(tmp_path: Path) -> None:
    said = "\n".join([*WAY_IN, "Full", "3"])
    assert tayari(tmp_path, "chat", said=said).returncode == 0
    assert list(stored(tmp_path).values()) == [3]
    again = tayari(tmp_path, "chat", said="Go on\n")
    assert again.returncode == 0
    assert "1 of 30 done" in again.stdout
    assert "What shows it?" in again.stdout


@pytest.mark.slow
def test_migrate_makes_the_tables_and_may_run_twice(tmp_path: Path) -> None:
    for _ in range(2):
        done = tayari(tmp_path, "migrate")
        assert (done.returncode, done.stderr) == (0, "")
        assert f"The database stands at {head()}." in done.stdout
    assert stored(tmp_path) == {}


@pytest.mark.slow
def test_a_database_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    assert tayari(tmp_path, "migrate").returncode == 0
    database = f"sqlite:///{tmp_path / 'tayari.db'}"
    change(database, "UPDATE alembic_version SET version_num = '9999'")
    for command in ("migrate", "run", "chat"):
        done = tayari(tmp_path, command, BOT_TOKEN="1:x")
        assert done.returncode == 1
        assert "9999, which this release does not know" in done.stderr
        assert "Traceback" not in done.stderr
    assert rows(database, text("SELECT version_num FROM alembic_version"))[0][0] == "9999"


@pytest.mark.slow
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_postgresql_is_migrated_by_migrate_alone(database: str, tmp_path: Path) -> None:
    change(database, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    refused = tayari(tmp_path, "chat", DATABASE_URL=database)
    assert refused.returncode == 1
    assert "run `tayari migrate` first" in refused.stderr
    assert tayari(tmp_path, "migrate", DATABASE_URL=database).returncode == 0
    assert tayari(tmp_path, "chat", said="English\n", DATABASE_URL=database).returncode == 0


@pytest.mark.slow
def test_check_passes_what_is_shipped(tmp_path: Path) -> None:
    done = tayari(tmp_path, "check")
    assert done.returncode == 0, done.stdout
    keys = [f"{one.id} {one.version}" for one in shipped().values()]
    names = [*sorted(keys), "between frameworks", "glossary", "crosswalk"]
    assert done.stdout.splitlines() == [f"{name}: 0 problems" for name in names]


def test_check_says_what_is_wrong_with_place_and_remedy_and_ends_with_1(tmp_path: Path) -> None:
    folder = tmp_path / "sp" / "1.0"
    folder.mkdir(parents=True)
    for path in (DATA / "sp" / "1.0").glob("*.toml"):
        content = path.read_text("utf-8")
        (folder / path.name).write_text(content.replace("question =", "qestion =", 1), "utf-8")
    done = tayari(tmp_path, "check", str(folder))
    assert done.returncode == 1
    assert "question" in done.stdout
    assert "Traceback" not in done.stderr
    missing = tayari(tmp_path, "check", str(tmp_path / "nowhere" / "1.0"))
    assert missing.returncode == 1
    assert "Traceback" not in missing.stderr


def test_check_prints_the_texts_of_the_frameworks_named_one_question_a_page(tmp_path: Path) -> None:
    done = tayari(tmp_path, "check", "--table", "fit", "ip-1.0", "--language", "fr")
    assert (done.returncode, done.stderr) == (0, "")
    pages = done.stdout.split("\f\n")
    named = [shipped()[key] for key in ("fit-1.0", "ip-1.0")]
    assert len(pages) == sum(1 + len(framework.elements) for framework in named)
    assert all(name in done.stdout for framework in named for name in framework.element_by_id)
    missing = tayari(tmp_path, "check", "--table", "nowhere")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "framework.toml: This file is missing." in missing.stderr


@pytest.mark.parametrize("command", ["run", pytest.param("chat", marks=pytest.mark.slow)])
def test_bad_settings_are_told_on_stderr_without_a_traceback(tmp_path: Path, command: str) -> None:
    done = tayari(tmp_path, command, BOT_MODE="pigeon", WEBHOOK_PORT="x", BOT_TOKEN="1:secret-secret")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("These settings are wrong:")
    assert "BOT_MODE" in done.stderr
    assert "WEBHOOK_PORT" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret-secret" not in done.stderr


@pytest.mark.slow
def test_run_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    done = tayari(tmp_path, "run")
    assert done.returncode == 1
    assert "BOT_TOKEN is not set" in done.stderr
    assert "tayari chat" in done.stderr


@pytest.mark.slow
def test_tayari_and_python_m_bot_are_the_same(tmp_path: Path) -> None:
    own = subprocess.run(
        [TAYARI, "--help"], capture_output=True, text=True, cwd=tmp_path, env=environment(tmp_path)
    )
    other = tayari(tmp_path, "--help")
    assert own.returncode == other.returncode == 0
    for command in ("chat", "run", "worker", "migrate", "check"):
        assert command in own.stdout
    assert own.stdout.split("Options")[1] == other.stdout.split("Options")[1]


@pytest.mark.slow
def test_an_unknown_command_ends_with_2(tmp_path: Path) -> None:
    assert tayari(tmp_path, "fly").returncode == 2
