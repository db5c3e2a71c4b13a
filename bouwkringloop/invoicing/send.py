"""Send by mail an invoice with what belongs to it, or a statement of what is open."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n, mail
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.config import Config
from bouwkringloop.invoicing import pdf, ubl
from bouwkringloop.invoicing.document import Document
from bouwkringloop.invoicing.find import Listed
from bouwkringloop.partners.models import Customer
from bouwkringloop.partners.shop import Details
from bouwkringloop.people import audit


class NoMail(Refused):
    """The shop sends no mail, or nobody knows where to."""

    message = N_("This cannot go by mail: there is no mail server, or the customer has no address.")


class NothingToSend(Refused):
    """Nothing is open, so there is no statement to be sent."""

    message = N_("Nothing is open for this customer.")


class NoFile(Refused):
    """The file is for the books of organisations; it names both parties by their numbers."""

    status = 404
    message = N_("The XML file is for companies and organisations. A private person gets the PDF.")


def has_file(document: Document) -> bool:
    """Tell whether there is a file for the customer's books."""
    return document.buyer.kind == "organisation"


def paper(document: Document) -> Attachment:
    """Give an invoice as a PDF with a name that says what it is."""
    with i18n.speaking(document.language):
        name = f"{pdf.title(document)} {document.name}.pdf".replace(" ", "-")
    return Attachment(name, "application/pdf", pdf.draw(document))


def file(document: Document) -> Attachment:
    """Give an invoice as XML; raise NoFile where the buyer is a private person."""
    if not has_file(document):
        raise NoFile
    with i18n.speaking(document.language):
        name = f"{pdf.title(document)} {document.name}.xml".replace(" ", "-")
    return Attachment(name, "application/xml", ubl.write(document))


def files(document: Document) -> list[Attachment]:
    """Give all that goes with the mail."""
    return [paper(document), *([file(document)] if has_file(document) else ())]


def statement(seller: Details, customer: Customer, rows: Sequence[Listed]) -> Attachment:
    """Give what a customer still has to pay, as of today, as a PDF in their language."""
    today = clock.today()
    with i18n.speaking(customer.language):
        name = _("Statement")
    return Attachment(
        f"{name}-{today}.pdf", "application/pdf", pdf.statement(seller, customer, rows, today)
    )


def send_statement(
    session: Session,
    config: Config,
    customer: Customer,
    seller: Details,
    paper: Attachment,
    *,
    by: Actor,
) -> None:
    """Put a statement of what is open in the outbox."""
    if config.mail is None or not customer.email:
        raise NoMail
    with i18n.speaking(customer.language):
        paragraphs = (
            _("Dear %(name)s,") % {"name": customer.name},
            _("With this mail you get a statement of the invoices that are still to be paid."),
            _("Did you pay in the last few days? Then you need not do anything."),
            f"{_('Kind regards,')}\n{seller.name}",
        )
        mail.post(
            session,
            to=customer.email,
            subject=f"{_('Statement of what is open')} · {seller.name}",
            body="\n\n".join(paragraphs) + "\n",
            about=customer.subject,
            kind="statement",
            attachments=[paper],
        )
    audit.note(session, by, "statement.mailed", customer.subject)


def send(
    session: Session,
    config: Config,
    document: Document,
    with_it: list[Attachment],
    *,
    to: str,
    subject: str,
    by: Actor,
) -> None:
    """Put an invoice in the outbox; `subject` is its name there and in the trail."""
    if config.mail is None or not to:
        raise NoMail
    with i18n.speaking(document.language):
        named = pdf.title(document)
        told = {"paper": named.lower(), "name": document.name}
        paragraphs = (
            _("Dear %(name)s,") % {"name": document.buyer.name},
            _("With this mail you get %(paper)s %(name)s.") % told,
            f"{_('Kind regards,')}\n{document.seller.name}",
        )
        mail.post(
            session,
            to=to,
            subject=f"{named} {document.name} · {document.seller.name}",
            body="\n\n".join(paragraphs) + "\n",
            about=subject,
            kind="invoice",
            attachments=with_it,
        )
    audit.note(session, by, "invoice.mailed", subject, name=document.name)
