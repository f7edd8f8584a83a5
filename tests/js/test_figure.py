"""Figures drawn by Plotly under the strictest policy: no inline style, no string made into markup."""

import pytest

from tests.js.wire import POLICY, Response, until

EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
FIGURE = """{"data": [
  {"type": "scatter", "mode": "lines+markers", "x": ["2026-10-01", "2026-10-29", "2026-11-20"], "y": [21, 14, 9.3],
   "line": {"color": "token:accent", "width": 3}, "fill": "tozeroy", "fillcolor": "token:accent/0.16",
   "hovertemplate": "%{y} days<extra></extra>"},
  {"type": "bar", "x": ["2026-10-01", "2026-10-29"], "y": [3, 4],
   "marker": {"color": ["token:sev-1", "token:sev-4"], "pattern": {"shape": "/", "fgcolor": "token:silent-hatch"}}}],
 "layout": {"showlegend": false, "meta": {"lowlight": {"size": 16}}, "margin": {"l": 34, "r": 20, "t": 8, "b": 24}, "font": {"color": "token:text-2"},
   "shapes": [{"type": "line", "x0": "2026-10-29", "x1": "2026-10-29", "yref": "paper", "y0": 0, "y1": 1,
               "line": {"color": "token:infusion"}}],
   "annotations": [{"x": "2026-10-29", "y": 20, "text": "<b onclick=alert(1)>October course</b>"}]}}"""

PAGE = f"""<!doctype html><html lang="en" data-theme="dark"><title>Lull</title>
<link rel="stylesheet" href="/static/test/css/tokens.css"><link rel="stylesheet" href="/static/test/css/figure.css">
<lull-figure><div class="plot"></div><script type="application/json">{FIGURE}</script>
<table><tr><td>21.0</td></tr></table></lull-figure>
<script type="module" src="/static/test/js/elements/figure.js"></script>"""


@pytest.fixture
def trends(clinic, phone):
    """A page with one figure, as a shell with charts is served."""
    answer = clinic.answer

    def with_charts(request):
        if request.path == "/trends":
            policy = POLICY.replace("style-src 'self'", f"style-src 'self' {EMPTY_STYLE}")
            return Response(PAGE, mimetype="text/html", headers={"Content-Security-Policy": policy})
        return answer(request)

    clinic.answer = with_charts
    phone.goto("/trends")
    until(phone, "document.querySelector('lull-figure').dataset.drawn === 'yes' && document.querySelector('.plot .xy')")
    return phone


def line(page):
    return page.evaluate("getComputedStyle(document.querySelector('.plot .scatterlayer path.js-line')).stroke")


def test_a_figure_is_drawn_in_the_colours_of_the_theme_and_follows_it(trends):
    assert line(trends) == "rgb(130, 205, 205)"
    trends.evaluate("document.documentElement.dataset.theme = 'lowlight'")
    until(
        trends,
        "getComputedStyle(document.querySelector('.plot .scatterlayer path.js-line')).stroke === 'rgb(0, 184, 0)'",
    )
    label = "getComputedStyle(document.querySelector('.plot .xtick text')).fontSize"
    until(trends, f"{label} === '16px'")
    assert trends.locator("table").inner_text() == "21.0"
    assert trends.locator(".plot").get_attribute("aria-hidden") == "true"


def test_somebodys_words_are_words_even_when_they_look_like_markup(trends):
    # The watch over the page would complain of the style attribute that bold text would need.
    assert trends.locator(".plot .annotation-text").text_content() == "<b onclick=alert(1)>October course</b>"


def test_somebodys_words_are_words_even_when_they_look_like_the_name_of_a_colour(trends):
    trends.evaluate(
        "document.querySelector('lull-figure').figure = {data: [{type: 'scatter', x: [1, 2], y: [0, 1], name: 'token:x/1'}],"
        " layout: {yaxis: {tickvals: [0, 1], ticktext: ['token:nothing/0.5', 'token:accent']},"
        " annotations: [{x: 1, y: 1, text: 'token:gone/1'}]}}"
    )
    until(trends, "document.querySelector('.plot .annotation-text')?.textContent === 'token:gone/1'")
    assert trends.locator(".plot .ytick text").all_text_contents() == ["token:nothing/0.5", "token:accent"]


def test_no_button_offers_to_send_the_chart_away(trends):
    assert trends.locator(".modebar").count() == 0
    trends.locator(".plot").hover()
    assert trends.locator("text=Share").count() == 0


def test_a_new_figure_replaces_the_old(trends):
    trends.evaluate(
        "document.querySelector('lull-figure').figure = {data: [{type: 'bar', x: [1, 2, 3], y: [1, 2, 3]}]}"
    )
    until(trends, "document.querySelectorAll('.plot .barlayer .point').length === 3")


def test_without_plotly_the_words_stay(clinic, phone, watch, trends):
    watch.expect("404")
    watch.expect("Failed to")
    answer = clinic.answer
    clinic.answer = lambda request: Response(status=404) if "vendor/plotly" in request.path else answer(request)
    page = phone.context.browser.new_context(base_url=phone.url.removesuffix("/trends")).new_page()
    page.goto("/trends")
    until(page, "document.querySelector('lull-figure').dataset.drawn === 'no'")
    assert page.locator("table").is_visible()
    page.context.close()
