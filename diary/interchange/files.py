"""A patient's own file: taken in, checked, and brought in part by part so that the page can show how far it is."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from threading import Lock
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import Patient
from diary.fields import ZONES, Refused
from diary.interchange import queries
from diary.interchange.columns import texts_by_column
from diary.interchange.days_csv import Choices, read_days
from diary.interchange.guess import guess
from diary.interchange.imported import Reading
from diary.interchange.log_csv import LogChoices, read_log
from diary.interchange.models import ImportFile
from diary.interchange.operations import SLICE, bring_in, compare, in_slices
from diary.interchange.report import LeftOut, Report, shown
from diary.interchange.schemas import digest_of
from diary.interchange.table import Table, read

MOST_ROWS = 200_000  # of one person's file: thirty years of a log with eighteen rows a day
# The file that was read last, so that the next part of a long one needs no reading again: at most one in a process.
LAST_READ: dict[tuple[Any, ...], tuple[Table, Reading]] = {}
LOCK = Lock()
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
    if len({"date", "moment", "headache", "worst_pain", "pain"} & set(fields)) > 1:
        choices = LogChoices(zone, **fields) if "moment" in fields else Choices(zone, **fields)
        try:
            found = read_table(table, choices, now=now, limit=10)
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
        "texts": {
            column: [{"text": text, "count": count} for text, count in texts]
            for column, texts in texts_by_column(table).items()
        },
        "preview": preview,
        "notices": notices,
    }


def check(
    session: Session, *, patient: Patient, file_id: UUID, choices: Choices | LogChoices, now: datetime
) -> tuple[Report, list[dict[str, Any]]]:
    """The report of what would be brought in, and the first rows; changes nothing."""
    file = queries.import_file(session, patient, file_id, now=now)
    _, found = _read(file, choices, now)
    compared = compare(session, patient.id, found.days, zone=choices.zone, now=now)
    report = _report(found, len(compared.new), compared.already_here, compared.left_out, compared.entries)
    return report, found.first_rows()


def bring_file_in(
    session: Session,
    *,
    patient: Patient,
    file_id: UUID,
    choices: Choices | LogChoices,
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
        file.choices, file.done, file.new, file.already_here = chosen, 0, 0, 0
        file.left_out, file.entries = "[]", None
    elif after < file.done:
        return Progress(file.done, len(found.days), None)
    part = next(in_slices(found.days[file.done :], SLICE), ())
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
    entries = Counter(orjson.loads(file.entries or "{}")) + compared.entries
    file.entries = orjson.dumps(entries).decode()
    file.left_out = orjson.dumps([[one.row, one.why, one.cell] for one in left_out]).decode()
    if file.done < len(found.days):
        return Progress(file.done, len(found.days), None)
    report = _report(found, file.new, file.already_here, left_out, entries).as_json()
    file.report, file.content, file.finished_at = orjson.dumps(report).decode(), None, now
    with LOCK:
        LAST_READ.clear()
    return Progress(file.done, file.done, report)


def delete_expired(session: Session, *, now: datetime) -> None:
    """Delete every file that was sent more than a day ago."""
    session.execute(sa.delete(ImportFile).where(ImportFile.sent_at <= now - queries.KEPT))


def read_table(table: Table, choices: Choices | LogChoices, *, now: datetime, limit: int | None = None) -> Reading:
    """Every row of a table of days or of moments. Raises Refused for choices that the file cannot answer."""
    if isinstance(choices, LogChoices):
        return read_log(table, choices, now=now, limit=limit)
    today = clock.local_date(now, choices.zone) if choices.zone in ZONES else now.date()
    return read_days(table, choices, today=today, limit=limit)


def _read(file: ImportFile, choices: Choices | LogChoices, now: datetime) -> tuple[Table, Reading]:
    if file.content is None:
        raise Refused("This file was brought in already. Send it again to bring it in once more.")
    key = (file.id, digest_of(choices), f"{now:%Y-%m-%d %H}")
    with LOCK:
        known = LAST_READ.get(key)
    if known is None:
        table = read(file.content)
        known = table, read_table(table, choices, now=now)
        with LOCK:
            LAST_READ.clear()
            LAST_READ[key] = known
    return known


def _report(found: Reading, new: int, already_here: int, left_out: list[LeftOut], entries: Counter[str]) -> Report:
    return Report(
        rows=found.rows,
        new=new,
        already_here=already_here,
        left_out=[*found.left_out, *left_out],
        notices=found.notices,
        entries=entries,
    )
