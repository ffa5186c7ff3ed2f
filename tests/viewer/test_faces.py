"""Forces that a deployment does not face: the page shows none of their flights for it, and counts none."""

from __future__ import annotations

from pathlib import Path

import pytest

from reassure.report.html.page import page as page_of
from reassure.report.html.sheet import Sheet
from tests.viewer.browser import Watched
from tests.viewer.cases import two_forces


@pytest.fixture
def report(tmp_path: Path) -> str:
    """The report as a file's address."""
    path = tmp_path / "faces.html"
    path.write_text(page_of(two_forces(), Sheet("reassure assess x")), encoding="utf-8")
    return path.as_uri()


def test_only_pairs_that_face_each_other_are_listed(tab: Watched, report: str) -> None:
    """All pairs, those of one deployment, and its squares in the chart."""
    page = tab.ready(report)
    result = two_forces()
    total = int(result.pairs.faced.sum())
    said = page.locator("text=/ of .* pairs/").first.inner_text()
    assert said.startswith(f"{total:,} of {total:,} pairs")
    page.locator(".deployments tbody tr", has_text=result.deployment_names[0]).first.click()
    page.wait_for_function("document.body.innerText.includes('2 of')")
    assert f"2 of {total:,} pairs" in page.locator("body").inner_text()
    assert page.locator("table.pairs tbody tr[aria-rowindex]").count() == 2


def test_the_assumptions_say_which_heights_count(tab: Watched, report: str) -> None:
    """As the text does."""
    page = tab.ready(report)
    assert "An intercept counts at every height." in page.locator("body").inner_text()
