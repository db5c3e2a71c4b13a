"""Prove at the till, by a PIN, who allows something."""

from flask import current_app, g, request

from bouwkringloop.base import web
from bouwkringloop.people import devices, log_in


def prove(person_id: int, pin: str) -> None:
    """Check somebody's PIN; wrong ones are counted for the device, or for the program itself.

    Ends the request's transaction, since the check takes a moment.
    """
    device = devices.known(g.session, request.cookies.get("device"))
    guesser = -g.person.id if device is None else device.id
    web.let_others_write()
    # People are who they are in the real shop, also where somebody practises.
    people = current_app.extensions.get("people", g.database)
    log_in.prove_pin(people, guesser, person_id, pin)
