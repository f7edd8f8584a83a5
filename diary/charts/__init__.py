"""Charts: a result in, a Plotly figure out, with its table and the sentence that stands for it. One chart, one file.

  on the time axis that all figures of a page share
    frequency.figure(trend, width=…)                  the trailing rate with its interval and infusions
    change.figure(changes, width=…, first=…, last=…)  the 28 days before and after each course
    infusion_pain.figure(pains, width=…)              before and after each infusion
    medicine_days.figure(told, width=…, first=…, last=…)  days with medicine in a rolling 30, and limits
    calendar.figure(days, width=…)                    one cell for each day
    aura.figure(told, width=…)                        days with aura, a row for each kind
  on an axis of their own
    attacks.figure(told, width=…)                     hours of onset, and lengths
    cycles.figure(aligned)                            each cycle by its own days
    relief.figure(relief, aligned)                    the same lines, with how long relief lasted
    survival.figure(relief)                           the probability that relief lasts
    response.figure(infusions)                        pain through the infusions of a course
    associations.figure(told, width=…)                what went together with headache on the next day
    outcomes.figure(returns, width=…)                 when baseline frequency was back, for a clinic

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

`Figure.table` follows every chart on the page, `Figure.summary` is its text alternative; the rule, its constants and
sources stand in `insights.bases`. `theme.resolved` does the replacing in Python, for print and for tests.
"""

from .figure import Figure, Table
from .words import ENGLISH, Words

__all__ = ["ENGLISH", "Figure", "Table", "Words"]
