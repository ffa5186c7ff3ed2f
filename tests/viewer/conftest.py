"""A browser for each module of tests; reports made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from reassure.answers.assessment import Assessment
from reassure.answers.proof import Proof
from reassure.report.html.page import write_page
from reassure.report.html.sheet import Sheet
from tests.viewer.browser import Watched, launch, watched
from tests.viewer.cases import poland, small_with_curves


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Ended with each module: while Playwright runs, no other event loop can in this process."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Watched]:
    """A fresh page, light, 1200 by 900."""
    with watched(browser, color_scheme="light") as page:
        yield page


def _report(folder: Path, name: str, result: Assessment) -> str:
    proof = Proof("one.cert", "Claim: <i>one</i>\nPROVED", True)
    path = folder / f"{name}.html"
    write_page(result, Sheet(f"reassure assess {name} --report {name}.html", proofs=(proof,)), path)
    return path.as_uri()


@pytest.fixture(scope="session")
def poland_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the report of a real preset."""
    return _report(tmp_path_factory.mktemp("report"), "poland", poland())


@pytest.fixture(scope="session")
def small_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the report of a small scenario with a hostile title, deployments that reach nothing, and
    one that burns out late and high.
    """
    return _report(tmp_path_factory.mktemp("report"), "small", small_with_curves())
