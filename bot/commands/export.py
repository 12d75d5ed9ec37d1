"""`tayari export`: a cohort's file, as XLSX, CSV or JSON lines, for the operator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import utc_now
from bot.commands.base import (
    CohortNumber,
    fail,
    file_to_write,
    prepare_database,
    progress_bar,
    ready_settings,
    speaking,
)
from bot.programme.exporting.csv_files import SEPARATORS
from bot.programme.exporting.export import ExportResult, Tell, write_export
from bot.programme.exporting.xlsx import TooManyRows
from bot.settings import Settings
from bot.words import Words, load_words
from frameworks.load import shipped
from storage.engine import reader_engine
from storage.programme.rights import OPERATOR

ENDINGS = {"xlsx": "xlsx", "csv": "zip", "jsonl": "jsonl"}


class Format(StrEnum):
    """In which form the file is written."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"


def export(
    cohort: CohortNumber,
    format: Annotated[Format, typer.Option(help="csv is a ZIP with a file for each sheet.")] = Format.XLSX,
    language: Annotated[str, typer.Option(help="Language of headings and labels.")] = "en",
    out: Annotated[Path | None, typer.Option(help="The file; it is replaced if it is there.")] = None,
    separator: Annotated[
        str, typer.Option(help="Between columns of CSV: , or ; (without it as the language has it).")
    ] = "",
) -> None:
    """Write a cohort's file: the organisations that share now, their settled levels, and what all of it means."""
    words = load_words()
    if language not in words:
        fail(f"The language {language} is not spoken here. There are: {', '.join(words)}.")
    if separator and separator not in SEPARATORS:
        fail("The separator is a comma or a semicolon.")
    path = file_to_write(out or Path(f"cohort-{cohort}.{ENDINGS[format]}"))
    if not path.parent.is_dir():
        fail(f"The folder {path.parent} is not there.")
    settings = ready_settings(quiet=True)
    prepare_database(settings)
    with speaking(), ExitStack() as stack:
        written = _written(settings, words[language], cohort, format, path, separator, _telling(stack))
    typer.echo(f"{path}: {written.organisations} organisations, {written.rows} rows.")


def _telling(stack: ExitStack) -> Tell:
    """A progress bar that begins once it is known how much there is to do."""
    advance: list[Callable[[int], None]] = []
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if not advance:
            advance.append(stack.enter_context(progress_bar("Organisations", total)))
        advance[0](done - told)
        told = done

    return tell


def _written(
    settings: Settings, words: Words, cohort: int, format: Format, path: Path, separator: str, tell: Tell
) -> ExportResult:
    async def write() -> ExportResult:
        engine = reader_engine(settings.database)
        try:
            return await write_export(
                engine,
                shipped(),
                words,
                OPERATOR,
                cohort,
                format.value,
                path,
                utc_now(),
                tell,
                separator=separator,
            )
        finally:
            await engine.dispose()

    try:
        return asyncio.run(write())
    except TooManyRows as trouble:
        fail(f"The sheet {trouble} has more rows than XLSX can hold. Choose --format csv or jsonl.")
    except OSError as trouble:
        fail(f"{path} cannot be written: {trouble.strerror}.")
