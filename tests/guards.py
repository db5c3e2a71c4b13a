"""What somebody with the database's own tools can do: take the triggers away."""

from sqlalchemy import text


def unguarded(session):
    """Let this transaction change rows that are only ever added, as no part of the shop may."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for name in names:
        session.execute(text(f"DROP TRIGGER {name}"))
