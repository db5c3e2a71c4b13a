"""The printers file: what it may say, and changing it without losing an owner's remarks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers import BadConfig, CodePage, PrinterConfig, Pulse, load_config
from printers.editing import arrange, drop, put
from printers.profiles import CHOICES, KINDS, parse_config

FILE = """\
# Onze printers, gekocht in 2024
[printer.kassa]  # bij de deur
uri = "tcp://192.168.1.50:9100" # vast adres
prints = ["receipt", "report"]
cut = "full"

# De labels
[printer."labels loods"]
uri = "usblp:///dev/usb/lp0"
language = "zpl"
label_mm = [57, 19]
prints = ["label"]
cut = "none"
"""


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ('language = "pcl"', "“language” .*'pcl'"),
        ('text = "fancy"', "“text”"),
        ('image = "png"', "“image”"),
        ('ack = "hope"', "“ack”"),
        ('label_feed = "push"', "“label_feed”"),
        ('codepage = { name = "cp9999", slot = 1 }', "“codepage”"),
        ('codepage = { name = "cp858", slot = 999 }', "“codepage”"),
        ('codepage = { nam = "cp858" }', "“codepage”.*it has name, slot"),
        ('codepage = { slot = "19" }', "“codepage”"),
        ("drawer = { pin = 3 }", "“drawer”"),
        ("drawer = { on_ms = 9999 }", "“drawer”"),
        ("fragment_rows = 7", "“fragment_rows”"),
        ("gap_mm = 99", "“gap_mm”"),
        ("patience_s = 0", "“patience_s”"),
        ("retry_ms = []", "“retry_ms”"),
        ('retry_ms = ["soon"]', "“retry_ms”"),
        ("bytes_per_s = 1", "“bytes_per_s”"),
        ("label_mm = [62, 5]", "“label_mm”"),
        ("sites = [5]", "“sites”"),
        ("dpi = true", "“dpi”"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line_in_the_right_table(setting, line):
    text = FILE + "\n[printer.nieuw]\n" + setting + "\n"
    number = len(text.splitlines())
    with pytest.raises(BadConfig, match=f"printers.toml, line {number}: .*{line}") as refused:
        parse_config(text, "printers.toml")
    assert "“nieuw”" in str(refused.value)


@pytest.mark.parametrize(
    ("uri", "fine"),
    [
        ("tcp://192.168.1.50", True),
        ("tcp://kassa.local:9100", True),
        ("tcp://[fe80::1]:9100", True),
        ("tcp://[fe80::1]", True),
        ("tcp://[192.168.1.5]:9100", False),
        ("tcp://192.168.1.999", False),
        ("tcp://192.168.1", False),
        ("tcp://-1", False),
        ("tcp://kassa..local", False),
        ("tcp://http://x:9100", False),
        ("tcp://foo bar:9100", False),
        ("tcp://somebody@kassa:9100", False),
        ("tcp://kassa:9100/path", False),
        ("usblp:///dev/usb/lp0", True),
        ("serial:///dev/ttyUSB0?baud=9600", True),
        ("serial:///dev/ttyUSB0", True),
        ("serial:///dev/ttyUSB0?baud=fast", False),
        ("serial:///dev/ttyUSB0?baud=1", False),
        ("serial:///dev/ttyUSB0?baud=9600&x=1", False),
        ("serial:///etc/passwd", False),
        ("cups:bonnen", True),
        ("cups:-d evil", False),
        ("cups:", False),
        ("file:///tmp/bonnen.bin", True),
        ("memory:x", True),
        ("virtual:", True),
        ("usblp://lp0", False),
        ("usblp:///etc/passwd", False),
        ("usblp:///dev/../etc/passwd", False),
        ("http://192.168.1.50", False),
        ("", False),
    ],
)
def test_an_address_is_of_a_kind_that_is_known(uri, fine):
    text = f'[printer.x]\nuri = "{uri}"\n'
    if fine:
        assert parse_config(text, "printers.toml")["x"].uri == uri
    else:
        with pytest.raises(BadConfig, match="line 2"):
            parse_config(text, "printers.toml")


def test_every_setting_is_read():
    text = """
