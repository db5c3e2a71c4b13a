"""A thing's page offers only what may be done with it, by whoever looks at it."""

import pytest

from bouwkringloop.base.permissions import Role
from tests import make


@pytest.fixture
def apart(session):
    """Something dangerous that is kept apart, and something doubtful that is."""
    dangerous = make.item(session, slug="asbestos-suspect", state="quarantined", title="Plaat")
    doubtful = make.item(session, state="quarantined", title="Deur")
    return dangerous.code, doubtful.code


@pytest.mark.parametrize("act", ["judge", "leave"])
def test_what_only_the_lead_decides_is_not_offered_to_others(log_in, apart, act):
    worker, lead = log_in(Role.INTAKE_WORKER), log_in(Role.SHOP_LEAD)
    _, doubtful = apart
    address = f"/items/{doubtful}/{act}"
    assert f'href="{address}"' in lead.get(f"/items/{doubtful}").text
    assert f'href="{address}"' not in worker.get(f"/items/{doubtful}").text
    told = worker.get(address)
    assert told.status_code == 403
    assert "Alleen de winkelleider" in told.text


def test_what_is_kept_apart_is_not_offered_as_a_gift(client, session, apart):
    free = make.item(session).code
    session.rollback()
    for code in apart:
        page = client.get(f"/items/{code}/leave").text
        assert 'value="material"' in page
        assert 'value="residue"' in page
        assert 'value="given"' not in page
    assert 'value="given"' in client.get(f"/items/{free}/leave").text


def test_another_destination_of_what_is_dangerous_is_refused_before_anything_is_typed(
    client, apart
):
    dangerous, doubtful = apart
    assert client.get(f"/items/{dangerous}/judge").status_code == 409
    assert client.get(f"/items/{doubtful}/judge").status_code == 200


def test_nothing_dangerous_comes_out_of_what_is_taken_apart(client, session):
    code = make.item(session).code
    session.rollback()
    page = client.get(f"/items/{code}/take-apart").text
    assert '<option value="panelled-door"' in page
    assert '<option value="gas-bottle"' not in page
