"""The patterns of ICHD-3 on a provider's screen: every criterion with its answer, in words that diagnose nothing."""

import re
from datetime import date, timedelta

from tests.accounts.people import words_of
from tests.insights.writing import Writer, noon

TODAY = date(2026, 11, 22)
FELT = {
    "side": "left",
    "qualities": ["throbbing"],
    "symptoms": [{"name": "nausea", "present": True}],
    "effect_work": "could_not",
}


def ago(days):
    return TODAY - timedelta(days=days)


def attacks(patient, count=5, hours=5):
    writer = Writer(patient.id)
    with writer.at_once():
        for place in range(count):
            writer.attack(noon(ago(3 + 3 * place)), hours, **FELT)
    return writer


def card(here):
    page = here.nora.opens(f"/clinic/patients/{here.cast.ana.id}")
    return page, page.text.split('id="patterns-title"', 1)[1].split("</section>", 1)[0]


def test_nora_reads_what_the_diary_meets_and_what_it_cannot_know(here):
    with here.app.app_context():
        attacks(here.cast.ana)
    page, told = card(here)
    text = words_of(page)
    assert "The diary meets the attack part of 1.1." in text
    assert "No aura is written down in this period." in text
    assert "Whether the diary meets the frequency part of 1.3 is not known." in text
    assert not re.search(r"(?i)you have|patient has|suffers", told)
    listed = [f"1.1 {name}" for name in ("A", "B", "C1", "C2", "C3", "C4", "C", "D", "E")]
    listed += [f"1.2 {name}" for name in ("A", "B", "C1", "C2", "C3", "C4", "C5", "C6", "C", "D")]
    listed += [
        *(f"1.3 {name}" for name in "ABCD"),
        *(f"1.4.1 {name}" for name in ("B", "C1", "C2", "D")),
        "1.5.1",
        "1.5.2",
    ]
    assert [name for name in listed if f">{name}</span>" not in told] == []


def test_answers_about_days_alone_are_not_held_against_a_pattern(here):
    with here.app.app_context():
        Writer(here.cast.ana.id).day(ago(1), "yes")
    told = card(here)[1]
    assert told.count("No attack is written down in this period.") == 2
    assert "does not meet the attack part" not in told and "does not meet the length" not in told


def test_the_medicine_figure_says_since_when_a_class_is_over_its_limit(here):
    with here.app.app_context():
        writer = attacks(here.cast.ana)
        drug = writer.medication()
        for back in range(12):
            writer.dose(drug, noon(ago(back)))
    text = words_of(card(here)[0])
    assert "triptan 12 of 10" in text
    assert "At or over the triptan limit from 20 Nov 2026 to 22 Nov 2026" in text
