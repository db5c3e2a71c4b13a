"""Know a browser again, and tell whether staff may switch by PIN on it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint, new_secret
from bouwkringloop.people.models import Device

#: A working day: in the morning one person logs in with a password, and the others switch by PIN.
PIN_LASTS = timedelta(hours=16)

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("SamsungBrowser", "Samsung"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def known(session: Session, secret: str | None) -> Device | None:
    """Find the device that this cookie belongs to."""
    if not secret:
        return None
    return session.scalar(select(Device).where(Device.secret_hash == fingerprint(secret)))


def for_pins(session: Session, secret: str | None) -> Device | None:
    """Find the device if somebody logged in on it with a password lately; None otherwise."""
    device = known(session, secret)
    return device if device is not None and device.pin_until > clock.now() else None


def remember(session: Session, secret: str | None, user_agent: str) -> tuple[Device, str]:
    """Find or add the device somebody logs in on with a password; give the cookie's secret too."""
    device = known(session, secret)
    if device is None or secret is None:
        secret = new_secret()
        device = Device(secret_hash=fingerprint(secret), created_at=clock.now())
        session.add(device)
    device.label = label(user_agent)
    device.pin_until = clock.now() + PIN_LASTS
    return device, secret


def label(user_agent: str) -> str:
    """Say in two words which browser this is, such as `Chrome, Android`."""
    words = [
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(word for word in words if word)
