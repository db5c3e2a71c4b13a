"""Photos and papers of batches: read before they are kept, and kept where nobody guesses them."""

import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean
from bouwkringloop.batches import pdf
from bouwkringloop.batches.delivery.models import BatchDelivery
from bouwkringloop.batches.models import Batch, BatchFile
from bouwkringloop.stock import photos

#: What a file can be about, and what that is called.
KINDS = {
    "photo": N_("Photo"),
    "ce": N_("CE marking"),
    "dop": N_("Declaration of performance (DoP)"),
    "komo": N_("KOMO certificate"),
    "invoice": N_("Invoice"),
    "other": N_("Another paper"),
}
MOST_PHOTOS = 6
MOST_PAPERS = 6
#: Of one offer in all: whoever has more, sends the rest by mail.
MOST = 60
#: What a form with files may weigh; browsers with scripts make photos small before they send them.
MOST_BYTES = 96 * 1024 * 1024
JPEG, PDF = "image/jpeg", "application/pdf"
#: How the name of such a file ends.
ENDS = {JPEG: ".jpg", PDF: ".pdf"}
#: A file without a row is left alone so long, since its row may still be on its way.
_ON_ITS_WAY = timedelta(days=1)
#: What others sent takes much memory while it is unpacked.
_one_at_a_time = threading.Lock()


class ThisFile(Refused):
    """One of the files cannot be kept; the words tell which and why."""

    message = N_("“%(file)s”: %(why)s")

    def __init__(self, sent: "Sent", why: Refused) -> None:
        super().__init__(file=sent.name[:60], why=why.sentence)
        self.status = why.status
        self.sent = sent


class NoPhotoNoPdf(Refused):
    """A file that is neither a picture nor a PDF, whatever it is called."""

    status = 422
    message = N_("this is no photo and no PDF. Send a JPEG, PNG or WebP picture, or a PDF.")


class TooManyOfThem(Refused):
    """More photos or papers of one line than anybody looks at."""

    status = 422
    message = N_("this is one too many: at most six photos and six papers a line.")


class TooManyInAll(Refused):
    """More files than one offer can carry."""

    status = 422
    message = N_("this is one too many: at most sixty photos and papers in one offer.")


class NotOfThisKind(Refused):
    """A kind of paper that no form offers."""

    status = 422
    message = N_("choose what kind of paper this is.")


@dataclass(frozen=True)
class Sent:
    """A file as it came with a form: of which line (counted from nought), and what it is."""

    line: int
    kind: str
    name: str
    stream: IO[bytes]


@dataclass(frozen=True)
class Ready:
    """A file that was read and may be kept."""

    sent: Sent
    content: photos.Prepared | bytes

    @property
    def media(self) -> str:
        """What it is, as browsers call it."""
        return PDF if isinstance(self.content, bytes) else JPEG

    @property
    def kind(self) -> str:
        """What it is about; a PDF among the photos is some paper."""
        pdf_as_photo = self.sent.kind == "photo" and self.media == PDF
        return "other" if pdf_as_photo else self.sent.kind


@dataclass(frozen=True)
class Written:
    """A file that lies in the folder, and waits for the row that names it."""

    id: UUID
    line: int
    kind: str
    media: str
    name: str


def folder(home: Path) -> Path:
    """Tell where they are kept."""
    return home / "batches"


def prepare(sent: Iterable[Sent]) -> list[Ready]:
    """Make every photo small and every PDF safe; raise ThisFile for the first that cannot be kept.

    It is slow work, so do it outside a transaction.
    """
    listed = list(sent)
    many: dict[tuple[int, bool], int] = {}
    for number, one in enumerate(listed):
        of_line = one.line, one.kind == "photo"
        many[of_line] = many.get(of_line, 0) + 1
        if number >= MOST:
            raise ThisFile(one, TooManyInAll())
        if many[of_line] > (MOST_PHOTOS if of_line[1] else MOST_PAPERS):
            raise ThisFile(one, TooManyOfThem())
        if one.kind not in KINDS:
            raise ThisFile(one, NotOfThisKind())
    return [Ready(one, _read(one)) for one in listed]


def _read(sent: Sent) -> photos.Prepared | bytes:
    try:
        # One byte more than is allowed is enough to know, however large the file is.
        data = sent.stream.read(max(photos.MOST_BYTES, pdf.MOST_BYTES) + 1)
        with _one_at_a_time:
            return pdf.made_safe(data) if pdf.is_pdf(data) else photos.prepare(data)
    except photos.NotAPhoto:
        raise ThisFile(sent, NoPhotoNoPdf()) from None
    except Refused as refusal:
        raise ThisFile(sent, refusal) from None


def write(home: Path, ready: Iterable[Ready]) -> list[Written]:
    """Write the files; they belong to nobody until `attach` names them."""
    made = []
    for one in ready:
        written = Written(uuid4(), one.sent.line, one.kind, one.media, one.sent.name)
        if isinstance(one.content, bytes):
            _write(path(folder(home), written.id, PDF), one.content)
        else:
            photos.write(folder(home), written.id, one.content)
        made.append(written)
    return made


def _write(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_suffix(".part")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(target)


def by_line(batch: Batch) -> dict[int | None, list[BatchFile]]:
    """Give the files of a batch by the line that they are about; None has those of all of it."""
    found: dict[int | None, list[BatchFile]] = {}
    for file in batch.files:
        found.setdefault(file.line_id, []).append(file)
    return found


def attach(session: Session, batch: Batch, written: Sequence[Written]) -> None:
    """Name files in the rows of a batch that was just stored; its lines are in their order."""
    for one in written:
        batch.files.append(
            BatchFile(
                id=one.id,
                line_id=batch.lines[one.line].id,
                kind=one.kind,
                media=one.media,
                name=clean(one.name)[:80] or KINDS[one.kind],
                at=clock.now(),
            )
        )
    session.flush()


def path(kept_in: Path, file_id: UUID, media: str, *, small: bool = False) -> Path:
    """Tell where a file is kept."""
    return kept_in / f"{file_id}{'-small' if small else ''}{ENDS[media]}"


def one(session: Session, file_id: UUID) -> BatchFile:
    """Find a file."""
    found = session.get(BatchFile, file_id)
    if found is None:
        raise NotFound
    return found


def existing(home: Path, file: BatchFile, *, small: bool = False) -> Path:
    """Tell where a file is kept, if it is; only photos have a small one."""
    found = path(folder(home), file.id, file.media, small=small and file.media == JPEG)
    if not found.is_file():
        raise NotFound
    return found


def erase(session: Session, home: Path, batch: Batch) -> None:
    """Drop the photos and papers of a batch, rows and files."""
    for file in list(batch.files):
        for small in {False, file.media == JPEG}:
            path(folder(home), file.id, file.media, small=small).unlink(missing_ok=True)
        batch.files.remove(file)
        session.delete(file)


def sweep(session: Session, home: Path) -> None:
    """Drop files that no row names: of offers that were refused or sent twice."""
    known = {str(number) for number in session.scalars(select(BatchFile.id))}
    known |= {str(number) for number in session.scalars(select(BatchDelivery.signature_id))}
    long_ago = (clock.now() - _ON_ITS_WAY).timestamp()
    for kept in folder(home).glob("*"):
        if kept.stem.removesuffix("-small") not in known and kept.stat().st_mtime < long_ago:
            kept.unlink(missing_ok=True)
