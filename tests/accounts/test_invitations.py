"""Invitations: used once, for three days, by who has the whole code."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from diary.accounts import codes
from diary.accounts.access import open_diary
from diary.accounts.invitations import (
    LASTS,
    TRIES,
    find_invitation,
    invite,
    invite_staff,
    redeem,
    redeem_as_staff,
    revoke_invitation,
)
from diary.accounts.models import AccessLog, Consent, Invitation, Membership, Patient
from diary.accounts.operations import import_patient, sign_up_patient
from diary.db import engine_options, prepare
from diary.fields import Refused
from tests.factories import KEY, NOW, PASSWORD, ZONE, a_patient, an_invitation, an_unclaimed_patient, cast, user_of


def find(session, text, now=NOW):
    return find_invitation(session, text=text, key=KEY, now=now)


def uses(session, invited, patient, now=NOW):
    by = user_of(session, patient)
    return redeem(session, invitation_id=invited.invitation.id, patient=patient, by=by, now=now)


def wrong(code):
    return code[:-1] + ("A" if code[-1] != "A" else "B")


def test_the_code_and_the_link_are_nowhere_in_the_database(session):
    invited = an_invitation(session, cast(session).clinic)
    kept = {column.key: str(getattr(invited.invitation, column.key)) for column in sa.inspect(Invitation).columns}
    assert invited.code not in kept.values() and invited.token not in kept.values()
    assert codes.name_of(invited.code) == kept["code_name"]


@pytest.mark.parametrize(
    "as_typed", [str, str.lower, codes.readable, lambda code: f" {code[:3]} {code[3:]} ", lambda c: c.replace("0", "o")]
)
def test_a_code_is_found_however_it_is_typed(session, as_typed):
    invited = an_invitation(session, cast(session).clinic)
    assert find(session, as_typed(invited.code)) is invited.invitation


def test_a_link_is_found_by_its_token_or_as_a_whole(session):
    invited = an_invitation(session, cast(session).clinic)
    assert find(session, invited.token) is invited.invitation
    assert find(session, f"https://lull.example/join#{invited.token}") is invited.invitation


@pytest.mark.parametrize("text", ["", "7", "not a code at all", "0" * 10, "\x00" * 10, "🌙" * 10, "A" * 4000])
def test_junk_is_no_invitation(session, text):
    an_invitation(session, cast(session).clinic)
    assert find(session, text) is None


def test_five_wrong_guesses_end_an_invitation_and_its_link_with_it(session):
    invited = an_invitation(session, cast(session).clinic)
    for _ in range(TRIES - 1):
        assert find(session, wrong(invited.code)) is None
    assert find(session, invited.code)
    assert find(session, wrong(invited.code)) is None
    assert find(session, invited.code) is None
    assert find(session, invited.token) is None


def test_an_invitation_lasts_72_hours(session):
    invited = an_invitation(session, cast(session).clinic)
    assert find(session, invited.code, NOW + LASTS - timedelta(seconds=1))
    assert find(session, invited.code, NOW + LASTS) is None


def test_looking_at_an_invitation_shares_nothing(session):
    who = cast(session)
    find(session, an_invitation(session, who.clinic).code)
    assert session.get(Membership, (who.ben.id, who.clinic.id)) is None


def test_ben_joins_and_nora_reads(session):
    who = cast(session)
    consent = uses(session, an_invitation(session, who.clinic, record_number="77"), who.ben)
    assert consent.withdrawn_at is None
    assert session.get_one(Membership, (who.ben.id, who.clinic.id)).record_number == "77"
    assert open_diary(session, who.nora, who.ben.id, purpose="follow-up", now=NOW).patient is who.ben
    lines = session.scalars(sa.select(AccessLog.what).where(AccessLog.patient_id == who.ben.id)).all()
    assert lines == ["consent given"]


def test_an_invitation_works_once_and_twice_for_the_same_person_is_harmless(session):
    who = cast(session)
    invited = an_invitation(session, who.clinic)
    assert uses(session, invited, who.ben) is uses(session, invited, who.ben)
    with pytest.raises(Refused, match="do not know this code"):
        uses(session, invited, a_patient(session))


def test_a_revoked_or_late_invitation_joins_nobody(session):
    who = cast(session)
    revoked, late = an_invitation(session, who.clinic), an_invitation(session, who.clinic)
    revoke_invitation(session, clinic_id=who.elsewhere.id, invitation_id=late.invitation.id, for_staff=False, now=NOW)
    revoke_invitation(session, clinic_id=who.clinic.id, invitation_id=revoked.invitation.id, for_staff=False, now=NOW)
    assert find(session, late.code) and not find(session, revoked.code)
    for invited, now in ((revoked, NOW), (late, NOW + LASTS)):
        with pytest.raises(Refused):
            uses(session, invited, who.ben, now)


def test_ben_claims_the_record_that_the_clinic_brought_in_place_of_his_empty_diary(session):
    who = cast(session)
    paper = an_unclaimed_patient(session, who.clinic)
    invited = invite(session, clinic=who.clinic, by=who.nora, key=KEY, now=NOW, patient=paper)
    ben, empty = user_of(session, who.ben), who.ben.id
    uses(session, invited, who.ben)
    assert (paper.user_id, paper.zone) == (ben.id, ZONE)
    assert session.get(Patient, empty) is None
    assert open_diary(session, who.nora, paper.id, purpose="follow-up", now=NOW)
    with pytest.raises(Refused):
        uses(session, invited, a_patient(session))


@pytest.mark.parametrize("holds", ["an entry", "a line in its access log", "a clinic"])
def test_a_diary_that_holds_anything_is_never_replaced_by_a_clinic_s_record(session, holds):
    who = cast(session)
    paper = an_unclaimed_patient(session, who.clinic)
    invited = invite(session, clinic=who.clinic, by=who.nora, key=KEY, now=NOW, patient=paper)
    if holds == "a clinic":
        session.add(Membership(patient_id=who.ben.id, clinic_id=who.elsewhere.id, since=NOW))
    else:
        who.ben.next_seq, who.ben.log_seq = (2, 0) if holds == "an entry" else (1, 1)
    session.flush()
    with pytest.raises(Refused, match="has entries already"):
        uses(session, invited, who.ben)


def test_a_new_invitation_for_the_same_record_ends_the_older_one(session):
    who = cast(session)
    paper = an_unclaimed_patient(session, who.clinic)
    older, newer = (invite(session, clinic=who.clinic, by=None, key=KEY, now=NOW, patient=paper) for _ in range(2))
    assert find(session, older.code) is None
    assert find(session, newer.code)


def test_a_clinic_invites_nobody_to_another_clinic_s_record(session):
    who = cast(session)
    paper = an_unclaimed_patient(session, who.clinic)
    with pytest.raises(Refused):
        invite(session, clinic=who.elsewhere, by=who.odd, key=KEY, now=NOW, patient=paper)


def test_a_record_imported_twice_is_one_patient(session):
    who = cast(session)
    once, twice = (an_unclaimed_patient(session, who.clinic, "1001") for _ in range(2))
    assert once is twice
    assert an_unclaimed_patient(session, who.elsewhere, "1001") is not once


def test_nothing_is_imported_for_a_patient_who_no_longer_shares(session):
    who = cast(session)
    membership = session.get_one(Membership, (who.ana.id, who.clinic.id))
    membership.record_number = "7"
    session.execute(sa.update(Consent).values(withdrawn_at=NOW))
    with pytest.raises(Refused, match="does not share"):
        import_patient(session, clinic=who.clinic, name="Ana", record_number="7", zone=ZONE, now=NOW)


def test_staff_join_by_a_link_that_no_patient_can_use(session):
    who = cast(session)
    invited = invite_staff(
        session, clinic=who.clinic, by=who.nora, email="New@Example.org", role="chair", key=KEY, now=NOW
    )
    with pytest.raises(Refused):
        uses(session, invited, who.ben)
    session.rollback()


def test_a_new_colleague_gets_the_invited_address_and_role_whatever_they_ask_for(session):
    who = cast(session)
    invited = invite_staff(
        session, clinic=who.clinic, by=who.nora, email="New@Example.org", role="chair", key=KEY, now=NOW
    )
    user, staff = redeem_as_staff(
        session, invitation_id=invited.invitation.id, name="New", password_hash=PASSWORD, now=NOW
    )
    assert (user.email, staff.role, staff.clinic_id) == ("new@example.org", "chair", who.clinic.id)
    with pytest.raises(Refused):
        redeem_as_staff(session, invitation_id=invited.invitation.id, name="New", password_hash=PASSWORD, now=NOW)


def test_a_patient_s_account_never_becomes_staff(session):
    who = cast(session)
    ben = user_of(session, who.ben)
    invited = invite_staff(session, clinic=who.clinic, by=None, email=ben.email, role="admin", key=KEY, now=NOW)
    with pytest.raises(Refused):
        redeem_as_staff(session, invitation_id=invited.invitation.id, name="Ben", user=ben, now=NOW)


def test_of_fifty_at_once_one_joins(session, database_url):
    who = cast(session)
    invited = an_invitation(session, who.clinic)
    patients = [a_patient(session) for _ in range(50)]
    session.commit()
    before = session.scalar(sa.select(sa.func.count()).select_from(Membership))
    session.commit()
    engine = sa.create_engine(**engine_options(database_url, threads=10))
    prepare(engine)

    def tries(patient_id):
        with Session(engine) as own:
            patient = own.get_one(Patient, patient_id)
            try:
                uses(own, invited, patient)
            except Refused:
                own.rollback()
                return False
            own.commit()
            return True

    with ThreadPoolExecutor(10) as threads:
        joined = list(threads.map(tries, [patient.id for patient in patients]))
    engine.dispose()
    assert joined.count(True) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Membership)) == before + 1


def test_the_same_person_fifty_times_at_once_joins_once(session, database_url):
    who = cast(session)
    invited = an_invitation(session, who.clinic)
    session.commit()
    engine = sa.create_engine(**engine_options(database_url, threads=10))
    prepare(engine)

    def tries(number):
        with Session(engine) as own:
            consent = uses(own, invited, own.get_one(Patient, who.ben.id))
            own.commit()
            return consent.id

    with ThreadPoolExecutor(10) as threads:
        consents = set(threads.map(tries, range(50)))
    engine.dispose()
    assert len(consents) == 1
    kept = sa.select(sa.func.count()).select_from(Consent).where(Consent.patient_id == who.ben.id)
    assert session.scalar(kept) == 1


def test_one_address_signed_up_at_once_from_ten_phones_is_one_account(session, database_url):
    session.rollback()
    engine = sa.create_engine(**engine_options(database_url, threads=10))
    prepare(engine)

    def tries(number):
        with Session(engine) as own:
            try:
                sign_up_patient(own, email="One@Example.org", password_hash=PASSWORD, name="One", zone=ZONE, now=NOW)
                own.commit()
            except Refused:
                own.rollback()
                return False
            return True

    with ThreadPoolExecutor(10) as threads:
        made = list(threads.map(tries, range(10)))
    engine.dispose()
    assert made.count(True) == 1
