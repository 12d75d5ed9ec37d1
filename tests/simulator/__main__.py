"""Many seeds by hand: `python -m tests.simulator --seeds 10000 --from 0`, or one: `--seed 17`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.simulator import Stage

EVERY = 100


def main() -> int:
    """Play the seeds; the number of failing ones, at most 100."""
    options = _options()
    seeds = (
        [options.seed] if options.seed is not None else range(options.first, options.first + options.seeds)
    )
    failed = 0
    began = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        for number, seed in enumerate(seeds, start=1):
            verdict = stage.play(seed)
            if verdict.broken is not None:
                failed += 1
                print(stage.shorten(verdict).story() if options.shorten else verdict.story(), "\n")
            elif options.seed is not None:
                print("\n".join(verdict.trace))
            if number % EVERY == 0:
                print(f"{number} seeds, {failed} failed, {perf_counter() - began:.0f} s", flush=True)
            if failed >= options.most:
                break
    print(f"{number} seeds, {failed} failed, {perf_counter() - began:.0f} s")
    return min(failed, 100)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first of them")
    parser.add_argument("--seed", type=int, help="this one alone, with all that happens in it")
    parser.add_argument("--most", type=int, default=5, help="stop after so many failures")
    parser.add_argument("--long", action="store_false", dest="shorten", help="tell failures in full")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
