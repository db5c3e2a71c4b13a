"""Files in the states that pages show differently, for tests that look at pages."""

from datetime import date

from tests.placements import build


def files(session):
    """A participant with a placement that runs; gives what is in their addresses."""
    whose = build.participant(session, "Maria Fernanda", last_name="van der Heijden-Rodríguez")
    made = build.placement(
        session,
        whose,
        starts_on=date(2026, 1, 5),
        ends_on=date(2030, 1, 4),
        assignment="Leert sorteren, inboeken en met klanten omgaan",
    )
    build.placement(session, whose, type="volunteer", ends_on=None, referrer=None)
    return {"file": whose.uuid, "placement": made.uuid}
