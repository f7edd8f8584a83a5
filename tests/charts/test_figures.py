"""Figures are valid Plotly, speak tokens instead of colours, hold no markup, and come with a table and a sentence."""

import json
import random
import re
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from diary.analysis import attack_times, aura_days, classify, infusion_pain, overuse_of, trend
from diary.charts import Words, attacks, calendar, frequency, medicine_days, theme
from diary.charts import aura as zigzags
from diary.charts import infusion_pain as dumbbells
from tests.analysis.made import LATER, attack, aura, days_of, diary, dose, infusion, on, reading
from tests.charts.checks import is_accepted, is_told

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
FIRST, LAST = on("2026-03-01"), on("2026-11-20")


def nora():
    """Nine months with a gap of forty days, infusions with and without readings, auras and a dated preventive."""
    chance = random.Random(5)
    pattern = "".join(chance.choices("H. ", weights=[4, 5, 1], k=265))
    answers = days_of(pattern[:100] + " " * 40 + pattern[140:], str(FIRST)).days
    attacks = [attack(f"2026-0{month}-10 09:00") for month in (3, 4, 8)]
    return diary(
        *answers,
        *attacks,
        reading(attacks[0], "2026-03-10 10:00", 10),
        reading(attacks[1], "2026-04-10 10:00", 0),
        aura("2026-03-10 08:00", 20),
        aura("2026-05-05 08:00", 20),
        infusion("2026-04-09", 8, 4, course_id="spring"),
        infusion("2026-04-12", 7, course_id="spring"),
        infusion("2026-07-06", 4, 4, course_id="summer"),
        dose("2026-06-01 09:00", "botulinum_toxin", kind="preventive"),
    )


def ben():
    """Three months with acute medicines of four classes, one over its limit, and auras of several kinds."""
    taken = {"triptan": (2, 24), "nsaid": (5, 70), "gepant": (9, 60), "paracetamol": (4, 40), None: (30, 80)}
    doses = [
        dose(f"{FIRST + timedelta(days=place)} 09:00", name)
        for name, (every, until) in taken.items()
        for place in range(0, until, every)
    ]
    kinds = [replace(aura(f"2026-03-0{day} 08:00", 20), kind=kind) for day, kind in enumerate(("visual", "a film"), 3)]
    return diary(
        *doses, *kinds, aura("2026-03-09 08:00"), attack("2026-03-04 08:00", 80), attack("2026-03-20 02:00", None)
    )


def figures_of(records, width):
    shown = trend(records, now=LATER, first=FIRST, last=LAST)
    days = classify(records, FIRST, LAST, LATER)
    medicine = overuse_of(records, LATER).since(FIRST)
    return {
        "medicine_days": medicine_days.figure(medicine, width=width, first=FIRST, last=LAST),
        "aura": zigzags.figure(aura_days(days), width=width),
        "attacks": attacks.figure(attack_times(days, LATER), width=width),
        "frequency": frequency.figure(shown, width=width),
        "calendar": calendar.figure(classify(records, FIRST, LAST, LATER), width=width),
        "infusion_pain": dumbbells.figure(infusion_pain(records), width=width, first=FIRST, last=LAST),
    }


NAMES = ("frequency", "calendar", "infusion_pain", "medicine_days", "aura", "attacks")
each = pytest.mark.parametrize(
    "figure",
    [
        pytest.param(figures_of(records(), width)[name], id=f"{name}, {width}, {records.__name__}")
        for records in (nora, ben, diary)
        for width in ("phone", "desk")
        for name in NAMES
    ],
)


def strings(value):
    if isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)
    elif isinstance(value, str):
        yield value


@each
@pytest.mark.parametrize("name", theme.THEMES)
def test_plotly_accepts_it_in_every_theme(figure, name):
    is_accepted(figure, name)


@each
def test_it_holds_plain_values_that_json_can_write(figure):
    written = json.dumps(asdict(figure), allow_nan=False)
    assert json.loads(written)["table"]["caption"] == figure.table.caption


@each
def test_colours_are_tokens(figure):
    assert not [text for text in strings(figure.plotly) if re.match(r"#|rgb\(|hsl", text)]
    assert [text for text in strings(figure.plotly) if text.startswith("rgba")] in (
        [theme.CLEAR] * count for count in range(1, 5)
    )


