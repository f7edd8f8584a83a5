"""The summary behind the clinic's list: one honest reason for each patient, kept until it is out of date."""

from datetime import date, timedelta

import pytest

from diary.accounts.models import Patient
from diary.clinic.queries import summaries
from diary.db import db
from diary.insights.operations import refresh, refresh_all, stale
from diary.insights.summaries import packed, unpacked
from tests.factories import NOW, an_unclaimed_patient
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def recorded(writer, days=40, but=()):
    """No headache, on each of these days but some."""
    with writer.at_once():
        for back in range(days, 0, -1):
            if back not in but:
                writer.day(ago(back))


def taken(writer, drug_class, days):
    """A dose of this class on each of the last `days` days."""
    with writer.at_once():
        drug = writer.medication(drug_class, drug_class)
        for back in range(days):
            writer.dose(drug, noon(ago(back)))


REASONS = {
    "all is quiet": (lambda w: recorded(w), "nothing"),
    "ten triptan days of 30": (lambda w: (recorded(w), taken(w, "triptan", 10)), "over_limit"),
    "eight triptan days of 30": (lambda w: (recorded(w), taken(w, "triptan", 8)), "near_limit"),
    "seven triptan days of 30": (lambda w: (recorded(w), taken(w, "triptan", 7)), "nothing"),
    "fourteen days of an NSAID": (lambda w: (recorded(w), taken(w, "nsaid", 14)), "near_limit"),
    "fifteen days of an NSAID": (lambda w: (recorded(w), taken(w, "nsaid", 15)), "over_limit"),
    "a gepant has no limit": (lambda w: (recorded(w), taken(w, "gepant", 25)), "nothing"),
    "silent on seven of the last 14": (lambda w: recorded(w, but=range(1, 8)), "not_recording"),
    "silent on six of the last 14": (lambda w: recorded(w, but=range(1, 7)), "nothing"),
    "began three days ago": (lambda w: recorded(w, days=3), "nothing"),
    "nothing ever recorded": (lambda w: None, "not_recording"),
}


@pytest.mark.parametrize("case", REASONS)
def test_the_reason(here, case):
    app, people = here
    work, reason = REASONS[case]
    with app.app_context():
        work(Writer(people.ana.id))
        summary = refresh(db.session, db.session.get(Patient, people.ana.id), NOW)
    assert summary.reason == reason


def test_the_counts_are_those_of_the_last_28_days(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        recorded(writer, but=(5, 6))
        for back, pain in ((3, 8), (4, 2)):
            writer.pain(writer.attack(noon(ago(back)), 3), noon(ago(back)), pain)
        writer.day(ago(10), "yes")
        writer.infusion(noon(ago(20)), 6, 3)
        summary = refresh(db.session, db.session.get(Patient, people.ana.id), NOW)
    assert (summary.last, summary.recorded, summary.count, round(summary.per_28, 1)) == (ago(1), 26, 3, 3.2)
    assert summary.strip[-6:] == ("silent", "silent", "2", "8", "free", "free")
    assert (summary.strip[-10], summary.infusion, summary.acute_days) == ("headache", ago(20), 0)


def test_a_summary_is_kept_whole(people, app):
    with app.app_context():
        writer = Writer(people.ana.id)
        recorded(writer)
        taken(writer, "triptan", 9)
        summary = refresh(db.session, db.session.get(Patient, people.ana.id), NOW)
        db.session.commit()
        kept = summaries(db.session, [people.ana.id])[people.ana.id]
    assert unpacked(kept.figures) == summary == unpacked(packed(summary))
    assert (kept.day, kept.reason, kept.urgency) == (TODAY, "near_limit", 2)


def test_a_new_version_or_a_new_day_makes_it_stale(people, app):
    with app.app_context():
        ana = db.session.get(Patient, people.ana.id)

        def behind(now=NOW):
            return stale([ana], summaries(db.session, [ana.id]), now)

        assert behind() == [ana]
        refresh_all(db.session, [ana.id], NOW)
        db.session.commit()
        assert behind() == []
        assert behind(NOW + timedelta(days=1)) == [ana]
        Writer(ana.id).day(ago(1))
        db.session.refresh(ana)
        assert behind() == [ana]
        refresh_all(db.session, [ana.id], NOW)
        db.session.commit()
        assert behind() == []


def test_an_imported_record_is_unclaimed_until_somebody_claims_it(here):
    app, people = here
    with app.app_context():
        record = an_unclaimed_patient(db.session, people.clinic)
        assert refresh(db.session, record, NOW).reason == "unclaimed"
        db.session.commit()
        assert stale([record], summaries(db.session, [record.id]), NOW) == []
        record.user_id = people.nora.id
        assert stale([record], summaries(db.session, [record.id]), NOW) == [record]
