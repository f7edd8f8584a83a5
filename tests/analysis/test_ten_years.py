"""Ten years of diary are counted and drawn while nobody notices. The figures: python -m tests.analysis.ten_years"""

from diary.analysis import Diary, trend
from diary.charts import frequency

from .ten_years import NOW, ten_years, took


def test_a_trend_of_ten_years_is_a_matter_of_milliseconds():
    """About 5 ms of processor time from arrays on a laptop of 2026; four times that is a defect, not a slow machine."""
    diary = Diary(**ten_years())
    assert len(diary.attacks) == 1500 and len(diary.infusions) == 60
    shown = trend(diary, now=NOW)
    assert len(shown.dates) >= 3640
    assert took(lambda: frequency.figure(trend(diary, now=NOW), width="desk"), 10)[1] < 25
