"""The picture of a receipt: as it was printed, or as it would be where no paper was wanted."""

from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.config import Config
from bouwkringloop.printing import preview
from bouwkringloop.printing.documents import to_json
from bouwkringloop.printing.jobs import UnknownJob
from bouwkringloop.printing.submit import ANYWHERE
from bouwkringloop.till import find, receipt
from bouwkringloop.till.receipts import on_paper
from bouwkringloop.till.sell import Sold


def of_sale(session: Session, config: Config, uuid: UUID) -> bytes:
    """Draw the receipt of a sale as a PNG."""
    try:
        return preview.of_subject(session, config, f"sale:{uuid}")
    except UnknownJob:
        sold = find.sale(session, uuid)
        document = receipt.document(sold, on_paper.address_of(session, config, uuid))
        return preview.of_document(config, document, kind="receipt", where=ANYWHERE)


def for_customer(config: Config, sold: Sold) -> bytes:
    """Draw what a customer may see as a PNG, in the language that is spoken now."""
    document = to_json(receipt.compose(sold, i18n.language()))
    return preview.of_document(config, document, kind="receipt", where=ANYWHERE)
