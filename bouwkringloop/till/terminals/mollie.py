"""Terminals of Mollie: a payment of the method `pointofsale`, by the library mollie-api-py.

Written after https://docs.mollie.com/docs/integrating-mollie-terminals.
"""

import logging
from uuid import UUID

import httpx
from mollie import ClientSDK
from mollie.models import (
    Amount,
    ClientError,
    MethodEnum,
    NoResponseError,
    PaymentRequest,
    Security,
)

from bouwkringloop.till.terminals import PATIENCE_S, InDoubt, NotStarted, State, Told

#: Payments ask where to send the customer afterwards; at a counter nobody is sent anywhere.
_NOWHERE = "https://www.mollie.com/"
#: A connection that was kept could be closed by the other side just when an order is sent on it.
_ONE_USE = {"Connection": "close"}
#: With these the request was not looked at to its end, or an earlier one with its key may go on.
_DOUBTFUL = {408, 409, 425}
_STATES: dict[str, tuple[State, str]] = {
    "paid": ("paid", ""),
    "canceled": ("failed", "cancelled"),
    "expired": ("failed", "expired"),
    "failed": ("failed", "declined"),
}

log = logging.getLogger(__name__)


class Mollie:
    """One terminal of Mollie."""

    def __init__(
        self, key: str, terminal: str, *, url: str = "", patience_s: float = PATIENCE_S
    ) -> None:
        self._terminal = terminal
        timeout = httpx.Timeout(patience_s, connect=patience_s / 2)
        # The library would follow redirections of an order, which sends it twice.
        self._http = httpx.Client(timeout=timeout, follow_redirects=False)
        self._mollie = ClientSDK(
            security=Security(api_key=key),
            server_url=url or None,
            client=self._http,
        )
        # Loaded now, so that the first order does not wait for it.
        self._payments = self._mollie.payments

    def start(self, payment: UUID, amount_cents: int, description: str) -> str:
        """Create the payment, once: the library's own retries are off."""
        try:
            made = self._payments.create(
                idempotency_key=str(payment),
                payment_request=PaymentRequest(
                    description=description,
                    amount=Amount(currency="EUR", value=_written(amount_cents)),
                    redirect_url=_NOWHERE,
                    method=MethodEnum.POINTOFSALE,
                    terminal_id=self._terminal,
                    metadata=str(payment),
                ),
                retries=None,
                http_headers=_ONE_USE,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotStarted("unreachable", str(error)) from None
        except ClientError as error:
            if 400 <= error.status_code < 500 and error.status_code not in _DOUBTFUL:
                raise NotStarted("refused", f"{error.status_code} {error.body}") from None
            raise InDoubt(f"{error.status_code} {error.message}") from None
        except (httpx.HTTPError, NoResponseError) as error:
            raise InDoubt(repr(error)) from None
        return made.id

    def status(self, reference: str) -> Told:
        """Ask how the payment stands."""
        try:
            found = self._payments.get(payment_id=reference, retries=None, http_headers=_ONE_USE)
        except (httpx.HTTPError, ClientError, NoResponseError) as error:
            return Told("pending", "unreachable", repr(error))
        state, problem = _STATES.get(found.status, ("pending", ""))
        reason = found.status_reason
        return Told(state, problem, str(reason.message) if reason else "")

    def cancel(self, reference: str) -> None:
        """Cancel the payment; Mollie refuses once it is no longer open."""
        try:
            self._payments.cancel(payment_id=reference, retries=None, http_headers=_ONE_USE)
        except (httpx.HTTPError, ClientError, NoResponseError) as error:
            log.warning("payment %s was not cancelled: %r", reference, error)


def _written(cents: int) -> str:
    """Write an amount as Mollie reads it, with a point and two places."""
    return f"{cents // 100}.{cents % 100:02d}"
