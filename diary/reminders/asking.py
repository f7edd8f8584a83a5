"""Ask whoever is due: by notification, and where none can be taken, by e-mail."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from diary.accounts.models import Patient
from diary.clock import local_date
from diary.db import db, reading, transact
from diary.reminders import operations, push, queries
from diary.reminders.models import Reminder

AT_ONCE = 8  # push services waited for at a time
TAKEN, GONE = range(200, 300), (404, 410)


@dataclass(frozen=True)
class Sender:
    """How this installation sends: who answers for it, its key for notifications, and its letter."""

    contact: str
    key: str | None
    #: Subject and text of a letter to somebody who wants to be asked at this hour; None where no mail is sent.
    letter: Callable[[str], tuple[str, str]] | None
    #: Push services on this machine are allowed; for tests.
    localhost: bool = False


@dataclass(frozen=True)
class Question:
    """What is asked of one patient now."""

    patient_id: UUID
    on: date
    at: str
    lasts: int
    recipient: str | None
    #: Id of each browser and how it is reached.
    devices: tuple[tuple[UUID, push.Subscription], ...]


def ask_all(sender: Sender, now: datetime) -> int:
    """How many patients were asked now. Needs an application's context."""
    questions = [question for question in _due(now) if _is_ours(question)]
    jobs = [(*device, question) for question in questions for device in question.devices if sender.key]

    def tell(job: tuple[UUID, push.Subscription, Question]) -> tuple[UUID, int]:
        device_id, device, question = job
        return device_id, _deliver(sender, device, question, now)

    # Between two transactions: nobody's save waits for a push service.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = dict(pool.map(tell, jobs))
    return sum(transact(partial(_settle, question=one, said=said, sender=sender, now=now)) for one in questions)


def _due(now: datetime) -> list[Question]:
    session = reading(db.session)
    found = [_question(session, patient, reminder, now) for patient, reminder in list(queries.due(session, now))]
    session.commit()
    return [question for question in found if question]


def _question(session: Session, patient: Patient, reminder: Reminder, now: datetime) -> Question | None:
    days = queries.days_of(session, patient, reminder, now)
    if days.today or days.has_stopped:
        return None
    devices = queries.devices_of(session, patient.id) if reminder.way == "push" else []
    return Question(
        patient_id=patient.id,
        on=local_date(now, patient.zone),
        at=reminder.at,
        lasts=queries.left_of_day(patient.zone, now),
        recipient=queries.address_of(session, patient),
        devices=tuple((one.id, push.Subscription(one.endpoint, one.p256dh, one.auth)) for one in devices),
    )


def _is_ours(question: Question) -> bool:
    """Whether no other process asks this already."""
    way = "push" if question.devices else "mail"
    return transact(
        lambda session: operations.begin_asking(session, patient_id=question.patient_id, on=question.on, way=way)
    )


def _deliver(sender: Sender, device: push.Subscription, question: Question, now: datetime) -> int:
    message = push.Message(
        text=json.dumps({"ask": question.on.isoformat()}),
        lasts=question.lasts,
        contact=sender.contact,
        key=sender.key or "",
        now=now,
        localhost=sender.localhost,
    )
    return push.deliver(device, message)


def _settle(session: Session, *, question: Question, said: dict[UUID, int], sender: Sender, now: datetime) -> bool:
    """Write down what became of a question: taken by a browser, or else put to the mail. False: neither."""
    statuses = {device_id: said.get(device_id, 0) for device_id, _ in question.devices}
    gone = [device_id for device_id, status in statuses.items() if status in GONE]
    if gone:
        operations.forget_devices(session, gone)
    told: dict[str, Any] = {"patient_id": question.patient_id, "on": question.on, "now": now}
    if any(status in TAKEN for status in statuses.values()):
        operations.has_asked(session, way="push", **told)
        return True
    if sender.letter is None or question.recipient is None:
        return False
    subject, text = sender.letter(question.at)
    operations.ask_by_mail(session, recipient=question.recipient, subject=subject, text=text, **told)
    return True
