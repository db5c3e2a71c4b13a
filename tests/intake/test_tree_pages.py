"""The pages on which a manager reads and changes the decision tree."""

import html
import json
import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import trees
from bouwkringloop.intake.models import TreeVersion
from bouwkringloop.people.models import AuditEntry
from tests import make

pytestmark = pytest.mark.one_database

SIX_PAGES = (
    "/intake/tree",
    "/intake/tree/versions",
    "/intake/tree.json",
    "/intake/tree/try",
    "/intake/tree/years",
    "/intake/tree/bring-in",
    "/intake/tree/questions/vinyl",
)


@pytest.fixture
def manager(log_in):
    return log_in(Role.MANAGER)


def versions(session):
    session.rollback()
    many = session.scalar(select(func.count()).select_from(TreeVersion))
    session.rollback()  # So that the next request need not wait for this reader.
    return many


def question(session, slug):
    session.rollback()
    found = trees.newest(session)[1]
    session.rollback()
    return next(q for q in found.questions if q.slug == slug)


def filled(session, slug, **changed):
    """What the form of a question sends when nothing else is changed."""
    asked = question(session, slug)
    sent = {
        "text_nl": asked.text.nl,
        "text_en": asked.text.en,
        "help_nl": asked.help.nl,
        "help_en": asked.help.en,
        "kind": list(asked.categories),
        "group": list(asked.groups),
        "onto": str(trees.newest(session)[0] or ""),
    }
    for answer in asked.answers:
        sent[f"{answer.slug}-pictogram"] = answer.pictogram
        for name, text in (
            ("text", answer.text),
            ("reason", answer.effect.reason),
            ("do_now", answer.effect.do_now),
        ):
            sent[f"{answer.slug}-{name}_nl"] = text.nl if text else ""
            sent[f"{answer.slug}-{name}_en"] = text.en if text else ""
    session.rollback()
    return sent | changed


def words_of(page):
    return html.unescape(
        re.sub(
            r"\s+",
            " ",
            re.sub(
                r"</?(?:b|i)>|<[^>]+>", lambda m: "" if m[0] in ("<b>", "</b>") else " ", page.text
            ),
        )
    )


def test_the_tree_is_read_with_what_every_answer_brings_about(manager):
    said = words_of(manager.get("/intake/tree"))
    assert "Is dit vinyl van na 1993?" in said
    assert "Gevraagd bij: Vinyl of pvc-vloer" in said
    assert "Misschien asbest: van voor 1994 of jaar onbekend." in said
    assert "Doe dit nu: Niet breken en niet zagen." in said
    assert "Alleen na “Is het een van deze dingen?”:" in said


def test_every_page_of_it_is_for_the_manager_alone(log_in, manager):
    for path in SIX_PAGES:
        assert manager.get(path).status_code == 200, path
    lead = log_in(Role.SHOP_LEAD)
    for path in SIX_PAGES:
        assert lead.get(path).status_code == 403, path
    assert lead.post("/intake/tree", data={"tree": trees.shipped()}).status_code == 403


def test_other_words_make_a_new_version_and_the_old_one_stays(manager, session):
    sent = filled(session, "vinyl", text_nl="Is dit nieuw vinyl?", note="duidelijker")
    answer = manager.post("/intake/tree/questions/vinyl", data=sent)
    assert answer.status_code == 303
    assert question(session, "vinyl").text.nl == "Is dit nieuw vinyl?"
    assert versions(session) == 2
    first = session.scalars(select(TreeVersion).order_by(TreeVersion.id)).first()
    assert first.content == trees.shipped()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "tree.changed")).one()
    assert json.loads(entry.detail)["note"] == "duidelijker"
    session.rollback()
    said = words_of(manager.get("/intake/tree/versions"))
    assert "Vraag: “Is dit vinyl van na 1993?” → “Is dit nieuw vinyl?”" in said
    assert "duidelijker" in said
    assert "Manager" in said
    assert "Nu in gebruik" in said


