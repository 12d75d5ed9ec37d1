"""`python -m tests.bench [speed|reports|bytes|memory] [--rounds 3] [--quick]`: measure, and say which goals are met."""

from __future__ import annotations

import argparse
import asyncio

from tests.bench import memory, phone, reports, speed

PARTS = ("bytes", "memory", "reports", "speed")
ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="one part only; all without it")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of the speed runs")
    parser.add_argument("--quick", action="store_true", help="one short round, fewer people")
    told = parser.parse_args()
    rounds = 1 if told.quick else told.rounds
    for part in [told.part] if told.part else PARTS:
        print(f"\n## {part.capitalize()}\n", flush=True)
        if part == "bytes":
            print(phone.report())
        elif part == "memory":
            print(asyncio.run(memory.report(quick=told.quick)))
        elif part == "reports":
            print(asyncio.run(reports.report(rounds, quick=told.quick)))
        else:
            print(asyncio.run(speed.report(rounds, quick=told.quick)))


if __name__ == "__main__":
    main()
