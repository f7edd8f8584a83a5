"""Who may open whose diary, and what is written down when they do."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from diary.accounts.access import (
    AccountClosed,
    NoSuchDiary,
    open_diary,
    own_patient,
    patients_of,
    pending_looks,
    reads,
    write_looks,
)
from diary.accounts.models import AccessLog, Consent, Membership
from diary.accounts.operations import add_staff, end_staff, give_consent, withdraw_consent
from tests.factories import NOW, a_patient, an_unclaimed_patient, cast, place_of, shares, user_of


def opens(session, user, patient):
    try:
        return open_diary(session, user, patient.id, purpose="follow-up", now=NOW)
    except NoSuchDiary:
        return None


def consent_of(session, patient):
    return session.scalars(sa.select(Consent).where(Consent.patient_id == patient.id)).one()


def test_ana_opens_her_own_diary_and_nobody_writes_that_down(session):
    who = cast(session)
    diary = opens(session, user_of(session, who.ana), who.ana)
    assert (diary.patient, diary.clinic, diary.staff) == (who.ana, None, None)
    assert not pending_looks(session)


def test_nora_opens_ana_s_diary_because_ana_shares_it(session):
    who = cast(session)
    diary = opens(session, who.nora, who.ana)
    assert (diary.patient, diary.clinic, diary.staff.name) == (who.ana, who.clinic, "Nora")


@pytest.mark.parametrize(
    ("reader", "owner"), [("nora", "ben"), ("odd", "ana"), ("odd", "ben"), ("ana", "ben"), ("ben", "ana")]
)
def test_nobody_else_opens_anything(session, reader, owner):
    who = cast(session)
    user = getattr(who, reader)
    assert opens(session, user if reader in ("nora", "odd") else user_of(session, user), getattr(who, owner)) is None


def test_a_diary_that_does_not_exist_is_refused_like_one_that_is_not_yours(session):
    who = cast(session)
    with pytest.raises(NoSuchDiary):
        open_diary(session, who.nora, uuid4(), purpose="follow-up", now=NOW)


def test_when_ana_withdraws_nora_is_out_at_once_and_when_she_shares_again_back_in(session):
    who = cast(session)
    ana = user_of(session, who.ana)
    withdraw_consent(session, patient=who.ana, consent_id=consent_of(session, who.ana).id, by=ana, now=NOW)
    assert opens(session, who.nora, who.ana) is None
    assert patients_of(session, who.nora) == []
    give_consent(session, patient=who.ana, clinic_id=who.clinic.id, by=ana, now=NOW)
    assert opens(session, who.nora, who.ana)


def test_ben_cannot_withdraw_ana_s_consent_nor_share_with_a_clinic_that_did_not_invite_him(session):
    who = cast(session)
    ben = user_of(session, who.ben)
    with pytest.raises(NoSuchDiary):
        withdraw_consent(session, patient=who.ben, consent_id=consent_of(session, who.ana).id, by=ben, now=NOW)
    with pytest.raises(NoSuchDiary):
        give_consent(session, patient=who.ben, clinic_id=who.clinic.id, by=ben, now=NOW)


def test_membership_alone_opens_nothing(session):
    who = cast(session)
    session.add(Membership(patient_id=who.ben.id, clinic_id=who.clinic.id, since=NOW))
    session.flush()
    assert opens(session, who.nora, who.ben) is None


def test_a_record_that_the_clinic_brought_is_the_clinic_s_until_somebody_claims_it(session):
    who = cast(session)
    paper = an_unclaimed_patient(session, who.clinic)
    assert opens(session, who.nora, paper)
    assert opens(session, who.odd, paper) is None
    assert [patient.name for patient, _ in patients_of(session, who.nora)] == ["Ana", "On paper"]


def test_who_no_longer_works_there_reads_nothing(session):
    who = cast(session)
    end_staff(session, staff=place_of(session, who.nora), now=NOW)
    assert opens(session, who.nora, who.ana) is None
    assert patients_of(session, who.nora) == []


def test_a_closed_account_is_closed_to_the_patient_and_to_the_clinic(session):
    who = cast(session)
    who.ana.closed_at = NOW
    session.flush()
    assert opens(session, who.nora, who.ana) is None
    with pytest.raises(AccountClosed):
        own_patient(session, user_of(session, who.ana))


def test_nora_is_no_patient(session):
    who = cast(session)
    with pytest.raises(NoSuchDiary):
        own_patient(session, who.nora)


def test_a_provider_at_two_clinics_reads_what_either_may(session):
    who = cast(session)
    from_elsewhere = a_patient(session)
    shares(session, from_elsewhere, who.elsewhere)
    assert opens(session, who.nora, from_elsewhere) is None
    add_staff(session, clinic=who.elsewhere, user=who.nora, name="Nora", role="provider", now=NOW)
    assert opens(session, who.nora, from_elsewhere).clinic == who.elsewhere
    assert opens(session, who.nora, who.ana).clinic == who.clinic


def test_what_ana_shares_with_one_clinic_does_not_open_it_to_another_that_she_left(session):
    who = cast(session)
    left = consent_of(session, who.ana)
    shares(session, who.ana, who.elsewhere)
    withdraw_consent(session, patient=who.ana, consent_id=left.id, by=user_of(session, who.ana), now=NOW)
    assert opens(session, who.nora, who.ana) is None
    assert patients_of(session, who.nora) == []
    assert not reads(session, who.ana.id, place_of(session, who.nora))
    assert opens(session, who.odd, who.ana).clinic == who.elsewhere
    assert reads(session, who.ana.id, place_of(session, who.odd))


def test_each_look_is_a_line_in_the_patient_s_log_once_for_a_page(session):
    who = cast(session)
    opens(session, who.nora, who.ana)
    opens(session, who.nora, who.ana)
    opens(session, who.odd, who.ana)
    write_looks(session, NOW)
    lines = session.scalars(sa.select(AccessLog).where(AccessLog.what == "diary").order_by(AccessLog.seq)).all()
    told = [(line.patient_id, line.actor_id, line.clinic_id, line.purpose, line.outcome) for line in lines]
    assert told == [
        (who.ana.id, who.nora.id, who.clinic.id, "follow-up", "opened"),
        (who.ana.id, who.odd.id, None, "follow-up", "refused"),
    ]
