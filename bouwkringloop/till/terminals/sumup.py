"""Terminals of SumUp: a reader checkout of its Cloud API, by the library sumup.

Written after https://developer.sumup.com/terminal-payments/cloud-api. It has no key that makes
an order safe to repeat, so nothing here repeats one.
"""

import logging
from uuid import UUID

import httpx
from sumup import Sumup
from sumup.errors import APIConnectionError, APIError

from bouwkringloop.till.terminals import PATIENCE_S, InDoubt, NotStarted, State, Told

_LIVE = "https://api.sumup.com"
#: A connection that was kept could be closed by the other side just when an order is sent on it.
_ONE_USE = {"Connection": "close"}
#: With these the request was not looked at to its end.
_DOUBTFUL = {408, 425}
_STATES: dict[str, tuple[State, str]] = {
    "successful": ("paid", ""),
    "failed": ("failed", "declined"),
    "cancelled": ("failed", "cancelled"),
}
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

log = logging.getLogger(__name__)


class SumUp:
    """One reader of SumUp, such as a Solo."""

    def __init__(
        self,
        key: str,
        merchant: str,
        reader: str,
        affiliate: tuple[str, str],
        *,
        url: str = "",
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._merchant = merchant
        self._reader = reader
        self._app, self._affiliate = affiliate
        self._sumup = Sumup(
            api_key=key,
            base_url=url or _LIVE,
            timeout=httpx.Timeout(patience_s, connect=patience_s / 2),
        )
        # Loaded now, so that the first order does not wait for it.
        self._readers = self._sumup.readers

    def start(self, payment: UUID, amount_cents: int, description: str) -> str:
        """Create the checkout; our own id goes along, so that it can be found at SumUp."""
        try:
            made = self._readers.create_checkout(
                self._merchant,
                self._reader,
                affiliate={
                    "app_id": self._app,
                    "key": self._affiliate,
                    "foreign_transaction_id": str(payment),
                },
                description=description,
                total_amount={"currency": "EUR", "minor_unit": 2, "value": amount_cents},
                headers=_ONE_USE,
            )
        except APIConnectionError as error:
            if isinstance(error.__cause__, _NOT_SENT):
                raise NotStarted("unreachable", str(error.__cause__)) from None
            raise InDoubt(repr(error.__cause__)) from None
        except APIError as error:
            status = error.status or 0
            if 400 <= status < 500 and status not in _DOUBTFUL:
                raise NotStarted("refused", _words(error)) from None
            raise InDoubt(_words(error)) from None
        except ValueError as error:  # Neither JSON nor what was agreed; pydantic's is one too.
            raise InDoubt(repr(error)) from None
        return f"{made.data.checkout_id or ''}/{made.data.client_transaction_id}"

    def status(self, reference: str) -> Told:
        """Ask how the checkout stands, or its transaction where there was no id of a checkout."""
        checkout, _, transaction = reference.partition("/")
        try:
            return self._checkout(checkout) if checkout else self._transaction(transaction)
        except (APIError, ValueError) as error:
            return Told("pending", "unreachable", repr(error))

    def cancel(self, reference: str) -> None:
        """Terminate what the reader is doing; it obeys only while it waits for a card or PIN."""
        try:
            self._readers.terminate_checkout(self._merchant, self._reader, headers=_ONE_USE)
        except APIError as error:
            log.warning("payment %s was not cancelled: %r", reference, error)

    def _checkout(self, checkout: str) -> Told:
        found = self._readers.get_checkout(
            self._merchant, self._reader, checkout, headers=_ONE_USE
        ).data
        state, problem = _STATES.get(found.status.lower(), ("pending", ""))
        paid = (found.payment_status or "successful").lower()
        if state == "paid" and paid not in ("successful", "paid"):
            # The checkout was handled and the payment is said to be something else.
            return Told("unknown", "contradiction", paid)
        return Told(state, problem, found.payment_failure_reason or "")

    def _transaction(self, transaction: str) -> Told:
        found = self._sumup.transactions.get(
            self._merchant, client_transaction_id=transaction, headers=_ONE_USE
        )
        state, problem = _STATES.get(str(found.status or "").lower(), ("pending", ""))
        return Told(state, problem)


def _words(error: APIError) -> str:
    """Give the service's own words, which its library reads in some of their forms only."""
    said = error.response.text if error.response is not None else error.message
    return f"{error.status} {said}"
