"""The viewer in a real browser without a GPU: the first picture, frames while dragging, and from slider to picture.

    .venv/bin/python benchmarks/viewer.py

Needs the test environment (scripts/test.py makes it).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from reassure.questions.assess import assess
from reassure.report.html.page import write_page
from reassure.report.html.sheet import Sheet

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.viewer.browser import launch
from tests.web.conftest import started

DRAG = """
async (which) => {
  const canvas = document.querySelectorAll('canvas')[which];
  canvas.setPointerCapture = () => {};
  const box = canvas.getBoundingClientRect();
  const point = (type, x, y) => canvas.dispatchEvent(
    new PointerEvent(type, {pointerId: 1, clientX: box.left + x, clientY: box.top + y, button: 0}));
  const drawn = () => Number(canvas.dataset.drawn);
  point('pointerdown', 100, 200);
  const [before, begin] = [drawn(), performance.now()];
  for (let k = 0; performance.now() - begin < 4000; k++) {
    await new Promise(requestAnimationFrame);
    point('pointermove', 100 + (k % 60) * 3, 200 + (k % 40));
  }
  point('pointercancel', 0, 0);
  return (drawn() - before) / ((performance.now() - begin) / 1000);
}
"""


def first_picture(browser: Browser, address: str) -> tuple[float, float]:
    """Median of 7 openings, ms from the start of loading: flights and coasts drawn; all panels ready."""
    drawn, ready = [], []
    for _ in range(7):
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        drawn.append(float(page.evaluate("document.documentElement.dataset.pictured")))
        ready.append(float(page.evaluate("performance.now()")))
        page.close()
    return statistics.median(drawn), statistics.median(ready)


def latency(page: Page, slider: str, values: list[float]) -> list[float]:
    """From a slider's move to the picture, ms."""
    took = []
    for value in values:
        page.evaluate("document.querySelector('.live').dataset.latency = ''")
        page.get_by_role("slider", name=slider).fill(str(value))
        page.wait_for_selector('.live[data-latency]:not([data-latency=""])')
        took.append(float(page.evaluate("document.querySelector('.live').dataset.latency")))
        page.wait_for_timeout(400)
    return took


def main() -> None:
    """Print what was measured."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        path = Path(folder) / "europe-2012.html"
        result = assess("europe-2012", curves=True)
        write_page(result, Sheet("x"), path)
        print(f"report: {path.stat().st_size / 1e6:.2f} MB, {result.flights.count} flights")
        drawn, ready = first_picture(browser, path.as_uri())
        print(f"first picture {drawn:.0f} ms, all panels {ready:.0f} ms after the start of loading")
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]")
        page.wait_for_timeout(1500)
        for which, name in enumerate(("globe", "map")):
            print(f"frames a second while dragging the {name}: {page.evaluate(DRAG, which):.1f}")
        page.close()
        with started("europe-2012") as served:
            for deployment in ("phase-3-redzikowo", "phase-3-baltic-sea"):
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.goto(f"{served.address}/#deployment={deployment}&from=kozelsk")
                page.wait_for_selector("html[data-ready]")
                page.wait_for_timeout(1500)
                took = latency(page, "Burnout speed", [3.1 + 0.2 * k for k in range(10)])
                took += latency(page, "Launch delay", [60.0 + 20 * k for k in range(10)])
                print(
                    f"slider to picture, {deployment} against kozelsk: median {statistics.median(took):.0f} ms, worst {max(took):.0f}"
                )
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
