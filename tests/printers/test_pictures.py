"""A drawing stands on a receipt in the middle, black on white, whatever way the printer writes."""

import base64
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from printers import BadDocument, Picture, Receipt, Text, from_json, to_json
from printers.receipts import draw


def png(width=400, height=150, form="PNG"):
    picture = Image.new("L", (width, height), 255)
    ImageDraw.Draw(picture).line((10, 10, width - 10, height - 10), fill=0, width=5)
    file = BytesIO()
    picture.save(file, form)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(("width", "dpi"), [(576, 203), (384, 203), (832, 300)])
def test_a_drawing_fits_the_paper_and_stands_in_its_middle(width, dpi):
    (strip,) = draw(Receipt((Picture(png()),)), width, dpi)
    assert (strip.mode, strip.width) == ("1", width)
    left, _, right, _ = strip.point(lambda dot: 1 - dot, "1").getbbox()
    assert abs((left + right) - width) <= 4
    assert right - left > width // 2


def test_a_tall_drawing_takes_no_more_paper_than_a_wide_one():
    (strip,) = draw(Receipt((Picture(png(200, 2000)),)), 576, 203)
    assert strip.height <= 180


def test_a_drawing_survives_being_written_down():
    paper = Receipt((Text("Getekend:"), Picture(png())))
    assert from_json(to_json(paper)) == paper


@pytest.mark.parametrize(
    "data", ["", "####", base64.b64encode(b"nothing").decode(), png(form="GIF"), png(9000, 9000)]
)
def test_what_is_no_drawing_is_no_document(data):
    with pytest.raises(BadDocument):
        draw(Receipt((Picture(data),)), 576, 203)
    with pytest.raises(BadDocument):
        from_json('{"document": "receipt", "lines": [{"line": "picture", "png": 7}]}')
