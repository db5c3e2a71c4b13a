"""Makes what tests need, in one line each; everything made is committed."""

from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher, profiles
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint, new_secret
from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.catalogue import load
from bouwkringloop.catalogue.models import Category
from bouwkringloop.partners.models import Customer
from bouwkringloop.people import passwords, tokens
from bouwkringloop.people.models import AuthSession, Device, Person
from bouwkringloop.stock import take_in, write_off
from bouwkringloop.stock.models import Item, Place, Site
from bouwkringloop.till.models import Shift, Till

PASSWORD = "brick by brick"
PIN = "2580"


def shop(session: Session) -> None:
    """The shop that every test finds: three sites, two tills, the catalogue, one person a role."""
    load.fill(session)
    yard = Site(slug="yard", name="Milieustraat", kind="yard")
    store = Site(slug="shop", name="Winkel", kind="shop")
    hub = Site(slug="hub", name="Hub", kind="hub")
    session.add_all([yard, store, hub])
    session.add_all([Place(site=store, slug="rack-a", name="Stelling A")])
    session.add_all(
        [
            Till(slug="till-1", name="Kassa 1", site=store),
            Till(slug="till-2", name="Kassa 2", site=store),
        ]
    )
    for role in Role:
        session.add(
            Person(
                name=role.value.replace("_", " ").title(),
                login=role.value,
                role=role.value,
                created_at=clock.now(),
            )
        )


def actor(session: Session, role: Role = Role.SHOP_LEAD) -> Actor:
    """The person with this role."""
    return session.scalars(select(Person).where(Person.login == role.value)).one().actor()


def login(session: Session, role: Role, language: str = "nl", *, proved: bool = False) -> str:
    """Log somebody in; give the secret that belongs in the cookie.

    With `proved`, as if the second step was taken too.
    """
    person = session.scalars(select(Person).where(Person.login == role.value)).one()
    person.language = language
    device = Device(
        secret_hash=fingerprint(new_secret()),
        created_at=clock.now(),
        pin_until=clock.now() + timedelta(hours=16),
    )
    secret = new_secret()
    session.add(
        AuthSession(
            secret_hash=fingerprint(secret),
            person=person,
            device=device,
            opened_by="password",
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(hours=16),
            proved_at=clock.now() if proved else None,
        )
    )
    return secret


def token(session: Session, role: Role) -> str:
    """Make a token for a program with this role."""
    return tokens.issue(session, name=f"program of {role}", role=role)


def category(session: Session, slug: str | None = None, unit: str = "piece") -> Category:
    """A category of the catalogue, by its slug or else the first with this unit."""
    query = select(Category).order_by(Category.id)
    query = query.where(Category.slug == slug) if slug else query.where(Category.unit == unit)
    found = session.scalars(query.limit(1)).one()
    session.commit()  # So that nobody has to wait for this reader, who might have written.
    return found


def item(
    session: Session,
    *,
    quantity: int = 1,
    price_cents: int = 1250,
    unit: str = "piece",
    title: str = "Paneeldeur",
    site: str = "shop",
    slug: str | None = None,
    **described: Any,
) -> Item:
    """A thing in stock; `quantity` counts whole units, `described` is what `New` takes."""
    kind = category(session, slug) if slug else category(session, unit=unit)
    home = session.scalars(select(Site).where(Site.slug == site)).one()
    new = take_in.New(
        category=kind,
        title=title,
        quantity_milli=quantity * 1000,
        price_cents=price_cents,
        condition="B",
        **{"weight_g": 18_000, **described},
    )
    (code,) = take_in.next_codes(session, 1)
    made = take_in.receive(session, new, code=code, site=home, cause="test", by=actor(session))
    session.commit()
    return made


def leave(session: Session, code: str, quantity: int = 1, way: str = "residue") -> None:
    """Let some of a thing go, as whole units."""
    write_off.write_off(session, code, quantity * 1000, way, "test", by=actor(session))
    session.commit()


def shift(session: Session, till: str = "till-1", float_cents: int = 10_000) -> UUID:
    """An open shift at a till; gives its id."""
    from bouwkringloop.till import open_shift

    uuid = uuid4()
    found = session.scalars(select(Till).where(Till.slug == till)).one()
    open_shift.start(session, uuid, found, float_cents=float_cents, by=actor(session))
    session.commit()
    return uuid


def open_shift_of(session: Session, uuid: UUID) -> Shift:
    """The stored shift with this id."""
    return session.scalars(select(Shift).where(Shift.uuid == uuid)).one()


def delivery(session: Session, *lines: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The body of an intake as a device sends it; without lines it has one."""
    return {
        "id": str(uuid4()),
        "site": "shop",
        "source": {"kind": "yard", "postcode4": "3512"},
        "lines": [delivery_line(session, **line) for line in lines or ({},)],
        **changed,
    }


def delivery_line(session: Session, *, unit: str = "piece", **changed: Any) -> dict[str, Any]:
    """One line of an intake, for sale unless it says otherwise."""
    kind = category(session, unit=unit)
    return {"category": kind.slug, "quantity": 1, "unit": unit, "route": "sell", **changed}


def photo(
    width: int = 64, height: int = 48, colour: str = "brown", form: str = "JPEG", **written: Any
) -> bytes:
    """A photo as a camera makes it."""
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, form, **written)
    return file.getvalue()


@cache
def _hash_of_password() -> str:
    """Hash it cheaply: a hash tells itself what it takes to check it."""
    return PasswordHasher.from_parameters(profiles.CHEAPEST).hash(PASSWORD)


def person(
    session: Session,
    name: str = "Noor de Vries",
    role: Role = Role.CASHIER,
    *,
    pin: str | None = PIN,
    language: str = "nl",
) -> Person:
    """Somebody who logs in as `noor.de.vries` with PASSWORD, and switches by PIN."""
    made = Person(
        name=name,
        login=name.lower().replace(" ", "."),
        role=role.value,
        language=language,
        password_hash=_hash_of_password(),
        pin_hash=passwords.hash_pin(pin) if pin else None,
        created_at=clock.now(),
    )
    session.add(made)
    session.commit()
    return made


def shop_details(session: Session) -> None:
    """The shop as it stands on its papers."""
    from bouwkringloop.partners import shop as own
    from tests.invoicing.papers import SHOP

    own.write(session, SHOP, by=actor(session, Role.MANAGER))
    session.commit()


def customer(session: Session, name: str = "Aannemer Bedacht", **changed: Any) -> Customer:
    """A company that can be invoiced, unless it says otherwise."""
    from bouwkringloop.partners import keep

    facts = {
        "kind": "organisation",
        "kvk": "87654321",
        "street": "Proefstraat 7",
        "postcode": "3811 GH",
        "city": "Amersfoort",
        **changed,
    }
    made = keep.add(session, uuid4(), keep.Facts(name, **facts), by=actor(session))
    session.commit()
    return made
