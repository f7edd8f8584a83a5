"""`flask import-diary`: bring days that were kept elsewhere into a clinic's records."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import Clinic
from diary.accounts.operations import import_patient
from diary.db import db, reading, transact
from diary.fields import Refused
from diary.interchange import cells, moments, queries
from diary.interchange.files import read_table
from diary.interchange.imported import ImportedDay, Reading
from diary.interchange.operations import SLICE, Compared, bring_in, compare, in_slices
from diary.interchange.options import FIELDS, MEANINGS, OTHER, choices_given, shown_choices
from diary.interchange.report import LeftOut, Report, counted
from diary.interchange.table import LARGEST_FILE, Table, read

LONG = 2_000  # days from which a bar shows how far it has come
SHOWN = 10  # rows of the preview


@click.command("import-diary")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--clinic", required=True, help="The clinic whose records these are.")
@click.option("--patient", help="Record number of the one patient in the file, or the one to take from it.")
@click.option("--patient-column", help="The column with each patient's record number.")
@click.option("--zone", required=True, help="Time zone of the days, such as Europe/Berlin.")
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help=f"One of {', '.join(FIELDS)}.")
@click.option("--day-number", metavar="COLUMN", help="The column that counts days; day 1 is --start-date.")
@click.option("--start-date", type=click.DateTime(["%Y-%m-%d"]), help="The date of day 1.")
@click.option("--exposure", "exposures", multiple=True, metavar="COLUMN[=NAME]", help="Keep this column as exposure.")
@click.option("--scale", type=click.Choice(cells.SCALES), help="How pain is written in the file.")
@click.option("--dates", type=click.Choice(cells.DATE_ORDERS), help="How 3/2/2026 is to be read.")
@click.option("--times", type=click.Choice(moments.TIMES), help="How the moments of a log are written.")
@click.option("--event", "events", multiple=True, metavar="TEXT=MEANING", help=f"What a text means: {MEANINGS}.")
@click.option("--other-events", type=click.Choice(OTHER), help="What becomes of all other texts; note if not said.")
@click.option("--preview", is_flag=True, help="Show the first rows as they would be read, and stop.")
@click.option("--dry-run", is_flag=True, help="Report on every row and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before bringing in.")
@with_appcontext
def import_diary(
    file: Path, clinic: str, patient: str | None, preview: bool, dry_run: bool, yes: bool, **given: Any
) -> None:
    """Bring the days, or the moments of a log, in FILE (CSV) into a clinic's records.

    Patients the clinic does not know yet become records nobody has claimed. Running it again brings in nothing
    twice. The words of the report are explained in docs/import.md.
    """
    try:
        _import(file, clinic, patient, given, preview=preview, dry_run=dry_run, yes=yes)
    except Refused as problem:
        said = [
            sentence for sentences in problem.fields.values() for sentence in sentences if problem.error != sentence
        ]
        raise click.ClickException(" ".join([problem.error, *said])) from None


def _import(
    file: Path, clinic_name: str, patient: str | None, given: dict[str, Any], *, preview: bool, dry_run: bool, yes: bool
) -> None:
    table = _table(file)
    choices, now = choices_given(table, given), clock.now()
    if preview:
        said = shown_choices(table, choices, read_table(table, choices, now=now, limit=SHOWN).first_rows(SHOWN))
        click.echo("\n".join(said))
        return
    if patient is None and choices.patient_column is None:
        raise Refused("Say whose days these are: --patient with a record number, or --patient-column.")
    found = read_table(table, choices, now=now)
    by_patient = _by_patient(found, patient)
    clinic = queries.clinic_named(reading(db.session), clinic_name)
    click.echo("\n".join(shown_choices(table, choices, found.first_rows(SHOWN))))
    report = _checked(clinic, by_patient, found, choices.zone, now)
    click.echo("\n".join(report.as_text(done=False)))
    if dry_run or not report.new:
        click.echo("Nothing was changed.")
        return
    if not yes:
        click.confirm(f"Bring {report.new:,} days into {clinic.name}?", abort=True)
    done = _brought(clinic, by_patient, found, choices.zone, table.digest, now)
    click.echo(f"{counted(done.new, 'day')} of {counted(done.patients, 'patient')} brought into {clinic.name}.")


def _table(file: Path) -> Table:
    if file.stat().st_size > LARGEST_FILE:
        raise Refused(f"The file is larger than {LARGEST_FILE // 1024**2} MB. Split it and bring in the parts.")
    return read(file.read_bytes())


def _by_patient(found: Reading, patient: str | None) -> dict[str, list[ImportedDay]]:
    """The days of each record number. With `patient` only theirs; the others' are left out."""
    groups: dict[str, list[ImportedDay]] = {}
    for day in found.days:
        if patient is not None and day.patient not in ("", patient):
            found.left_out += [LeftOut(row, "other_patient", day.patient) for row in day.rows]
        elif len(day.patient) > 64:
            found.left_out += [LeftOut(row, "no_patient", day.patient) for row in day.rows]
        else:
            groups.setdefault(patient or day.patient, []).append(day)
    return groups


