"""A patient's own file: taken in, checked, and brought in part by part so that the page can show how far it is."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import Patient
from diary.fields import Refused
from diary.interchange import queries
from diary.interchange.days_csv import Choices, Reading, read_days
from diary.interchange.guess import guess
from diary.interchange.models import ImportFile
from diary.interchange.operations import SLICE, bring_in, compare
from diary.interchange.report import LeftOut, Report, shown
from diary.interchange.schemas import digest_of
from diary.interchange.table import Table, read

MOST_ROWS = 40_000  # of one person's file: a hundred years of days
SAMPLE = 5  # rows shown as they are, to choose columns by


@dataclass(frozen=True)
class Progress:
    """How many of a file's days are done, and the report once all are."""

    done: int
    total: int
    report: dict[str, Any] | None


def take_in(session: Session, *, patient: Patient, name: str, content: bytes, now: datetime) -> ImportFile:
    """The file, kept for a day. It replaces one that this patient sent before. Raises Refused for no table."""
    table = read(content)
    if sum(1 for _ in islice(table.rows(), MOST_ROWS + 1)) > MOST_ROWS:
        raise Refused(f"The file has more than {MOST_ROWS:,} rows, which no diary of one person has.")
    delete_expired(session, now=now)
    session.execute(sa.delete(ImportFile).where(ImportFile.patient_id == patient.id))
    file = ImportFile(patient_id=patient.id, name=shown(name), content=content, sent_at=now)
    session.add(file)
    session.flush()
    return file


def described(file: ImportFile, *, zone: str, now: datetime) -> dict[str, Any]:
    """What the page shows of a file: its columns, what they probably hold, and its first rows read that way."""
    table = read(file.content or b"")
    guessed = guess(table)
    fields: dict[str, Any] = {name: column for name, column in guessed.items() if name != "patient_column"}
    preview: list[dict[str, Any]] = []
    notices = list(table.notices)
    if "date" in fields and {"headache", "worst_pain"} & set(fields):
        try:
            found = read_days(table, Choices(zone, **fields), today=clock.local_date(now, zone), limit=10)
        except Refused as problem:
            notices.append(problem.error)
        else:
            preview, notices = found.first_rows(), found.notices
    return {
        "id": str(file.id),
        "name": file.name,
        "columns": list(table.columns),
        "sample": [[shown(cell) for cell in row.cells] for row in islice(table.rows(), SAMPLE)],
        "guess": guessed,
        "preview": preview,
        "notices": notices,
    }


def check(
    session: Session, *, patient: Patient, file_id: UUID, choices: Choices, now: datetime
) -> tuple[Report, list[dict[str, Any]]]:
    """The report of what would be brought in, and the first rows; changes nothing."""
    file = queries.import_file(session, patient, file_id, now=now)
    _, found = _read(file, choices, now)
    compared = compare(session, patient.id, found.days, zone=choices.zone, now=now)
    report = _report(found, len(compared.new), compared.already_here, compared.left_out)
    return report, found.first_rows()


def bring_file_in(
    session: Session,
    *,
    patient: Patient,
    file_id: UUID,
    choices: Choices,
    after: int,
    actor_id: int | None,
    now: datetime,
) -> Progress:
    """Bring in the next part and say how far it is. Asked again with an old `after`, it only answers.

    Other choices than before begin anew, and find what was brought in already.
    """
    file = queries.import_file(session, patient, file_id, now=now, lock=True)
    if file.report is not None:
        return Progress(file.done, file.done, orjson.loads(file.report))
    table, found = _read(file, choices, now)
    if file.choices != (chosen := digest_of(choices)):
        file.choices, file.done, file.new, file.already_here, file.left_out = chosen, 0, 0, 0, "[]"
    elif after < file.done:
        return Progress(file.done, len(found.days), None)
    part = found.days[file.done : file.done + SLICE]
    compared = bring_in(
        session,
        patient_id=patient.id,
        days=part,
        zone=choices.zone,
        digest=table.digest,
        actor_id=actor_id,
        now=now,
    )
    left_out = [LeftOut(*one) for one in orjson.loads(file.left_out)] + compared.left_out
    file.done += len(part)
    file.new += len(compared.new)
    file.already_here += compared.already_here
    file.left_out = orjson.dumps([[one.row, one.why, one.cell] for one in left_out]).decode()
    if file.done < len(found.days):
        return Progress(file.done, len(found.days), None)
    report = _report(found, file.new, file.already_here, left_out).as_json()
    file.report, file.content, file.finished_at = orjson.dumps(report).decode(), None, now
    return Progress(file.done, file.done, report)


def delete_expired(session: Session, *, now: datetime) -> None:
    """Delete every file that was sent more than a day ago."""
    session.execute(sa.delete(ImportFile).where(ImportFile.sent_at <= now - queries.KEPT))


def _read(file: ImportFile, choices: Choices, now: datetime) -> tuple[Table, Reading]:
    if file.content is None:
        raise Refused("This file was brought in already. Send it again to bring it in once more.")
    table = read(file.content)
    return table, read_days(table, choices, today=clock.local_date(now, choices.zone))


def _report(found: Reading, new: int, already_here: int, left_out: list[LeftOut]) -> Report:
    return Report(
        rows=found.rows,
        new=new,
        already_here=already_here,
        left_out=[*found.left_out, *left_out],
        notices=found.notices,
    )
