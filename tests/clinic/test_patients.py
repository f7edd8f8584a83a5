"""The list of patients: who is on it, why, in which order, and how they are found."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from diary.accounts.models import Consent
from diary.clinic import lists
from diary.clinic.lists import PAGE
from diary.db import db
from diary.insights.models import PatientSummary
from tests.accounts.people import words_of
from tests.factories import NOW, a_patient, an_unclaimed_patient, shares
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def quiet(patient, days=40):
    """A recorded month without headache."""
    writer = Writer(patient.id)
    with writer.at_once():
        for back in range(days, 0, -1):
            writer.day(ago(back))
    return writer


def patients_on(page):
    return re.findall(r'class="go nowrap"[^>]*><span><span class="strong">([^<]+)<', page.text)


def test_nora_sees_who_shares_and_nobody_else(who):
    assert patients_on(who.nora.opens("/clinic/patients")) == ["Ana"]
    assert patients_on(who.odd.opens("/clinic/patients")) == []


def test_withdrawn_consent_takes_the_patient_off_the_list(who):
    with who.app.app_context():
        db.session.query(Consent).update({"withdrawn_at": ago_noon(0)})
        db.session.commit()
    assert patients_on(who.nora.opens("/clinic/patients")) == []


def ago_noon(days):
    return noon(ago(days))


def test_a_row_says_why_with_its_counts(who):
    with who.app.app_context():
        writer = quiet(who.cast.ana)
        triptan = writer.medication()
        for back in range(1, 12):
            writer.dose(triptan, noon(ago(back)))
        writer.infusion(noon(ago(10)), 6, 2)
    page = who.nora.opens("/clinic/patients")
    text = words_of(page)
    assert text.startswith("1 patient is over a medicine limit.")
    assert "Triptan days 11 of 10 in 30" in text and "6 days of them in the last week" in text
    assert "11.0" in text and "28 / 28" in text and "11 / 10" in text and "12 Nov" in text
    assert 'aria-label="28 days to 21 Nov: 11 with headache, 0 silent"' in page.text


def test_too_few_days_give_a_dash_and_the_reason(here):
    with here.app.app_context():
        quiet(here.cast.ana, days=9)
    text = words_of(here.nora.opens("/clinic/patients"))
    assert "— too few" in text and "9 / 28" in text


def test_silent_days_are_drawn_as_silent(here):
    with here.app.app_context():
        quiet(here.cast.ana, days=9)
    assert here.nora.opens("/clinic/patients").text.count('class="hatched"') == 19


def test_the_most_pressing_come_first_and_then_the_names(here):
    with here.app.app_context():
        clinic = here.cast.clinic
        for name, work in {"Zoe": quiet, "Bea": quiet, "Max": None, "Tom": quiet}.items():
            patient = a_patient(db.session, name)
            shares(db.session, patient, clinic)
            if work:
                work(patient)
            if name == "Tom":
                writer = Writer(patient.id)
                drug = writer.medication()
                for back in range(1, 10):
                    writer.dose(drug, noon(ago(back)))
        quiet(here.cast.ana)
        an_unclaimed_patient(db.session, clinic)
        db.session.commit()
    page = here.nora.opens("/clinic/patients")
    assert patients_on(page) == ["Tom", "Max", "On paper", "Ana", "Bea", "Zoe"]
    assert patients_on(here.nora.opens("/clinic/patients?reason=not_recording")) == ["Max"]
    assert "Imported, not claimed" in words_of(page) and "1001" in words_of(page)


def test_a_diary_nobody_has_counted_yet_is_not_called_silent(who, monkeypatch):
    monkeypatch.setattr(lists, "AT_ONCE", 0)
    with who.app.app_context():
        quiet(who.cast.ana)
    assert "Not counted yet 1" in words_of(who.nora.opens("/clinic/patients"))
    assert patients_on(who.nora.opens("/clinic/patients?reason=uncounted")) == ["Ana"]
    assert patients_on(who.nora.opens("/clinic/patients?reason=not_recording")) == []


def test_a_changed_diary_is_counted_anew_at_the_next_look(who):
    with who.app.app_context():
        quiet(who.cast.ana)
    assert "Nothing to review." in words_of(who.nora.opens("/clinic/patients"))
    with who.app.app_context():
        writer = Writer(who.cast.ana.id)
        drug = writer.medication()
        for back in range(1, 9):
            writer.dose(drug, noon(ago(back)))
    assert "near the limit" in words_of(who.nora.opens("/clinic/patients"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [("ana", ["Ana"]), ("AN", ["Ana"]), ("1001", ["On paper"]), ("pap on", ["On paper"]), ("ben", [])],
)
def test_names_and_numbers_are_searched_without_standing_in_an_address(here, asked, found):
    with here.app.app_context():
        an_unclaimed_patient(db.session, here.cast.clinic)
        db.session.commit()
    page = here.nora.sends("/clinic/patients", name=asked)
    assert (page.status_code, patients_on(page)) == (200, found)
    assert f"name={asked}" not in page.text and "/clinic/patients?asked" not in page.text


def test_many_patients_come_in_pages(here):
    with here.app.app_context():
        for number in range(PAGE + 3):
            an_unclaimed_patient(db.session, here.cast.clinic, number=f"{number:04}")
        db.session.commit()
    first, second = (here.nora.opens(f"/clinic/patients?page={page}") for page in (1, 2))
    assert (len(patients_on(first)), len(patients_on(second))) == (PAGE, 4)
    assert "Page 1 of 2, 54 patients" in words_of(first)


def test_a_clinic_without_patients_is_told_the_next_step(here):
    assert "Whoever accepts an invitation" in words_of(here.odd.opens("/clinic/patients"))


def test_a_count_of_an_earlier_day_says_so(here, monkeypatch):
    with here.app.app_context():
        quiet(here.cast.ana)
    assert "as of" not in words_of(here.nora.opens("/clinic/patients")).split("Order, rules")[0]
    monkeypatch.setattr(lists, "AT_ONCE", 0)
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        assert "as of" not in words_of(here.nora.opens("/clinic/patients")).split("Order, rules")[0]
    with here.app.app_context():
        db.session.query(PatientSummary).update({"day": ago(1)})
        db.session.commit()
    assert "as of 21 Nov" in words_of(here.nora.opens("/clinic/patients"))
