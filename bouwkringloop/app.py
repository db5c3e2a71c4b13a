"""The application: knows every room, and puts every request through the same door."""

from collections.abc import Callable
from pathlib import Path
from types import CodeType

import flask_bootstrap
import font_source_sans_pro
from flask import Flask, Response, g, get_flashed_messages, request, send_from_directory
from jinja2 import BytecodeCache, StrictUndefined
from jinja2.bccache import Bucket
from sqlalchemy.orm import Session

from bouwkringloop import __version__, menu
from bouwkringloop.base import answers, i18n, keys, openapi, patterns, web
from bouwkringloop.base.db import Database
from bouwkringloop.base.icons import cut_sprite
from bouwkringloop.base.paths import STATIC, TEMPLATES
from bouwkringloop.base.permissions import REAL_ONLY, Actor, Permission, public
from bouwkringloop.batches import api as batches_api
from bouwkringloop.batches import views as batches_views
from bouwkringloop.catalogue import api as catalogue_api
from bouwkringloop.catalogue import views as catalogue_views
from bouwkringloop.config import Config
from bouwkringloop.counting import api as counting_api
from bouwkringloop.counting import views as counting_views
from bouwkringloop.intake import api as intake_api
from bouwkringloop.intake import views as intake_views
from bouwkringloop.intake.advice import api as advice_api
from bouwkringloop.invoicing import views as invoicing_views
from bouwkringloop.partners import api as partners_api
from bouwkringloop.partners import shop as own_shop
from bouwkringloop.partners import views as partners_views
from bouwkringloop.people import access
from bouwkringloop.people import views as people_views
from bouwkringloop.pickups import views as pickups_views
from bouwkringloop.placements import api as placements_api
from bouwkringloop.placements import reach
from bouwkringloop.placements import views as placements_views
from bouwkringloop.printing import api as printing_api
from bouwkringloop.printing import views as printing_views
from bouwkringloop.reports import views as reports_views
from bouwkringloop.spreadsheets import views as spreadsheets_views
from bouwkringloop.stock import api as stock_api
from bouwkringloop.stock import views as stock_views
from bouwkringloop.till import api as till_api
from bouwkringloop.till import views as till_views
from bouwkringloop.till.collecting import api as collecting_api
from bouwkringloop.till.collecting import views as collecting_views
from bouwkringloop.till.deposits import api as deposits_api
from bouwkringloop.till.deposits import views as deposits_views
from bouwkringloop.till.receipts import api as receipts_api
from bouwkringloop.till.receipts import views as receipts_views
from bouwkringloop.till.terminals import api as cards_api
from bouwkringloop.till.terminals import views as cards_views
from bouwkringloop.trips import views as trips_views
from bouwkringloop.wishes import views as wishes_views

ROOMS = (
    people_views.bp,
    partners_views.bp,
    catalogue_views.bp,
    printing_views.bp,
    *stock_views.BLUEPRINTS,
    wishes_views.bp,
    spreadsheets_views.bp,
    counting_views.bp,
    intake_views.bp,
    pickups_views.bp,
    till_views.bp,
    receipts_views.bp,
    collecting_views.bp,
    deposits_views.bp,
    invoicing_views.bp,
    cards_views.bp,
    batches_views.bp,
    trips_views.bp,
    placements_views.bp,
    reports_views.bp,
    patterns.bp,
    partners_api.api.blueprint,
    catalogue_api.api.blueprint,
    printing_api.api.blueprint,
    stock_api.api.blueprint,
    counting_api.api.blueprint,
    intake_api.api.blueprint,
    advice_api.api.blueprint,
    till_api.api.blueprint,
    receipts_api.api.blueprint,
    collecting_api.api.blueprint,
    deposits_api.api.blueprint,
    cards_api.api.blueprint,
    batches_api.api.blueprint,
    placements_api.api.blueprint,
)

#: What a shop is called that did not say its own name yet.
SITE_NAME = "Bouwkringloop"
_VENDOR = {"bootstrap.min.css": "bootstrap5/css/bootstrap.min.css"}


