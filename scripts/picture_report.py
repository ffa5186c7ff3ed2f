"""Take docs/report.png: the top of the report of europe-2012, as the README opens with it.

    .venv/bin/python scripts/picture_report.py

Needs the test environment (scripts/test.py makes it, with a browser).
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from _picture import keep
from PIL import Image
from playwright.sync_api import sync_playwright

from reassure.questions.assess import assess
from reassure.report.html.page import write_page
from reassure.report.html.sheet import Sheet

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.viewer.browser import launch, watched  # noqa: E402

# What the address of a report says after its #: a deployment, a flight and a moment (s).
CHOICE = "deployment=phase-3-redzikowo&flight=19&time=240"


def main() -> None:
    """Write the picture."""
    out = ROOT / "docs/report.png"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "europe-2012.html"
        command = "reassure assess europe-2012 --report europe-2012.html"
        write_page(assess("europe-2012", curves=True), Sheet(command), path)
        browser = launch(playwright)
        with watched(browser, color_scheme="light") as tab:
            page = tab.ready(f"{path.as_uri()}#{CHOICE}")
            height = page.evaluate("document.querySelector('.card').getBoundingClientRect().bottom")
            page.set_viewport_size({"width": 1200, "height": int(height) + 16})
            # ms, for the page to redraw at its new size.
            page.wait_for_timeout(1000)
            shot = page.screenshot()
        browser.close()
    keep(Image.open(io.BytesIO(shot)), out)


if __name__ == "__main__":
    main()
