"""Draw how far the probabilities of relief can be believed: python -m tests.bench.relief_figure

Writes docs/pictures/relief_calibration.svg: what was said against what happened, of the simulated patients of
`relief_calibration`, with the 95 % interval of each share; and how often the 80 % interval of τ held the truth.
"""

from itertools import product
from pathlib import Path

import numpy as np

from diary.analysis.interval import wilson
from tests.bench.relief_calibration import MIXED, Asked, asked, groups

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "relief_calibration.svg"
SIDE, LEFT, TOP, GAP = 170, 46, 44, 34
INK, QUIET, LINE, ACCENT = "#1b2528", "#59686a", "#dddad3", "#00636b"


def main() -> None:
    """Draw the four panels side by side."""
    panels = [
        _panel(place, f"{'back over 28 days' if spread else 'back at once'}, {silent:.0%} silent", told)
        for place, (spread, silent) in enumerate(product((0, 28), (0.15, 0.4)))
        for told in [asked(MIXED, spread, silent)]
    ]
    width, height = LEFT + 4 * SIDE + 3 * GAP + 12, TOP + SIDE + 56
    title = "Relief: what was said, and how often it was so"
    words = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{title}" '
        f'font-family="system-ui, sans-serif" font-size="11" fill="{INK}">'
        f'<rect width="{width}" height="{height}" fill="#fefdfa"/>{"".join(panels)}'
        f'<text x="{LEFT + 2 * SIDE + 1.5 * GAP}" y="{height - 8}" text-anchor="middle" fill="{QUIET}">said: '
        "probability that relief has ended</text>"
        f'<text transform="translate(13 {TOP + SIDE / 2}) rotate(-90)" text-anchor="middle" fill="{QUIET}">'
        "share in whom it had</text></svg>\n"
    )
    PICTURE.write_text(words.replace("><", ">\n<"))
    print(PICTURE.name)


def _panel(place: int, title: str, told: list[Asked]) -> str:
    left, bottom = LEFT + place * (SIDE + GAP), TOP + SIDE
    covered = 100 * np.mean([one.covered for one in told])
    parts = [
        f'<text x="{left}" y="18" font-weight="600">{title}</text>',
        f'<text x="{left}" y="34" fill="{QUIET}">80 % interval held the truth in {covered:.0f} %</text>',
    ]
    for share in (0, 0.5, 1):
        x, y = left + share * SIDE, bottom - share * SIDE
        parts.append(_line(left, y, left + SIDE, y, LINE) + _line(x, TOP, x, bottom, LINE))
        parts.append(f'<text x="{x}" y="{bottom + 15}" text-anchor="middle" fill="{QUIET}">{share:g}</text>')
        if not place:
            parts.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end" fill="{QUIET}">{share:g}</text>')
    parts.append(_line(left, bottom, left + SIDE, TOP, QUIET, dash=True))
    for said, ended, count in groups(told):
        low, high = (float(end[0]) for end in wilson(np.array([ended]), np.array([float(count)])))
        x = left + said * SIDE
        parts.append(_line(x, bottom - low * SIDE, x, bottom - high * SIDE, ACCENT))
        parts.append(f'<circle cx="{x:.1f}" cy="{bottom - ended * SIDE:.1f}" r="3.5" fill="{ACCENT}"/>')
    return "".join(parts)


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, *, dash: bool = False) -> str:
    style = ' stroke-dasharray="4 3"' if dash else ""
    return (
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{colour}" stroke-width="1.5"{style}/>'
    )


if __name__ == "__main__":
    main()
