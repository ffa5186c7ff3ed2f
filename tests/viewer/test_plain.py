"""Pages without a script, in a real browser: light and dark, wide and narrow, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from reassure.comparison import compare
from reassure.report.comparison import write_comparison_page
from tests.viewer.browser import watched


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses by name."""
    folder: Path = tmp_path_factory.mktemp("plain")
    result = compare("poland-2007-mda", "poland-2007-postol")
    write_comparison_page(result, "reassure compare", folder / "compare.html")
    return {"compare": (folder / "compare.html").as_uri()}


def brightness(page) -> float:
    """Of the page's ground, 0 to 255."""
    text = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return sum(float(x) for x in text[4:-1].split(",")) / 3


@pytest.mark.parametrize("name", ["compare"])
def test_light_dark_and_paper(browser: Browser, pages: dict[str, str], name: str) -> None:
    """Dark where it is asked for, and always light on paper."""
    for scheme, dark in (("light", False), ("dark", True)):
        with watched(browser, color_scheme=scheme) as tab:
            tab.page.goto(pages[name])
            assert (brightness(tab.page) < 100) == dark
            tab.page.emulate_media(media="print")
            assert brightness(tab.page) > 200


@pytest.mark.parametrize("name", ["compare"])
def test_a_narrow_screen_holds_it(browser: Browser, pages: dict[str, str], name: str) -> None:
    """The page itself does not scroll sideways."""
    with watched(browser) as tab:
        tab.page.set_viewport_size({"width": 400, "height": 800})
        tab.page.goto(pages[name])
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= 400
