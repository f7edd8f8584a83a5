"""What axe objects to on a page. What is not a colour is the same in every theme, and is asked about in the first."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
EVERYTHING = {"runOnly": {"type": "tag", "values": RULES}}
THE_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}}


def objections(page: Page, *, colours_only: bool = False) -> list[str]:
    """The rules of WCAG 2.2 AA and of good practice that this page breaks, and where; or those about colours."""
    found = Axe().run(page, options=THE_COLOURS if colours_only else EVERYTHING).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]
