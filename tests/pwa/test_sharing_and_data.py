"""Bringing a diary in, sharing it, signing out, getting help: what Ana does there, in a real browser."""

import json
import re

from playwright.sync_api import expect

from tests.pwa.screens import WRITE, ana, new_ana, saved, signed_in

__all__ = ["ana", "new_ana", "signed_in"]

FILE = """Date,Headache,Pain,Notes
2023-02-01,yes,6,"rain, wind"
2023-02-02,no,,
2023-02-30,yes,4,
2023-02-03,perhaps,,
2023-02-04,yes,9,=HYPERLINK("x")
"""


def choose(page, text, name="diary.csv"):
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def test_ana_brings_a_diary_in_and_sees_why_rows_were_left_out(ana):
    page = ana("/my-data")
    choose(page, FILE)
    form = page.locator("form")
    expect(form.get_by_label("Day", exact=True)).to_have_value("Date")
    expect(form.get_by_role("table", name="First rows of the file")).to_contain_text("rain, wind")
    form.get_by_role("button", name="Check every row").click()
    report = page.locator("[data-step=report]")
    expect(report).to_contain_text("3 days are new and would be added")
    expect(report).to_contain_text("2 rows are left out:")
    expect(report.get_by_text("There is no such day in the calendar.", exact=True)).to_be_visible()
    expect(report.get_by_text("row 5; such as “perhaps”")).to_be_visible()
    report.get_by_role("button", name="Bring in 3 days").click()
    expect(report).to_contain_text("3 days were added")
    expect(page.locator("[data-how-far]")).to_have_text("3 of 3 days")
    page.goto("/calendar#2023-02-04")
    sheet = page.get_by_role("dialog")
    nine = sheet.get_by_role("button", name="9", exact=True)
    expect(nine).to_have_attribute("aria-pressed", "true", timeout=20_000)  # it comes with the next exchange
    expect(sheet.get_by_label("Note")).to_have_value('=HYPERLINK("x")')


def test_a_file_that_is_no_table_is_refused_beside_the_field(ana, watch):
    watch.expect("Failed to load resource")
    page = ana("/my-data")
    choose(page, "", "empty.csv")
    expect(page.locator("#import-file-error")).to_be_visible()
    expect(page.locator("#import-file-error")).not_to_have_text("")


def test_the_columns_that_were_chosen_stay_over_a_reload(ana):
    page = ana("/my-data")
    choose(page, FILE)
    page.get_by_label("Note", exact=True).select_option("")
    page.reload()
    expect(page.locator("form").get_by_label("Day", exact=True)).to_have_value("Date")
    expect(page.get_by_label("Note", exact=True)).to_have_value("")
    page.get_by_role("button", name="Another file").click()
    expect(page.locator("form")).to_be_hidden()


def test_without_a_network_bringing_in_waits_and_says_so(new_ana, watch):
    watch.expect("Failed to load resource")
    page = new_ana("/my-data")
    page.context.set_offline(True)
    expect(page.get_by_text("Bringing a diary in needs one; everything else works without.")).to_be_visible()
    choose(page, FILE)
    expect(page.locator("#import-file-error")).to_contain_text("There is no connection now.")


