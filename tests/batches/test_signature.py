"""A signature is kept as nothing but its strokes, and everything else is refused in words."""

import base64
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select

from bouwkringloop import backups
from bouwkringloop.batches.delivery import came, forget, receipt, signature
from bouwkringloop.batches.delivery.models import BatchDelivery
from bouwkringloop.config import Config
from bouwkringloop.printing.models import PrintJob
from tests import make
from tests.batches import build
from tests.batches.arriving import bring, drawing, load
from tests.till.counter import holds


def bomb(width=30_000, height=30_000):
    """A PNG of a few kilobytes that says to be nine hundred million dots."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_a_drawing_is_cut_to_its_strokes_and_made_small():
    kept = signature.prepare(drawing(1600, 900, stroke=9))
    with Image.open(BytesIO(kept)) as picture:
        assert picture.format == "PNG"
        assert picture.mode == "L"
        assert picture.width <= 900
        assert picture.height <= 360
        assert picture.getextrema()[0] < 40
    assert len(kept) < 20_000


def test_what_else_the_file_tells_is_dropped():
    told = PngInfo()
    told.add_text("Author", "Kees Timmer, iPhone")
    file = BytesIO()
    with Image.open(BytesIO(drawing())) as picture:
        picture.save(file, "PNG", pnginfo=told)
    assert b"Kees" in file.getvalue()
    assert b"Kees" not in signature.prepare(file.getvalue())


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", signature.NotASignature),
        (b"no picture at all", signature.NotASignature),
        (drawing()[:200], signature.NotASignature),
        (make.photo(), signature.NotASignature),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", signature.NotASignature),
        (bomb(), signature.SignatureTooLarge),
        (bomb(1_000_000, 5), signature.SignatureTooLarge),
        (b"\0" * (signature.MOST_BYTES + 1), signature.SignatureTooLarge),
        (drawing(stroke=0), signature.NothingDrawn),
    ],
)
def test_what_is_no_signature_is_refused_in_words(data, refusal):
    with pytest.raises(refusal) as refused:
        signature.prepare(data)
    assert refused.value.status in (413, 422)
    assert len(refused.value.sentence) > 20


@pytest.mark.parametrize("told", ["data:image/png;base64,%%%", "é", "data:text/html;base64,AAAA"])
def test_what_a_page_cannot_have_sent_is_refused(told):
    with pytest.raises(signature.NotASignature):
        signature.from_page(told)
    with pytest.raises(signature.SignatureTooLarge):
        signature.from_page("A" * 2_000_000)


def test_what_a_page_sends_is_the_drawing():
    told = "data:image/png;base64," + base64.b64encode(drawing()).decode()
    assert signature.from_page(told) == drawing()


def test_a_signature_is_a_file_that_nobody_else_reads(session, tmp_path):
    batch = build.batch(session, state="agreed")
    folder = tmp_path / "batches" / "signatures"
    told = load(batch, signed_by="Kees Timmer", drawing=drawing())
    made = bring(session, folder, batch, told)
    (file,) = folder.iterdir()
    assert file.stem == str(made.signature_id)
    assert [each.stat().st_mode & 0o777 for each in (file, folder, folder.parent)] == [
        0o600,
        0o700,
        0o700,
    ]
    assert signature.read(folder, made.signature_id) == signature.prepare(drawing())
    # Whoever sends it again writes no second file.
    bring(session, folder, batch, told)
    assert len(list(folder.iterdir())) == 1


def test_a_name_without_a_drawing_says_that_it_is_on_paper(session, tmp_path):
    batch = build.batch(session, state="agreed")
    with pytest.raises(signature.NothingDrawn):
        bring(session, tmp_path, batch, load(batch, signed_by="Kees Timmer"))
    made = bring(session, tmp_path, batch, load(batch, signed_by="Kees Timmer", on_paper=True))
    assert (made.signed_by, made.signature_id) == ("Kees Timmer", signature.ON_PAPER)
    assert signature.read(tmp_path, made.signature_id) is None


@pytest.mark.parametrize("told", [{"drawing": drawing()}, {"on_paper": True}])
def test_a_signature_without_a_name_is_refused(session, tmp_path, told):
    batch = build.batch(session, state="agreed")
    with pytest.raises(came.NobodySigned):
        bring(session, tmp_path, batch, load(batch, **told))


def test_a_broken_drawing_stores_nothing_of_the_load(session, tmp_path):
    batch = build.batch(session, state="agreed")
    with pytest.raises(signature.SignatureTooLarge):
        bring(session, tmp_path, batch, load(batch, signed_by="Kees", drawing=bomb()))
    assert session.query(BatchDelivery).count() == 0
    assert not (tmp_path / "signatures").exists()


def test_nobody_has_to_sign(session, tmp_path):
    batch = build.batch(session, state="agreed")
    assert bring(session, tmp_path, batch, load(batch)).signature_id is None


def test_signatures_go_into_a_backup(templates, tmp_path):
    config = Config(home=tmp_path, database_url=templates.sqlite(tmp_path / backups.DATABASE))
    signature.keep(config.signatures, signature.id_of(signature.ON_PAPER), b"a drawing")
    target = tmp_path / "copy.zip"
    backups.write(config, target)
    with zipfile.ZipFile(target) as archive:
        assert [name for name in archive.namelist() if "signatures" in name] == [
            f"batches/signatures/{signature.id_of(signature.ON_PAPER)}.png"
        ]


def test_who_signed_long_ago_is_forgotten_with_the_drawing_and_the_papers(session, tmp_path):
    batch = build.batch(session, state="agreed")
    folder = tmp_path / "signatures"
    told = load(batch, signed_by="Kees Timmer", drawing=drawing(), plate="V-1", note="Bel Kees")
    made = bring(session, folder, batch, told)
    by = make.actor(session)
    receipt.order(session, folder, batch.uuid, made.uuid, by=by)
    session.commit()
    forget.wipe(session, folder, batch)
    session.commit()
    session.refresh(made)
    assert (made.driver, made.plate, made.signed_by, made.note) == ("", "", "", "")
    assert made.signature_id is None
    assert list(folder.iterdir()) == []
    paper = session.scalars(select(PrintJob.document)).one()
    assert "Kees" not in paper
    assert "picture" not in paper
    assert made.lines[0].weight_g == 200_000
    assert holds(session)
