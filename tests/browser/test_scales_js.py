"""What scales say becomes grams, or a sentence that says what the matter is."""

import json

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import protocols, scales
from bouwkringloop.intake.models import IntakeLine
from tests import make
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_intake_line import ready
from tests.browser.test_intake_screen import add, choose, start

UNDERSTAND = """async (lines) => {
  const { protocols } = await import("/static/js/scale-protocols.js");
  return lines.map(([protocol, line]) => protocols[protocol](line));
}"""


def still(grams, **more):
    return {"grams": grams, "stable": True, **more}


def moving(grams, **more):
    return {"grams": grams, "stable": False, **more}


def untold(grams, **more):
    return {"grams": grams, "stable": None, **more}


def trouble(name):
    return {"trouble": name}


LINES = [
    ("sics", "S S     12.345 kg", still(12_345)),
    ("sics", "S S    100.00 g", still(100)),
    ("sics", "S D      4.35 kg", moving(4_350)),
    ("sics", "S S     -0.020 kg", still(-20)),
    ("sics", "S S      0.000 kg", still(0)),
    ("sics", "S S      1.5 t", still(1_500_000)),
    ("sics", "S I", None),
    ("sics", "S +", trouble("over")),
    ("sics", "S -", trouble("negative")),
    ("sics", "S S     27.2 lb", trouble("unit")),
    ("sics", " S     12.345 kg", None),
    ("sics", "ES", None),
    ("st", "ST,GS,+0012.34kg", still(12_340)),
    ("st", "ST,+001234.5  g", still(1_235)),
    ("st", "ST,GS 1.000KG", still(1_000)),
    ("st", "ST,G ,- 12.5kg", still(-12_500)),
    ("st", "ST,NT,   245.6,kg", still(245_600, net=True)),
    ("st", "US,GS,+0012.30kg", moving(12_300)),
    ("st", "OL,GS,       kg", trouble("over")),
    ("st", "LO,GS,       kg", trouble("over")),
    ("st", "OL,-999999.9 g", trouble("negative")),
    ("st", "ST,TR,+0002.00kg", None),
    ("st", "ST,GS,+0027.20lb", trouble("unit")),
    ("st", "QT,+00012345 PC", None),
    ("st", "GS,+0012.34kg", None),
    ("st", "2.34kg", None),
    ("plain", "   12.345 kg", untold(12_345)),
    ("plain", "12,5kg", untold(12_500)),
    ("plain", "Gross: 850 g", untold(850)),
    ("plain", "20.0 kg    G", untold(20_000)),
    ("plain", "N  12.5 kg", untold(12_500, net=True)),
    ("plain", "?  12.5 kg", moving(12_500)),
    ("plain", "- 0.020 kg", untold(-20)),
    ("plain", "Tare   2.4 kg", None),
    ("plain", "1,234.5 kg", None),
    ("plain", "12.5", None),
    ("plain", "12.5 lb", trouble("unit")),
    ("plain", "14:56:27", None),
    ("plain", "\x00\x7f#!kg", None),
]


def test_each_way_of_speaking_is_understood_to_the_gram(page_as):
    page = page_as(Role.INTAKE_WORKER)
    page.goto("/login")
    found = page.evaluate(UNDERSTAND, [line[:2] for line in LINES])
    for (protocol, line, wanted), grams in zip(LINES, found, strict=True):
        assert grams == wanted, (protocol, line)


def test_the_page_speaks_every_language_that_the_shop_can_choose(page_as):
    page = page_as(Role.INTAKE_WORKER)
    page.goto("/login")
    known = page.evaluate(
        'async () => Object.keys((await import("/static/js/scale-protocols.js")).protocols)'
    )
    assert set(known) == set(protocols.LANGUAGES)


def test_lines_are_whole_however_they_come_in(page_as):
    page = page_as(Role.INTAKE_WORKER)
    page.goto("/login")
    found = page.evaluate(
        """async () => {
          const { Lines } = await import("/static/js/scale-protocols.js");
          const lines = new Lines();
          const bytes = [...new TextEncoder().encode("ST,GS,+1.5kg\\r\\n\\u0002US,GS,+2kg\\u0003" + "x".repeat(500) + "\\rST,GS,+3kg")];
          return bytes.map((byte, at) => lines.feed(Uint8Array.of(at % 2 ? byte : byte | 0x80))).flat();
        }"""
    )
    assert found[:2] == ["ST,GS,+1.5kg", "US,GS,+2kg"]
    # What ran on without an end was cut off, and the last line is not whole yet.
    assert all("x" in line for line in found[2:])


