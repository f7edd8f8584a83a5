"""Charts: a result in, a Plotly figure out, with its table and the sentence that stands for it. One chart, one file.

    frequency.figure(trend, width="phone")            the trailing rate with its interval and infusions
    change.figure(changes, width="phone", …)          the 28 days before and after each course
    cycles.figure(aligned, width="desk")              each cycle by its own days
    infusion_pain.figure(pains, width="phone")        before and after each infusion
    calendar.figure(days, width="phone")              one cell for each day
    medicine_days.figure(told, width=…, first=…, last=…)  days with medicine in a rolling 30, and limits
    aura.figure(told, width="desk")                   days with aura, a row for each kind
    attacks.figure(told, width="desk")                hours of onset, and lengths

`width` is "phone" (under 48 rem, figures stand alone) or "desk" (figures share one time axis: give the same `first`
and `last` to all). A chart computes nothing: it places, names and formats. Missing data is drawn: a gap in a line,
a hatch, an open place. No text holds markup, because Plotly would make inline styles of it.

What a `Figure` holds is plain lists, numbers, strings and None, ready for JSON. Whoever draws it
(static/js/elements/figure.js) does three things to `plotly` first, and again when the theme changes:

 1. Every string that begins with "token:" is replaced. "token:accent" is the value of the custom property --accent
    at the figure, "token:accent/0.16" the same colour at that opacity, as rgba(); "token:font-ui" is the value of
    --font-ui. They stand wherever Plotly takes a colour or a font family, and in lists of colours.
 2. In low light `layout.font.size` becomes `layout.meta.lowlight.size`; all other text inherits it.
 3. Numbers and month names follow `config.locale`, for which the locale's file must be loaded.

`Figure.table` follows every chart on the page, `Figure.summary` is its text alternative, `Figure.basis` stands
behind "Rule, constants, source". `theme.resolved` does the
replacing in Python, for print and for tests.
"""

from .figure import Basis, Figure, Table
from .words import ENGLISH, Words

__all__ = ["ENGLISH", "Basis", "Figure", "Table", "Words"]
