"""Nothing glares and nothing moves: no bright frame while screens change, none before the styles, no motion in Low light."""

import pytest
from playwright.sync_api import expect

from tests.pwa.screens import SCREENS, ana, new_ana, signed_in, with_sheet
from tests.pwa.test_screens_fit import SHEETS, wear

__all__ = ["ana", "new_ana", "signed_in"]

TABS = ("Today", "Calendar", "Medicines", "Infusions", "Trends")
BRIGHT = 0.25  # mean relative luminance; the dark ground has 0.006, a white frame 1

LUMINANCE = """async (pictures) => Promise.all(pictures.map(async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  const linear = (value) => (value / 255) ** 2.2;
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += 0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) + 0.0722 * linear(data[at + 2]);
  return sum / (data.length / 4);
}))"""


@pytest.fixture
def luminance(browser):
    """How bright pictures (JPEG in base64) are, each between 0 and 1."""
    context = browser.new_context()
    judge = context.new_page()
    yield lambda pictures: judge.evaluate(LUMINANCE, pictures)
    context.close()


class Film:
    """Every frame that the phone shows."""

    def __init__(self, page):
        self.frames, self._page = [], page
        self._camera = page.context.new_cdp_session(page)
        self._camera.on("Page.screencastFrame", self._took)
        self._camera.send("Page.startScreencast", {"format": "jpeg", "quality": 40, "maxWidth": 90, "maxHeight": 185})

    def begins_again_once_it_is_dark(self, luminance):
        """Forget what was seen of an empty page whose ground had just been given its colour."""
        while not self.frames or luminance(self.frames[-1:])[0] >= BRIGHT:
            self._page.wait_for_timeout(50)
        self.frames.clear()

    def _took(self, frame):
        self.frames.append(frame["data"])
        self._camera.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})


def at_rest(page):
    expect(page.locator("html")).to_have_attribute("data-account", "here")
    page.wait_for_timeout(200)


# Five steps of one width come round: all twenty pairs. The black ground is one of the dark ones.
@pytest.mark.parametrize(("theme", "steps"), [("dark", range(1, len(TABS))), ("lowlight", [1])])
def test_no_frame_is_bright_between_any_two_tabs(new_ana, luminance, theme, steps):
    page = new_ana("/")
    wear(page, theme)
    at_rest(page)
    film = Film(page)
    place = 0
    for step in steps:
        for _ in TABS:
            place = (place + step) % len(TABS)
            page.get_by_role("navigation", name="Main").get_by_role("link", name=TABS[place]).click()
            expect(page.get_by_role("link", name=TABS[place], exact=True)).to_have_attribute("aria-current", "page")
            at_rest(page)
    assert len(film.frames) >= len(TABS) * len(steps), "the camera saw every screen"
    assert max(luminance(film.frames)) < BRIGHT


@pytest.mark.parametrize("theme", ["dark", "lowlight"])
def test_a_cold_start_is_dark_from_its_first_frame(new_ana, luminance, theme):
    page = new_ana("/")
    wear(page, theme)
    at_rest(page)
    for address in ("/", "/attack", "/calendar", "/trends"):
        cold = page.context.new_page()
        # What is seen before the page speaks is the splash, whose ground the manifest names.
        ground = {"color": {"r": 12, "g": 18, "b": 19, "a": 1}}
        emulated = cold.context.new_cdp_session(cold)
        emulated.send("Emulation.setDefaultBackgroundColorOverride", ground)
        film = Film(cold)
        film.begins_again_once_it_is_dark(luminance)
        cold.goto(address, wait_until="commit")
        emulated.send("Emulation.setDefaultBackgroundColorOverride")
        at_rest(cold)
        assert film.frames and max(luminance(film.frames)) < BRIGHT, address
        cold.close()


def test_a_page_whose_styles_never_come_is_dark(new_phone, watch, luminance):
    watch.expect("Failed to load resource")
    phone = new_phone(color_scheme="light", service_workers="block")
    phone.route("**/*.css", lambda route: route.abort())
    film = Film(phone)
    for address in ("/", "/attack", "/calendar", "/get-help", "/sign-in"):
        phone.goto(address)
        phone.wait_for_timeout(300)
        assert luminance(film.frames[-1:])[0] < BRIGHT, address


MOVES = """() => {
  const all = [...document.querySelectorAll("*")].flatMap((each) => ["", "::before", "::after", "::backdrop"].map((part) => [each, getComputedStyle(each, part)]));
  const still = (style) => /^0s(, 0s)*$/.test(style.transitionDuration) && style.animationName === "none" && style.scrollBehavior === "auto";
  return [...all.filter(([, style]) => !still(style)).map(([each]) => each.outerHTML.slice(0, 80)), ...document.getAnimations().map(String)];
}"""


def test_nothing_moves_in_low_light(new_ana):
    page = new_ana("/", reduced_motion="no-preference")
    for address in ("/", "/attack", "/attack/details", *SCREENS):
        page.goto(address)
        at_rest(page)
        wear(page, "lowlight")
        assert page.evaluate(MOVES) == [], address
    for address, opens in SHEETS:
        with_sheet(page, address)
        page.locator(opens).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert page.evaluate(MOVES) == [], (address, opens)