def test_a_copy_of_the_diary_is_made_on_the_phone(new_ana, watch):
    watch.expect("Failed to load resource")
    page = new_ana("/my-data")
    page.context.set_offline(True)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    copy = json.loads(download.value.path().read_text())
    assert copy["records"]["attacks"] and copy["not_taken"] == []
    assert re.fullmatch(r"lull-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)


def test_ana_stops_sharing_and_the_clinic_reads_no_more(ana):
    page = ana("/sharing")
    expect(page.get_by_text(re.compile("Reads your diary since"))).to_be_visible()
    page.get_by_role("button", name="Stop sharing").first.click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("can no longer open your diary")
    sheet.get_by_role("button", name="Stop sharing").click()
    expect(page.get_by_text(re.compile("Does not read your diary since"))).to_be_visible()
    assert page.evaluate("""async () => {
      const answer = await fetch("/api/v1/account", {headers: {"X-Lull": "1"}});
      return (await answer.json()).clinics.every(({consent}) => !consent || consent.withdrawn_at);
    }""")


def test_sharing_says_that_it_needs_a_network(new_ana, watch):
    watch.expect("Failed to load resource")
    page = new_ana("/sharing")
    page.context.set_offline(True)
    expect(page.get_by_text("No connection. This is what was true when there was one")).to_be_visible()


def test_who_looked_is_listed_or_nobody(ana):
    page = ana("/sharing")
    expect(page.get_by_role("heading", name="Who looked")).to_be_visible()
    expect(page.locator("[data-log] > *").first.or_(page.get_by_text("Nobody else has looked."))).to_be_visible()


def test_signing_out_tells_first_what_is_only_on_this_phone(new_ana, watch):
    watch.expect("Failed to load resource")
    page = new_ana("/calendar")
    page.context.set_offline(True)
    page.locator("[data-kind=silent]").first.click()
    page.get_by_role("dialog").get_by_role("button", name="No headache", exact=True).click()
    saved(page, "no headache")
    page.goto("/more")
    expect(page.locator("[data-waiting]")).to_have_text(re.compile("^1 entry"))
    page.get_by_role("button", name="Sign out").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("1 entry is only on this phone.")
    sheet.get_by_role("button", name="Wait, and send now").click()
    expect(sheet).to_contain_text("Not sent: there is no connection now.")
    sheet.get_by_role("button", name="Let 1 entry go, and sign out").click()
    expect(page).to_have_url(re.compile("/$"))
    assert (
        page.evaluate("indexedDB.databases().then((all) => all.filter(({name}) => name.startsWith('lull-')).length)")
        == 0
    )


def test_what_the_server_will_not_take_is_shown_and_can_be_let_go(ana):
    page = ana("/calendar")
    backwards = {"started_at": "2026-11-02T10:00:00.000Z", "ended_at": "2026-11-01T10:00:00.000Z"}
    page.evaluate(WRITE, ["attacks", {**backwards, "zone": "Europe/Berlin"}])
    page.goto("/more")
    refused = page.locator("lull-refused")
    expect(refused).to_contain_text("These could not be sent as they are")
    expect(refused).to_contain_text("Attack")
    expect(refused.get_by_role("link", name="Change")).to_have_attribute("href", re.compile("^/attack/details#"))
    refused.get_by_role("button", name="Let it go").click()
    expect(refused).to_be_hidden()


def test_a_day_changed_on_two_phones_shows_both_answers_until_one_is_chosen(new_ana, watch):
    watch.expect("Failed to load resource")
    one, other = new_ana("/calendar"), new_ana("/calendar")
    date = one.locator("[data-kind=silent]").first.get_attribute("data-day")
    for page, answer in ((one, "4"), (other, "9")):
        page.context.set_offline(True)
        page.locator(f"[data-day='{date}']").click()
        page.get_by_role("dialog").get_by_role("button", name=answer, exact=True).click()
        saved(page, f"worst {answer}")
    for page in (one, other, one):
        page.context.set_offline(False)
        page.goto("/more")
        expect(page.locator("[data-waiting]")).to_have_text("nothing", timeout=20_000)
    both = one.locator("lull-versions")
    expect(both).to_contain_text("Changed in two places")
    four = both.locator(".version").filter(has=one.get_by_role("definition").filter(has_text=re.compile("^4$")))
    four.get_by_role("button", name="This one counts").click()
    expect(both).to_be_hidden()
    one.goto(f"/calendar#{date}")
    expect(one.locator(f"[data-day='{date}']")).to_have_accessible_name(re.compile("worst 4"))


def test_the_theme_and_the_week_are_chosen_on_this_phone(ana):
    page = ana("/more")
    page.get_by_role("button", name="Light", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="Sunday").click()
    page.goto("/calendar")
    expect(page.locator("[data-weekdays] span").first).to_have_text("S")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_help_is_there_for_anybody_and_never_says_that_all_is_well(phone):
    phone.goto("/get-help")
    told = phone.get_by_role("status").filter(has=phone.get_by_role("link", name="Call 112"))
    expect(told).to_have_count(0)
    phone.get_by_label("Fever with a stiff neck or a rash").check()
    expect(told).to_be_visible()
    expect(phone.get_by_text("Call the emergency number now, or ask someone to.")).to_be_visible()
    phone.get_by_label("Fever with a stiff neck or a rash").uncheck()
    expect(told).to_have_count(0)
    assert not re.search(r"\bsafe\b|nothing to worry", phone.locator("main").inner_text(), re.IGNORECASE)