#: Scales that say what they are told to say; every port that is opened says it from the start.
SCALES = """(told) => {
  const seen = (window.seen = { asked: 0, opened: [], closed: 0, written: "" });
  const make = () => {
    let control;
    return {
      getInfo: () => ({ usbVendorId: 1, usbProductId: 2 }),
      open: async (settings) => {
        if (told.taken) throw new DOMException("taken", "NetworkError");
        seen.opened.push(settings);
        const lines = [...told.lines];
        const port = made;
        let timer;
        port.readable = new ReadableStream({
          start(controller) {
            control = controller;
            timer = setInterval(() => {
              if (lines.length) controller.enqueue(new TextEncoder().encode(lines.shift()));
              else if (told.gone) { clearInterval(timer); controller.error(new DOMException("lost", "NetworkError")); }
            }, 20);
          },
          cancel() { clearInterval(timer); },
        });
        port.writable = new WritableStream({ write: (bytes) => void (seen.written += new TextDecoder().decode(bytes)) });
      },
      close: async () => {
        if (made.readable.locked || made.writable.locked) throw new TypeError("locked");
        seen.closed += 1;
      },
    };
  };
  const made = make();
  const granted = told.granted ? [made] : [];
  const serial = {
    getPorts: async () => granted,
    requestPort: async () => {
      seen.asked += 1;
      if (told.refused) throw new DOMException("none", "NotFoundError");
      if (!granted.length) granted.push(made);
      return made;
    },
  };
  Object.defineProperty(navigator, "serial", { value: serial, configurable: true });
}"""
READY = "ST,GS,+0012.34kg\r\n"


@pytest.fixture
def yard(session):
    """Scales with a cable and scales without, at the site where the intake begins."""
    by = make.actor(session)
    for name, protocol in (
        ("Brug", "st 2400 7E1"),
        ("Tafel", ""),
        ("Mettler", "sics"),
        ("Oud", "plain"),
    ):
        scales.add_scale(session, scales.ScaleFacts(name, "yard", 60_000, protocol), by=by)
        session.flush()
    kind = make.category(session, unit="piece")
    assert kind.group.slug
    session.commit()
    return kind


def weighing(page_as, kind, scale, *, size=DESK, **told) -> Page:
    page = page_as(Role.INTAKE_WORKER, size)
    with page.add_init_script(f"({SCALES})({json.dumps({'lines': [], **told})})"):
        page.goto("/intake")
    start(page)
    choose(page, kind)
    page.locator("#weighing summary").click()
    page.locator('[name="scale"]').select_option(scale)
    return page


def button(page):
    return page.locator("#line-form [data-scale-go]")


def said(page):
    return page.locator("#line-form [data-scale-said]")


def by_itself(page):
    gross = page.locator("#gross")
    return gross.get_attribute("data-by-itself") == gross.input_value()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_one_touch_fills_in_what_the_scales_say(page_as, yard, size):
    page = weighing(page_as, yard, "brug", size=size, lines=[READY])
    assert button(page).bounding_box()["height"] >= 44
    button(page).click()
    expect(page.locator("#gross")).to_have_value("12,34")
    expect(said(page)).to_have_text("De weegschaal geeft 12,34\u00a0kg door.")
    assert by_itself(page)
    seen = page.evaluate("seen")
    line = {"baudRate": 2400, "dataBits": 7, "parity": "even", "stopBits": 1}
    assert (seen["opened"], seen["closed"], seen["asked"]) == ([line], 1, 1)


def test_the_cable_is_chosen_once_and_found_again(page_as, yard):
    page = weighing(page_as, yard, "brug", lines=[READY], granted=True)
    for _ in range(2):
        page.locator("#gross").fill("")
        button(page).click()
        expect(page.locator("#gross")).to_have_value("12,34")
    assert page.evaluate("seen.asked") == 1


def test_a_weight_changed_by_hand_is_no_longer_what_the_scales_said(page_as, yard):
    page = weighing(page_as, yard, "brug", lines=[READY])
    assert not by_itself(page)
    button(page).click()
    expect(page.locator("#gross")).to_have_value("12,34")
    page.locator("#gross").fill("12,4")
    assert not by_itself(page)
    page.locator("#gross").fill("12,34")
    assert not by_itself(page)


def test_other_scales_or_another_thing_forget_what_was_read(page_as, yard):
    page = weighing(page_as, yard, "brug", lines=[READY])
    button(page).click()
    expect(page.locator("#gross")).to_have_value("12,34")
    page.locator('[name="scale"]').select_option("mettler")
    assert not by_itself(page)
    expect(said(page)).to_have_text("")


@pytest.mark.parametrize("scale", ["", "tafel"])
def test_scales_that_somebody_reads_have_no_button(page_as, yard, scale):
    page = weighing(page_as, yard, "brug", lines=[READY])
    expect(button(page)).to_be_visible()
    page.locator('[name="scale"]').select_option(scale)
    expect(button(page)).to_be_hidden()


def test_a_browser_that_cannot_read_scales_shows_no_button(page_as, yard):
    page = page_as(Role.INTAKE_WORKER)
    with page.add_init_script("delete Navigator.prototype.serial"):
        page.goto("/intake")
    start(page)
    choose(page, yard)
    page.locator("#weighing summary").click()
    page.locator('[name="scale"]').select_option("brug")
    expect(page.locator("#gross")).to_be_visible()
    expect(button(page)).to_be_hidden()