def create_app(
    config: Config,
    database: Database | None = None,
    *,
    testing: bool = False,
    who: Callable[[], Actor | None] | None = None,
) -> Flask:
    """Build the application on a database that has been migrated; `who` tells who asks."""
    app = Flask("bouwkringloop", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.testing = testing
    app.secret_key = keys.secret(config.practises_for or config.home)
    app.config.update(
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    _set_templates(app)
    move_in(app, config, database or Database(config.database_url))
    app.extensions["shop_name"] = _shop_name
    _set_requests(app, who or _who)
    _set_files(app)
    answers.handle_errors(app)
    for room in ROOMS:
        app.register_blueprint(room)
    return app


class _Compiled(BytecodeCache):
    """Templates that were compiled; the real shop and the one to practise in have the same."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of the same source."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_compiled = _Compiled()


def _set_templates(app: Flask) -> None:
    env = app.jinja_env
    env.bytecode_cache = _compiled
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.translate, i18n.ntranslate, newstyle=True
    )
    env.filters.update(
        money=i18n.money,
        quantity=i18n.quantity,
        number=i18n.number,
        unit_name=i18n.unit_name,
        weight=i18n.weight,
        exact_weight=i18n.exact_weight,
        day=i18n.day,
        weekday=i18n.weekday,
        moment=i18n.moment,
        hour=i18n.hour,
        hours=i18n.hours,
    )
    app.context_processor(_page_context)


def _shop_name(session: Session) -> str:
    """Tell what the shop is called on its papers, for rooms that do not know these."""
    return own_shop.details(session).name or SITE_NAME


def _page_context() -> dict[str, object]:
    person = g.get("person")
    practice = g.config.practises_for is not None

    def may(permission: Permission) -> bool:
        return (
            person is not None
            and person.may(permission)
            and not (practice and permission in REAL_ONLY)
        )

    return {
        "person": person,
        "practice": practice,
        "practice_till": _practice_till() if practice and may(Permission.SELL) else "",
        "locale": i18n.language(),
        "languages": list(i18n.LANGUAGES.items()),
        "site_name": SITE_NAME,
        "version": __version__,
        "may": (lambda name: may(Permission(name))),
        "messages": get_flashed_messages(with_categories=True),
        "nav": menu.menu(may),
    }


def _practice_till() -> str:
    """Tell from which real till somebody came to practise; nothing where from none."""
    return request.cookies.get(web.PRACTICE_TILL, "")


def move_in(app: Flask, config: Config, database: Database) -> None:
    """Let the application serve this shop from the next request on."""
    app.extensions["config"], app.extensions["database"] = config, database


def _who() -> Actor | None:
    """Tell who asks, by a token or by a log-in."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return access.by_token(g.session, secret.strip())
    if "login" in request.cookies:
        return access.by_cookie(g.session, request.cookies["login"])
    return None


def _set_requests(app: Flask, who: Callable[[], Actor | None]) -> None:
    shop = app.extensions

    @app.before_request
    def enter() -> None:
        g.config = shop["config"]
        g.database = shop["database"]
        g.session = g.database.session(writes=request.method not in web.SAFE_METHODS)
        g.person = None
        if request.endpoint in _FILES:
            return
        i18n.speak(request.cookies.get("language"))
        web.check_origin()
        # The whole body comes in before the first question to the database, or a phone on a bad
        # line would hold everybody's turn to write.
        web.receive_body()
        g.person = who()
        web.choose_language(g.person)
        try:
            web.check_permission(g.person)
        except web.ClosedDoor:
            _trace_closed_door(g.person)
            raise

    app.after_request(web.settle)
    app.teardown_request(web.abandon)


def _trace_closed_door(person: Actor) -> None:
    """Write down who asked for a participant's page that is closed to them."""
    web.let_others_write()
    with g.database.writing() as session:
        asked = (request.view_args or {}).get("uuid")
        reach.refused(session, request.path, asked, by=person)


_FILES = ("static", "static_icons", "static_vendor", "static_font")


def _set_files(app: Flask) -> None:
    bootstrap = Path(flask_bootstrap.__file__).parent / "static"
    fonts = Path(font_source_sans_pro.__file__).parent / "files"

    @app.get("/static/vendor/<name>")
    @public
    def static_vendor(name: str) -> Response:
        return send_from_directory(bootstrap, _VENDOR.get(name, "none"))

    @app.get("/static/vendor/fonts/<name>")
    @public
    def static_font(name: str) -> Response:
        return send_from_directory(fonts, name)

    @app.get("/static/icons.svg")
    @public
    def static_icons() -> Response:
        response = Response(cut_sprite(), mimetype="image/svg+xml")
        response.headers["Cache-Control"] = "max-age=3600"
        return response

    @app.get("/healthz")
    @public
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @app.get("/api/v1/openapi.json")
    @public
    def openapi_document() -> Response:
        text = app.json.dumps(openapi.document(__version__))
        return Response(text, mimetype="application/json")
