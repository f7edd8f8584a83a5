"""Run by Alembic: apply or write migrations on the connection that was handed over, in one transaction."""

from typing import Any, Literal

from alembic import context

from diary.db import Base, Decimals, UTCDateTime

# Own column types, spelled shortly in migration files.
OURS = {UTCDateTime: "db.UTCDateTime()", Decimals: "db.Decimals()"}


def _spelling(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    if kind != "type":
        return False
    return "AsaList()" if type(item).__name__ == "AsaList" else (OURS.get(type(item)) or False)


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_spelling,
    compare_type=True,
    include_object=context.config.attributes.get("include_object"),
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
