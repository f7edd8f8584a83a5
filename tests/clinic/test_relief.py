"""Relief on a provider's glance: said where it is judged, with its basis; and to no patient, in any way."""

import json
import re
from datetime import date, timedelta

import pytest

from diary.db import db, reading
from diary.insights.queries import read_diary
from diary.insights.trends import for_device
from tests.accounts.people import words_of
from tests.factories import NOW
from tests.insights.writing import Writer, noon
from tests.test_shape import ROOT

TODAY = date(2026, 11, 22)
OFTEN, SELDOM = "HH.HHH.", "..H...."
#: What only a provider may read; "relief" itself is also what a dose gave after two hours.
WORDS = r"(?i)relief (lasted|holds|has ended|seen)|that it has ended|return toward baseline|survival|wear(s|ing)[ -]off"


def keeps(patient, *stretches):
    """A diary that ends yesterday: a baseline, then before each further stretch a day with an infusion."""
    writer, pattern, infusions = Writer(patient.id), "", []
    for place, stretch in enumerate(stretches):
        if place:
            infusions.append(len(pattern))
            pattern += " "
        pattern += stretch
    first = TODAY - timedelta(days=len(pattern))
    with writer.at_once():
        for place, sign in enumerate(pattern):
            if sign != " ":
                writer.day(first + timedelta(days=place), "yes" if sign == "H" else "no")
        for place in infusions:
            writer.infusion(noon(first + timedelta(days=place)), 7, 3)


def glance(who, query=""):
    page = who.nora.opens(f"/clinic/patients/{who.cast.ana.id}{query}")
    assert page.status_code == 200
    return page


def test_the_headline_tells_how_long_relief_lasted_and_whether_it_holds(who):
    with who.app.app_context():
        keeps(who.cast.ana, OFTEN * 5, SELDOM * 7 + OFTEN * 4, SELDOM * 6 + OFTEN * 5, SELDOM * 5 + "....")
    text = words_of(glance(who))
    told = re.search(r"Relief lasted (\d+) and (\d+) days before; day 39 now: (0\.\d\d) that it has ended\.", text)
    assert told
    assert int(told[1]) == pytest.approx(49, abs=5) and int(told[2]) == pytest.approx(42, abs=5)
    assert float(told[3]) < 0.5
    assert f"holding day 39: {told[3]} ended , watch from 0.50" in text or f"day 39: {told[3]} ended" in text
    assert "Plain rule: 3.0 per 28 in the last 28 days, under half of the baseline, 10.0" in text
    assert "Baseline 35 days, 35 recorded; baselines are often chosen when people feel worst" in text


def test_the_headline_tells_what_it_was_before_and_after_and_leads_to_the_level(who):
    with who.app.app_context():
        keeps(who.cast.ana, OFTEN * 5, SELDOM * 7 + OFTEN * 4, SELDOM * 6 + "..")
    page = glance(who)
    text = words_of(page)
    assert "20.0 before the first infusion, 4.0 in days 1–28 after the last course. Relief lasted" in text
    assert "Relief: holding" in text and 'href="#relief-card"' in page.text


def test_rule_constants_prior_sources_and_limits_are_one_click_away(here):
    with here.app.app_context():
        keeps(here.cast.ana, OFTEN * 5, SELDOM * 6)
    text = words_of(glance(here))
    assert "p + ρᵏ (h − p)" in text
    assert "Relief lasts 42 days: median where there is any (house, near Schwenk 2018)" in text
    assert "A next infusion hides how long relief would have lasted." in text
    assert "Probability that relief lasts to a day of this cycle or longer" in text  # the table


def test_where_it_is_not_judged_the_headline_is_silent_and_the_card_says_why(here):
    with here.app.app_context():
        keeps(here.cast.ana, OFTEN * 5, SELDOM + "...")
    text = words_of(glance(here))
    assert "Not judged: it is day 10, and judged from day 14." in text
    assert "Relief: not judged" in text
    assert not re.search("Relief lasted|that it has ended|ay 10 now|Probability that relief holds", text)


def test_without_an_infusion_there_is_no_card(here):
    with here.app.app_context():
        keeps(here.cast.ana, OFTEN * 5)
    assert "relief-card" not in glance(here).text


def test_no_relief_is_said_as_plainly_as_relief(here):
    with here.app.app_context():
        keeps(here.cast.ana, OFTEN * 5, OFTEN * 5)
    text = words_of(glance(here))
    assert re.search(r"Day 35 now: no relief seen, 0\.\d\d that there was any\.", text)


def test_a_cycle_without_relief_is_told_beside_those_with_it_and_one_too_short_to_tell_is_not(who):
    with who.app.app_context():
        keeps(who.cast.ana, OFTEN * 5, SELDOM * 7 + OFTEN * 4, OFTEN * 6, OFTEN, SELDOM * 5)
    text = words_of(glance(who))
    assert re.search(r"Relief lasted \d+ days before, without clear relief in 1 other cycle; day 35 now", text)


def test_with_few_headache_days_before_the_headline_claims_nothing(here):
    with here.app.app_context():
        keeps(here.cast.ana, "." * 35, "." * 35)
    text = words_of(glance(here))
    assert ", from few headache days before" in text and "Under 8 headache days per 28 in the baseline" in text
    assert not re.search(r"ay 35 now", text)


def test_a_fall_of_recording_is_warned_of(here):
    with here.app.app_context():
        keeps(here.cast.ana, OFTEN * 5, "H. . . " * 3 + SELDOM * 2)
    assert "Recording fell from 100 % of days to 74 % after the course." in words_of(glance(here))


def test_provider_words_are_not_those_of_an_order(here):
    with here.app.app_context():
        keeps(here.cast.ana, OFTEN * 5, SELDOM * 6 + OFTEN * 6)
    assert not re.search("infusion due|predict|book now|% risk", words_of(glance(here)), re.IGNORECASE)


@pytest.mark.parametrize("cycle", [SELDOM * 6, SELDOM * 6 + OFTEN * 6, OFTEN * 6], ids=["holds", "ended", "none"])
def test_a_patients_device_gets_nothing_of_it(here, cycle):
    with here.app.app_context():
        keeps(here.cast.ana, OFTEN * 5, cycle)
        read = read_diary(reading(db.session), here.cast.ana.id, here.cast.ana.zone)
        told = json.dumps(for_device(read, NOW), default=str)
    answer = here.ana.client.get("/api/v1/trends", headers={"X-Lull": "1"})
    assert answer.status_code == 200
    for text in (told, answer.text):
        assert not re.search(WORDS, text)
    assert not {"relief", "survival"} & {name for period in answer.json["figures"].values() for name in period}


def test_no_page_of_a_patient_speaks_of_it():
    """All of a patient's pages are shells made of these templates and scripts, the same for everybody."""
    pages = [path for path in (ROOT / "templates").rglob("*.html") if "clinic" not in path.parts[-2]]
    scripts = list((ROOT / "static" / "js").rglob("*.js"))
    assert len(pages) > 20 and len(scripts) > 20
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in (*pages, *scripts)
        if (match := re.search(WORDS, path.read_text()))
    }
    assert found == {}


def test_only_the_clinics_glance_asks_for_it():
    """Whoever imports it is named here, so that no answer to a device can come to hold it unnoticed."""
    users = [
        str(path.relative_to(ROOT / "diary"))
        for path in (ROOT / "diary").rglob("*.py")
        if re.search(r"insights\.relief|import .*\brelief_shown\b|analysis\.relief(_of)?\(", path.read_text())
    ]
    assert sorted(users) == ["clinic/glances.py", "insights/relief.py"]
