"""Photos and papers of an offer: read before they are kept, and shown to nobody else."""

import os
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from sqlalchemy import select

from bouwkringloop import backups
from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import files, pdf
from bouwkringloop.batches.models import BatchFile
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.batches import build, offers
from tests.pickups.conftest import words


def kept(config):
    """Names of the files that are kept."""
    return {path.name for path in files.folder(config.home).glob("*")}


def sent_with(browser, url, *carried, **changed):
    sent = offers.filled(**changed)
    return sent, browser.post(url, **offers.with_files(sent, *carried))


def test_photos_and_papers_are_kept_with_their_line_and_what_they_are(
    session, config, builder_page
):
    browser, _, url = builder_page
    sent = offers.filled({}, {"category": "Paneeldeur", "quantity": "2"})
    sent["lines-1-paper_kind"] = ["dop", "komo"]
    carried = offers.with_files(
        sent,
        ("lines-0-photos", make.photo(2400, 1200), "steen.jpg"),
        ("lines-1-papers", offers.paper(2), "DoP deur.pdf"),
        ("lines-1-papers", make.photo(form="PNG"), "komo.png"),
    )
    assert browser.post(url, **carried).status_code == 303
    (batch,) = offers.stored(session)
    bricks, doors = batch.lines
    assert sorted((one.line_id, one.kind, one.media, one.name) for one in batch.files) == sorted(
        [
            (bricks.id, "photo", files.JPEG, "steen.jpg"),
            (doors.id, "dop", files.PDF, "DoP deur.pdf"),
            (doors.id, "komo", files.JPEG, "komo.png"),
        ]
    )
    names = {f"{one.id}.pdf" for one in batch.files if one.media == files.PDF}
    for one in (one for one in batch.files if one.media == files.JPEG):
        names |= {f"{one.id}.jpg", f"{one.id}-small.jpg"}
    assert kept(config) == names
    assert files.folder(config.home).stat().st_mode & 0o777 == 0o700


def test_without_scripts_one_choice_is_for_all_papers_of_a_line(session, builder_page):
    browser, _, url = builder_page
    papers = [("lines-0-papers", offers.paper(), f"{number}.pdf") for number in range(3)]
    sent = {**offers.filled(), "lines-0-paper_kind": "ce"}
    assert browser.post(url, **offers.with_files(sent, *papers)).status_code == 303
    assert [one.kind for one in offers.stored(session)[0].files] == ["ce"] * 3


def test_a_pdf_among_the_photos_is_kept_as_a_paper(session, builder_page):
    browser, _, url = builder_page
    sent_with(browser, url, ("lines-0-photos", offers.paper(), "scan.pdf"))
    assert [one.kind for one in offers.stored(session)[0].files] == ["other"]


@pytest.mark.parametrize(
    ("field", "data", "status", "said"),
    [
        ("papers", b"MZ\x90\x00 this is a program", 422, "geen foto en geen pdf"),
        ("photos", b"not a photo", 422, "geen foto en geen pdf"),
        ("papers", b"%PDF-1.7\nnothing more", 422, "kapot"),
        ("papers", offers.paper()[:120], 422, "kapot"),
        ("papers", offers.paper(password="geheim"), 422, "wachtwoord"),
        ("papers", offers.paper(pdf.MOST_PAGES + 1), 413, "te groot"),
        ("papers", b"%PDF-" + b"x" * pdf.MOST_BYTES, 413, "te groot"),
        ("photos", b"\xff\xd8\xff" * (5 * 1024 * 1024), 413, "te groot"),
    ],
    ids=["program", "text", "no pdf", "half a pdf", "locked", "many pages", "11 MB", "15 MB"],
)
@pytest.mark.one_database
def test_a_file_that_cannot_be_kept_is_refused_by_name_at_its_line(
    session, config, builder_page, field, data, status, said
):
    browser, _, url = builder_page
    _, answer = sent_with(browser, url, (f"lines-0-{field}", data, "bijlage.pdf"))
    assert answer.status_code == status
    assert "“bijlage.pdf”" in words(answer)
    assert said in words(answer)
    assert "Bouwweg 1" in answer.text
    place = answer.text.index(f'id="lines-0-{field}-error"')
    assert "bijlage.pdf" in answer.text[place : place + 600]
    assert (offers.stored(session), kept(config)) == ([], set())


