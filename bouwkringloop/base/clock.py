"""The one clock of the product: aware UTC in, Amsterdam time on screens and paper."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHOP_ZONE = ZoneInfo("Europe/Amsterdam")


def _system_now() -> datetime:
    return datetime.now(UTC)


_now: Callable[[], datetime] = _system_now


def now() -> datetime:
    """Tell the time, as aware UTC."""
    return _now()


def local(moment: datetime) -> datetime:
    """Turn a moment into the shop's own time."""
    return moment.astimezone(SHOP_ZONE)


def today() -> date:
    """Tell the shop's calendar day."""
    return local(now()).date()


def use(source: Callable[[], datetime] | None) -> None:
    """Set another source of time (tests, the demo shop); None sets the system's clock again."""
    global _now  # noqa: PLW0603 - one clock for the process is what this module is.
    _now = source or _system_now


@contextmanager
def telling(source: Callable[[], datetime]) -> Iterator[None]:
    """Take the time from another source for a while; then from where it came before."""
    before = _now
    use(source)
    try:
        yield
    finally:
        use(before)
