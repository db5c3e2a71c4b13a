"""Every answer is closed to strangers, and refuses in the reader's language."""

import pytest

from bouwkringloop.base.permissions import Role

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("path", ["/login", "/healthz", "/nowhere", "/static/css/tokens.css"])
def test_every_answer_carries_the_strict_policy(app, path):
    with app.test_client().get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    # The intake takes photos and reads scales; no page listens or asks where somebody is.
    allowed = headers["Permissions-Policy"].split(", ")
    assert {"camera=(self)", "serial=(self)", "microphone=()", "geolocation=()"} == set(allowed)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_write_from_another_site_is_refused(client, headers):
    assert client.post("/language", data={"language": "en"}, headers=headers).status_code == 403


def test_a_write_from_the_shops_own_pages_is_taken(client):
    answer = client.post(
        "/language", data={"language": "en"}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 303


def test_who_is_not_logged_in_is_sent_to_the_log_in_and_back(app):
    answer = app.test_client().get("/items?q=deur")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login?next=")


def test_programs_get_their_refusals_as_problems(app):
    answer = app.test_client().get("/api/v1/tills")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == "/problems/not-logged-in"
    assert answer.json["detail"] == "Log eerst in."


def test_a_refusal_speaks_the_language_of_who_asks(app, log_in):
    anonymous = app.test_client().get("/api/v1/tills", headers={"Accept-Language": "en"})
    assert anonymous.json["detail"] == "Log in first."
    english = log_in(Role.CASHIER, "en").get("/staff")
    assert english.status_code == 403
    assert "Ask the shop lead" in english.text


def test_a_body_that_is_no_json_is_refused(api, app):
    answer = api._client.post("/api/v1/sales", data=b"{", headers=api._headers)
    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/invalid-body"


def test_a_wrong_method_is_a_refusal_and_no_crash(api):
    assert api.post("/tills", {}).status_code == 405


def test_the_api_is_described_by_a_valid_document(app):
    from openapi_spec_validator import OpenAPIV31SpecValidator

    document = app.test_client().get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    described = {(path, verb) for path, item in document["paths"].items() for verb in item}
    assert {
        ("/sales", "post"),
        ("/shifts/{shift_id}/close", "post"),
        ("/items/{code}", "get"),
        ("/intakes", "post"),
        ("/categories", "get"),
        ("/print-jobs/{number}", "get"),
    } <= described
