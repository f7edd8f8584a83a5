"""The access log tells whether anybody changed it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from diary.accounts import audit
from diary.accounts.models import AccessLog, ClinicHead, Patient
from tests.factories import NOW, cast


def a_log(session, lines=6):
    """Ana's log, with this many looks in it after what sharing left there."""
    who = cast(session)
    for number in range(lines):
        at = NOW + timedelta(minutes=number)
        audit.append(session, patient_id=who.ana.id, actor_id=who.nora.id, purpose="follow-up", what="diary", now=at)
    session.commit()
    return who


def copied(session, patient_id, seq, as_seq):
    """A forged line: the one at `seq` once more, at `as_seq`."""
    line = session.get_one(AccessLog, (patient_id, seq))
    kept = {column.key: getattr(line, column.key) for column in sa.inspect(AccessLog).columns}
    session.execute(sa.insert(AccessLog).values({**kept, "seq": as_seq}))


def edit(session, patient):
    session.execute(sa.update(AccessLog).where(AccessLog.seq == 3).values(purpose="curiosity"))


def another_actor(session, patient):
    session.execute(sa.update(AccessLog).where(AccessLog.seq == 3).values(actor_id=None))


def delete(session, patient):
    session.execute(sa.delete(AccessLog).where(AccessLog.seq == 3))


def truncate(session, patient):
    session.execute(sa.delete(AccessLog).where(AccessLog.seq >= 5))


def insert(session, patient):
    copied(session, patient.id, 7, 8)


def reorder(session, patient):
    for old, new in ((3, 99), (4, 3), (99, 4)):
        session.execute(sa.update(AccessLog).where(AccessLog.seq == old).values(seq=new))


def empty(session, patient):
    session.execute(sa.delete(AccessLog))


def test_an_untouched_log_is_whole(session):
    a_log(session)
    assert audit.verify(session) == []


@pytest.mark.parametrize("change", [edit, another_actor, delete, truncate, insert, reorder, empty])
def test_what_is_done_to_a_log_shows(session, change):
    who = a_log(session)
    change(session, who.ana)
    session.commit()
    wrong = audit.verify(session)
    assert wrong and all(str(who.ana.id) in sentence for sentence in wrong)


def test_a_log_cut_off_with_its_length_corrected_is_caught_by_the_clinic_s_head(session):
    who = a_log(session)
    audit.close_day(session, clinic_id=who.clinic.id, day=NOW.date(), now=NOW)
    session.execute(sa.delete(AccessLog).where(AccessLog.seq >= 5))
    last = session.get_one(AccessLog, (who.ana.id, 4))
    session.execute(sa.update(Patient).where(Patient.id == who.ana.id).values(log_seq=4, log_hash=last.hash))
    session.commit()
    assert len(audit.verify(session)) == 1


def test_a_head_is_made_once_a_day_and_heads_are_a_chain_too(session):
    who = a_log(session)
    first = audit.close_day(session, clinic_id=who.clinic.id, day=NOW.date(), now=NOW)
    assert audit.close_day(session, clinic_id=who.clinic.id, day=NOW.date(), now=NOW) is first
    audit.close_day(session, clinic_id=who.clinic.id, day=NOW.date() + timedelta(days=1), now=NOW)
    assert audit.verify(session) == []
    session.execute(sa.delete(ClinicHead).where(ClinicHead.date == NOW.date()))
    assert len(audit.verify(session)) == 1


def test_the_lines_of_two_patients_are_two_chains(session):
    who = a_log(session)
    line = audit.append(session, patient_id=who.ben.id, actor_id=None, purpose="import", what="diary", now=NOW)
    assert line.seq == 1


def test_nothing_is_logged_about_somebody_who_is_not_there(session):
    with pytest.raises(sa.exc.NoResultFound):
        audit.append(session, patient_id=uuid4(), actor_id=None, purpose="x", what="y", now=NOW)
