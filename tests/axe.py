"""What axe, the accessibility checker, finds on a page."""

from functools import cache

from playwright.sync_api import Page

from workshop.config import ROOT

AXE = ROOT / "static" / "vendor" / "axe.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """
    (rules) => axe.run({ runOnly: rules, resultTypes: ["violations"] }).then(
        (found) => found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`))
"""
"""What is in order is neither described nor brought over: that took most of the time."""


def faults(page: Page) -> list[str]:
    """What axe finds on the page once nothing on it fades in or moves: rule and the first place."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(one => one.finished))")
    page.evaluate(_axe())
    return [f"{page.url} {one}" for one in page.evaluate(LOOK, RULES)]


@cache
def _axe() -> str:
    return AXE.read_text("utf-8")
