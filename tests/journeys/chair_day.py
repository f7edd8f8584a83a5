"""What Ana does on her phone and Nora on her tablet on the day of an infusion, each at a time that the test says."""

import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from diary.demo.operations import TOTP_SECRET
from tests.journeys.people import NORA, sign_in
from tests.pwa.screens import saved
from tests.server import Server

BERLIN = ZoneInfo("Europe/Berlin")
STEP = 30  # seconds, in which an authenticator's code is the same
VITALS = {"systolic": 124, "diastolic": 78, "heart_rate": 72, "spo2": 97, "respiratory_rate": 14}
VITALS |= {"sedation": 2, "dissociation": 3, "nausea": 1}


class Clocks:
    """The clocks of the server, the phone and the tablet: they always show the same."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._pages: list[Page] = []
        self.now = datetime.now(BERLIN)

    def join(self, *pages: Page) -> None:
        """These pages live by these clocks as well."""
        self._pages += pages
        self.at(self.now)

    def at(self, moment: datetime) -> None:
        """It is this moment everywhere; pages that are asked to look see how things stand."""
        self.now = moment
        self._server.travel(moment)
        for page in self._pages:
            page.context.clock.set_fixed_time(moment)
            if page.url != "about:blank":
                page.evaluate("dispatchEvent(new Event('focus'))")


def berlin(text: str, *, again: bool = False) -> datetime:
    """The moment of a clock in Berlin; `again` the second time, in the night in which an hour comes twice."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=int(again))


class Tablet:
    """Nora's tablet in the room with the chair."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._last_code = 0

    def signs_in(self, page: Page | None = None) -> None:
        """Both factors. A code is good once, and taken half a minute early or late: three in a row begin with the last."""
        page = page or self.page
        sign_in(page, NORA)
        self._last_code = max(self._last_code + 1, int(time.time()) // STEP - 1)
        code = TOTP(key=TOTP_SECRET).generate(self._last_code * STEP).token
        page.get_by_label("Code from your authenticator app").fill(code)
        page.get_by_role("button", name="Sign in").click()
        expect(page).not_to_have_url(re.compile("two-factor"))

    def plans(self, first: str) -> None:
        """One infusion for Ana, at this time of her clock."""
        page = self.page
        page.goto("/clinic/patients")
        page.get_by_role("link", name=re.compile("^Ana")).first.click()
        page.get_by_role("link", name="Plan a course").click()
        page.get_by_label("How many").fill("1")
        page.get_by_label("The first one").fill(first)
        page.get_by_role("button", name="Lay out the dates").click()
        expect(page.get_by_label("Infusion 1")).to_have_value(first)
        page.get_by_role("button", name="Save the course").click()
        expect(page.get_by_role("heading", name=re.compile("^Ana"))).to_be_visible()

    def opens_the_chair(self) -> str:
        """From today's list; the address of the page of the infusion."""
        page = self.page
        page.goto("/clinic/chair")
        page.get_by_role("link", name=re.compile("^Ana")).first.click()
        expect(page.locator("lull-chair[data-drawn]")).to_be_visible()
        return page.evaluate("location.pathname")

    def signs_off(self, reason: str) -> None:
        """The yes was looked at, and the infusion may go ahead."""
        before = self.page.locator("lull-chair-before")
        before.get_by_label("may go ahead").check()
        before.get_by_label("Reason").fill(reason)
        before.get_by_role("button", name="Sign off").click()
        expect(before.locator("[data-line=clearance]")).to_contain_text("may go ahead")
        self.has_nothing_waiting("clearance")

    def does(self, what: str) -> None:
        """Start, End and the like."""
        button = self.page.get_by_role("group", name="This infusion").get_by_role("button", name=what, exact=True)
        button.click()
        expect(button).to_be_hidden()

    def types(self, label: str, text: str) -> None:
        """A field of "Given", which is saved when it is left."""
        field = self.page.locator("lull-chair-given").get_by_label(label, exact=True)
        field.fill(text)
        field.press("Tab")
        self.has_nothing_waiting("infusion")

    def sets_the_rate(self, rate: str) -> None:
        """From now on, or from the start."""
        part = self.page.locator("lull-chair-rate")
        part.locator("[data-open]").click()
        part.get_by_label("Rate", exact=True).fill(rate)
        part.get_by_role("button", name="Set rate").last.click()
        expect(part.locator("form")).to_be_hidden()

    def reads(self, slot: str, pain: int | None, *, cut: bool = False, **more: int) -> None:
        """The row that is due: vital signs, and pain where she asks for it. It is saved, or waits while cut off."""
        row = self.page.locator(f"tbody[data-slot='{slot}']")
        form = row.locator("[data-form]")
        expect(form).to_be_visible()
        for name, value in {**VITALS, **more}.items():
            form.locator(f"input[name={name}]").fill(str(value))
        if pain is not None:
            form.locator("input[name=pain]").fill(str(pain))
        row.locator("[data-save]").click()
        taken = row.get_by_role("button", name=re.compile("correct this reading"))
        expect(taken).to_be_visible()
        waits = "not saved yet"
        if cut:
            expect(taken).to_contain_text(waits)
        else:
            expect(taken).not_to_contain_text(waits)

    def reads_once_more(self, slot: str) -> None:
        """Between the end and the discharge, where nothing is due."""
        self.page.get_by_role("button", name="One more reading now").click()
        self.reads(slot, None)

    def notes(self, event: str, severity: str) -> None:
        """An event, by a tap, and how bad it is."""
        part = self.page.locator("lull-chair-events")
        part.get_by_role("group", name="Note an event").get_by_role("button", name=event, exact=True).click()
        part.get_by_role("group", name="Severity").get_by_role("button", name=severity, exact=True).click()
        expect(part.get_by_role("group", name="Noted").get_by_role("button", name=event)).to_contain_text(
            severity.lower()
        )

    def closes(self, event: str) -> None:
        """The event is gone now."""
        part = self.page.locator("lull-chair-events")
        if part.locator("[data-details]").is_hidden():
            part.get_by_role("group", name="Noted").get_by_role("button", name=event).click()
        part.get_by_role("button", name="Gone now").click()
        expect(part.get_by_role("group", name="Noted")).to_contain_text("gone by")

    def is_cut_off(self) -> None:
        """The network is gone."""
        self.page.context.set_offline(True)

    def is_back(self) -> None:
        """The network is there again."""
        self.page.context.set_offline(False)
        self.page.evaluate("dispatchEvent(new Event('online'))")
        expect(self.page.locator("[data-connection=unreachable]")).to_be_hidden(timeout=20_000)

    def has_sent_everything(self) -> None:
        """Nothing that she wrote waits on this page any more."""
        expect(self.page.get_by_text("not saved yet").filter(visible=True)).to_have_count(0, timeout=20_000)

    def signs_in_again(self) -> None:
        """She was cut off for longer than a sign-in lasts: the page is locked, and goes on when she has, elsewhere."""
        lock = self.page.get_by_role("alertdialog", name="This page is locked")
        expect(lock).to_be_visible(timeout=20_000)
        expect(lock).to_contain_text("entries wait")
        tab = self.page.context.new_page()
        self.signs_in(tab)
        tab.close()
        expect(lock).to_be_hidden(timeout=20_000)

    def keeps_the_patients(self) -> None:
        """Of two versions of a pain, the one that the patient wrote."""
        dispute = self.page.locator("lull-chair-versions section").first
        theirs = dispute.get_by_role("group", name=re.compile("Ana|The patient"))
        theirs.get_by_role("button", name="Keep this").click()
        expect(self.page.locator("lull-chair-versions section")).to_have_count(0)

    def discharges(self, escort: str) -> None:
        """Every criterion is met, and somebody goes along."""
        part = self.page.locator("lull-chair-discharge")
        for criterion in part.locator("[data-criterion]").all():
            criterion.get_by_role("button", name="Yes").click()
        expect(part.get_by_label("Goes home with")).to_have_value(escort)
        part.get_by_role("button", name="Save and complete").click()
        expect(self.page.locator("lull-chair-header [data-status]")).to_contain_text("completed")
        self.has_nothing_waiting("discharge")

    def has_nothing_waiting(self, key: str) -> None:
        """What was written under this key is on the server."""
        expect(self.page.locator(f"[data-waits={key}]").first).to_be_hidden()


