"""Run by Alembic: apply or write migrations on the connection that was handed over, in one transaction."""

from typing import Any, Literal

from alembic import context
from flask_security import AsaList

from diary.db import Base, Decimals, UTCDateTime

# Own column types: how a migration file spells them, and what it has to import for that.
OURS = {
    UTCDateTime: ("db.UTCDateTime()", "from diary import db"),
    Decimals: ("db.Decimals()", "from diary import db"),
    AsaList: ("AsaList()", "from flask_security import AsaList"),
}


def _spelling(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    if kind != "type" or type(item) not in OURS:
        return False
    spelling, needs = OURS[type(item)]
    autogen.imports.add(needs)
    return spelling


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_spelling,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
