"""Local dates and offsets on the phone: what is remembered of a zone is what the browser says of every instant."""

import pytest

# Every 97 minutes of a year in each zone, asked of the browser each time.
DIFFER = """async ([zone, year]) => {
  const { dateIn, offsetIn } = lull.moment;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit",
    day: "2-digit", hour: "2-digit", minute: "2-digit" });
  const wrong = [];
  for (let at = Date.UTC(year, 0, 1, 0, 1); at < Date.UTC(year + 1, 0, 2); at += 97 * 60_000) {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const date = `${parts.year}-${parts.month}-${parts.day}`;
    const offset = (Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute) - Math.floor(at / 60_000) * 60_000) / 60_000;
    if (dateIn(at, zone) !== date || offsetIn(at, zone) !== offset) wrong.push([new Date(at).toISOString(), date, dateIn(at, zone), offset, offsetIn(at, zone)]);
  }
  return wrong;
}"""


@pytest.mark.parametrize(
    ("zone", "year"),
    [
        ("Europe/Berlin", 2026),
        ("America/New_York", 2026),
        ("Australia/Lord_Howe", 2026),  # half an hour
        ("Asia/Kathmandu", 2026),
        ("Africa/Casablanca", 2026),  # back for a month
        ("Asia/Gaza", 2015),  # at one minute past midnight
        ("Pacific/Apia", 2011),  # a day left out
        ("America/St_Johns", 2011),  # at one minute past midnight
    ],
)
def test_what_is_remembered_of_a_zone_is_what_the_browser_says(page, zone, year):
    assert page.evaluate(DIFFER, [zone, year]) == []


def test_a_year_of_five_digits_has_five(page):
    assert page.evaluate("lull.moment.dateIn(Date.UTC(20260, 0, 2), 'UTC')") == "20260-01-02"