def _checked(clinic: Clinic, groups: dict[str, list[ImportedDay]], found: Reading, zone: str, now: datetime) -> Report:
    """The report of what would be done."""
    report = _report(groups, found)
    session, planned = reading(db.session), defaultdict[str, set[UUID]](set)
    for number, part in _slices("Checking", groups):
        _add(report, _would_be(session, clinic, number, part, zone=zone, now=now, planned=planned[number]))
    session.rollback()
    return report


def _would_be(session: Session, clinic: Clinic, number: str, days: Sequence[ImportedDay], **beside: Any) -> Compared:
    known = queries.record_at(session, clinic.id, number)
    if known is None:
        return compare(session, None, days, **beside)
    patient, may_write = known
    return compare(session, patient.id, days, **beside) if may_write else _not_shared(days)


def _not_shared(days: Sequence[ImportedDay]) -> Compared:
    return Compared(left_out=[LeftOut(row, "not_shared") for day in days for row in day.rows])


def _brought(
    clinic: Clinic, groups: dict[str, list[ImportedDay]], found: Reading, zone: str, digest: str, now: datetime
) -> Report:
    """Bring everything in, one transaction for each part of a patient's days, and report what was done."""
    report = _report(groups, found)

    def work(session: Session, number: str, part: Sequence[ImportedDay]) -> Compared:
        known = queries.record_at(session, clinic.id, number)
        if known is not None and not known[1]:
            return _not_shared(part)
        patient = import_patient(
            session, clinic=clinic, name=f"Record {number}", record_number=number, zone=zone, now=now
        )
        return bring_in(
            session,
            patient_id=patient.id,
            days=part,
            zone=zone,
            digest=digest,
            actor_id=None,
            clinic_id=clinic.id,
            now=now,
        )

    for number, part in _slices("Bringing in", groups):
        _add(report, transact(partial(work, number=number, part=part)))
    return report


def _slices(label: str, groups: dict[str, list[ImportedDay]]) -> Iterator[tuple[str, Sequence[ImportedDay]]]:
    """Each patient's days in parts of some hundred; long files get a bar."""
    total = sum(len(days) for days in groups.values())
    with click.progressbar(length=total, label=label, hidden=total < LONG) as bar:
        for number, days in groups.items():
            for part in in_slices(days, SLICE):
                yield number, part
                bar.update(len(part))


def _report(groups: dict[str, list[ImportedDay]], found: Reading) -> Report:
    return Report(rows=found.rows, patients=len(groups), left_out=list(found.left_out), notices=found.notices)


def _add(report: Report, compared: Compared) -> None:
    report.new += len(compared.new)
    report.already_here += compared.already_here
    report.entries += compared.entries
    report.left_out += compared.left_out


commands = [import_diary]
