"""What programs and pages send of drafts, and what they get."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, StrictInt

from bouwkringloop.base.api import Answer, Body
from bouwkringloop.intake.drafts import Listed, Shot
from bouwkringloop.intake.forms import SourceBody


class DraftBody(Body):
    """Something that was photographed, under the id that the device made for it.

    `photo` was sent before. `delivery` is the id of the delivery that it came with. `age_s` is how
    many seconds ago it was photographed, by a phone that had no signal then.
    """

    id: UUID
    site: str
    photo: UUID
    source: SourceBody
    delivery: UUID | None = None
    note: str = ""
    age_s: StrictInt = Field(default=0, ge=0)

    def shot(self) -> Shot:
        """Give it as the shop knows it."""
        return Shot(
            id=self.id,
            site=self.site,
            photo=self.photo,
            source_kind=self.source.kind,
            postcode4=self.source.postcode4,
            delivery=self.delivery,
            note=self.note,
            age_s=self.age_s,
        )


class DraftSource(Answer):
    """Where it came from."""

    kind: str
    postcode4: str | None


class DraftAnswer(Answer):
    """A draft: what waits to be described, or what became of it."""

    id: UUID
    site: str
    #: None when it ended and nothing needed its photo any more.
    photo: UUID | None
    source: DraftSource
    delivery: UUID | None
    note: str
    state: Literal["open", "used", "dropped"]
    at: datetime
    by: str
    #: When and by whom it was described or dropped.
    ended_at: datetime | None
    ended_by: str | None


def told(listed: Listed) -> DraftAnswer:
    """Tell of a draft."""
    draft = listed.draft
    return DraftAnswer.model_construct(
        id=draft.uuid,
        site=draft.site.slug,
        photo=draft.photo_id,
        source=DraftSource(kind=draft.source_kind, postcode4=draft.source_postcode4),
        delivery=draft.delivery,
        note=draft.note,
        state=draft.state,
        at=draft.at,
        by=listed.by,
        ended_at=draft.ended_at,
        ended_by=listed.ended_by or None,
    )


def for_page(listed: Sequence[Listed]) -> list[dict[str, Any]]:
    """Write drafts for the script of a page."""
    return [told(each).model_dump(mode="json") for each in listed]
