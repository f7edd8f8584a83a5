"""Ana tells about herself on her phone, piece by piece and without a network: saved at once, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import objections
from tests.journeys.people import ready_for_offline
from tests.pwa.screens import ana, as_high_as_its_content, new_ana, of_store, on_the_disk, saved, signed_in, undo
from tests.pwa.test_next_infusion import BODIES, PUT, REFUSED, open_at
from tests.pwa.test_screens_fit import CUT, SMALL, THEMES, TOUCHING, large_print, wear

__all__ = ["ana", "large_print", "new_ana", "signed_in"]

ZONE = "Europe/Berlin"
# The one id that a profile has, wherever it is written.
OWN_ID = of_store("""async (store) => {
  const named = new TextEncoder().encode(`profiles:${store.account}`);
  const root = "8f0c5d1e6f0b5b8e9a536c756c6c0001".match(/../g).map((two) => parseInt(two, 16));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", new Uint8Array([...root, ...named]))).slice(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = [...hash].map((each) => each.toString(16).padStart(2, "0")).join("");
  return [8, 13, 18, 23].reduce((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}""")
# Two phones changed the profile before they met.
APART = of_store("""async (store, [id, first, here, there]) => {
  const { revId } = await store.write("profiles", id, first);
  await store.write("profiles", id, here);
  await store.write("profiles", id, there, { basedOn: revId });
}""")
GONE = of_store(
    "async (store) => { for (const { id } of await store.all('profiles')) await store.remove('profiles', id); }"
)


@pytest.fixture
def about(new_ana):
    """Ana's phone at the screen about her, the network gone, nothing said yet."""
    page = new_ana("/more")
    ready_for_offline(page)
    page.context.set_offline(True)
    page.evaluate(GONE)
    return shown(page)


def shown(page):
    page.goto("/about")
    expect(page.get_by_text(re.compile(r"\d+ of 19 answered, the rest"))).to_be_visible()
    return page


def part(page, name):
    """The folded part of this name, open."""
    fold = page.locator(f"[data-fold={name}]")
    # The first part opens by itself for somebody new: it may do so just before the tap, which then closes it.
    while fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold


def body(page):
    (one,) = page.evaluate(BODIES, "profiles")
    return one


def button(place, name):
    return place.get_by_role("button", name=name, exact=True)


def test_each_answer_is_saved_at_once_and_can_be_taken_back(about):
    you = part(about, "person")
    button(you, "Female").click()
    saved(about, "Saved: Sex")
    you.get_by_label("Weight").fill("68,5")
    you.get_by_label("Weight").press("Enter")
    saved(about, "Saved: Weight")
    expect(you.locator("summary")).to_contain_text("Female, 68.5 kg")
    undo(about)
    expect(you.get_by_label("Weight")).to_have_value("")
    assert body(about) == {"zone": ZONE, "sex": "female"}
    allergies = part(about, "allergies")
    button(allergies, "None that I know of").click()
    saved(about, "Saved: Allergies")
    button(allergies, "Add an allergy").click()
    allergies.get_by_role("textbox").fill("Penicillin")
    button(allergies, "Add").click()
    expect(allergies.locator("summary")).to_contain_text("Penicillin")
    assert (body(about)["allergies"], body(about)["no_allergies"]) == (["Penicillin"], None)
    button(part(about, "days"), "6").click()
    saved(about, "Saved: Usual stress")
    assert body(about)["usual_stress"] == 6


def test_a_question_is_answered_yes_or_no_with_a_line_to_say_more(about):
    questions = part(about, "questions")
    heart = questions.get_by_role("group", name="Heart disease")
    button(heart, "Yes").click()
    saved(about, "Saved, yes: Heart disease")
    more = questions.locator("[data-question=heart_disease]").get_by_label("More about it")
    more.fill("a valve, 2019")
    button(questions.get_by_role("group", name="Bipolar disorder"), "No").click()
    saved(about, "Saved, no: Bipolar disorder")
    questions.get_by_role("button", name="Say more about: Bipolar disorder").click()
    expect(questions.locator("[data-question=bipolar_disorder] textarea")).to_be_focused()
    expect(questions.locator("summary")).to_contain_text("2 of 9 answered, yes: Heart disease")
    assert body(about)["contraindications"] == [
        {"name": "heart_disease", "yes": True, "note": "a valve, 2019"},
        {"name": "bipolar_disorder", "yes": False},
    ]


def test_what_cannot_be_kept_stays_as_it_was_typed_with_a_sentence_beside_it(about):
    you = part(about, "person")
    beside = you.locator("#about-weight-error")
    you.get_by_label("Weight").fill("680")
    you.get_by_label("Height").fill("1.68")
    expect(beside).to_have_text("Write a number from 20 to 350.")
    button(you, "Female").click()
    saved(about, "Saved: Sex")
    expect(you.locator("#about-height-error")).to_have_text("Write a whole number from 50 to 250.")
    on_the_disk(about, "680")
    about.reload()
    expect(you.get_by_label("Weight")).to_have_value("680")
    expect(you.get_by_label("Height")).to_have_value("1.68")
    expect(beside).to_be_visible()
    you.get_by_label("Date of birth").fill("2031-01-01")
    you.get_by_label("Weight").fill("68")
    expect(you.get_by_text("That day is still ahead.")).to_be_visible()
    you.get_by_label("Height").fill("168")
    saved(about, "Saved: Weight")
    expect(beside).to_be_hidden()
    you.get_by_label("Height").press("Enter")
    saved(about, "Saved: Height")
    assert {name: body(about).get(name) for name in ("weight_kg", "height_cm", "birth_date")} == {
        "weight_kg": "68",
        "height_cm": 168,
        "birth_date": None,
    }


def test_what_is_half_typed_is_there_after_a_reload_and_a_treatment_too(about):
    aura = part(about, "headaches").get_by_label("Your usual aura")
    aura.press_sequentially("a zigzag th")
    on_the_disk(about, "a zigzag th")
    about.reload()
    expect(about.locator("[data-fold=headaches] summary")).to_contain_text("a zigzag th")
    tried = part(about, "treatments")
    button(tried, "Add a treatment").click()
    sheet = about.get_by_role("dialog")
    sheet.get_by_label("What it was").fill("Topira")
    on_the_disk(about, "Topira")
    about.reload()
    button(part(about, "treatments"), "Add a treatment").click()
    expect(sheet.get_by_text("Your unfinished entry")).to_be_visible()
    sheet.get_by_label("What it was").fill("Topiramate")
    sheet.get_by_label("From").fill("2020-03-01")
    sheet.get_by_label("To", exact=True).fill("2020-01-01")
    button(sheet, "Could not bear it").click()
    button(sheet, "Save").click()
    expect(sheet.get_by_text("That is before it was started.")).to_be_visible()
    sheet.get_by_label("To", exact=True).fill("2020-06-01")
    button(sheet, "Save").click()
    saved(about, "Saved, Topiramate")
    row = tried.get_by_role("button", name=re.compile("^Topiramate"))
    expect(row).to_contain_text("1 March 2020 to 1 June 2020 · Could not bear it")
    row.click()
    sheet.get_by_role("button", name="Delete").click()
    saved(about, "Topiramate deleted")
    undo(about)
    expect(row).to_be_visible()


def test_the_server_takes_it_and_what_it_refuses_is_changed_here(about, watch):
    page = about
    part(page, "illnesses")
    button(page.locator("[data-fold=illnesses]"), "Anxiety").click()
    saved(page, "Saved: Other illnesses")
    own = page.evaluate(OWN_ID)
    page.evaluate(PUT, [["profiles", own, {**body(page), "height_cm": 999}]])
    page.context.set_offline(False)
    page.goto("/more")
    refused = page.locator("lull-refused")
    expect(refused).to_contain_text("About you", timeout=20_000)
    refused.get_by_role("link", name="Change").click()
    height = part(page, "person").get_by_label("Height")
    expect(height).to_have_value("999")
    height.fill("168")
    height.press("Enter")
    saved(page, "Saved: Height")
    page.goto("/more")
    expect(page.get_by_role("definition").get_by_text("nothing", exact=True)).to_be_visible(timeout=20_000)
    assert page.evaluate(REFUSED) == []
    assert (body(page)["height_cm"], body(page)["comorbidities"]) == (168, ["anxiety"])


def test_the_clinics_diagnosis_is_read_and_two_versions_are_shown(about):
    first = {"zone": ZONE, "weight_kg": "68", "no_allergies": True}
    there = {**first, "diagnosis": "Chronic migraine", "weight_kg": "70"}
    about.evaluate(APART, [about.evaluate(OWN_ID), first, {**first, "weight_kg": "69"}, there])
    notice = about.locator("lull-versions")
    expect(notice).to_contain_text("Changed in two places")
    notice.locator(".version", has_text="Chronic migraine").get_by_role("button").click()
    saved(about, "Saved, one version counts")
    expect(notice).to_be_hidden()
    expect(about.get_by_role("definition").filter(has_text="Chronic migraine")).to_be_visible()
    expect(about.locator("[data-fold=allergies] summary")).to_contain_text("none")
    assert about.get_by_label("Diagnosis").count() == 0


def test_the_next_infusion_and_more_lead_here_while_nothing_is_said(about):
    open_at(about, "2027-05-24T05:00:00Z")
    about.get_by_role("main").get_by_role("link", name="About you").click()
    expect(about.get_by_role("heading", name="About you", level=1)).to_be_visible()
    button(part(about, "person"), "Female").click()
    saved(about, "Saved: Sex")
    about.goto("/infusions")
    expect(about.get_by_role("heading", name="Before you come")).to_be_visible()
    expect(about.get_by_role("main").get_by_role("link", name="About you")).to_be_hidden()


OPEN = "document.querySelectorAll('[data-fold], [data-question] [hidden]').forEach((each) => { each.open = true; each.hidden = false; })"


def test_all_of_it_open_fits_and_axe_has_nothing_to_say(about):
    about.set_viewport_size({"width": 320, "height": 568})
    about.evaluate(OPEN)
    for theme in ("dark", "lowlight"):
        wear(about, theme)
        assert about.evaluate("document.documentElement.scrollWidth") <= 320, theme
        for rule, given in ((SMALL, None), (TOUCHING, None), (CUT, 320)):
            assert about.evaluate(rule, given) == [], theme
    as_high_as_its_content(about)
    for theme in THEMES:
        wear(about, theme)
        assert objections(about, colours_only=theme != THEMES[0]) == [], theme


def test_letters_of_twice_the_size_fit_when_all_of_it_is_open(large_print):
    shown(large_print)
    large_print.evaluate(OPEN)
    assert large_print.evaluate("document.documentElement.scrollWidth") <= 320
    assert large_print.evaluate(CUT, 320) == []
    assert large_print.evaluate(TOUCHING) == []