@each
def test_no_text_holds_markup(figure):
    """Plotly makes inline styles of it, which the policy of the pages forbids."""
    assert not [text for text in strings(asdict(figure)) if "<" in text]


@each
def test_nothing_is_sent_anywhere(figure):
    config = figure.plotly["config"]
    assert config["showSendToCloud"] is False and config["plotlyServerURL"] == ""
    assert config["displayModeBar"] is False and config["responsive"] is True


@each
def test_there_is_a_sentence_and_a_table_of_strings(figure):
    is_told(figure)


def test_weeks_can_begin_on_sunday():
    american = Words(week_begins=6)
    days = classify(nora(), on("2026-03-04"), on("2026-03-17"), LATER)
    for width in ("phone", "desk"):
        figure = calendar.figure(days, width=width, words=american)
        assert figure.table.head[1:] == ("S", "M", "T", "W", "T", "F", "S")
        assert [row[0] for row in figure.table.rows] == ["1 Mar 2026", "8 Mar 2026", "15 Mar 2026"]
        assert figure.table.rows[0][1:4] == (None, None, None)


def test_words_are_those_of_the_reader():
    german = Words(
        locale="de",
        say=lambda text: {"Month": "Monat"}.get(text, text),
        number=lambda value: f"{value:.1f}".replace(".", ","),
    )
    figure = frequency.figure(trend(nora(), now=LATER, first=FIRST, last=LAST), width="desk", words=german)
    assert figure.plotly["config"]["locale"] == "de"
    assert figure.table.head[0] == "Monat"
    assert any("," in (row[4] or "") for row in figure.table.rows)


def test_the_desks_figures_share_one_time_axis():
    """All but the attacks, which are counted over the hours of a day."""
    figures = [figure for name, figure in figures_of(nora(), "desk").items() if name != "attacks"]
    axes = [figure.plotly["layout"]["xaxis"]["range"] for figure in figures]
    margins = [(figure.plotly["layout"]["margin"]["l"], figure.plotly["layout"]["margin"]["r"]) for figure in figures]
    assert axes == [["2026-02-22 12:00", "2026-11-22 12:00"]] * 5
    assert margins == [(34, 98)] * 5


class TestFrequency:
    def test_the_line_has_a_gap_and_the_band_does_not_reach_over_it(self):
        plotly = figures_of(nora(), "desk")["frequency"].plotly
        line = next(trace for trace in plotly["data"] if trace.get("connectgaps") is False)
        there = [value is not None for value in line["y"]]
        assert there[120:130] != [True] * 10 and there[60] and there[-1]
        highs = [trace for trace in plotly["data"] if trace.get("fill") == "tonexty"]
        assert len(highs) == 2
        assert all(None not in trace["y"] for trace in highs)

    def test_every_silent_day_has_its_tick(self):
        shown = trend(nora(), now=LATER, first=FIRST, last=LAST)
        plotly = frequency.figure(shown, width="desk").plotly
        ticks = next(trace for trace in plotly["data"] if trace["type"] == "bar")
        assert len(ticks["x"]) == int(shown.silent.sum()) > 40

    def test_every_infusion_has_its_line_and_on_a_phone_every_course_one_drop(self):
        for width, drops in (("desk", 3), ("phone", 2)):
            shapes = figures_of(nora(), width)["frequency"].plotly["layout"]["shapes"]
            assert sum(shape["type"] == "line" for shape in shapes) == 3
            assert sum(shape.get("path") == theme.DROP for shape in shapes) == drops
            assert sum(shape.get("path") == theme.DIAMOND for shape in shapes) == 1

    def test_too_few_days_are_said_and_not_drawn_as_zero(self):
        figure = frequency.figure(
            trend(days_of("H" * 10, "2026-11-01"), now=LATER, first=FIRST, last=LAST), width="desk"
        )
        assert "too few" in figure.summary
        assert figure.plotly["data"][-2]["y"] == [None]
        assert figure.table.rows[-1][4:6] == (None, None)

    def test_a_month_that_is_not_whole_names_its_days(self):
        assert figures_of(nora(), "desk")["frequency"].table.rows[-1][0] == "Nov 2026, days 1 to 20"

    def test_the_sentence_tells_the_counts(self):
        days = days_of("H" * 9 + "." * 18 + " ", "2026-01-01")
        figure = frequency.figure(trend(days, now=LATER, last=on("2026-01-28")), width="phone")
        assert "now 9.3, 9 of 27 recorded days, 95 % interval 4.2 to 16.3" in figure.summary


