"""A file of many organisations takes no more memory than one of few: rows leave as they come."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.programme.exporting import export
from tests.frameworks.samples import answers, element, framework_files, load
from tests.programme.export_support import Cohort

WIDE = load(framework_files("wd", {"a": [element(f"wd.a.q{number}") for number in range(60)]}))
LEVELS = answers({one.id: 1 + place % 4 for place, one in enumerate(WIDE.elements)})
FEW, MANY = 10, 60


async def peak(group: Cohort, reader: AsyncEngine, path: Path, format: str) -> int:
    """The most bytes that were held at a time while the file was written."""
    tracemalloc.start()
    try:
        await group.written(reader, path, format)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("format", ["xlsx", "csv", "jsonl"])
async def test_memory_does_not_grow_with_the_cohort(
    writer: Engine, reader: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    monkeypatch.setattr(export, "CHUNK", 5)
    group = Cohort(writer, WIDE)
    for number in range(FEW):
        group.joins(f"House {number}", LEVELS)
    await group.written(reader, tmp_path / "warm", format)
    few = await peak(group, reader, tmp_path / "few", format)
    for number in range(FEW, MANY):
        group.joins(f"House {number}", LEVELS)
    many = await peak(group, reader, tmp_path / "many", format)

    grown = many - few
    assert grown < 40 * (MANY - FEW) * len(WIDE.elements), f"{grown} bytes more"
