"""Trends: figures, tables and sentences say the same, and only to whom they belong."""

import re
from datetime import date, timedelta

import pytest

from diary.db import db, reading
from diary.insights.bases import bases
from diary.insights.queries import read_diary
from diary.insights.trends import MEASURES, PERIODS, Trends, for_device
from tests.factories import NOW, sign_in
from tests.insights.writing import Writer, noon

API = {"X-Lull": "1"}
TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def a_quarter(patient):
    """100 days: headache on every fourth, silent on every tenth, an infusion in the middle."""
    writer = Writer(patient.id)
    with writer.at_once():
        for back in range(100, 0, -1):
            if back % 4 == 0:
                attack = writer.attack(noon(ago(back)), 3, severity="moderate")
                writer.pain(attack, noon(ago(back)), 5)
            elif back % 10:
                writer.day(ago(back))
        writer.infusion(noon(ago(50)), 6, 2)
    return writer


def trends_of(patient, period="3m", measure="headache", width="phone"):
    diary = read_diary(reading(db.session), patient.id, patient.zone, features=measure == "migraine")
    return Trends(diary, NOW, period, measure, width)


@pytest.mark.parametrize("width", ["phone", "desk"])
@pytest.mark.parametrize("period", PERIODS)
def test_figures_equal_their_tables(here, period, width):
    app, people = here
    with app.app_context():
        a_quarter(people.ana)
        trends = trends_of(people.ana, period, width=width)
    frequency, calendar, pains = (trends.figures[name] for name in ("frequency", "calendar", "infusion_pain"))
    months = [[int(cell) for cell in row[1:4]] for row in frequency.table.rows]
    assert months == [[m.rate.count, m.rate.known, m.rate.days] for m in trends.trend.months]
    if period != "3m":  # whose first month reaches further back than its first day
        assert sum(count for count, _, _ in months) == int(trends.days.headache.sum())
    cells = [cell for row in calendar.table.rows for cell in row[1:] if cell]
    silent = sum(cell.startswith("not recorded") for cell in cells)
    assert silent == int(trends.trend.silent.sum())
    assert sum(cell.startswith(("pain", "headache")) for cell in cells) == int(trends.calendar_days.headache.sum())
    line = next(trace for trace in frequency.plotly["data"] if "customdata" in trace)
    assert (line["x"][-1], line["customdata"][-1]) == (
        str(trends.trend.last),
        [trends.trend.latest.count, trends.trend.latest.known],
    )
    assert [row[1:3] for row in pains.table.rows] == [("6", "2")]


def test_the_sentence_has_the_counts_of_the_last_28_days(here):
    app, people = here
    with app.app_context():
        a_quarter(people.ana)
        trends = trends_of(people.ana)
    assert trends.sentences["now"] == "7.3 per 28 days: 7 of 27 recorded days in the last 28."


def test_too_few_days_give_counts_and_no_number(here):
    app, people = here
    with app.app_context():
        writer = Writer(people.ana.id)
        for back in range(1, 11):
            writer.day(ago(back), "yes" if back < 4 else "no")
        trends = trends_of(people.ana)
    assert trends.trend.latest.per_28 is None
    assert "3 of 10 recorded days in the last 28: too few for a number" in trends.sentences["now"]


def test_a_diary_that_stopped_is_not_counted_as_nothing_of_nothing(here):
    app, people = here
    with app.app_context():
        Writer(people.ana.id).day(ago(60))
        trends = trends_of(people.ana)
    assert trends.sentences["now"] == "Nothing is written down for the last 28 days."


def test_an_empty_diary_says_what_will_be_here(here):
    app, people = here
    with app.app_context():
        told = for_device(trends_of(people.ana).diary, NOW)
    assert set(told["figures"]) == set(PERIODS)
    assert told["sentences"]["all"]["now"].startswith("Nothing is recorded yet.")