def test_it_waits_until_nothing_moves(page_as, yard):
    page = weighing(page_as, yard, "brug", lines=["US,GS,+0010.00kg\r\n"])
    button(page).click()
    expect(said(page)).to_have_text("Beweegt nog: 10\u00a0kg")
    expect(page.locator("#gross")).to_have_value("")


def test_scales_that_do_not_tell_whether_they_move_have_to_say_it_three_times(page_as, yard):
    lines = ["9.9 kg\r\n", "garbage\r\n", "10.1 kg\r\n", "10.1 kg\r\n", "10.1 kg\r\n", "7 kg\r\n"]
    page = weighing(page_as, yard, "oud", lines=lines)
    button(page).click()
    expect(page.locator("#gross")).to_have_value("10,1")


def test_scales_that_send_it_once_at_their_key_are_believed_when_they_fall_silent(page_as, yard):
    page = weighing(page_as, yard, "oud", lines=["10.1 kg\r\n"])
    button(page).click()
    expect(page.locator("#gross")).to_have_value("10,1")


def test_scales_that_have_to_be_asked_are_asked(page_as, yard):
    page = weighing(page_as, yard, "mettler", lines=["S D   12.0 kg\r\n", "S S   12.345 kg\r\n"])
    button(page).click()
    expect(page.locator("#gross")).to_have_value("12,345")
    expect(said(page)).to_have_text("De weegschaal geeft 12,345\u00a0kg door.")
    assert page.evaluate("seen.written").startswith("SI\r\n")


def test_what_the_scales_told_themselves_is_stored_as_such(page_as, yard, session):
    page = weighing(page_as, yard, "mettler", lines=["S S   12.345 kg\r\n"])
    button(page).click()
    expect(page.locator("#gross")).to_have_value("12,345")
    add(page)
    ready(page)
    line = session.scalars(select(IntakeLine)).one()
    assert (line.gross_g, line.weight_source) == (12_345, "scale")


def test_what_was_tared_on_the_scales_is_said(page_as, yard):
    page = weighing(page_as, yard, "brug", lines=["ST,NT,+0012.34kg\r\n"])
    button(page).click()
    expect(said(page)).to_contain_text("Kies dus geen bak.")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"refused": True}, "De weegschaal is niet gekozen."),
        ({"taken": True}, "De kabel gaat niet open."),
        ({"gone": True}, "De weegschaal is weg."),
        ({"lines": ["US,GS,+1.0kg\r\n"], "gone": True}, "De weegschaal is weg."),
        ({"lines": ["ST,GS,+27.20lb\r\n"]}, "De weegschaal weegt in een andere eenheid."),
        ({"lines": ["OL,GS,       kg\r\n"]}, "Dit is meer dan deze weegschaal aankan."),
        ({"lines": ["ST,GS,+0060.01kg\r\n"]}, "Dit is meer dan deze weegschaal aankan."),
        ({"lines": ["ST,GS,-0000.02kg\r\n"]}, "De weegschaal geeft minder dan niets aan."),
        ({"lines": ["ST,GS,+0000.00kg\r\n"]}, "De weegschaal geeft niets aan."),
        ({"lines": ["#!?\r\n"]}, "Wat de weegschaal zegt, is niet te begrijpen."),
        ({}, "De weegschaal zegt niets."),
    ],
)
def test_what_goes_wrong_is_said_and_it_can_be_tried_again(page_as, yard, told, sentence):
    page = weighing(page_as, yard, "brug", **told)
    button(page).click()
    expect(said(page)).to_contain_text(sentence)
    expect(button(page)).to_be_enabled()
    expect(page.locator("#gross")).to_have_value("")
    seen = page.evaluate("seen")
    assert seen["closed"] == len(seen["opened"])


def test_a_weight_that_comes_too_late_is_not_the_next_things(page_as, yard):
    page = weighing(page_as, yard, "oud", lines=["10.1 kg\r\n"])
    button(page).click()
    expect(said(page)).to_have_text("Beweegt nog: 10,1\u00a0kg")
    page.evaluate('document.getElementById("line-form").reset()')
    expect(button(page)).to_be_enabled()
    assert page.evaluate("seen.closed") == 1
    expect(page.locator("#gross")).to_have_value("")
    expect(said(page)).to_have_text("")


def test_the_shop_lead_tries_scales_on_their_own_page(page_as, yard):
    page = page_as(Role.SHOP_LEAD)
    with page.add_init_script(f"({SCALES})({json.dumps({'lines': [READY]})})"):
        page.goto("/intake/scales/brug")
    page.get_by_role("button", name="Lees de weegschaal").click()
    expect(page.get_by_text("De weegschaal geeft 12,34\u00a0kg door.")).to_be_visible()
    expect(page.locator("[data-heard] code")).to_have_text("ST,GS,+0012.34kg")
