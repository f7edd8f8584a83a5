"""Calendar, medicines, infusions, trends: what Ana does there, in a real browser against a real server."""

import re

import pytest
from playwright.sync_api import expect

from tests.pwa.screens import ana, new_ana, saved, signed_in, undo

__all__ = ["ana", "new_ana", "signed_in"]


def test_ana_marks_a_silent_day_free_and_undoes_it(ana):
    page = ana("/calendar")
    day = page.locator("[data-kind=silent]").first
    date = day.get_attribute("data-day")
    cell = page.locator(f"[data-day='{date}']")
    day.click()
    page.get_by_role("dialog").get_by_role("button", name="No headache", exact=True).click()
    expect(cell).to_have_attribute("data-kind", "free")
    saved(page, "no headache")
    assert page.evaluate("document.activeElement.dataset.day") == date, "the finger is still where it was"
    undo(page)
    expect(cell).to_have_attribute("data-kind", "silent")


def test_a_day_with_headache_carries_its_worst_pain_as_a_number(ana):
    page = ana("/calendar")
    day = page.locator("[data-kind=silent]").first
    cell = page.locator(f"[data-day='{day.get_attribute('data-day')}']")
    day.click()
    page.get_by_role("dialog").get_by_role("button", name="8", exact=True).click()
    expect(cell).to_have_text(re.compile("8"))
    expect(cell).to_have_accessible_name(re.compile("headache, worst 8"))
    undo(page)


def test_the_head_of_a_month_counts_its_days(ana):
    page = ana("/calendar")
    month = page.locator("lull-calendar section").nth(1)
    expect(month.locator("[data-day]").last).to_be_visible()

    def days(*kinds):
        return sum(month.locator(f"[data-kind={kind}]").count() for kind in kinds)

    words = f"{days('pain', 'headache')} headache · {days('free')} without · {days('silent')} not answered"
    expect(month.locator("[data-count]")).to_have_text(words)


def test_a_day_with_an_attack_opens_the_attack_and_asks_nothing(ana):
    page = ana("/calendar")
    cells = page.locator("[data-kind=pain], [data-kind=headache]")
    expect(cells.first).to_be_visible()
    sheet = page.get_by_role("dialog")
    for place in range(cells.count()):
        cells.nth(place).click()
        expect(sheet).to_be_visible()
        if sheet.get_by_role("link", name=re.compile("Attack")).count():
            break
        sheet.get_by_role("button", name="Close").click()
        expect(sheet).to_be_hidden()
    expect(sheet.get_by_role("button", name="No headache", exact=True)).to_be_hidden()
    sheet.get_by_role("link", name=re.compile("Attack")).first.click()
    expect(page).to_have_url(re.compile("/attack/details#"))


def test_a_note_alone_leaves_a_day_unanswered(ana):
    page = ana("/calendar")
    day = page.locator("[data-kind=silent]").first
    cell = page.locator(f"[data-day='{day.get_attribute('data-day')}']")
    day.click()
    page.get_by_label("Note").fill("=1+1 <b>rain</b>")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    saved(page, "note")
    expect(cell).to_have_attribute("data-kind", "silent")
    cell.click()
    expect(page.get_by_label("Note")).to_have_value("=1+1 <b>rain</b>")


def test_earlier_months_come_when_they_are_asked_for(ana):
    page = ana("/calendar")
    months = page.locator("lull-calendar section")
    expect(months.nth(1)).to_be_visible()
    before = months.count()
    page.get_by_role("button", name="Show earlier").click()
    expect(months).to_have_count(before + 3)


def test_the_calendar_is_a_table_too(ana):
    page = ana("/calendar")
    page.get_by_role("button", name="As a table").click()
    row = page.get_by_role("row").filter(has_text=re.compile("worst|none|not answered")).first
    expect(row).to_be_visible()


def test_ana_takes_a_dose_by_one_tap_and_undoes_it(ana):
    page = ana("/medicines")
    doses = page.locator("[data-dose]")
    expect(doses.first).to_be_visible()
    first = doses.first.get_attribute("data-key")
    page.get_by_role("button", name=re.compile("Took Sumatriptan")).click()
    saved(page, "Saved, Sumatriptan 50 mg at ")
    expect(doses.first).not_to_have_attribute("data-key", first)
    undo(page)
    expect(doses.first).to_have_attribute("data-key", first)


