"""A practice shop beside the shop of every test."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Role
from bouwkringloop.config import Config
from bouwkringloop.practice.shop import Practice
from bouwkringloop.practice.views import beside, build, serve_in
from tests import make
from tests.seeded import Templates


@pytest.fixture(scope="session")
def built_beside(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One practice application for all tests, since its templates take long to compile."""
    home = tmp_path_factory.mktemp("home")
    config = Config(home=home, database_url=f"sqlite:///{home / 'none.db'}")
    return build(Practice(config, Database(config.database_url)), testing=True)


@pytest.fixture
def practice(
    app: Flask, built_beside: Flask, config: Config, database: Database, templates: Templates
) -> Iterator[Practice]:
    """The practice shop of this test, mounted beside its real one.

    Its file has been migrated and is empty, since to migrate one takes longer than all else that
    a test does; that it is made where there is none is proved in test_keeping.py.
    """
    made, alone = Practice(config, database), app.wsgi_app
    made.file.parent.mkdir()
    templates.empty(made.file)
    serve_in(built_beside, made)
    app.wsgi_app = beside(app.wsgi_app, built_beside)  # type: ignore[arg-type,method-assign,assignment]
    yield made
    app.wsgi_app = alone  # type: ignore[method-assign]
    made.database.close()


Learner = Callable[..., FlaskClient]


@pytest.fixture
def learner(practice: Practice, log_in: Learner) -> Learner:
    """Give a browser in which somebody with a role is logged in at the real shop."""
    assert practice.books() == ()
    return log_in


@pytest.fixture
def cashier(learner: Learner) -> FlaskClient:
    """The browser of a cashier who began to practise at the first till."""
    client = learner(Role.CASHIER)
    assert client.post("/till/till-1/practice").location == "/practice/till/till-1"
    return client


@pytest.fixture
def goods(database: Database, practice: Practice) -> dict[str, str]:
    """A door and a heap of laths in the real shop, before anybody practises."""
    with database.session(writes=True) as session:
        door = make.item(session, price_cents=4500, title="Paneeldeur").code
        lath = make.item(session, price_cents=125, title="Lat", unit="m", quantity=40).code
    return {"door": door, "lath": lath}
