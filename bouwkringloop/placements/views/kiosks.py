"""The kiosk at the door, which needs no log-in and opens nothing else, and who makes one."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, qr
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, public, requires
from bouwkringloop.placements.hours import kiosks
from bouwkringloop.placements.hours.forms import KioskForm
from bouwkringloop.placements.views.blueprint import bp
from bouwkringloop.stock import find as stock


@bp.get("/placements/kiosks", endpoint="kiosks")
@requires(Permission.KEEP_PLACEMENTS)
def list_kiosks() -> ResponseReturnValue:
    """List the devices at which people clock, and offer a new one."""
    return _page(KioskForm(), "")


@bp.post("/placements/kiosks")
@requires(Permission.KEEP_PLACEMENTS)
def open_kiosk() -> ResponseReturnValue:
    """Make a kiosk; its address is shown now and never again."""
    form = KioskForm(request.form)
    form.offer(stock.sites(g.session))
    if not form.validate():
        return _page(form, ""), 422
    made = kiosks.open_(g.session, form.name.data, form.site.data, by=g.person)
    return _page(KioskForm(), url_for(".kiosk", secret=made.secret, _external=True))


@bp.post("/placements/kiosks/<uuid:uuid>/close")
@requires(Permission.KEEP_PLACEMENTS)
def close_kiosk(uuid: UUID) -> ResponseReturnValue:
    """Let nobody clock at a kiosk any more."""
    kiosks.close(g.session, uuid, by=g.person)
    flash(_("Nobody can clock there any more."), "success")
    return redirect(url_for(".kiosks"), 303)


@bp.get("/kiosk/<secret>")
@public
def kiosk(secret: str) -> ResponseReturnValue:
    """Show the page that waits for a badge."""
    found = kiosks.at(g.session, secret)
    return render_template(
        "placements/kiosk.html", kiosk=found, secret=secret, zone=clock.SHOP_ZONE.key
    )


def _page(form: KioskForm, address: str) -> str:
    form.offer(stock.sites(g.session))
    return render_template(
        "placements/kiosks.html",
        form=form,
        kiosks=kiosks.every(g.session),
        address=address,
        code=qr.svg(address) if address else "",
    )
