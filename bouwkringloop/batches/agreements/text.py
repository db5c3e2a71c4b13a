"""Write an agreement out: headings and sentences in its own language, as both sides read them.

This is pure. What it gives is kept with the agreement, and the hash of that is what a builder
accepts; so screen, paper and acceptance are of the same words for ever.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.i18n import N_, ntranslate
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.batches.agreements.models import Agreement
from bouwkringloop.partners.models import Customer
from bouwkringloop.partners.shop import Details

_BASES = {
    "donated": N_(
        "The builder gives the things to the shop. The shop pays nothing for them, and keeps what"
        " they bring in."
    ),
    "bought": N_(
        "The shop buys the things. For what it accepts, it pays the price that it tells the builder"
        " with each batch, VAT excluded."
    ),
    "consigned": N_(
        "The shop sells the things for the builder. Of what is received for them, VAT excluded,"
        " %(share)s %% is for the builder and the rest for the shop."
    ),
}
_INVOICED = N_("The builder sends the shop an invoice with VAT for what it is paid.")
_VATS = {
    ("donated", "normal"): N_(
        "The builder deducts VAT on what it buys. The shop sells the things with VAT over the whole"
        " price."
    ),
    ("bought", "normal"): _INVOICED,
    ("consigned", "normal"): _INVOICED,
    ("donated", "margin"): N_(
        "The builder cannot deduct VAT on what it buys. The shop sells the things under the margin"
        " scheme."
    ),
    ("bought", "margin"): N_(
        "The builder charges no VAT: it is exempt, or sells under the margin scheme itself. The"
        " shop sells the things under the margin scheme."
    ),
}
_TRANSPORTS = {
    "builder": N_("The builder brings the things to the shop, on a day that both agreed on."),
    "shop": N_("The shop fetches the things at the building site, on a day that both agreed on."),
}
_OWNERSHIPS = {
    "pickup": N_("The things become the shop's when they are loaded at the building site."),
    "receipt": N_("The things become the shop's when the shop receives them."),
    "inspection": N_("The things become the shop's when it has inspected and accepted them."),
    "sale": N_("The things stay the builder's until they are sold."),
}
_LEFTOVERS = {
    "shop": N_("The shop sees to what cannot be sold, at its own cost."),
    "back": N_("The builder takes back what cannot be sold."),
    "charged": N_(
        "The shop sees to what cannot be sold, at the builder's cost. It tells beforehand what it"
        " costs."
    ),
}


@dataclass(frozen=True)
class Section:
    """One part of an agreement: its heading, and what stands below it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """A whole agreement as it is read."""

    title: str
    sections: tuple[Section, ...]

    def to_json(self) -> str:
        """Write it down, always in the same way."""
        parts = [[each.heading, *each.paragraphs] for each in self.sections]
        return json.dumps([self.title, parts], ensure_ascii=False)


def from_json(written: str) -> Wording:
    """Read what was written down."""
    title, parts = json.loads(written)
    return Wording(title, tuple(Section(heading, tuple(rest)) for heading, *rest in parts))


def hashed(written: str) -> str:
    """Give the hash of an agreement that was written down."""
    return fingerprint(written)


def compose(agreement: Agreement, builder: Customer, shop: Details, terms: str) -> Wording:
    """Write an agreement out in its own language; `terms` are those of the shop in it."""
    with i18n.speaking(agreement.language):
        told = {"number": agreement.number, "builder": builder.name, "shop": shop.name}
        title = _("Agreement %(number)s of %(builder)s and %(shop)s") % told
        return Wording(title, tuple(_sections(agreement, builder, shop, terms)))


def _sections(
    agreement: Agreement, builder: Customer, shop: Details, terms: str
) -> Iterator[Section]:
    share = {"share": i18n.number(agreement.share_milli * 100)}
    yield Section(
        _("Who agree"),
        (
            _("The builder: %(who)s.") % {"who": _who(builder)},
            _("The shop: %(who)s.") % {"who": _who(shop)},
            _("Drawn up on %(day)s. It is about what the builder has left of building projects.")
            % {"day": i18n.day(clock.local(agreement.made_at).date())},
        ),
    )
    yield Section(_("On what basis"), (_(_BASES[agreement.basis]) % share,))
    yield Section(_("VAT"), (_(_VATS[agreement.basis, agreement.vat]),))
    yield Section(_("Transport"), (_(_TRANSPORTS[agreement.transport]),))
    yield Section(_("Whose the things are"), (_(_OWNERSHIPS[agreement.ownership]),))
    yield Section(_("What cannot be sold"), (_(_LEFTOVERS[agreement.leftovers]),))
    yield Section(_("Storage"), (_storage(agreement.free_days),))
    yield Section(_("What the things have to be like"), (_what_is_taken(), *_own(agreement.norms)))
    yield Section(_("What the builder is told"), (_reported(), *_own(agreement.reporting)))
    if agreement.extra:
        yield Section(_("What else was agreed"), _own(agreement.extra))
    if terms:
        yield Section(_("Terms of the shop"), _own(terms))
    yield Section(_("From when until when"), _held())


def _who(party: Customer | Details) -> str:
    place = f"{party.postcode} {party.city}".strip()
    kvk = f"{_('KvK number')} {party.kvk}" if party.kvk else ""
    return ", ".join(part for part in (party.name, party.street, place, kvk) if part)


def _storage(days: int) -> str:
    if days == 0:
        return _("For how long things are stored is agreed with each batch.")
    kept = ntranslate(
        "The shop stores the things for %(num)s day free of charge. If it takes longer, the builder"
        " and the shop talk about what happens to them.",
        "The shop stores the things for %(num)s days free of charge. If it takes longer, the"
        " builder and the shop talk about what happens to them.",
        days,
    )
    return kept % {"num": days}


def _what_is_taken() -> str:
    return _(
        "The shop looks at every offer, says for each line what it takes, and tells why it does"
        " not take something. Asbestos and other dangerous things are never taken."
    )


def _reported() -> str:
    return _("The builder sees on its own page how each batch stands and what became of it.")


def _held() -> tuple[str, ...]:
    return (
        _(
            "This agreement holds from the moment at which somebody who may sign for the builder"
            " accepts it on the builder's page, with name and function."
        ),
        _(
            "The shop may withdraw it for new batches. A batch that was agreed on before stays"
            " under it."
        ),
    )


def _own(words: str) -> tuple[str, ...]:
    """Divide what somebody wrote into its paragraphs."""
    return tuple(part.strip() for part in words.split("\n\n") if part.strip())
