"""Settle a total: what is paid in which way, what is rounded, and what is given back."""

from dataclasses import dataclass, replace

from bouwkringloop.base import i18n, money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.basket import Paid

#: Cash of this much and more may not be taken in for goods (Wwft, since 1 January 2026).
CASH_BAN_CENTS = 300_000
METHODS = ("cash", "pin", "voucher", "account")
#: By how much five-cent rounding changes one amount at most.
_ROUNDS_CENTS = 2


class NotPaid(Refused):
    """Less was paid than the basket costs."""

    status = 422
    message = N_("%(missing)s is still to be paid.")


class PaidTooMuch(Refused):
    """Only cash gives change."""

    status = 422
    message = N_("%(over)s more is paid than the total. Only cash gives change.")


class NotPaidOut(Refused):
    """What is paid out is not what the customer gets back."""

    status = 422
    message = N_("The customer gets back %(due)s. Pay out just that.")


class AbsurdAmount(Refused):
    """A payment below nothing or beyond anything in the shop."""

    status = 422
    message = N_("This payment cannot be right. Check the amount, please.")


class TooMuchCash(Refused):
    """The law lets nobody pay so much for goods in cash."""

    status = 422
    message = N_(
        "Paying € 3,000 or more in cash is not allowed by law. Let the customer pay by card."
    )


class TooMuchCashBack(Refused):
    """The law's ban holds for cash that is paid out as well, and no card helps there."""

    status = 422
    message = N_(
        "Paying out € 3,000 or more in cash is not allowed by law. Give store credit, for a part"
        " of it at least."
    )


class UnknownMethod(Refused):
    """A way of paying that this shop does not offer."""

    status = 422
    message = N_("This shop does not take that way of paying.")


class VoucherMissing(Refused):
    """A payment with a voucher names its code."""

    status = 422
    message = N_("Scan the voucher, or type its code.")


@dataclass(frozen=True)
class Payment:
    """One payment with what of it stays; below zero where money was paid out."""

    method: str
    tendered_cents: int
    amount_cents: int


@dataclass(frozen=True)
class Settlement:
    """How a total was paid."""

    rounding_cents: int
    change_cents: int
    payments: tuple[Payment, ...]

    @property
    def cash_cents(self) -> int:
        """What the drawer gets; below zero for what leaves it."""
        return sum(p.amount_cents for p in self.payments if p.method == "cash")


@dataclass(frozen=True)
class CashLeft:
    """What of the cash that came in can go back, and what rounding already gave away of it."""

    cents: int
    rounded_cents: int = 0


def settle(
    total_cents: int, paid: tuple[Paid, ...], cash_left: CashLeft | None = None
) -> Settlement:
    """Check that a total is paid, round what is paid in cash to five cents, and work out change.

    A total below zero is paid out. `cash_left` says what the customer can get back in cash at
    most: the rounding of several refunds together never pays out more than came in.
    """
    for payment in paid:
        if payment.method not in METHODS:
            raise UnknownMethod
        says_how_much = payment.tendered_cents is not None
        if (
            payment.method == "voucher"
            and total_cents >= 0
            and says_how_much
            and not payment.voucher
        ):
            raise VoucherMissing
    if total_cents < 0:
        return _pay_out(total_cents, paid, cash_left)
    return _take_in(total_cents, _filled(total_cents, paid))


def _filled(total_cents: int, paid: tuple[Paid, ...]) -> tuple[Paid, ...]:
    """Fill in what is left to be paid where a payment says no amount."""
    told = sum(p.tendered_cents or 0 for p in paid)
    return tuple(
        _with(p, _exact(p.method, total_cents - told)) if p.tendered_cents is None else p
        for p in paid
    )


def _exact(method: str, cents: int) -> int:
    return money.round_cash(cents) if method == "cash" else cents


def _take_in(total_cents: int, paid: tuple[Paid, ...]) -> Settlement:
    for payment in paid:
        # Nothing pays only for nothing; in cash also for what rounds to it, but no card is rounded.
        due = money.round_cash(total_cents) if payment.method == "cash" else total_cents
        least = 0 if due == 0 else 1
        if not least <= (payment.tendered_cents or 0) <= money.MOST_CENTS:
            raise AbsurdAmount
    exact = sum(p.tendered_cents or 0 for p in paid if p.method != "cash")
    if exact > total_cents:
        raise PaidTooMuch(over=i18n.money(exact - total_cents))
    rest = total_cents - exact
    if not any(p.method == "cash" for p in paid):
        if rest:
            raise NotPaid(missing=i18n.money(rest))
        return Settlement(0, 0, tuple(_whole(p) for p in paid))
    due = money.round_cash(rest)
    if due >= CASH_BAN_CENTS:
        raise TooMuchCash
    change = sum(p.tendered_cents or 0 for p in paid if p.method == "cash") - due
    if change < 0:
        raise NotPaid(missing=i18n.money(-change))
    return Settlement(due - rest, change, _after_change(paid, change))


def _whole(paid: Paid) -> Payment:
    cents = paid.tendered_cents or 0
    return Payment(paid.method, cents, cents)


def _after_change(paid: tuple[Paid, ...], change: int) -> tuple[Payment, ...]:
    """Give the change out of the cash that was handed over last."""
    kept = []
    for payment in reversed(paid):
        tendered = payment.tendered_cents or 0
        back = min(change, tendered) if payment.method == "cash" else 0
        change -= back
        kept.append(Payment(payment.method, tendered, tendered - back))
    return tuple(reversed(kept))


def _pay_out(total_cents: int, paid: tuple[Paid, ...], cash_left: CashLeft | None) -> Settlement:
    """Check that just what is due is paid out; cash in one payment, rounded."""
    if any((p.tendered_cents or -1) > 0 or _is_no_cash(p) for p in paid):
        raise NotPaidOut(due=i18n.money(-total_cents))
    cash = [p for p in paid if p.method == "cash"]
    unsaid = [p for p in paid if p.tendered_cents is None]
    if len(cash) > 1 or len(unsaid) > 1:
        raise AbsurdAmount
    others = [p for p in paid if p.method != "cash"]
    rest = total_cents - sum(p.tendered_cents or 0 for p in others)
    if not cash:
        filled = tuple(_whole(p if p not in unsaid else _with(p, rest)) for p in others)
        if sum(p.amount_cents for p in filled) != total_cents:
            raise NotPaidOut(due=i18n.money(-total_cents))
        return Settlement(0, 0, filled)
    due = _cash_out(rest, cash_left)
    if -due >= CASH_BAN_CENTS:
        raise TooMuchCashBack
    if cash[0].tendered_cents not in (None, due) or rest >= 0:
        raise NotPaidOut(due=i18n.money(-due))
    done = tuple(_whole(_with(p, due) if p.method == "cash" else p) for p in paid)
    return Settlement(due - rest, 0, done)


def _with(paid: Paid, cents: int) -> Paid:
    return replace(paid, tendered_cents=cents)


def _is_no_cash(paid: Paid) -> bool:
    """Tell whether nothing is paid out in a way that is not rounded."""
    return paid.method != "cash" and paid.tendered_cents == 0


def _cash_out(rest: int, left: CashLeft | None) -> int:
    """Round what is paid out in cash, but never to more than came in, for rounding's sake."""
    due = money.round_cash(rest)
    if left is None:
        return due
    most = left.cents + max(0, left.rounded_cents) + _ROUNDS_CENTS
    return -left.cents if left.cents < -due <= most else due