class TestCalendar:
    def cells(self, width):
        return [trace for trace in figures_of(nora(), width)["calendar"].plotly["data"] if "hovertext" in trace]

    def test_every_day_is_one_cell(self):
        assert sum(len(trace["x"]) for trace in self.cells("desk")) == (LAST - FIRST).days + 1

    def test_silent_is_hatched_and_nothing_else_is(self):
        hatched = [trace for trace in self.cells("desk") if "pattern" in trace["marker"]]
        assert len(hatched) == 1
        assert all(": not recorded" in text for text in hatched[0]["hovertext"])

    def test_free_carries_a_dash_and_pain_its_number(self):
        texts = {trace["marker"]["color"]: set(trace["text"]) for trace in self.cells("phone")}
        assert texts["token:free"] <= {"–", ""}
        told = [text for trace in self.cells("desk") for text in trace["hovertext"]]
        assert "10 Mar 2026: pain 10, aura" in told and "10 Apr 2026: pain 0" in told

    def test_a_phone_shows_thirteen_weeks_and_its_table_all(self):
        figure = figures_of(nora(), "phone")["calendar"]
        cells = [trace for trace in figure.plotly["data"] if "hovertext" in trace]
        assert sum(len(trace["x"]) for trace in cells) == 12 * 7 + LAST.weekday() + 1
        assert len(figure.table.rows) == 39

    def test_weeks_stand_where_their_days_are(self):
        """The middle of every week is its Thursday."""
        for trace in self.cells("desk"):
            for x, base, text in zip(trace["x"], trace["base"], trace["hovertext"], strict=True):
                row, middle = int(base), np.datetime64(x.replace(" ", "T"))
                day = middle - np.timedelta64(12, "h") + np.timedelta64(row - 3, "D")
                assert text.startswith(frequency.ENGLISH.day(day.astype("datetime64[D]").astype(object)) + ":")


class TestInfusionPain:
    def test_a_missing_reading_leaves_its_place_open_and_draws_no_line(self):
        line, before, after = figures_of(nora(), "desk")["infusion_pain"].plotly["data"]
        assert line["y"] == [8, 4, None, 4, 4, None]
        assert (before["y"], after["y"]) == ([8, 7, 4], [4, None, 4])

    def test_the_table_tells_the_difference_and_whether_it_is_clear(self):
        rows = figures_of(nora(), "phone")["infusion_pain"].table.rows
        assert rows == (
            ("9 Apr 2026", "8", "4", "−4", "−50 %", "lower"),
            ("12 Apr 2026", "7", None, None, None, None),
            ("6 Jul 2026", "4", "4", "0", "0 %", "no clear change"),
        )

    def test_a_phone_shows_the_latest_six(self):
        many = diary(*(infusion(str(FIRST + timedelta(days=place)), 7, 3) for place in range(9)))
        figure = dumbbells.figure(infusion_pain(many), width="phone")
        assert figure.plotly["layout"]["yaxis"]["ticktext"][0] == "4 Mar"
        assert len(figure.table.rows) == 9

    def test_means_are_named_where_no_other_lies_over_them(self):
        many = diary(*(infusion(str(FIRST + timedelta(days=3 * place)), 7, 3) for place in range(30)))
        layout = dumbbells.figure(infusion_pain(many), width="desk").plotly["layout"]
        assert len([one for one in layout["annotations"] if "→" in one["text"]]) <= 1


def test_the_themes_are_those_of_the_style_sheet():
    css = TOKENS.read_text()
    for name, colours in theme.THEMES.items():
        block = css[css.index(f'[data-theme="{name}"] {{') :]
        block = block[: block.index("}")]
        for token, colour in colours.items():
            assert f"--{token}: {colour};" in block, (name, token)
