"""The press: files come from another process, which is killed when it is late, and nobody waits for it."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.report.press import Press, ReportFault
from bot.report.report import Report
from tests.report.samples import provider

pytestmark = pytest.mark.slow


class Stubborn(Press):
    """A press whose other process takes its order and never answers."""

    def __init__(self) -> None:
        super().__init__("tests.report.never_answers")


def process_of(press: Press) -> int:
    assert press._process is not None
    return press._process.pid


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


async def test_paper_and_card_come_from_one_process_of_the_lowest_priority() -> None:
    async with Press() as press:
        assert (await press.make_pdf(provider())).startswith(b"%PDF-")
        first = process_of(press)
        assert os.getpriority(os.PRIO_PROCESS, first) == 19
        assert (await press.make_png(provider(), radar=True)).startswith(b"\x89PNG")
        assert process_of(press) == first

    assert not alive(first)


async def test_a_late_one_is_killed_and_the_next_order_has_a_new_process() -> None:
    async with Stubborn() as press:
        with pytest.raises(ReportFault, match="no answer within"):
            await press.make_pdf(provider(), seconds=1.0)
        assert press._process is None

        press._module = "bot.report.typesetting"
        assert await press.make_png(provider())


async def test_a_process_that_died_meanwhile_is_replaced_without_a_word() -> None:
    async with Press() as press:
        await press.make_png(provider())
        first = process_of(press)
        os.kill(first, signal.SIGKILL)

        assert await press.make_png(provider())
        assert process_of(press) != first


async def test_what_cannot_be_set_is_a_fault_and_the_press_goes_on() -> None:
    async with Press() as press:
        with pytest.raises(ReportFault, match="KeyError"):
            await press._ask(lambda: {"format": "pdf"}, 20.0)
        first = process_of(press)

        assert await press.make_png(provider())
        assert process_of(press) == first


async def test_the_loop_goes_on_while_many_reports_are_made() -> None:
    report = provider()
    async with Press() as press:
        await press.make_png(report)
        making = asyncio.gather(*(press.make_pdf(report) for _ in range(20)))
        turns = 0
        while not making.done():
            await asyncio.sleep(0)
            turns += 1
        assert len({len(made) for made in await making}) == 1

    # Twenty reports made in the loop itself would leave it one turn for each at the most.
    assert turns > 20


async def test_an_order_that_nobody_waits_for_is_not_made() -> None:
    report = provider()
    async with Press() as press:
        waiting = [asyncio.ensure_future(press.make_pdf(report)) for _ in range(5)]
        await asyncio.sleep(0)
        for each in waiting[1:]:
            each.cancel()
        await asyncio.wait(waiting)

        assert press._made == 1


async def test_the_same_report_makes_the_same_file() -> None:
    report: Report = provider()
    async with Press() as one, Press() as other:
        assert await one.make_pdf(report) == await other.make_pdf(report)


def test_the_other_process_imports_nothing_of_the_bot() -> None:
    source = (Path(__file__).parents[2] / "bot" / "report" / "setter.py").read_text("utf-8")

    assert "from bot.report.fonts" in source
    assert "bot.words" not in source and "bot.screens" not in source
