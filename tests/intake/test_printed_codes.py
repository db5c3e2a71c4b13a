"""A label that was printed beforehand becomes the code of the thing it sticks on."""

from bouwkringloop.intake import printed_codes
from tests import make


def test_a_label_from_a_roll_becomes_the_code_of_the_thing_it_was_stuck_on(api, session):
    roll = printed_codes.print_roll(session, 2, by=make.actor(session))
    (code, _state), _ = printed_codes.codes_of(session, roll)
    session.commit()
    (line,) = api.post("/intakes", make.delivery(session, {"code": code})).json["lines"]
    assert line["item"]["code"] == code
    assert line["labels"] == []
    again = api.post("/intakes", make.delivery(session, {"code": code}))
    assert (again.status_code, again.json["type"]) == (409, "/problems/bound-already")
    leaves = make.delivery(session, {"code": code, "route": "residue"})
    assert api.post("/intakes", leaves).json["type"] == "/problems/label-on-what-leaves"
