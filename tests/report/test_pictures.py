"""The pictures of the README: there, shown, and small enough for a slow line."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.report.setter import Setter
from bot.report.typesetting import TEMPLATES
from tests.pictures import FOLDER, MOST_BYTES, PICTURES

README = Path(__file__).parents[2] / "README.md"


def test_each_picture_is_shown_once_with_words_for_who_does_not_see_it() -> None:
    shown = re.findall(
        r'<img src="docs/gallery/([^"]+)" width="\d+" alt="[^"]{20,}">', README.read_text("utf-8")
    )

    assert shown == list(PICTURES)
    assert sorted(each.name for each in FOLDER.iterdir()) == sorted(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_it_is_small(name: str) -> None:
    assert (FOLDER / name).stat().st_size < MOST_BYTES


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_it_is_of_the_size_that_is_made_today(name: str) -> None:
    with (
        Image.open(FOLDER / name) as kept,
        Image.open(BytesIO(PICTURES[name](Setter(TEMPLATES)))) as made,
    ):
        assert kept.size == made.size
