"""Proofs: what the books must show, worked out anew from their rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Proof:
    """One claim about the books, how much was looked at, and what breaks it."""

    claim: str
    looked_at: int
    breaks: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing breaks the claim."""
        return not self.breaks