def test_triptan_days_stand_beside_their_common_limit(ana):
    page = ana("/medicines")
    page.get_by_role("button", name=re.compile("Took Sumatriptan")).click()
    counted = page.locator("[data-classes] .class-row").filter(has_text="Triptans")
    expect(counted).to_contain_text(re.compile(r"\d+ days? in the last 30\. A common limit for triptans is 10\."))
    undo(page)


def test_a_dose_is_moved_to_another_hour(ana):
    page = ana("/medicines")
    page.locator("[data-dose]").first.click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Taken at, time").fill("03:21")
    sheet.get_by_label("Taken at, time").blur()
    expect(sheet.get_by_role("status").last).to_contain_text("3:21")
    sheet.get_by_role("button", name="Close").click()
    expect(page.locator("[data-dose]").filter(has_text="3:21").first).to_be_visible()


def test_a_medicine_without_a_name_is_refused_beside_the_field_and_what_was_typed_stays(ana):
    page = ana("/medicines")
    page.get_by_role("button", name="Add a medicine").last.click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Usual dose").fill("many")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    expect(sheet.get_by_text("What is it called?")).to_be_visible()
    expect(sheet.get_by_text("Write a number, such as 50 or 2.5.")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Add a medicine").last.click()
    expect(sheet.get_by_label("Usual dose")).to_have_value("many")
    sheet.get_by_label("Name").fill("Zolmitriptan")
    expect(sheet.get_by_label("Class")).to_have_value("triptan")
    sheet.get_by_label("Usual dose").fill("2,5")
    sheet.get_by_label("Unit").select_option("mg")
    sheet.get_by_role("button", name="Save").click()
    saved(page, "Saved, Zolmitriptan")
    expect(page.get_by_role("button", name="Took Zolmitriptan 2.5 mg now")).to_be_visible()


def test_ana_keeps_an_infusion_of_her_own_and_taps_her_pain_in_the_chair(ana):
    page = ana("/infusions")
    page.get_by_role("button", name="Add an infusion of your own").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Where").fill("Praxis am Fluss")
    sheet.get_by_role("group", name="Pain before").get_by_role("button", name="8", exact=True).click()
    sheet.get_by_role("button", name="Save").click()
    saved(page, "Saved, infusion of ")
    chair = page.locator("[data-chair]")
    chair.get_by_role("button", name="at the end", exact=True).click()
    chair.get_by_role("group", name="Pain at the end").get_by_role("button", name="3", exact=True).click()
    saved(page, "Saved, 3 at the end")
    expect(page.locator("[data-history]").get_by_text("before 8 → end 3, 5 lower").first).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("before 8, at the end 3"))).to_be_visible()


def test_what_ana_felt_after_an_infusion_is_kept_and_taken_back(ana):
    page = ana("/infusions")
    page.locator("[data-history] [data-entry]").last.click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Unreal, far away").click()
    sheet.get_by_role("button", name="Mild").first.click()
    expect(sheet.get_by_role("status").last).to_contain_text("Unreal, far away")
    sheet.get_by_role("button", name="Unreal, far away").click()
    expect(sheet.get_by_role("status").last).to_contain_text("Unreal, far away taken back")


def test_every_trend_has_a_table_and_stays_readable_without_a_network(new_ana, watch):
    watch.expect("Failed to load resource")
    page = new_ana("/trends")
    for title in ("Headache days in 28", "Pain around infusions", "Each day"):
        card = page.locator("section.card").filter(has=page.get_by_role("heading", name=title))
        card.get_by_text("As a table").click()
        expect(card.get_by_role("row").nth(1)).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="3 months").click()
    expect(page.get_by_role("button", name="3 months")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-as-of]")).to_contain_text("No connection: these are the figures of that time.")


@pytest.mark.parametrize("address", ["/calendar", "/medicines", "/infusions", "/trends", "/my-data", "/sharing"])
def test_nobodys_phone_says_how_to_begin(phone, address):
    phone.goto(address)
    expect(phone.get_by_text("Nobody is signed in on this phone")).to_be_visible()
    expect(phone.locator("main").get_by_role("link", name="Sign in")).to_be_visible()