def test_a_period_reaches_as_far_as_it_says(here):
    app, people = here
    with app.app_context():
        a_quarter(people.ana)
        spans = {period: trends_of(people.ana, period).trend.first for period in PERIODS}
    assert spans == {"3m": ago(90), "9m": ago(100), "all": ago(100)}


def test_a_patient_gets_their_own_trends(people, app):
    with app.app_context():
        a_quarter(people.ana)
    answer = sign_in(app.test_client(), people.ana).get("/api/v1/trends", headers=API)
    assert answer.status_code == 200
    told = answer.json
    assert (told["account"], told["as_of"]) == (str(people.ana.id), "2026-11-22T12:00:00.000Z")
    for part in ("figures", "tables"):
        assert {period: set(named) for period, named in told[part].items()} == {
            period: {"frequency", "change", "medicine_days", "calendar", "infusion_pain", "associations"}
            for period in PERIODS
        }
    assert told["sentences"]["9m"]["now"].startswith("7.3 per 28 days")


def test_a_phone_gets_plain_counts_of_medicine_days_and_nothing_of_patterns(people, app):
    with app.app_context():
        writer = a_quarter(people.ana)
        drug = writer.medication()
        for back in range(12):
            writer.dose(drug, noon(ago(back)))
        answer = sign_in(app.test_client(), people.ana).get("/api/v1/trends", headers=API)
    said = {told["medicine_days"] for told in answer.json["sentences"].values()}
    assert said == {"Triptans: 12 of the last 30 days, a common limit is 10."}
    assert not re.search("(?i)ichd|criteri|overuse|over the limit|diagnos", answer.text)


def test_the_figures_of_a_desk_stand_in_their_order(here):
    app, people = here
    with app.app_context():
        a_quarter(people.ana)
        names = list(trends_of(people.ana, width="desk").figures)
    order = ("frequency", "change", "infusion_pain", "medicine_days", "calendar", "aura", "attacks", "cycles")
    assert [name for name in names if name in order] == [name for name in order if name in names]
    assert {"medicine_days", "aura", "attacks"} <= set(names)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_rule_the_constants_and_their_sources_stand_behind_every_figure(here, measure):
    app, people = here
    with app.app_context():
        a_quarter(people.ana)
        names = trends_of(people.ana, width="desk", measure=measure).figures
    for basis in (bases(measure)[name] for name in names):
        assert basis.rule.endswith(".") and basis.constants and all(basis.sources)


def test_ben_sees_nothing_of_ana(here):
    app, people = here
    with app.app_context():
        a_quarter(people.ana)
    answer = sign_in(app.test_client(), people.ben).get("/api/v1/trends", headers=API)
    assert answer.json["sentences"]["all"]["now"].startswith("Nothing is recorded yet.")


def test_a_device_that_expects_another_diary_is_told_so(here):
    app, people = here
    client = sign_in(app.test_client(), people.ana)
    assert client.get(f"/api/v1/trends?account={people.ben.id}", headers=API).status_code == 409
    assert client.get(f"/api/v1/trends?account={people.ana.id}", headers=API).status_code == 200


def test_providers_have_no_trends_of_their_own(here):
    app, people = here
    assert sign_in(app.test_client(), people.nora).get("/api/v1/trends", headers=API).status_code == 404


def test_what_went_together_is_the_same_for_every_period_and_only_of_who_was_asked_for_it(here):
    app, people = here
    with app.app_context():
        writer = a_quarter(people.ana)
        for back in range(1, 4):
            writer.day(ago(back), exposures=[{"name": "stress", "present": back > 1}])
        session = reading(db.session)
        plain, full = (
            for_device(read_diary(session, people.ana.id, people.ana.zone, features=False, followed_since=since), NOW)
            for since in (None, ago(700))
        )
    assert {"associations" in named for named in plain["figures"].values()} == {False}
    told = {plain["associations"] for plain in full["sentences"].values()}
    assert told == {"Stress: not enough at-risk days yet: 2 of 60."}
