"""The menu: which pages stand in it, in which order, and who sees them."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Permission

#: Endpoint, title, icon, and who sees it.
NAVIGATION = (
    ("reports.home", N_("Today"), "house", Permission.OWN),
    ("intake.start", N_("Intake"), "box-arrow-in-down", Permission.INTAKE),
    ("till.choose", N_("Till"), "basket", Permission.SELL),
    ("stock.items", N_("Stock"), "boxes", Permission.VIEW_STOCK),
    ("pickups.pickups", N_("Pick-ups"), "truck", Permission.INTAKE),
    ("wishes.wishes", N_("Wishes"), "heart", Permission.KEEP_WISHES),
    ("batches.batches", N_("Surplus batches"), "bricks", Permission.INTAKE),
    ("trips.trips", N_("Trips"), "geo-alt", Permission.INTAKE),
    ("placements.files", N_("Work placements"), "person-arms-up", Permission.KEEP_PLACEMENTS),
    ("invoicing.invoices", N_("Invoices"), "file-earmark-text", Permission.KEEP_CUSTOMERS),
    ("partners.customers", N_("Customers"), "person-badge", Permission.KEEP_CUSTOMERS),
    ("partners.partners", N_("Partners"), "diagram-3", Permission.KEEP_BATCHES),
    ("catalogue.categories", N_("Catalogue"), "tags", Permission.EDIT_CATALOGUE),
    ("intake.tree", N_("Decision tree"), "signpost-split", Permission.EDIT_CATALOGUE),
    ("printing.paper", N_("Printing"), "printer", Permission.PRINT),
    ("till.shifts", N_("Shifts"), "currency-euro", Permission.SEE_FIGURES),
    ("people.staff", N_("People"), "people", Permission.MANAGE_PEOPLE),
    ("partners.shop_details", N_("Details of the shop"), "building", Permission.MANAGE_SHOP),
    ("people.audit_trail", N_("Audit trail"), "clock-history", Permission.SEE_AUDIT),
)


@dataclass(frozen=True)
class NavEntry:
    """One entry of the menu, for one person on one page."""

    title: str
    url: str
    icon: str
    active: bool


def menu(may: Callable[[Permission], bool]) -> list[NavEntry]:
    """List the entries for somebody who may see so much."""
    return [
        NavEntry(translate(title), url_for(endpoint), icon, request.endpoint == endpoint)
        for endpoint, title, icon, permission in NAVIGATION
        if may(permission)
    ]
