"""Who may do what: roles, permissions, and the mark that every view carries."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from bouwkringloop.base.i18n import N_


class Permission(StrEnum):
    """One thing that a role may or may not do."""

    INTAKE = "intake"
    VIEW_STOCK = "view_stock"
    #: Move things, repair, take apart, count, reserve, write off.
    HANDLE_STOCK = "handle_stock"
    #: Book counts, decide on what is kept apart, change many things at once, draw places, keep
    #: scales and containers.
    JUDGE_STOCK = "judge_stock"
    PRINT = "print"
    #: Look customers up, add and change them, and make invoices.
    KEEP_CUSTOMERS = "keep_customers"
    #: Let customers buy on account, and book what they pay.
    KEEP_ACCOUNTS = "keep_accounts"
    #: Partners, agreements with builders, their batches, and what is decided about them.
    KEEP_BATCHES = "keep_batches"
    #: What people and projects look for, with who they are.
    KEEP_WISHES = "keep_wishes"
    #: Open files of participants, and read those that one keeps.
    KEEP_PLACEMENTS = "keep_placements"
    #: Figures about placements of which nobody can be told.
    SEE_PLACEMENT_FIGURES = "see_placement_figures"
    #: Say what stands about the shop on its papers.
    MANAGE_SHOP = "manage_shop"
    SELL = "sell"
    OPEN_SHIFT = "open_shift"
    CLOSE_SHIFT = "close_shift"
    CHANGE_PRICE = "change_price"
    EDIT_CATALOGUE = "edit_catalogue"
    #: The rules of the till: limits, the VAT scheme, discount cards, stickers.
    KEEP_RULES = "keep_rules"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_PRINTERS = "manage_printers"
    SEE_AUDIT = "see_audit"
    SEE_FIGURES = "see_figures"
    #: Everybody who is logged in has it: their own page, switching, logging out.
    OWN = "own"


class Role(StrEnum):
    """What somebody is in the shop."""

    INTAKE_WORKER = "intake_worker"
    CASHIER = "cashier"
    SHOP_LEAD = "shop_lead"
    COORDINATOR = "coordinator"
    MANAGER = "manager"


ROLE_NAMES = {
    Role.INTAKE_WORKER: N_("Intake worker"),
    Role.CASHIER: N_("Cashier"),
    Role.SHOP_LEAD: N_("Shop lead"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.MANAGER: N_("Manager"),
}

_INTAKE = {
    Permission.OWN,
    Permission.INTAKE,
    Permission.VIEW_STOCK,
    Permission.HANDLE_STOCK,
    Permission.PRINT,
}
_CASHIER = _INTAKE | {
    Permission.SELL,
    Permission.OPEN_SHIFT,
    Permission.CLOSE_SHIFT,
    Permission.KEEP_CUSTOMERS,
    Permission.KEEP_WISHES,
}
_LEAD = _CASHIER | {
    Permission.CHANGE_PRICE,
    Permission.KEEP_ACCOUNTS,
    Permission.KEEP_BATCHES,
    Permission.JUDGE_STOCK,
    Permission.SEE_FIGURES,
    Permission.MANAGE_PRINTERS,
    Permission.SEE_AUDIT,
}
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.INTAKE_WORKER: frozenset(_INTAKE),
    Role.CASHIER: frozenset(_CASHIER),
    Role.SHOP_LEAD: frozenset(_LEAD),
    Role.COORDINATOR: frozenset(
        {
            Permission.OWN,
            Permission.VIEW_STOCK,
            Permission.SEE_FIGURES,
            Permission.INTAKE,
            Permission.KEEP_BATCHES,
            Permission.KEEP_WISHES,
            Permission.KEEP_PLACEMENTS,
            Permission.SEE_PLACEMENT_FIGURES,
        }
    ),
    Role.MANAGER: frozenset(Permission),
}


#: What is looked after in the real shop only, also by who practises.
REAL_ONLY = frozenset(
    {
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_PRINTERS,
        Permission.SEE_AUDIT,
        Permission.KEEP_PLACEMENTS,
        Permission.SEE_PLACEMENT_FIGURES,
    }
)
#: What does not even exist for who may not: people's files. No program may either.
CLOSED = frozenset({Permission.KEEP_PLACEMENTS})


@dataclass(frozen=True)
class Actor:
    """Who does something: a person behind a screen, or a program behind a token."""

    id: int
    name: str
    role: Role
    language: str
    #: The row of the log-in it came by, or None for a token or the command line.
    session_id: int | None = None
    #: Whether the second step was taken in this log-in; never by a token or a PIN.
    proved: bool = False

    def may(self, permission: Permission) -> bool:
        """Tell whether this actor's role allows it."""
        return permission in ALLOWED[self.role]


View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission, *, proved: bool = False) -> Callable[[View], View]:
    """Mark a view: only roles with this permission see it.

    With `proved`, only in a log-in in which the second step was taken; who did not take it yet is
    led to where it is asked for. What is closed always needs it.
    """

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        view.proved = proved or permission in CLOSED  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that anybody may see."""
    view.permission = None  # type: ignore[attr-defined]
    return view
