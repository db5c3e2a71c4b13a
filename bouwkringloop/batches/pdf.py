"""PDFs that somebody outside sends: read, and written anew with nothing in them that can act."""

from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

MOST_BYTES = 10 * 1024 * 1024
#: A declaration of performance has a few pages, a folder of a product perhaps fifty.
MOST_PAGES = 300
#: What makes a page look as it does. Whatever acts, or carries another file, is not among it.
_OF_PAGE = {
    "/Type",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/Resources",
    "/Contents",
    "/Group",
    "/UserUnit",
    "/Annots",
}
#: Notes, stamps, and what was filled in, of which only the look stays.
_SEEN = {
    "/FreeText",
    "/Stamp",
    "/Ink",
    "/Line",
    "/Square",
    "/Circle",
    "/Highlight",
    "/Underline",
    "/Widget",
}
_OF_NOTE = {"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F", "/C", "/BS", "/Border", "/QuadPoints"}


class NotAPdf(Refused):
    """The file says that it is a PDF, and cannot be read as one."""

    status = 422
    message = N_("This PDF is broken: it cannot be read. Save it again as PDF, or make a photo.")


class LockedPdf(Refused):
    """A PDF with a password, or that may not be copied."""

    status = 422
    message = N_("This PDF is locked with a password. Save it without one, or make a photo.")


class PdfTooLarge(Refused):
    """More bytes or pages than a paper about a product has."""

    status = 413
    message = N_("This PDF is too large. It can have at most 10 MB and 300 pages.")


def is_pdf(data: bytes) -> bool:
    """Tell whether a file says that it is a PDF; some begin with a few other bytes."""
    return b"%PDF-" in data[:1024]


def made_safe(data: bytes) -> bytes:
    """Write a PDF anew with its pages alone: no scripts, no actions, no files in it, no links.

    It is slow work, so do it outside a transaction. Raises NotAPdf, LockedPdf and PdfTooLarge.
    """
    if len(data) > MOST_BYTES:
        raise PdfTooLarge
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise LockedPdf
        pages = list(reader.pages)
        if len(pages) > MOST_PAGES:
            raise PdfTooLarge
        if not pages:
            raise NotAPdf
        writer = PdfWriter()
        for page in pages:
            _strip(page)
            writer.add_page(page)
        written = BytesIO()
        writer.write(written)
    except Refused:
        raise
    except Exception as error:
        # A broken PDF breaks its reader in any way there is.
        raise NotAPdf from error
    return written.getvalue()


def _strip(page: PageObject) -> None:
    _keep_only(page, _OF_PAGE)
    if "/Annots" in page:
        found = page["/Annots"]
        notes = [note.get_object() for note in found] if isinstance(found, ArrayObject) else []
        kept = [
            note
            for note in notes
            if isinstance(note, DictionaryObject) and note.get("/Subtype") in _SEEN
        ]
        for note in kept:
            _keep_only(note, _OF_NOTE)
        page[NameObject("/Annots")] = ArrayObject(kept)


def _keep_only(of: DictionaryObject, names: set[str]) -> None:
    for name in [name for name in of if name not in names and name != "/Parent"]:
        del of[name]
