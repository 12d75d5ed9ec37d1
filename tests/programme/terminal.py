"""The operator's commands of cohorts, run in this process on a test's database."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
import typer
from typer.testing import CliRunner, Result


@dataclass(frozen=True)
class Terminal:
    """Runs commands; `said` and `complained` are what an operator reads, `table` the plain rows of a list."""

    app: typer.Typer
    database: str
    folder: Path
    coordinators: str = ""

    def run(self, *words: str) -> Result:
        settings = {
            "DATABASE_URL": self.database,
            "DATA_DIR": str(self.folder),
            "COORDINATORS": self.coordinators,
        }
        with _own_logs():
            return CliRunner(env=settings).invoke(self.app, words)

    def said(self, *words: str) -> str:
        """What a command prints that ends well."""
        result = self.run(*words)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def complained(self, *words: str) -> str:
        """The one line of a command that ends badly."""
        result = self.run(*words)
        assert result.exit_code == 1, (result.output, result.exception)
        assert isinstance(result.exception, SystemExit), result.exception
        assert result.stdout == ""
        return result.stderr.replace("\n", " ").strip()

    def table(self, *words: str) -> list[list[str]]:
        """The cells of a list, its heads left out."""
        return [line.split("\t") for line in self.said(*words).splitlines()][1:]


@contextmanager
def _own_logs() -> Iterator[None]:
    """A command sets up logs for its process; here they end with it."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        yield
    finally:
        root.handlers, root.level = handlers, level
        structlog.reset_defaults()
