"""What programs send and get about batches, and what people fill in, held to types."""

from uuid import UUID

from bouwkringloop.base.api import Answer


class BatchAnswer(Answer):
    """How a batch stands."""

    id: UUID
    number: int
    state: str
    project: str
