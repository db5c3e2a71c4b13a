"""What anybody may do: ask for a pick-up, and follow or cancel one's own by its link."""

from datetime import timedelta
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import i18n, web
from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import ntranslate as ngettext
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import public
from bouwkringloop.people import throttle
from bouwkringloop.people.throttle import Limit
from bouwkringloop.pickups import ask, decide, find, photos, plan
from bouwkringloop.pickups.ask import Told
from bouwkringloop.pickups.forms import AskForm
from bouwkringloop.pickups.models import Pickup
from bouwkringloop.pickups.views.blueprint import (
    STATES,
    bp,
    empty_form,
    group_names,
    pictures,
    read_form,
    send_photo,
    sent_photos,
)

_HOUR = timedelta(hours=1)
#: How many requests an hour one address and everybody together may send, and how often one mail
#: address is written to because somebody typed it. A whole street may stand behind one address.
LIMITS = {"asker": Limit(10, _HOUR), "asking": Limit(60, _HOUR), "mailed": Limit(3, _HOUR)}


class TooManyRequests(throttle.TooManyAttempts):
    """More requests than people send."""

    @property
    def sentence(self) -> str:
        """The refusal, with how long to wait."""
        minutes = int(str(self.details["minutes"]))
        return (
            ngettext(
                "Too many requests came in just now. Wait %(minutes)s minute, then send it again.",
                "Too many requests came in just now. Wait %(minutes)s minutes, then send it again.",
                minutes,
            )
            % self.details
        )


@bp.get("/pickup")
@public
def ask_page() -> ResponseReturnValue:
    """Ask what there is, and where."""
    return _page(empty_form(AskForm))


@bp.post("/pickup")
@public
@web.takes(photos.MOST_BYTES)
def ask_for_one() -> ResponseReturnValue:
    """Store a request, and lead to the page on which it can be followed."""
    form = read_form(AskForm)
    if not form.validate():
        return _page(form), 422
    told = form.told()
    first = ask.earlier(g.session, told)
    if first is not None:
        return _to_earlier(first, told)
    # Unpacking photos takes long, and nobody waits for it.
    web.let_others_write()
    try:
        _count(told)
        kept = photos.write(g.config.photos, photos.prepare(sent_photos()))
    except throttle.TooManyAttempts as refusal:
        return _page(form, refusal), refusal.status, {"Retry-After": str(refusal.seconds)}
    except (photos.TooManyPhotos, photos.ThisPhoto) as refusal:
        form.refuse("photos", refusal)
        return _page(form), refusal.status
    path = url_for(".own", token=told.secret)
    link = f"{g.config.public_url}{path}" if g.config.public_url else ""
    again_if_raced(g.session, lambda: ask.record(g.session, g.config, told, kept, link=link))
    return redirect(path, 303)


def _count(told: Told) -> None:
    subjects = ["asking", f"asker:{request.remote_addr}"]
    if told.mail:
        subjects.append(f"mailed:{fingerprint(told.mail.lower())}")
    throttle.count(g.database, *subjects, limits=LIMITS, refusal=TooManyRequests)


def _to_earlier(first: Pickup, told: Told) -> ResponseReturnValue:
    """Lead whoever sends again to what was sent first; nothing of it changes."""
    if first.content_hash != told.content_hash:
        flash(_("This request was sent before, as it stands here. Nothing was changed."), "warning")
    return redirect(url_for(".own", token=told.secret), 303)


def _page(form: AskForm, refusal: Refused | None = None) -> str:
    return render_template("pickups/ask.html", form=form, pictures=pictures(), refusal=refusal)


def _own(token: str) -> Pickup:
    """Find somebody's own request, and speak the donor's language unless another was chosen."""
    pickup = find.by_secret(g.session, token)
    if g.person is None and "language" not in request.cookies:
        i18n.speak(pickup.language)
    return pickup


@bp.get("/pickup/<token>")
@public
def own(token: str) -> ResponseReturnValue:
    """Show somebody's own request: how it stands, and what comes next."""
    pickup = _own(token)
    return render_template(
        "pickups/own.html",
        pickup=pickup,
        token=token,
        state=STATES[pickup.state],
        groups=group_names(pickup),
        suiting=plan.suiting(pickup),
    )


@bp.post("/pickup/<token>/cancel")
@public
def cancel_own(token: str) -> ResponseReturnValue:
    """Cancel somebody's own request."""
    pickup = _own(token)
    decide.cancel(g.session, g.config, find.to_change(g.session, pickup.uuid))
    flash(_("Your request is cancelled."), "success")
    return redirect(url_for(".own", token=token), 303)


@bp.get("/pickup/<token>/photos/<uuid:photo_id>.jpg")
@public
def own_photo(token: str, photo_id: UUID) -> ResponseReturnValue:
    """Give a photo to whoever sent it."""
    return send_photo(_own(token), photo_id)
