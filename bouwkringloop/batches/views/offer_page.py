"""The form of an offer as a page: what is drawn, and which files came with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import g, render_template, request, url_for

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.batches import files, lists, offer_check
from bouwkringloop.batches.forms_offer import COPIED, LineForm, OfferForm
from bouwkringloop.batches.kinds import Kinds
from bouwkringloop.partners import find as partners
from bouwkringloop.partners.models import Customer

#: More builders than any shop has; whoever is not among them is found by name.
_MOST_BUILDERS = 1000


@dataclass
class OfferPage:
    """A form on its way to somebody, with what is to be said about it."""

    form: OfferForm
    kinds: Kinds
    customer: Customer | None
    #: The builder's link; empty for the desk.
    token: str = ""
    refusal: Refused | None = None
    #: What is wrong with the list that was chosen, or what of it was read.
    list_problems: list[str] = field(default_factory=list)
    found: lists.Found | None = None
    #: What is wrong with files, by the name of their field.
    file_problems: dict[str, str] = field(default_factory=dict)

    def shown(self) -> str:
        """Draw it."""
        if not self.form.cards:
            self.form.add_empty()
        return render_template(
            "batches/offer.html" if self.token else "batches/new.html",
            page=self,
            form=self.form,
            shelves=Kinds(g.session).shelves(),
            copied=LineForm(prefix=f"{COPIED}-"),
            paper_kinds={kind: _(text) for kind, text in files.KINDS.items() if kind != "photo"},
            most_lines=offer_check.MOST_LINES,
            most_bytes=files.MOST_BYTES,
            builders=[] if self.token else self._builders(),
            blank={form: self._blank(form) for form in ("xlsx", "csv")},
            done=self._done(),
        )

    def _builders(self) -> list[Customer]:
        """List who can be chosen at the desk: partners, and whoever was chosen already."""
        listed = [*partners.partners(g.session, most=_MOST_BUILDERS)]
        if self.customer is not None and self.customer not in listed:
            listed.insert(0, self.customer)
        return listed

    def _blank(self, form: str) -> str:
        if self.token:
            return url_for(".builder_blank_list", token=self.token, form=form)
        return url_for(".blank_list", form=form)

    def _done(self) -> str:
        """Tell where a stored offer is looked at."""
        told = str(self.form.id.data)
        if self.token:
            return (
                f"{url_for('.builder_offer', token=self.token).removesuffix('offer')}batches/{told}"
            )
        return f"{url_for('.new').removesuffix('new')}{told}"

    def blame(self, refusal: files.ThisFile) -> None:
        """Put what is wrong with a file at its field."""
        card = self.form.cards[refusal.sent.line]
        where = "photos" if refusal.sent.kind == "photo" else "papers"
        self.file_problems[f"{card.name}-{where}"] = refusal.sentence

    @property
    def is_wrong(self) -> bool:
        """Whether the form comes back because something is wrong with it."""
        asked = request.method == "POST" and request.form.get("do", "") == ""
        return bool(asked and (self.file_problems or not self.form.is_right))


def carrying(form: OfferForm) -> set[str]:
    """Name the cards that carry a file."""
    return {
        card.name
        for card in form.cards
        for where in ("photos", "papers")
        if any(one.filename for one in request.files.getlist(f"{card.name}-{where}"))
    }


def sent_files(form: OfferForm) -> Iterator[files.Sent]:
    """List the files that were chosen, each with its line and with what it is about."""
    for line, card in enumerate(form.cards):
        for one in request.files.getlist(f"{card.name}-photos"):
            if one.filename:
                yield files.Sent(line, "photo", one.filename, one.stream)
        papers = [one for one in request.files.getlist(f"{card.name}-papers") if one.filename]
        kinds = request.form.getlist(f"{card.name}-paper_kind") or ["other"]
        for number, one in enumerate(papers):
            # Without scripts one choice is for all papers of the card.
            kind = kinds[number] if number < len(kinds) else kinds[0]
            yield files.Sent(line, kind, one.filename or "", one.stream)
