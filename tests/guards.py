"""What somebody with the database's own tools can do: take the triggers away."""

from sqlalchemy import event, text


def unguarded(session):
    """Let this transaction change rows that are only ever added, as no part of the shop may.

    The triggers are back with its commit, as somebody would leave them who wants to hide it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    triggers = session.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in triggers:
        session.execute(text(f"DROP TRIGGER {name}"))

    def put_back(closing):
        closing.flush()  # What was changed goes in before the triggers are there again.
        for _, sql in triggers:
            closing.connection().exec_driver_sql(sql)

    if triggers:
        event.listen(session, "before_commit", put_back, once=True)
