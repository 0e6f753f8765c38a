"""Whether two pictures show the same, as an eye would say: blurred and made smaller, cell by cell, at two scales.

Measured: a palette costs 10 (of 255) in a fine cell and 2 in a coarse one, the Chromium and the font renderer of Debian 13 nothing on top
of those of Debian 12, letters half a pixel further on 20 in one fine cell and 2 in coarse ones. A card moved by 3 pixels, a missing drop,
label or mark reaches 41 to 108 in several fine cells; what is pale and wide, like the hatching of a card, reaches 3 in two coarse ones at least.
Both sides are tests: here in test_compare.py, on the real map in tests/browser/test_canonical_pictures.py.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

COLOURS = 256


@dataclass(frozen=True)
class Scale:
    """`cell`: the side of a cell in pixels. It differs when one of its channels does by `differs`, of 255; `most` cells may."""

    cell: int
    differs: int
    most: int


# Half as high as a line of text: for what is small and strong. And as high as two: for what is wide and pale.
FINE, COARSE = Scale(6, 20, 2), Scale(24, 3, 1)
SCALES = (FINE, COARSE)


@dataclass(frozen=True)
class Difference:
    """`cells` differ, the worst by `worst` of 255, within `box` (left, top, right, bottom; pixels): more than may, if it `counts`."""

    cells: int
    worst: int
    box: tuple[int, int, int, int] | None
    counts: bool


class OtherSize(Exception):
    """The pictures are not of one size; the text says of which."""


def compare(kept: Image.Image, got: Image.Image) -> Difference:
    """At the scale where most is wrong. Raises OtherSize."""
    if kept.size != got.size:
        raise OtherSize(f"kept {kept.width} x {kept.height}, got {got.width} x {got.height}")
    found = [_compare(kept, got, scale) for scale in SCALES]
    return max(found, key=lambda one: (one.counts, one.worst))


def _compare(kept: Image.Image, got: Image.Image, scale: Scale) -> Difference:
    differing = _differing(kept, got, scale)
    box, cell = differing.getbbox(), scale.cell
    cells = differing.histogram()[255]
    worst = max(value for value, count in enumerate(_difference(kept, got, scale).histogram()) if count)
    where = box and (box[0] * cell, box[1] * cell, box[2] * cell, box[3] * cell)
    return Difference(cells, worst, where, cells > scale.most)


def marked(kept: Image.Image, got: Image.Image) -> Image.Image:
    """What was got, pale, with what differs in red."""
    pale = Image.blend(got.convert("L").convert("RGB"), Image.new("RGB", got.size, "white"), 0.5)
    mask = Image.new("L", got.size)
    for scale in SCALES:
        cells = _differing(kept, got, scale)
        if cells.histogram()[255] > scale.most:
            whole = cells.resize((cells.width * scale.cell, cells.height * scale.cell), Image.Resampling.NEAREST)
            mask = ImageChops.lighter(mask, whole.crop((0, 0, *got.size)))
    return Image.composite(Image.new("RGB", got.size, (192, 39, 31)), pale, mask.point(lambda value: value // 2))


def keep(picture: Image.Image, path: Path) -> None:
    """Writes it small: with a palette of its own."""
    reduced = picture.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)
    reduced.save(path, optimize=True)


def _differing(kept: Image.Image, got: Image.Image, scale: Scale) -> Image.Image:
    """A mask of cells: 255 where they differ."""
    return _difference(kept, got, scale).point(lambda value: 255 if value >= scale.differs else 0)


def _difference(kept: Image.Image, got: Image.Image, scale: Scale) -> Image.Image:
    """Per cell the difference of that channel which differs most."""
    red, green, blue = ImageChops.difference(_cells(kept, scale), _cells(got, scale)).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _cells(picture: Image.Image, scale: Scale) -> Image.Image:
    return picture.convert("RGB").filter(ImageFilter.GaussianBlur(scale.cell / 2)).reduce(scale.cell)
