"""A mistake in the printers file is named, with its line."""

import pytest

from printers import BadConfig, load_config

GOOD = """\
[printer.kassa]
uri = "tcp://192.168.1.50:9100"
width_dots = 576
prints = ["receipt", "report"]

[printer.labels]
label_mm = [40, 30]
prints = ["label"]
"""


def write(tmp_path, text):
    path = tmp_path / "printers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_gives_its_printers_in_order(tmp_path):
    printers = load_config(write(tmp_path, GOOD))
    assert list(printers) == ["kassa", "labels"]
    assert printers["labels"].label_mm == (40, 30)


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("width_dots = 576", "widht_dots = 576", "line 3: .*widht_dots"),
        ("width_dots = 576", "width_dots = 577", "line 3: .*width_dots"),
        ("width_dots = 576", 'width_dots = "wide"', "line 3: .*width_dots"),
        ("label_mm = [40, 30]", "label_mm = [40]", "line 7: .*label_mm"),
        ("tcp://192.168.1.50:9100", "tcp://192.168.1.50:abc", "line 2: .*uri"),
        ("tcp://192.168.1.50:9100", "tcp://192.168.1.50:99999", "line 2: .*uri"),
        ("tcp://192.168.1.50:9100", "tcp://[::1", "line 2: .*uri"),
        ('prints = ["label"]', 'prints = ["poem"]', "prints"),
        ("[printer.kassa]", "[printers.kassa]", "line 1: .*printers"),
        ("[printer.kassa]", "[printer.kassa", "printers.toml"),
    ],
)
def test_a_mistake_is_named(tmp_path, wrong, right, words):
    with pytest.raises(BadConfig, match=words):
        load_config(write(tmp_path, GOOD.replace(wrong, right)))
