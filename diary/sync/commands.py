"""Look after the typed rows: they are derived from the revisions, and can be made again from them."""

from functools import partial
from uuid import UUID

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from diary.accounts.models import Patient
from diary.db import db, transact
from diary.revisions.rebuild import Found, compare
from diary.revisions.rebuild import rebuild as mend
from diary.sync.collections import KINDS


@click.command("rebuild")
@click.option("--check", is_flag=True, help="Change nothing; say which records differ and exit with 1.")
@with_appcontext
def rebuild(check: bool) -> None:
    """Make every typed row again from its revisions, one patient at a time."""
    patients = db.session.scalars(sa.select(Patient.id)).all()
    db.session.rollback()
    differing = 0
    unreadable: dict[UUID, str] = {}
    with click.progressbar(patients, label="Diaries") as bar:
        for patient_id in bar:
            found = transact(partial(_one, patient_id=patient_id, check=check))
            differing += len(found.differing)
            unreadable |= found.unreadable
    for record_id, why in unreadable.items():
        click.echo(f"Record {record_id} is left as it is: this version cannot read it ({why}).")
    others = "other record" if unreadable else "record"
    click.echo(f"{differing} records differed." if differing else f"Every {others} is as its revisions say.")
    if unreadable or (check and differing):
        raise SystemExit(1)


def _one(session: Session, *, patient_id: UUID, check: bool) -> Found:
    found = compare(session, patient_id, KINDS)
    if not check:
        mend(session, patient_id, KINDS, found.differing)
    return found


commands = [rebuild]
