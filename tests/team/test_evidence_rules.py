"""What becomes a note or a proof: files as Telegram tells of them, links, and what looks like somebody's number."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram_in import event_in
from flows.events import Sent
from flows.evidence import TEXT_MOST, kind_of_text, looks_personal, shortened

FILE: dict[str, Any] = {"file_id": "AgAC-1", "file_unique_id": "u", "file_size": 20_480}


def sizes(*widths: object) -> list[dict[str, Any]]:
    return [{**FILE, "file_id": f"AgAC-{width}", "width": width} for width in widths]


@pytest.mark.parametrize(
    ("message", "sent"),
    [
        ({"photo": sizes(90, 1280, 320)}, Sent("photo", file="AgAC-1280", size=20_480)),
        ({"photo": sizes("x", None), "caption": "Ours\0"}, Sent("photo", "", "AgAC-x", "", 20_480, "Ours")),
        ({"photo": []}, Sent("photo")),
        ({"photo": [7, "x"]}, Sent("photo")),
        ({"voice": {**FILE, "duration": 4}}, Sent("voice", file="AgAC-1", size=20_480)),
        ({"document": {**FILE, "file_name": "a.pdf"}}, Sent("document", "", "AgAC-1", "a.pdf", 20_480)),
        ({"document": {**FILE, "file_size": -1}}, Sent("document", file="AgAC-1")),
        ({"document": {"file_size": 3}, "caption": 5}, Sent("document", text="5")),
        ({"video": {**FILE, "file_id": "x" * 200, "file_size": "9"}}, Sent("video", file="x" * 200)),
        ({"audio": {**FILE, "file_id": "x" * 201}}, Sent("audio")),
        ({"photo": sizes(1), "media_group_id": "77"}, Sent("photo", "77", "AgAC-1", "", 20_480)),
        ({"photo": sizes(1), "forward_origin": {}}, Sent("forward")),
    ],
)
def test_files_are_read_by_handle_size_name_and_caption(message: dict[str, Any], sent: Sent) -> None:
    assert event_in(message, "tayari_bot") == sent


@pytest.mark.parametrize(
    "text",
    [
        *("call 0712 345 678", "+254712345678", "(0)1 42 68 53 00", "01.42.68.53.00", "712-345-6789"),
        *("٠٧١٢٣٤٥٦٧٨", "０７１２３４５６７８", "write to ana@example.org.", "ana+x@example.co.ke"),
        "see https://example.org and call 0712345678",
    ],
)
def test_what_looks_like_a_number_or_an_address_of_somebody(text: str) -> None:
    assert looks_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "We count each month.",
            "3 of 4 in 2024",
            "2021-2024",
            "from 2021 - 2024",
            "2025-01-15",
            "15/01/2025",
        ),
        *("1 500 000 people", "1,500,000", "10.000.000", "12.5% 13.2% 14.1%", "id 12345", "a @ b", ""),
        *("https://example.org/2024/12345678", "www.example.org/0712345678", "x" * TEXT_MOST),
    ],
)
def test_what_does_not(text: str) -> None:
    assert not looks_personal(text)


def test_one_address_alone_is_a_link() -> None:
    for text in ("https://example.org/a?b=c", "http://example.org", "WWW.example.org"):
        assert kind_of_text(text) == "link"
    for text in (
        "see https://example.org",
        "https://example.org it is",
        "https://",
        "example.org",
        "file:///etc/x.y",
    ):
        assert kind_of_text(text) == "note"


def test_what_is_cut_off_shows() -> None:
    assert shortened("x" * TEXT_MOST) == "x" * TEXT_MOST
    assert shortened("x" * 1000) == "x" * (TEXT_MOST - 1) + "…"
