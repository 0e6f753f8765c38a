"""The comparer itself, on pictures drawn here: what it must see, and what it must not mind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from tests.pictures.compare import OtherSize, compare, keep, marked

INK, GROUND, RAIL, EDGE = "#16202e", "#edf3fb", "#1f5fd0", "#7d8a9b"


def drawn(
    card: int = 60, drop: bool = True, label: str = "172.20.0.2", rail: str = RAIL, hatched: bool = False
) -> Image.Image:
    """A network with one container, as large as on the map. `card`: where it begins, in pixels."""
    picture = Image.new("RGB", (360, 120), GROUND)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(10.5)
    draw.rectangle((0, 20, 359, 24), rail)
    if drop:
        draw.rectangle((112, 24, 113, 50), RAIL)
    draw.text((120, 30), label, RAIL, font)
    draw.rounded_rectangle((card, 50, card + 104, 90), 8, "white", EDGE)
    if hatched:
        for x in range(card + 4, card + 100, 5):
            draw.line((x, 88, x + 10, 52), "#dde3ea", 2)
    draw.text((card + 24, 56), "web", INK, font)
    draw.text((card + 24, 72), "busybox", INK, font)
    return picture


SEEN: dict[str, Callable[[], Image.Image]] = {
    "a card four pixels further on": lambda: drawn(card=64),
    "a card in another place": lambda: drawn(card=200),
    "a missing drop": lambda: drawn(drop=False),
    "a missing label": lambda: drawn(label=""),
    "the label of another address": lambda: drawn(label="10.0.0.250 and more"),
    "a card that is hatched": lambda: drawn(hatched=True),
    "a rail of another colour": lambda: drawn(rail="#0a6a8a"),
}


@pytest.mark.parametrize("what", SEEN)
def test_what_differs_is_seen(what: str) -> None:
    assert compare(drawn(), SEEN[what]()).counts


def test_the_same_is_the_same() -> None:
    difference = compare(drawn(), drawn())
    assert (difference.cells, difference.worst, difference.box) == (0, 0, None)


def test_letters_half_a_pixel_further_on_are_the_same() -> None:
    moved = ImageChops.offset(drawn(), 1, 0)
    assert not compare(drawn(), Image.blend(drawn(), moved, 0.5)).counts


def test_a_palette_costs_nothing_that_counts(tmp_path: Path) -> None:
    keep(drawn(), tmp_path / "kept.png")
    with Image.open(tmp_path / "kept.png") as kept:
        assert kept.mode == "P"
        assert compare(kept, drawn()).worst < 10


def test_it_says_where() -> None:
    box = compare(drawn(), drawn(label="")).box
    assert box is not None
    left, top, right, bottom = box
    assert 96 <= left < right <= 216
    assert 18 <= top < bottom <= 54


def test_the_difference_is_marked_there_and_nowhere_else() -> None:
    shown = marked(drawn(), drawn(rail="#c0271f"))
    reds = shown.split()[0], shown.split()[1]
    redder = ImageChops.subtract(*reds).point(lambda value: 255 if value > 60 else 0)
    box = redder.getbbox()
    assert box is not None
    assert shown.size == drawn().size
    assert 0 <= box[1] < box[3] <= 48


def test_pictures_of_two_sizes_are_not_compared() -> None:
    with pytest.raises(OtherSize, match="kept 360 x 120, got 361 x 120"):
        compare(drawn(), Image.new("RGB", (361, 120)))
