"""Every printed code reads as what it stands for, and as nothing else."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from printers import Label, PrinterConfig, TooWide, render
from printers.barcodes import QUIET_MODULES, code128, decode128, fit

WIDE = PrinterConfig("labels", width_dots=456, label_mm=(57, 32))
NARROW = PrinterConfig("labels", width_dots=320, label_mm=(40, 30))


def read(picture):
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return sorted((code.format.name, code.text) for code in found)


def label(code, **more):
    return Label("Paneeldeur 83 × 201,5 cm", "€ 42,50 / stuk", code, "Deuren", "21-11-2026", **more)


@pytest.mark.parametrize("printer", [WIDE, NARROW], ids=["57x32", "40x30"])
@pytest.mark.parametrize("start", range(0, 100, 7))
def test_a_label_reads_as_its_code_in_both_symbologies_and_as_nothing_else(printer, start):
    code = f"{start:02d}345672"
    assert read(render(label(code), printer)) == [("Code128", code), ("QRCode", code)]


def test_a_code128_of_every_two_digit_start_decodes_to_itself():
    from PIL import Image

    for start in range(100):
        code = f"{start:02d}004711"
        modules = "0" * 10 + code128(code) + "0" * 10
        row = bytes(0 if module == "1" else 255 for module in modules for _ in range(3))
        picture = Image.frombytes("L", (len(row), 40), row * 40)
        assert [(c.format.name, c.text) for c in zxingcpp.read_barcodes(picture)] == [
            ("Code128", code)
        ]


@given(st.text("0123456789ABCDEFabcdef-", min_size=1, max_size=14))
def test_what_is_encoded_is_read_back(code):
    assert decode128(code128(code)) == code


@pytest.mark.parametrize("printer", [WIDE, NARROW], ids=["57x32", "40x30"])
def test_bars_are_three_whole_dots_a_module_with_ten_modules_of_white_beside_them(printer):
    picture = render(label("00000013"), printer)
    found = fit("00000013", picture.width)
    assert found.dots == 3
    # The bars cross a row in the lower half, where nothing else is printed.
    row = next(
        r
        for y in range(picture.height // 2, picture.height)
        if (r := [picture.getpixel((x, y)) for x in range(picture.width)]).count(0) > 120
    )
    dark = [x for x, dot in enumerate(row) if dot == 0]
    assert dark[0] >= QUIET_MODULES * 3
    assert picture.width - 1 - dark[-1] >= QUIET_MODULES * 3
    runs = "".join(str(dot) for dot in row).strip("1").replace("10", "1 0").replace("01", "0 1")
    assert all(len(run) % 3 == 0 for run in runs.split())


def test_a_code_too_wide_for_its_paper_is_refused_with_the_size_it_needs():
    with pytest.raises(TooWide, match="dots"):
        render(label("BM-2026-000123456789"), NARROW)
