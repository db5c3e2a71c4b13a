"""Every sticker on every paper: its size, its codes, and words that keep out of each other's way."""

from dataclasses import replace

import pytest
from PIL import ImageChops

from printers import BadDocument, Label, TooWide, render
from printers.barcodes import QUIET_MODULES, fit
from printers.frames import dots
from tests.printers.papers import PAPERS, STICKERS, code_of, drawn, printer, read

EVERY = [(paper, sticker) for paper in PAPERS for sticker in STICKERS]


def grey(picture):
    """Give 0 for black and 255 for white."""
    return picture.convert("L").point(lambda dot: 255 if dot else 0)


def boxes(before, after):
    """Tell where two pictures differ."""
    return ImageChops.difference(grey(before), grey(after)).getbbox()


@pytest.mark.parametrize(("paper", "sticker"), EVERY)
def test_a_sticker_reads_as_its_code_twice_and_as_nothing_else(paper, sticker):
    code = code_of(sticker)
    assert read(drawn(paper, sticker)) == [("Code128", code), ("QRCode", code)]


@pytest.mark.parametrize(("paper", "sticker"), EVERY)
def test_a_sticker_is_exactly_as_large_as_its_paper(paper, sticker):
    (wide, high), width, dpi = PAPERS[paper]
    picture = drawn(paper, sticker)
    assert picture.mode == "1"
    assert picture.width == min(width, dots(wide, dpi) // 8 * 8)
    if high:
        assert picture.height == dots(high, dpi)


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if paper != "40x30"])
def test_an_ean13_reads_on_every_paper_that_is_wide_enough(paper):
    label = replace(STICKERS["item"], code="271234567890", symbology="ean13")
    picture = render(label, printer(paper))
    assert read(picture) == [("EAN13", "2712345678902"), ("QRCode", "2712345678902")]


@pytest.mark.parametrize(("paper", "sticker"), EVERY)
def test_bars_are_whole_dots_with_white_beside_them(paper, sticker):
    picture, (_, _, dpi) = drawn(paper, sticker), PAPERS[paper]
    room = picture.width - (116 if paper == "57x19" else 0)
    found = fit(code_of(sticker), room, dpi=dpi, most=6 if paper == "100x150" else 0)
    assert found.dots >= 3
    black, light = b"\x00", b"\xff"
    line = b"".join((light, black)[int(module)] * found.dots for module in found.modules)
    white = light * (QUIET_MODULES["code128"][0] * found.dots)
    seen = grey(picture).tobytes()
    starts = range(picture.height // 3 * picture.width, len(seen), picture.width)
    rows = [seen[start : start + picture.width] for start in starts]
    high = sum(white + line + white in row for row in rows)
    # Bars of five millimetres and more can be hit with a hand scanner.
    assert high * 25.4 / dpi >= 5


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("field", ["title", "price", "unit", "amount", "category", "date"])
def test_every_word_stays_within_its_own_room(paper, field):
    """What a field adds must not lie over what is there without it, the codes least of all."""
    full = STICKERS["remainder"]
    full = replace(full, title="Balk", category="Hout", date="21-11-2026")
    blank = replace(full, **{field: ""})
    if field in ("title", "amount"):
        # Without them the price moves up, so they are compared with the code alone.
        blank = Label("", "", full.code)
        full = replace(blank, **{field: getattr(full, field)})
    with_it, without = (render(each, printer(paper)) for each in (full, blank))
    if with_it.size != without.size:
        return
    box = boxes(with_it, without)
    if box is None:
        # The low sticker has no last line.
        assert paper == "57x19"
        return
    assert read(with_it) == read(without)
    whitened = ImageChops.subtract(grey(with_it), grey(without)).getbbox()
    # Nothing that was black turns white, but for a price that makes room for its unit.
    assert field in ("unit", "price") or whitened is None


def test_a_remainder_says_how_much_is_left_in_white_on_black():
    plain = replace(STICKERS["remainder"], layout="heap")
    blacker = (
        drawn("57x32", "remainder").histogram()[0] - render(plain, printer("57x32")).histogram()[0]
    )
    assert blacker > 2000


def test_a_heap_shows_what_its_price_is_for_and_how_much_there_is():
    heap = STICKERS["heap"]
    for field in ("unit", "amount"):
        assert boxes(drawn("57x32", "heap"), render(replace(heap, **{field: ""}), printer("57x32")))


def test_a_continuous_roll_takes_as_much_paper_as_the_words_need():
    short = render(replace(STICKERS["item"], title="Deur"), printer("62"))
    long = drawn("62", "item")
    assert short.height < long.height
    assert short.width == long.width == 696


@pytest.mark.parametrize("size", [(57, 12), (20, 30)])
def test_paper_too_small_for_the_codes_is_refused(size):
    with pytest.raises(TooWide):
        render(replace(STICKERS["item"], size_mm=size), printer("57x32"))


def test_an_unknown_symbology_is_refused():
    with pytest.raises(BadDocument, match="code128 or ean13"):
        render(replace(STICKERS["item"], symbology="morse"), printer("57x32"))