[printer.alles]
uri = "serial:///dev/ttyS0?baud=19200"
language = "escpos"
width_dots = 384
dpi = 180
label_mm = [62, 0]
prints = ["receipt", "drawer"]
sites = ["shop"]
tills = ["till-1"]
text = "native"
codepage = { name = "cp1252", slot = 16 }
image = "column"
fragment_rows = 96
label_feed = "gs_ff"
gap_mm = 2
ack = "none"
patience_s = 30
bytes_per_s = 900
retry_ms = [500, 60000]
cut = "none"
drawer = { pin = 5, on_ms = 200, off_ms = 300 }
"""
    assert parse_config(text, "x")["alles"] == PrinterConfig(
        "alles",
        "serial:///dev/ttyS0?baud=19200",
        "escpos",
        384,
        180,
        (62, 0),
        ("receipt", "drawer"),
        ("shop",),
        ("till-1",),
        "native",
        CodePage("cp1252", 16),
        "column",
        96,
        "gs_ff",
        2,
        "none",
        30,
        900,
        (500, 60000),
        "none",
        Pulse(5, 200, 300),
    )


def test_a_changed_printer_keeps_every_remark_and_its_neighbours(tmp_path):
    kassa = parse_config(FILE, "x")["kassa"]
    text = put(FILE, replace(kassa, text="native", tills=("till-1",), cut="partial"))
    for remark in ("# Onze printers", "# bij de deur", "# vast adres", "# De labels"):
        assert remark in text
    assert "cut" not in text.split("# De labels")[0]
    path = tmp_path / "printers.toml"
    path.write_text(text, encoding="utf-8")
    written = load_config(path)
    assert written["kassa"] == replace(kassa, text="native", tills=("till-1",), cut="partial")
    assert written["labels loods"] == parse_config(FILE, "x")["labels loods"]


def test_nothing_changes_when_nothing_is_changed():
    text = put(FILE, parse_config(FILE, "x")["labels loods"])
    assert parse_config(text, "x") == parse_config(FILE, "x")
    assert put(text, parse_config(text, "x")["labels loods"]) == text


def test_printers_are_ordered_and_dropped():
    text = arrange(FILE, ["labels loods", "kassa"])
    assert list(parse_config(text, "x")) == ["labels loods", "kassa"]
    assert parse_config(text, "x")["kassa"] == parse_config(FILE, "x")["kassa"]
    assert list(parse_config(drop(FILE, "kassa"), "x")) == ["labels loods"]
    with pytest.raises(KeyError):
        arrange(FILE, ["no such printer"])


@given(
    st.builds(
        PrinterConfig,
        name=st.sampled_from(["kassa", "nieuw", 'rare "naam"', "met punt."]),
        uri=st.sampled_from(["virtual:", "tcp://1.2.3.4:9100", "cups:een wachtrij"]),
        language=st.sampled_from(CHOICES["language"]),
        width_dots=st.integers(8, 300).map(lambda bytes_: bytes_ * 8),
        label_mm=st.tuples(st.integers(10, 300), st.just(0) | st.integers(10, 300)),
        prints=st.lists(st.sampled_from(KINDS), unique=True).map(tuple),
        tills=st.lists(st.text("abc-1é", min_size=1, max_size=5)).map(tuple),
        codepage=st.builds(CodePage, st.sampled_from(["cp858", "cp437"]), st.integers(0, 255)),
        drawer=st.builds(Pulse, st.sampled_from([2, 5]), st.integers(2, 510)),
        cut=st.sampled_from(CHOICES["cut"]),
    )
)
def test_what_is_written_is_read_back(printer):
    found = parse_config(put(FILE, printer), "x")
    assert found[printer.name] == printer
    assert found["labels loods"] == parse_config(FILE, "x")["labels loods"]
