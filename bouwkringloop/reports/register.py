"""The register of processing (AVG, article 30): what the shop stores about people, and why.

It describes this program. What a shop does besides it, in mail or in a payroll, it adds itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bouwkringloop.base import mail
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.batches import forget as old_batches
from bouwkringloop.batches import links
from bouwkringloop.intake import purchase
from bouwkringloop.partners import forget as old_customers
from bouwkringloop.people import sessions
from bouwkringloop.pickups import forget as old_pickups
from bouwkringloop.placements.privacy import retention
from bouwkringloop.stock import reserve
from bouwkringloop.till.collecting import forget as old_collections
from bouwkringloop.trips import forget as old_trips
from bouwkringloop.wishes import forget as old_wishes


@dataclass(frozen=True)
class Activity:
    """One thing that the shop does with data about people; all texts are messages."""

    name: str
    purpose: str
    #: The ground in law: AVG, article 6, and 9 or 10 where those count.
    ground: str
    people: str
    data: str
    #: Who gets to see it, inside and outside.
    receivers: str
    kept: str
    #: The tables in which it lies.
    tables: tuple[str, ...]
    #: What is filled in where the texts leave it open.
    figures: Mapping[str, object] = field(default_factory=dict)

    @property
    def kept_so_long(self) -> str:
        """How long it is kept, in the language being spoken."""
        return translate(self.kept) % self.figures


def _days(time: timedelta) -> int:
    return time.days


def _years(time: timedelta) -> int:
    return time.days // 365


_LAW = N_("Legal duty (article 6.1 c): the tax law asks for it")
_CONTRACT = N_("To carry out what was agreed (article 6.1 b)")
_INTEREST = N_("Legitimate interest of the shop (article 6.1 f)")
_STAFF = N_("Staff who need it for their work; nobody outside")

ACTIVITIES = (
    Activity(
        name=N_("Staff and log-ins"),
        purpose=N_("Letting people do their own work, and knowing who did what"),
        ground=_INTEREST,
        people=N_("Staff, volunteers and participants with a log-in"),
        data=N_("Name, role, language, log-ins with their device, what was done and when"),
        receivers=N_("The manager; who answers for the books"),
        kept=N_("Log-ins %(days)s days; names and what was done as long as the books"),
        figures={"days": _days(sessions.KEPT)},
        tables=(
            "person",
            "second_factor",
            "recovery_code",
            "half_login",
            "device",
            "auth_session",
            "login_attempt",
            "api_token",
            "audit_entry",
        ),
    ),
    Activity(
        name=N_("Customers, invoices and accounts"),
        purpose=N_("Selling on an invoice or on account, and being paid"),
        ground=_LAW,
        people=N_("Customers by name, and who works for them"),
        data=N_("Name, address, numbers, mail address, telephone, what was bought and paid"),
        receivers=N_("Staff, the accountant, the tax office"),
        kept=N_(
            "%(unused)s years after the last use; invoices %(years)s whole years after their own"
        ),
        figures={
            "unused": _years(old_customers.UNUSED),
            "years": old_customers.KEPT_YEARS,
        },
        tables=("customer", "contact", "partner_role", "invoice", "invoice_payment"),
    ),
    Activity(
        name=N_("Buying from private persons"),
        purpose=N_("Statements of purchase and the dealer's register"),
        ground=_LAW,
        people=N_("People who sell something to the shop"),
        data=N_("Name, address, kind of identity document without its number, what was sold"),
        receivers=N_("Staff, the accountant, the tax office; the police where the law says so"),
        kept=N_("%(years)s whole years after the year of the purchase"),
        figures={"years": purchase.KEPT_YEARS},
        tables=("purchase",),
    ),
    Activity(
        name=N_("Pick-ups at home"),
        purpose=N_("Fetching things at home, and telling donors what became of them"),
        ground=_CONTRACT,
        people=N_("People who give things away"),
        data=N_("Name, address, telephone, mail address, photos of the things"),
        receivers=_STAFF,
        kept=N_("%(days)s days after the pick-up"),
        figures={"days": _days(old_pickups.KEPT)},
        tables=("pickup", "pickup_photo"),
    ),
    Activity(
        name=N_("Reservations, wishes, and what is to be collected"),
        purpose=N_("Keeping things for people, telling them, and handing over what was sold"),
        ground=_CONTRACT,
        people=N_("Customers and people who look for something"),
        data=N_("Name, telephone, mail address, address of a delivery, what is looked for"),
        receivers=_STAFF,
        kept=N_(
            "Reservations %(kept)s, wishes %(wishes)s and deliveries %(delivered)s days after they"
            " ended"
        ),
        figures={
            "kept": _days(reserve.NAME_KEPT),
            "wishes": _days(old_wishes.KEPT),
            "delivered": _days(old_collections.KEPT),
        },
        tables=("reservation", "wish", "collection", "parked_basket", "voucher"),
    ),
    Activity(
        name=N_("Builders and their surplus batches"),
        purpose=N_("Agreeing about a batch, fetching it, paying and telling what became of it"),
        ground=_CONTRACT,
        people=N_("People who work for builders, and drivers"),
        data=N_("Name, function, telephone, mail address, signature, photos of the things"),
        receivers=N_("Staff; the builder sees its own; carriers get the form that goes along"),
        kept=N_(
            "%(years)s years after the last step or trip; links %(links)s days; printed routes"
            " %(routes)s days; papers of the books %(books)s whole years"
        ),
        figures={
            "years": _years(old_batches.KEPT),
            "links": _days(links.KEPT),
            "routes": _days(old_trips.ROUTE_KEPT),
            "books": old_customers.KEPT_YEARS,
        },
        tables=(
            "builder_link",
            "batch",
            "batch_file",
            "batch_delivery",
            "agreement_acceptance",
            "agreement_words",
            "trip",
            "waste_form",
            "payout",
            "sroi_statement",
            "yield_statement",
        ),
    ),
    Activity(
        name=N_("Participants and their placements"),
        purpose=N_("Guiding people at work, and telling referrers what was agreed to be told"),
        ground=N_(
            "To carry out what was agreed (article 6.1 b); for community service the law behind it"
            " (article 10)"
        ),
        people=N_("Volunteers, trainees and others with a placement"),
        data=N_(
            "Name, date of birth, language, how to reach them and whom to call, what was agreed,"
            " hours, goals; no citizen service number, nothing about health or an offence"
        ),
        receivers=N_(
            "Only who keeps the file, and every look is written down; mentors see a first name;"
            " referrers get reports of what was agreed"
        ),
        kept=N_(
            "At most %(months)s months after the last placement, then erased by itself; hours stay"
            " without a name"
        ),
        figures={"months": retention.KEPT_MONTHS},
        tables=(
            "participant",
            "placement",
            "badge",
            "clocking",
            "day_hours",
            "hours_mark",
            "allowance_paid",
            "file_keeper",
            "file_read",
            "consent",
            "erasure",
        ),
    ),
    Activity(
        name=N_("Mail and paper"),
        purpose=N_("Sending and printing what was asked for"),
        ground=_CONTRACT,
        people=N_("Who gets a mail or a paper"),
        data=N_("Mail address and words of a mail; names on slips and receipts"),
        receivers=N_("The shop's mail server"),
        kept=N_("A mail until it went, at most %(days)s day; papers as long as what they are of"),
        figures={"days": _days(mail.TRIED)},
        tables=("mail", "print_job"),
    ),
)

#: What is done to keep all of it safe.
MEASURES = (
    N_("Everybody has a log-in and a role; every page asks for the permission that it needs."),
    N_("What was done, and who looked into a participant's file, is written down."),
    N_("Passwords and PINs are stored so that nobody can read them."),
    N_("A participant's file does not exist for who does not keep it, nor for programs."),
    N_("What is over is erased by itself, every day."),
    N_("Everything lies on the shop's own computer, and in the copies that it makes of it."),
)