def test_a_locked_pdf_that_opens_without_a_password_is_refused_too():
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=300)
    writer.encrypt("", "owner", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    with pytest.raises(pdf.LockedPdf):
        pdf.made_safe(file.getvalue())


def test_of_a_pdf_the_pages_are_kept_and_nothing_that_acts():
    writer = PdfWriter(clone_from=BytesIO(offers.paper(2, script="app.alert(1)", attachment=b"MZ")))
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://evil.example"))
    dangerous = BytesIO()
    writer.write(dangerous)
    safe = pdf.made_safe(dangerous.getvalue())
    read = PdfReader(BytesIO(safe))
    assert len(read.pages) == 2
    assert read.attachments == {}
    assert set(read.trailer["/Root"]) == {"/Type", "/Pages"}
    for danger in (
        b"/JavaScript",
        b"/JS",
        b"/OpenAction",
        b"/AA",
        b"/EmbeddedFile",
        b"/URI",
        b"MZ",
    ):
        assert danger in dangerous.getvalue()
        assert danger not in safe


@pytest.mark.parametrize(
    ("carried", "said"),
    [
        ([("lines-0-photos", 7)], "zes foto"),
        ([("lines-0-papers", 7)], "zes papieren"),
        ([(f"lines-{n}-photos", 6) for n in range(10)] + [("lines-10-photos", 1)], "zestig"),
    ],
)
@pytest.mark.one_database
def test_there_is_a_limit_to_the_files_of_a_line_and_of_an_offer(
    session, builder_page, carried, said
):
    browser, _, url = builder_page
    sent = offers.filled(*[{}] * len(carried))
    small = make.photo(8, 8)
    many = [(field, small, f"{n}.jpg") for field, times in carried for n in range(times)]
    answer = browser.post(url, **offers.with_files(sent, *many))
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert offers.stored(session) == []


def test_a_kind_of_paper_that_no_form_offers_is_refused(session, builder_page):
    browser, _, url = builder_page
    sent = {**offers.filled(), "lines-0-paper_kind": "passport"}
    answer = browser.post(
        url, **offers.with_files(sent, ("lines-0-papers", offers.paper(), "a.pdf"))
    )
    assert (answer.status_code, offers.stored(session)) == (422, [])


def test_a_card_with_only_a_photo_is_asked_what_it_is(session, builder_page):
    browser, _, url = builder_page
    sent = offers.filled({"category": "", "quantity": ""})
    answer = browser.post(url, **offers.with_files(sent, ("lines-0-photos", make.photo(), "a.jpg")))
    assert (answer.status_code, "Dit moet ingevuld zijn" in words(answer)) == (422, True)


def test_a_form_larger_than_all_files_together_is_not_read(builder_page):
    browser, _, url = builder_page
    _, answer = sent_with(browser, url, ("lines-0-papers", b"x" * (files.MOST_BYTES + 1), "x.pdf"))
    assert answer.status_code == 413


def test_the_shop_goes_on_writing_while_files_are_read(
    session, builder_page, database, monkeypatch
):
    browser, _, url = builder_page
    made_safe = pdf.made_safe

    def slow(data):
        with database.writing() as other:
            other.add(AuditEntry(at=clock.now(), action="sale.made", subject="sale:1"))
        return made_safe(data)

    monkeypatch.setattr(files.pdf, "made_safe", slow)
    _, answer = sent_with(browser, url, ("lines-0-papers", offers.paper(), "a.pdf"))
    assert answer.status_code == 303


@pytest.fixture
def papered(session, builder_page):
    """A batch with a photo and a PDF; gives the browser, its home address, and both files."""
    browser, _, url = builder_page
    files_sent = [
        ("lines-0-photos", make.photo(), "steen\u202e.jpg"),
        ("lines-0-papers", offers.paper(), "DoP ‘steen’.pdf"),
    ]
    sent_with(browser, url, *files_sent)
    found = {one.media: one for one in offers.stored(session)[0].files}
    return browser, url.removesuffix("offer"), found[files.JPEG], found[files.PDF]


def test_the_builder_and_the_shop_get_a_file_and_no_cache_keeps_it(papered, log_in):
    browser, home, photo, paper = papered
    desk = log_in(Role.INTAKE_WORKER)
    for client, root in ((browser, f"{home}files/"), (desk, "/batches/files/")):
        shown = client.get(f"{root}{photo.id}?size=small", buffered=True)
        saved = client.get(f"{root}{paper.id}", buffered=True)
        assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
        assert (saved.status_code, saved.mimetype) == (200, "application/pdf")
        assert saved.data.startswith(b"%PDF-")
        assert shown.headers["Content-Disposition"].startswith("inline")
        assert saved.headers["Content-Disposition"].startswith("attachment")
        for answer in (shown, saved):
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_gets_a_file(session, config, papered, outsider, log_in):
    _, home, photo, paper = papered
    _, other = build.link(session, config, build.builder(session, "Sloopbedrijf Anders"))
    session.rollback()
    for one in (photo, paper):
        assert outsider.get(f"/builder/{other}/files/{one.id}").status_code == 404
        assert outsider.get(f"/batches/files/{one.id}").status_code == 303
        assert log_in(Role.MANAGER).get(f"/photos/{one.id}.jpg").status_code == 404
    assert outsider.get(f"{home}files/{uuid4()}").status_code == 404


def test_what_was_refused_or_sent_twice_is_swept_and_what_is_in_use_stays(
    session, config, database, papered, standing_clock
):
    *_, photo, paper = papered
    long_ago = (clock.now() - timedelta(days=3)).timestamp()
    for left in (f"{uuid4()}.jpg", f"{uuid4()}-small.jpg", f"{uuid4()}.pdf", "half.part"):
        (files.folder(config.home) / left).write_bytes(b"x")
    for path in files.folder(config.home).iterdir():
        os.utime(path, (long_ago, long_ago))
    young = files.folder(config.home) / f"{uuid4()}.pdf"
    young.write_bytes(b"x")
    os.utime(young, (clock.now().timestamp(),) * 2)
    with database.reading() as own:
        files.sweep(own, config.home)
    stays = {f"{photo.id}.jpg", f"{photo.id}-small.jpg", f"{paper.id}.pdf", young.name}
    assert kept(config) == stays


def test_sending_twice_keeps_the_files_of_the_first(session, builder_page):
    browser, _, url = builder_page
    sent = offers.filled()
    for name in ("een.jpg", "twee.jpg"):
        carried = offers.with_files(sent, ("lines-0-photos", make.photo(), name))
        assert browser.post(url, **carried).status_code == 303
    assert session.scalars(select(BatchFile.name)).all() == ["een.jpg"]


def test_a_backup_holds_the_files_of_batches(config, tmp_path, templates):
    folder = files.folder(config.home)
    folder.mkdir(mode=0o700)
    (folder / "a.pdf").write_bytes(b"paper")
    templates.empty(config.home / "bouwkringloop.db")
    copy = tmp_path / "copy.zip"
    backups.write(config, copy)
    (folder / "a.pdf").unlink()
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("batches/a.pdf") == b"paper"
    backups.put_back(config, copy, overwrite=True)
    assert (folder / "a.pdf").read_bytes() == b"paper"
