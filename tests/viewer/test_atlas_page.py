"""The page of the whole globe in a real browser: what it reads under the pointer and at a typed place, and nothing fetched."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from reassure.machine.files import write_whole
from reassure.questions.frontier import frontier
from reassure.report.html.frontier import frontier_page
from reassure.scenario.reader import parse
from tests.questions.test_globe import SCENARIO
from tests.viewer.browser import watched


def test_a_place_is_read(browser: Browser, tmp_path: Path) -> None:
    """The middle of the map is where the equator meets 0 degrees; 90 N and 180 E are read in the cells that hold them."""
    made = frontier(parse(SCENARIO.encode(), "a test"), "speed", area="globe", degrees=20.0)
    path = tmp_path / "atlas.html"
    write_whole(path, frontier_page(made, "words"))
    with watched(browser, color_scheme="light") as tab:
        page = tab.page
        page.goto(path.as_uri())
        page.wait_for_selector("#reader:not([hidden])")
        page.locator("svg.world").last.scroll_into_view_if_needed()
        box = page.locator("svg.world").last.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 0.51 * box["width"], box["y"] + 0.5 * box["height"])
        r, c = 4, 9
        assert page.locator("#reading").text_content().startswith("0.0° N 10.0° E: ")
        said = int(100 * made.value[r, c]) / 100
        assert f"{said:.2f} km/s" in page.locator("#reading").text_content()
        page.fill("#read-latitude", "90")
        page.fill("#read-longitude", "180")
        assert page.locator("#reading").text_content().startswith("80.0° N 170.0° W: ")
        page.fill("#read-latitude", "91")
        assert "Allowed" in page.locator("#reading").text_content()
