"""The state diagram: the same text at every run, and nothing of the table is missing in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from flows.diagram import mermaid
from flows.table import ROWS, STATES

ROOT = Path(__file__).parents[2]


def diagram_under(seed: str) -> str:
    code = "from flows.diagram import mermaid; print(mermaid())"
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_the_diagram_is_the_same_text_under_any_hash_seed_and_names_every_state() -> None:
    first = diagram_under("1")

    assert first == diagram_under("2") == mermaid() + "\n"
    assert [state for state in STATES if not re.search(rf"\b{state}\b", first)] == []
    assert all(row.trigger in first for row in ROWS)
