"""`flask import-diary`: bring days that were kept elsewhere into a clinic's records."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import Clinic
from diary.accounts.operations import import_patient
from diary.db import db, reading, transact
from diary.fields import ZONES, Refused
from diary.interchange import cells, queries
from diary.interchange.days_csv import FIELDS, Choices, ImportedDay, Reading, read_days
from diary.interchange.guess import guess
from diary.interchange.operations import SLICE, Compared, bring_in, compare
from diary.interchange.report import LeftOut, Report, counted, shown
from diary.interchange.table import LARGEST_FILE, Table, read

LONG = 2_000  # days from which a bar shows how far it has come
SHOWN = 10  # rows of the preview


@click.command("import-diary")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--clinic", required=True, help="The clinic whose records these are.")
@click.option("--patient", help="Record number of the one patient in the file, or the one to take from it.")
@click.option("--patient-column", help="The column with each patient's record number.")
@click.option("--zone", required=True, help="Time zone of the days, such as Europe/Berlin.")
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help=f"FIELD is one of {', '.join(FIELDS)}.")
@click.option("--day-number", metavar="COLUMN", help="The column that counts days; day 1 is --start-date.")
@click.option("--start-date", type=click.DateTime(["%Y-%m-%d"]), help="The date of day 1.")
@click.option("--exposure", "exposures", multiple=True, metavar="COLUMN[=NAME]", help="Keep this column as exposure.")
@click.option("--scale", type=click.Choice(cells.SCALES), help="How pain is written in the file.")
@click.option("--dates", type=click.Choice(cells.DATE_ORDERS), help="How 3/2/2026 is to be read.")
@click.option("--preview", is_flag=True, help="Show the first rows as they would be read, and stop.")
@click.option("--dry-run", is_flag=True, help="Report on every row and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before bringing in.")
@with_appcontext
def import_diary(
    file: Path, clinic: str, patient: str | None, preview: bool, dry_run: bool, yes: bool, **given: Any
) -> None:
    """Bring the days in FILE (CSV) into a clinic's records.

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
    choices = _choices(table, given)
    now = clock.now()
    today = clock.local_date(now, choices.zone) if choices.zone in ZONES else now.date()
    if preview:
        _show(table, choices, read_days(table, choices, today=today, limit=SHOWN))
        return
    if patient is None and choices.patient_column is None:
        raise Refused("Say whose days these are: --patient with a record number, or --patient-column.")
    found = read_days(table, choices, today=today)
    by_patient = _by_patient(found, patient)
    clinic = queries.clinic_named(reading(db.session), clinic_name)
    _show(table, choices, found)
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


def _choices(table: Table, given: dict[str, Any]) -> Choices:
    """What was asked for, and guesses for what was not."""
    fields = dict(_pair(one, "--map") for one in given["mapped"])
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise Refused(f"--map knows no field {', '.join(unknown)}; it knows {', '.join(FIELDS)}.")
    if given["day_number"]:
        fields["day_number"] = given["day_number"]
    guessed = guess(table)
    if not {"date", "day_number"} & set(fields) and "date" in guessed:
        fields["date"] = guessed["date"]
    scale = given["scale"]
    if not {"headache", "worst_pain"} & set(fields):
        fields |= {name: guessed[name] for name in ("headache", "worst_pain") if name in guessed}
        scale = scale or guessed.get("scale")
    start: datetime | None = given["start_date"]
    return Choices(
        zone=given["zone"],
        start_date=start.date() if start else None,
        exposures=tuple(_pair(one, "--exposure") if "=" in one else (one, one) for one in given["exposures"]),
        scale=scale,
        dates=given["dates"],
        patient_column=given["patient_column"],
        **fields,
    )


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name and sign and value):
        raise Refused(
            f"{option} takes two names with = between, such as headache=Kopfschmerz; this is “{shown(text)}”."
        )
    return name, value


def _by_patient(found: Reading, patient: str | None) -> dict[str, list[ImportedDay]]:
    """The days of each record number. With `patient` only theirs; the others' are left out."""
    groups: dict[str, list[ImportedDay]] = {}
    for day in found.days:
        if patient is not None and day.patient not in ("", patient):
            found.left_out.append(LeftOut(day.row, "other_patient", day.patient))
        elif len(day.patient) > 64:
            found.left_out.append(LeftOut(day.row, "no_patient", day.patient))
        else:
            groups.setdefault(patient or day.patient, []).append(day)
    return groups


