"""Forget customers who came no more, when the law does not ask for them any longer.

Who works at a partner's is forgotten with it, or before when they ask for it (`contacts.erase`).
"""

from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.partners.models import PERSONAL, Contact, Customer
from bouwkringloop.people import audit

#: Who was not used in this time is not coming back.
UNUSED = timedelta(days=730)
#: So many whole calendar years after its own the tax office may ask for an invoice (AWR, art. 52).
KEPT_YEARS = 7


def first_kept() -> date:
    """Tell from which day on what is in the books has to be kept."""
    return date(clock.today().year - KEPT_YEARS, 1, 1)


def wipe_old(session: Session) -> int:
    """Erase customers who are over, with their contacts; tell how many. Who still owes stays."""
    now = clock.now()
    over = session.scalars(
        select(Customer).where(
            Customer.wiped_at.is_(None),
            Customer.last_used_at < now - UNUSED,
            Customer.open_cents == 0,
            or_(Customer.last_invoiced_on.is_(None), Customer.last_invoiced_on < first_kept()),
        )
    ).all()
    for customer in over:
        for column in PERSONAL:
            setattr(customer, column, "")
        customer.active, customer.wiped_at = False, now
        customer.may_buy_on_account = False
        for contact in session.scalars(
            select(Contact).where(Contact.customer_id == customer.id, Contact.wiped_at.is_(None))
        ):
            wipe_contact(contact)
        audit.note(session, None, "customer.wiped", customer.subject)
    return len(over)


def wipe_contact(contact: Contact) -> None:
    """Erase who somebody at an organisation is; that there was somebody stays."""
    contact.name = contact.function = contact.email = contact.phone = ""
    contact.active, contact.wiped_at = False, clock.now()


def used(customer: Customer, *, invoiced_on: date | None = None) -> None:
    """Remember that a customer was used just now, and perhaps invoiced."""
    customer.last_used_at = clock.now()
    if invoiced_on is not None:
        customer.last_invoiced_on = max(invoiced_on, customer.last_invoiced_on or invoiced_on)
