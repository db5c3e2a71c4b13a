"""What somebody changes in the print queue behind the shop's back is found."""

import pytest
from sqlalchemy import text

from bouwkringloop.printing import check, worker
from tests.printing.shop import put


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("ack = ''", "how that is known says otherwise"),
        ("ended_at = NULL", "its end says otherwise"),
        ("document = '{}'", "cannot be read"),
        ("state = 'queued'", "says otherwise"),
    ],
)
def test_a_changed_print_job_breaks_the_proof(config, database, session, tampering, said):
    put(session)
    worker.print_next(config, database, "labels")
    (proof,) = check.proofs(session)
    assert proof.breaks == ()
    session.rollback()
    with database.writing() as other:
        other.execute(text(f"UPDATE print_job SET {tampering}"))
    (proof,) = check.proofs(session)
    assert said in " ".join(proof.breaks)
    session.rollback()
