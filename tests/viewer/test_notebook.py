"""A result in a notebook: the report in a frame that reaches nothing around it."""

from __future__ import annotations

from pathlib import Path

from reassure.report.verdict import verdict
from tests.viewer.browser import Watched
from tests.viewer.cases import HOSTILE, poland, small_with_curves


def test_a_result_shows_itself(tab: Watched, tmp_path: Path) -> None:
    """The frame draws the same page, with its pictures."""
    path = tmp_path / "cell.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><body>{poland()._repr_html_()}</body>")
    tab.page.goto(path.as_uri())
    frame = tab.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    assert frame.locator(".answer").inner_text() == verdict(poland())
    assert frame.locator("canvas").count() == 2
    frame.locator(".deployments tbody button").first.click()
    assert poland().deployment_names[0] in frame.locator(".who").inner_text()


def test_a_hostile_title_stays_in_the_frame(tab: Watched, tmp_path: Path) -> None:
    """Neither the frame's attribute nor its page lets it out."""
    path = tmp_path / "cell.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><body>{small_with_curves()._repr_html_()}")
    tab.page.goto(path.as_uri())
    frame = tab.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    assert frame.locator("header .title").inner_text() == HOSTILE
    assert tab.page.evaluate("window.hacked") is None
    assert tab.page.locator("iframe").get_attribute("title") == HOSTILE
