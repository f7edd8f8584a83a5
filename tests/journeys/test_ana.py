"""The journey above all: Ana's phone goes offline, her clinic reads what came of it, and Odd finds nothing."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.people import DESK, NORA, ODD, PASSWORD, ready_for_offline, sign_in_staff, taken_out

NAME = "Anabel"


@pytest.fixture
def desk(browser, server, watch):
    """Nora's screen at the clinic, in a browser of its own."""
    context = browser.new_context(**DESK, base_url=server.url)
    watch.over(context, server.url)
    page = context.new_page()
    sign_in_staff(page, NORA, server)
    yield page
    context.close()


def test_ana_logs_offline_and_her_clinic_reads_it(browser, server, watch, desk, tmp_path):
    watch.expect("ERR_INTERNET_DISCONNECTED")  # she is offline
    code = makes_an_invitation(desk)
    with taken_out(browser, server, watch, tmp_path) as phone:
        page = phone.new_page()
        signs_up(page, code)
        agrees_to_share(page)
        ready_for_offline(page)
        phone.set_offline(True)
        starts_an_attack_in_two_taps(page)
        adds_a_dose_and_an_aura(page)
        says_it_is_over(page)
        answers_three_days(page)

    with taken_out(browser, server, watch, tmp_path) as phone:
        phone.set_offline(True)
        page = phone.new_page()
        sees_it_all(page)
        phone.set_offline(False)
        expect(page.get_by_text("Everything here is sent")).to_be_visible(timeout=20_000)
        address = records_an_infusion(desk)
        sees_the_infusion(page)
    reads_the_diary(desk)
    odd_finds_nothing(browser, server, watch, address)


def makes_an_invitation(desk: Page) -> str:
    """Nora makes a code for somebody new."""
    desk.goto("/clinic/invite")
    desk.get_by_role("button", name="Make an invitation").click()
    return desk.locator(".code").inner_text()


def signs_up(page: Page, code: str) -> None:
    """Ana begins on Today, which is also where nobody is."""
    page.goto("/")
    page.get_by_role("link", name="Create an account").tap()
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("E-mail address").fill("anabel@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_label("Code from your clinic").fill(code)
    page.get_by_role("button", name="Create my diary").tap()


def agrees_to_share(page: Page) -> None:
    """She reads who asks and what they would see."""
    expect(page.get_by_role("heading", name="Share your diary with North Clinic?")).to_be_visible()
    page.get_by_role("button", name="Share my diary").tap()
    expect(page.get_by_text("North Clinic").first).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name=f"How is today, {NAME}?")).to_be_visible()


def starts_an_attack_in_two_taps(page: Page) -> None:
    """The first tap has saved it already."""
    page.get_by_role("link", name="Headache now").tap()
    page.get_by_role("group", name="Pain now").get_by_role("button", name="7", exact=True).tap()
    expect(page.get_by_text(re.compile(r"Saved, 7 at \d"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "lowlight")


def adds_a_dose_and_an_aura(page: Page) -> None:
    """A medicine that the phone did not know, and a visual aura."""
    page.get_by_role("button", name="Took medicine").tap()
    page.get_by_label("Another medicine").fill("Sumatriptan")
    page.get_by_role("button", name="Took it").tap()
    expect(page.get_by_text(re.compile("Saved, Sumatriptan"))).to_be_visible()
    page.get_by_role("button", name="Aura", exact=True).tap()
    page.get_by_role("button", name=re.compile("^Seeing|^Visual|^Sight|^Eyes")).tap()
    page.get_by_role("button", name="Done").tap()


def says_it_is_over(page: Page) -> None:
    """Over, now: that leads back to Today, which offers the rest for whenever she likes."""
    page.get_by_role("button", name=re.compile("It’s over")).tap()
    page.get_by_role("button", name="Now", exact=True).tap()
    expect(page.get_by_text(re.compile("details? left")).first).to_be_visible()


def answers_three_days(page: Page) -> None:
    """Three of the days nobody answered had no headache."""
    for _ in range(3):
        page.get_by_role("button", name=re.compile("not answered, tap to fill")).last.tap()
        page.get_by_role("dialog").get_by_role("button", name="No headache").tap()
        expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile(": no headache"))).to_have_count(3)


def sees_it_all(page: Page) -> None:
    """The same after the browser was closed: on Today, in the calendar, in the attack and among the medicines."""
    page.goto("/")
    expect(page.get_by_role("button", name=re.compile(": no headache"))).to_have_count(3)
    expect(page.get_by_role("button", name=re.compile("headache, worst 7, aura"))).to_have_count(1)
    expect(page.get_by_text(re.compile("waiting to send"))).to_be_visible()
    page.get_by_text(re.compile("details? left")).first.tap()
    for words in ("Pain 7", "Sumatriptan", "Aura"):
        expect(page.get_by_text(words).first).to_be_visible()
    page.goto("/medicines")
    expect(page.get_by_text("Sumatriptan").first).to_be_visible()
    page.goto("/")


def records_an_infusion(desk: Page) -> str:
    """Nora records what was given today, with the pain before and at the end. Answers the patient's address."""
    desk.goto("/clinic/patients")
    desk.get_by_role("link", name=NAME).click()
    address = desk.url
    desk.get_by_role("link", name="Record an infusion").click()
    begun = datetime.now(ZoneInfo("Europe/Berlin")) - timedelta(hours=3)
    desk.get_by_label("Course", exact=True).select_option(label="New initial course")
    desk.get_by_label("Started").fill(begun.strftime("%Y-%m-%dT%H:%M"))
    desk.get_by_label("Ended").fill((begun + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    desk.get_by_label("Pain, before").fill("7")
    desk.get_by_label("Pain, at the end").fill("3")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    return address


def sees_the_infusion(page: Page) -> None:
    """It comes to Ana's phone by itself."""
    page.goto("/infusions")
    expect(page.get_by_text(re.compile("before 7")).first).to_be_visible(timeout=20_000)


def reads_the_diary(desk: Page) -> None:
    """Nora sees the days, the marker, before → after, and the missing days as silent."""
    desk.get_by_role("link", name="Back to the patient").click()
    expect(desk.get_by_text("4 of the last 28 days recorded").first).to_be_visible()
    expect(desk.get_by_text(re.compile("^Too few .*days for a number")).first).to_be_visible()
    days = " ".join(table(desk, "Days"))
    assert [days.count(words) for words in ("no headache", "pain 7, aura", "infusion")] == [3, 1, 1]
    assert days.count("not recorded") == 24  # of four weeks; silent, never free
    pains = " ".join(table(desk, "Pain before and after each infusion"))
    assert re.search(r"\b7\b.*\b3\b", pains), pains
    expect(desk.get_by_text(re.compile("course 1")).first).to_be_visible()


def table(desk: Page, figure: str) -> list[str]:
    """The rows of the table that stands beside a figure."""
    beside = desk.locator("figure", has=desk.get_by_role("heading", name=figure, exact=True))
    beside.get_by_text("Table", exact=True).click()
    return beside.locator("tbody tr").all_inner_texts()


def odd_finds_nothing(browser, server, watch, address: str) -> None:
    """Odd works elsewhere: for him there is no such patient at any address."""
    watch.expect("404")
    context: BrowserContext = browser.new_context(**DESK, base_url=server.url)
    page = context.new_page()
    sign_in_staff(page, ODD, server)
    assert NAME not in page.content()
    for path in ("", "/infusions/new", "/infusions/00000000-0000-4000-8000-000000000000"):
        assert page.goto(address + path).status == 404
        assert NAME not in page.content()
    context.close()
