"""Find the terminal that a payment is asked of, in the settings of this shop."""

from bouwkringloop.config import CardTerminals
from bouwkringloop.till.terminals import PATIENCE_S, PaymentTerminal


class Connections:
    """The terminals of the settings, each made once."""

    def __init__(self, settings: CardTerminals | None, *, patience_s: float = PATIENCE_S) -> None:
        self._settings = settings
        self._patience_s = patience_s
        self._made: dict[str, PaymentTerminal] = {}

    def make_all(self) -> None:
        """Make every terminal now: loading a library takes longer than a cashier should wait."""
        for _, terminal in self._settings.terminals if self._settings else ():
            self._made[terminal] = self._make(terminal)

    def to(self, driver: str, terminal: str) -> PaymentTerminal | None:
        """Give a terminal; None where the settings do not have it any more."""
        settings = self._settings
        if settings is None or driver != settings.driver:
            return None
        if terminal not in dict(settings.terminals).values():
            return None
        if terminal not in self._made:
            self._made[terminal] = self._make(terminal)
        return self._made[terminal]

    def _make(self, terminal: str) -> PaymentTerminal:
        settings, patience_s = self._settings, self._patience_s
        assert settings is not None
        # Shops without terminals need not load these.
        if settings.driver == "mollie":
            from bouwkringloop.till.terminals.mollie import Mollie

            return Mollie(settings.key, terminal, url=settings.url, patience_s=patience_s)
        from bouwkringloop.till.terminals.sumup import SumUp

        return SumUp(
            settings.key,
            settings.merchant,
            terminal,
            settings.affiliate,
            url=settings.url,
            patience_s=patience_s,
        )