def _show(table: Table, choices: Choices, found: Reading) -> None:
    """Print which column is read as what, and the first rows as they are read."""
    columns = {name: getattr(choices, name) for name in (*FIELDS, "patient_column")}
    for name, column in columns.items():
        if column is not None:
            day_one = f", day 1 is {choices.start_date}" if name == "day_number" else ""
            click.echo(f"{name.removesuffix('_column').replace('_', ' '):>12}: column “{shown(column)}”{day_one}")
    for column, name in choices.exposures:
        click.echo(f"{'exposure':>12}: column “{shown(column)}” as “{shown(name)}”")
    unused = set(table.columns) - set(columns.values()) - {column for column, _ in choices.exposures}
    if unused:
        click.echo(f"{'left out':>12}: {', '.join(shown(name) for name in table.columns if name in unused)}")
    click.echo(f"{'row':>8}  {'patient':10}  {'date':10}  {'headache':8}  {'pain':4}  exposures")
    for row in found.first_rows(SHOWN):
        click.echo(_preview_line(row))
    click.echo("")


def _preview_line(row: dict[str, Any]) -> str:
    if "why" in row:
        return f"{row['row']:>8}  {row['why']} {row['cell']}".rstrip()
    said = (
        f"{one['name']} {one.get('amount', '' if one.get('present') else 'no')}".strip() for one in row["exposures"]
    )
    pain = "–" if row["worst_pain"] is None else row["worst_pain"]
    answer = row["headache"] or "–"
    line = (
        f"{row['row']:>8}  {shown(row['patient']):10}  {row['date']}  {answer:8}  {pain!s:4}  {shown('; '.join(said))}"
    )
    return line.rstrip()


def _checked(clinic: Clinic, groups: dict[str, list[ImportedDay]], found: Reading, zone: str, now: datetime) -> Report:
    """The report of what would be done."""
    report = _report(groups, found)
    session = reading(db.session)
    for number, part in _slices("Checking", groups):
        _add(report, _would_be(session, clinic, number, part, zone, now))
    session.rollback()
    return report


def _would_be(
    session: Session, clinic: Clinic, number: str, days: list[ImportedDay], zone: str, now: datetime
) -> Compared:
    known = queries.record_at(session, clinic.id, number)
    if known is None:
        return compare(session, None, days, zone=zone, now=now)
    patient, may_write = known
    if not may_write:
        return Compared(left_out=[LeftOut(day.row, "not_shared") for day in days])
    return compare(session, patient.id, days, zone=zone, now=now)


def _brought(
    clinic: Clinic, groups: dict[str, list[ImportedDay]], found: Reading, zone: str, digest: str, now: datetime
) -> Report:
    """Bring everything in, one transaction for each part of a patient's days, and report what was done."""
    report = _report(groups, found)

    def work(session: Session, number: str, part: list[ImportedDay]) -> Compared:
        known = queries.record_at(session, clinic.id, number)
        if known is not None and not known[1]:
            return Compared(left_out=[LeftOut(day.row, "not_shared") for day in part])
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


def _slices(label: str, groups: dict[str, list[ImportedDay]]) -> Iterator[tuple[str, list[ImportedDay]]]:
    """Each patient's days in parts of some hundred; long files get a bar."""
    total = sum(len(days) for days in groups.values())
    with click.progressbar(length=total, label=label, hidden=total < LONG) as bar:
        for number, days in groups.items():
            for first in range(0, len(days), SLICE):
                part = days[first : first + SLICE]
                yield number, part
                bar.update(len(part))


def _report(groups: dict[str, list[ImportedDay]], found: Reading) -> Report:
    return Report(rows=found.rows, patients=len(groups), left_out=list(found.left_out), notices=found.notices)


def _add(report: Report, compared: Compared) -> None:
    report.new += len(compared.new)
    report.already_here += compared.already_here
    report.left_out += compared.left_out


commands = [import_diary]
