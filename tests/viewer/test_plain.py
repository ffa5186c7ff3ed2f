"""Pages without a script, in a real browser: light and dark, wide and narrow, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from reassure.answers.indicator import DeploymentRow, Indicator, Outlook, ProofNote, Tally, YearRow
from reassure.machine.files import write_whole
from reassure.questions.compare.ask import compare
from reassure.report.html.compare import comparison_page
from reassure.report.html.indicator import write_indicator_page
from tests.viewer.browser import watched


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses by name."""
    folder: Path = tmp_path_factory.mktemp("plain")
    result = compare("poland-2007-mda", "poland-2007-postol")
    write_whole(folder / "compare.html", comparison_page(result, "reassure compare"))
    tally = Tally(guaranteed=40, within_reach=35, out_of_ideal_reach=20, open=5)
    rows = tuple(YearRow(year, ("d",), ("d",), (), tally) for year in (2015, 2018))
    alone = DeploymentRow(
        "d", "deveselu", "sm3-ib", "notional-3-0", 2015, None, tally, (100.0, float("inf"))
    )
    note = ProofNote("d", "kozelsk", (1.0,), 40, None, "<b>no</b>")
    outlook = Outlook("name", "Title", "0" * 64, rows, (alone,), (note,))
    write_indicator_page(Indicator("0", True, (outlook,)), "words", folder / "indicator.html")
    return {name: (folder / f"{name}.html").as_uri() for name in ("compare", "indicator")}


def brightness(page) -> float:
    """Of the page's ground, 0 to 255."""
    text = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return sum(float(x) for x in text[4:-1].split(",")) / 3


@pytest.mark.some(2)
@pytest.mark.parametrize("name", ["compare", "indicator"])
def test_light_dark_and_paper(browser: Browser, pages: dict[str, str], name: str) -> None:
    """Dark where it is asked for, and always light on paper."""
    for scheme, dark in (("light", False), ("dark", True)):
        with watched(browser, color_scheme=scheme) as tab:
            tab.page.goto(pages[name])
            assert (brightness(tab.page) < 100) == dark
            tab.page.emulate_media(media="print")
            assert brightness(tab.page) > 200


@pytest.mark.parametrize("name", ["compare", "indicator"])
def test_a_narrow_screen_holds_it(browser: Browser, pages: dict[str, str], name: str) -> None:
    """The page itself does not scroll sideways."""
    with watched(browser) as tab:
        tab.page.set_viewport_size({"width": 400, "height": 800})
        tab.page.goto(pages[name])
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_bar_is_as_long_as_its_share(browser: Browser, pages: dict[str, str]) -> None:
    """As drawn; in four colours that differ; and a reader who hears it gets the numbers."""
    with watched(browser) as tab:
        tab.page.goto(pages["indicator"])
        boxes = tab.page.eval_on_selector_all(
            ".bars rect",
            "all => all.map(r => [r.getBoundingClientRect().width, getComputedStyle(r).fill])",
        )[:4]
        total = sum(width for width, _ in boxes)
        assert [round(100 * width / total) for width, _ in boxes] == [40, 20, 5, 35]
        assert len({fill for _, fill in boxes}) == 4
        label = tab.page.get_attribute(".bars", "aria-label")
        assert label is not None
        assert "from 2015: guaranteed 40.0 %" in label
