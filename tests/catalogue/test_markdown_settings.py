"""After how many weeks how much comes off: set on the page of a category, for it or its group."""

import html
import json

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue import markdown
from bouwkringloop.catalogue.models import Category
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.catalogue.test_catalogue_pages import as_stored, read_again, typed

pytestmark = pytest.mark.one_database


@pytest.fixture
def manager(log_in):
    return log_in(Role.MANAGER)


@pytest.fixture
def door(session):
    return make.category(session, "panelled-door")


STEPS = {"weeks_1": "4", "percent_1": "25", "weeks_2": "8", "percent_2": "50"}


def test_steps_are_stored_shown_in_the_list_and_shown_again(manager, session, door):
    answer = manager.post(f"/catalogue/{door.slug}", data=as_stored(door, **STEPS))
    assert answer.status_code == 303
    assert read_again(session, door).markdown == "28:25 56:50"
    assert html.unescape(manager.get("/catalogue").text).count("4 wk −25% · 8 wk −50%") == 1
    page = manager.get(f"/catalogue/{door.slug}").text
    for name, value in STEPS.items():
        assert f'name="{name}"' in page
        assert f'value="{value}"' in page


def test_the_audit_trail_says_what_the_steps_were(manager, session, door):
    manager.post(f"/catalogue/{door.slug}", data=as_stored(door, **STEPS))
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject) == ("category.changed", "category:panelled-door")
    assert json.loads(entry.detail) == {"markdown": ["", "28:25 56:50"]}
    assert "– → 28 d −25%, 56 d −50%" in html.unescape(manager.get("/audit").text)


def test_steps_are_taken_away_by_emptying_them(manager, session, door):
    manager.post(f"/catalogue/{door.slug}", data=as_stored(door, **STEPS))
    manager.post(f"/catalogue/{door.slug}", data=as_stored(door, weeks_1="", percent_1=""))
    assert read_again(session, door).markdown == ""


def test_a_first_step_may_be_left_empty(manager, session, door):
    sent = as_stored(door, weeks_3="6", percent_3="10")
    manager.post(f"/catalogue/{door.slug}", data=sent)
    assert read_again(session, door).markdown == "42:10"


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"weeks_2": "4"}, "weeks_2", "Elke stap"),
        ({"weeks_2": "3"}, "weeks_2", "Elke stap"),
        ({"percent_2": "25"}, "weeks_2", "Elke stap"),
        ({"percent_2": "100"}, "weeks_2", "Elke stap"),
        ({"weeks_1": "0"}, "weeks_1", "Elke stap"),
        ({"weeks_1": "-4"}, "weeks_1", "Elke stap"),
        ({"weeks_2": "600"}, "weeks_2", "Elke stap"),
        ({"weeks_2": "9" * 30}, "weeks_2", "Elke stap"),
        ({"percent_1": "0"}, "weeks_1", "Elke stap"),
        ({"percent_2": ""}, "percent_2", "Vul beide in"),
        ({"weeks_2": ""}, "weeks_2", "Vul beide in"),
        ({"weeks_1": "vier"}, "weeks_1", "heel getal"),
        ({"percent_1": "2,5"}, "percent_1", "heel getal"),
    ],
)
def test_steps_that_cannot_be_are_refused_at_their_field(
    manager, session, door, wrong, field, said
):
    sent = as_stored(door, **(STEPS | wrong))
    answer = manager.post(f"/catalogue/{door.slug}", data=sent)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    error = page[page.index(f'id="{field}-error"') :]
    assert said in error[: error.index("</div>")]
    assert read_again(session, door).markdown == ""


def test_the_whole_group_follows_when_asked_and_each_change_is_written_down(manager, session, door):
    group = [c for c in session.scalars(select(Category)) if c.group_id == door.group_id]
    other = next(c for c in session.scalars(select(Category)) if c.group_id != door.group_id)
    sent = as_stored(door, whole_group="y", **STEPS)
    assert manager.post(f"/catalogue/{door.slug}", data=sent).status_code == 303
    assert {read_again(session, kind).markdown for kind in group} == {"28:25 56:50"}
    assert read_again(session, other).markdown == ""
    told = session.scalars(select(AuditEntry.subject).where(AuditEntry.action.like("category.%")))
    assert sorted(told) == sorted(f"category:{kind.slug}" for kind in group)


def test_without_the_tick_the_others_of_the_group_stay(manager, session, door):
    manager.post(f"/catalogue/{door.slug}", data=as_stored(door, **STEPS))
    session.rollback()
    found = session.scalars(select(Category).where(Category.markdown != "")).all()
    assert [kind.slug for kind in found] == [door.slug]


def test_a_new_category_can_begin_with_steps(manager, session):
    assert manager.post("/catalogue/new", data=typed(session, **STEPS)).status_code == 303
    made = session.scalars(select(Category).where(Category.slug == "stove-pipe")).one()
    assert made.markdown == "28:25 56:50"


def test_steps_are_said_in_weeks_where_they_are_whole():
    assert markdown.said("28:25 56:50") == "4 wk −25% · 8 wk −50%"
    assert markdown.said("10:5") == "10 d −5%"
    assert markdown.said("") == ""


@pytest.mark.parametrize("wanted", [[(7, 1), (14, 2), (21, 3), (28, 4)], [(14, 5), (7, 10)]])
def test_too_many_steps_or_steps_that_go_back_are_refused(wanted):
    with pytest.raises(markdown.StepsGoBack):
        markdown.write(wanted)
