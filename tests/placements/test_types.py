"""Types of placements are data: what each has to tell can be changed."""

import pytest
from sqlalchemy import select

from bouwkringloop.placements.models import PlacementType
from tests.placements.build import participant, placement

FORM = {
    "name_nl": "Snuffelstage",
    "name_en": "Taster",
    "needs": ["hours", "ends_on"],
    "active": "y",
    "sroi_target": "",
}


@pytest.mark.one_database
def test_a_shop_begins_with_the_types_that_exist_in_the_netherlands(coordinator):
    page = coordinator.get("/placements/types").text
    for name in (
        "Vrijwilliger",
        "Werkervaringsplek",
        "Participatieplaats",
        "Proefplaatsing",
        "Beschut werk",
        "Banenafspraak",
        "Dagbesteding (Wmo)",
        "Taakstraf",
        "BBL-leerbaan",
        "BOL-stage",
        "Afstudeerproject",
        "Taalstage",
    ):
        assert name in page


def test_a_type_is_added_asked_for_and_put_away(coordinator, session):
    assert coordinator.post("/placements/types/new", data=FORM).status_code == 303
    again = coordinator.post("/placements/types/new", data=FORM)
    assert again.status_code == 409
    assert "al een soort met deze naam" in again.text
    kind = session.scalars(select(PlacementType).where(PlacementType.slug == "taster")).one()
    assert kind.facts == ("ends_on", "hours")
    whose = participant(session)
    page = coordinator.get(f"/placements/files/{whose.uuid}/new").text
    assert "Snuffelstage" in page
    session.rollback()
    away = {**FORM, "active": ""}
    del away["active"]
    assert coordinator.post("/placements/types/taster", data=away).status_code == 303
    page = coordinator.get(f"/placements/files/{whose.uuid}/new").text
    assert 'value="taster"' not in page


def test_what_people_were_promised_to_be_closed_stays_closed(coordinator, session):
    placement(session, type="community-service", total_minutes=3600, reference="R-1")
    open_it = {**FORM, "name_nl": "Taakstraf", "name_en": "Community service"}
    answer = coordinator.post("/placements/types/community-service", data=open_it)
    assert answer.status_code == 409
    assert "blijft ze voor anderen gesloten" in answer.text