class Handset:
    """Ana's phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, address: str) -> Page:
        """One of her screens."""
        self.page.goto(address)
        return self.page

    def sends(self) -> None:
        """Everything she wrote is with the server, and what is new there is here."""
        self.page.goto("/more")
        waiting = self.page.get_by_role("definition").get_by_text("nothing", exact=True)
        expect(waiting).to_be_visible(timeout=20_000)

    def answers(self, yes: str, driver: str) -> None:
        """Every question of the checklist: yes to one, no to the others; and who drives."""
        page = self.page
        page.get_by_text("Anything of this?").click()
        for question in page.locator("lull-checklist [data-question]").all():
            said = "Yes" if yes in question.inner_text() else "No"
            button = question.get_by_role("button", name=said, exact=True)
            button.click()
            expect(button).to_have_attribute("aria-pressed", "true")
        page.get_by_role("textbox", name="Who picks you up").fill(driver)
        page.get_by_role("textbox", name="Who picks you up").press("Enter")
        saved(page, f"Saved, {driver} picks you up")

    def rates(self, group: str, pain: int, told: str) -> None:
        """The pain that is asked for now, by one tap."""
        pad = self.page.locator("[data-chair]").get_by_role("group", name=group)
        pad.get_by_role("button", name=str(pain), exact=True).click()
        saved(self.page, told)

    def feels(self, effect: str, how_bad: str) -> None:
        """Something afterwards, and how bad it is."""
        part = self.page.locator("lull-afterwards")
        part.get_by_role("button", name=effect).click()
        saved(self.page, f"Saved, {effect}")
        part.get_by_role("group", name="How bad").get_by_role("button", name=how_bad).click()
        saved(self.page, f"Saved, {effect}")
