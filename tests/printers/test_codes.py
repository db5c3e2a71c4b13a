"""Every printed code reads as what it stands for, and as nothing else."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from printers import BadDocument, Label, PrinterConfig, TooWide, render
from printers.barcodes import code128, decode128, decode_ean13, ean13, fit

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


@given(st.text("0123456789", min_size=12, max_size=12))
def test_an_ean13_gets_its_check_digit_and_is_read_back(digits):
    modules, code = ean13(digits)
    assert len(modules) == 95
    assert decode_ean13(modules) == code
    assert code.startswith(digits)
    assert ean13(code) == (modules, code)


def test_known_ean13_codes_have_the_check_digit_of_the_standard():
    assert ean13("400638133393")[1] == "4006381333931"
    assert ean13("271234567890")[1] == "2712345678902"


@pytest.mark.parametrize("code", ["", "12345678901", "4006381333932", "40063813339３1", "abc"])
def test_what_is_no_ean13_is_refused(code):
    with pytest.raises(BadDocument):
        ean13(code)


def test_a_damaged_ean13_is_not_read():
    modules, _ = ean13("271234567890")
    for at in range(len(modules)):
        flipped = modules[:at] + "10"[int(modules[at])] + modules[at + 1 :]
        assert decode_ean13(flipped) is None


@pytest.mark.parametrize(
    ("code", "symbology", "widths"),
    [
        # Two and three dots a module, quiet zones included, as measured for decision 2.
        ("12345678", "code128", (198, 297)),
        ("B000123", "code128", (220, 330)),
        ("BM-000123", "code128", (264, 396)),
        ("2506-00123", "code128", (308, 462)),
        ("271234567890", "ean13", (226, 339)),
    ],
)
def test_a_code_is_as_wide_as_its_modules_and_quiet_zones(code, symbology, widths):
    two, three = widths
    assert fit(code, three, symbology=symbology).width_dots == three
    assert fit(code, three - 1, symbology=symbology).width_dots == two
    with pytest.raises(TooWide):
        fit(code, two - 1, symbology=symbology)


def test_a_finer_head_gets_more_dots_a_module():
    assert fit("12345678", 696, dpi=300).dots == 4
    with pytest.raises(TooWide):
        fit("12345678", 99 * 3 - 1, dpi=300)


@pytest.mark.parametrize(
    ("code", "symbology"), [("BM-2026-000123456789", "code128"), ("271234567890", "ean13")]
)
def test_a_code_too_wide_for_its_paper_is_refused_with_the_width_that_fits(code, symbology):
    narrow = PrinterConfig("labels", width_dots=160, label_mm=(20, 30))
    with pytest.raises(TooWide, match=r"use paper \d+ mm wide") as refused:
        render(label(code, symbology=symbology), narrow)
    millimetres = int(str(refused.value).rsplit("use paper ", 1)[1].split()[0])
    dots = round(millimetres * 203 / 25.4) // 8 * 8
    assert fit(code, dots, symbology=symbology).width_dots <= dots