def test_a_picture_and_a_kind_are_changed(manager, session):
    sent = filled(session, "dry", kind=["cement-bag", "gravel"])
    sent["no-pictogram"] = "icon:droplet-half"
    assert manager.post("/intake/tree/questions/dry", data=sent).status_code == 303
    asked = question(session, "dry")
    assert asked.categories == ("cement-bag", "gravel")
    assert asked.answer("no").pictogram == "icon:droplet-half"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text_nl": ""}, "heeft geen tekst"),
        ({"text_nl": "a" * 61}, "61"),
        ({"newer-pictogram": "draak"}, "draak"),
        ({"kind": ["draak"]}, "draak"),
        ({"older-do_now_nl": "", "older-do_now_en": ""}, "do_now"),
        ({"kind": []}, "Kies minstens één soort of groep"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(manager, session, changed, said):
    sent = filled(session, "vinyl", **{"help_nl": "Mijn eigen uitleg.", **changed})
    answer = manager.post("/intake/tree/questions/vinyl", data=sent)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert "Mijn eigen uitleg." in answer.text
    assert versions(session) == 0


def test_taking_a_danger_off_a_kind_is_asked_twice(manager, session):
    kinds = [kind for kind in question(session, "sill").categories if kind != "stone-sill"]
    sent = filled(session, "sill", kind=[*kinds, "gravel"])
    refused = manager.post("/intake/tree/questions/sill", data=sent)
    assert refused.status_code == 422
    assert "houdt dit niet meer tegen: Stenen vensterbank" in words_of(refused)
    assert versions(session) == 0
    assert (
        manager.post("/intake/tree/questions/sill", data={**sent, "knowing": "1"}).status_code
        == 303
    )


def test_the_second_of_two_managers_is_told_and_keeps_what_was_typed(manager, session):
    first = filled(session, "vinyl", text_nl="Van wanneer is dit vinyl?")
    second = filled(session, "dry", text_nl="Is de zak nog heel?")
    assert manager.post("/intake/tree/questions/vinyl", data=first).status_code == 303
    told = manager.post("/intake/tree/questions/dry", data=second)
    assert told.status_code == 409
    assert "Iemand anders heeft de beslisboom intussen veranderd" in told.text
    assert "Is de zak nog heel?" in told.text
    again = {**second, "onto": re.search(r'name="onto" value="(\d+)"', told.text)[1]}
    assert manager.post("/intake/tree/questions/dry", data=again).status_code == 303
    assert question(session, "vinyl").text.nl == "Van wanneer is dit vinyl?"
    assert question(session, "dry").text.nl == "Is de zak nog heel?"


def test_a_later_year_is_stored_and_an_earlier_one_is_asked_twice(manager, session):
    later = {"year-1993": "1994", "year-1994": "1995", "onto": ""}
    earlier = {"year-1993": "1980", "year-1994": "1981", "onto": ""}
    refused = manager.post("/intake/tree/years", data=earlier)
    assert refused.status_code == 422
    assert "zou genoegen nemen met 1980" in words_of(refused)
    assert manager.post("/intake/tree/years", data=later).status_code == 303
    assert question(session, "vinyl").text.nl == "Is dit vinyl van na 1994?"


def other_tree(**changed):
    plain = json.loads(trees.shipped())
    plain["questions"] = [q for q in plain["questions"] if q["slug"] != "dry"]
    return json.dumps(plain)


def test_another_tree_is_looked_at_before_it_counts(manager, session):
    file = (BytesIO(other_tree().encode("utf-8-sig")), "beslisboom.json")
    seen = manager.post("/intake/tree/bring-in", data={"file": file})
    assert "Deze vraag wordt niet meer gesteld." in seen.text
    assert versions(session) == 0
    content = html.unescape(
        re.search(r'<textarea name="tree"[^>]*>(.*?)</textarea>', seen.text, re.DOTALL)[1]
    )
    sent = {"tree": content, "onto": "", "note": "geen cement meer"}
    assert manager.post("/intake/tree", data=sent).status_code == 303
    assert versions(session) == 2


def test_every_mistake_in_it_is_said_and_what_was_pasted_stays(manager, session):
    plain = json.loads(other_tree())
    plain["questions"][4]["subject"] = "gevaar"
    plain["questions"][7]["answers"] = []
    answer = manager.post("/intake/tree/bring-in", data={"tree": json.dumps(plain)})
    assert answer.status_code == 422
    said = words_of(answer)
    assert "Vraag “fire-door”" in said
    assert "Vraag “stove”" in said
    assert "&#34;gevaar&#34;" in answer.text
    assert versions(session) == 0


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Kies een bestand of plak de beslisboom."),
        ({"tree": "{"}, "regel 1"),
        ({"file": (b"\xff\xfe\x00", "foto.jpg")}, "Dit bestand is geen tekst."),
        ({"tree": None}, "wordt al gebruikt"),
    ],
)
def test_what_is_no_other_tree_is_refused(manager, sent, said):
    if "file" in sent:
        sent = {"file": (BytesIO(sent["file"][0]), sent["file"][1])}
    if sent == {"tree": None}:
        sent = {"tree": trees.shipped()}
    answer = manager.post("/intake/tree/bring-in", data=sent)
    assert answer.status_code in (409, 422)
    assert said in words_of(answer)


def test_a_version_is_downloaded_and_can_be_brought_back(manager, session):
    by = make.actor(session, Role.MANAGER)
    made = trees.bring_in(session, other_tree(), "korter", by=by)
    session.commit()
    file = manager.get("/intake/tree.json")
    assert f"beslisboom-{made.id}.json" in file.headers["Content-Disposition"]
    assert all(q["slug"] != "dry" for q in json.loads(file.text)["questions"])
    back = manager.get(f"/intake/tree/bring-in?version={made.id - 1}")
    assert "Deze vraag is nieuw." in back.text
    assert manager.get("/intake/tree/versions/999").status_code == 404


def test_a_browser_that_was_told_of_a_conflict_sees_what_the_tree_would_change_now(
    manager, session
):
    by = make.actor(session, Role.MANAGER)
    trees.bring_in(session, trees.shipped().replace("Is dit hier getest?", "Getest?"), "", by=by)
    session.commit()
    answer = manager.post("/intake/tree", data={"tree": other_tree(), "onto": "", "note": "x"})
    assert answer.status_code == 409
    assert "“Getest?” → “Is dit hier getest?”" in words_of(answer)
