"""A real browser: Chromium through Playwright, watched for errors and for requests that leave this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright

__all__ = ["Watched", "launch", "watched"]

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--force-color-profile=srgb", "--font-render-hinting=none", "--disable-lcd-text",
]  # fmt: skip
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def launch(playwright: Playwright) -> Browser:
    """The browser named by REASSURE_CHROMIUM, or found on the path, or Playwright's own. A missing one is
    an error, never a skip.
    """
    found = os.environ.get("REASSURE_CHROMIUM") or next(
        filter(None, map(shutil.which, _NAMES)), None
    )
    if found is None and not Path(playwright.chromium.executable_path).exists():
        raise RuntimeError(
            "no Chromium: install Debian's chromium, or name one in REASSURE_CHROMIUM"
        )
    return playwright.chromium.launch(executable_path=found, args=FLAGS)


@dataclass
class Watched:
    """A page, and what it did that it should not."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def ready(self, address: str) -> Page:
        """Open an address and wait until all is drawn."""
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]", timeout=60_000)
        self.page.wait_for_timeout(700)  # the fine coast lines, and charts that wait for a pause
        return self.page


@contextmanager
def watched(browser: Browser, **options: object) -> Iterator[Watched]:
    """A fresh page. On leaving: no console errors, no uncaught errors, no request to another host."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, **options)  # type: ignore[arg-type]
    seen = Watched(context.new_page())
    page = seen.page
    page.on("pageerror", lambda error: seen.faults.append(f"error: {error}"))
    page.on(
        "console",
        lambda m: (
            seen.faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None
        ),
    )
    page.on("request", lambda request: _local(request.url, seen.faults))
    yield seen
    page.unroute_all(behavior="ignoreErrors")
    context.close()
    assert seen.faults == []


def _local(url: str, faults: list[str]) -> None:
    parts = urlsplit(url)
    inside = parts.scheme in ("data", "blob", "about", "file")
    if not inside and parts.hostname not in ("127.0.0.1", "localhost"):
        faults.append(f"request to another host: {url}")
    if parts.scheme == "file" and not parts.path.endswith(".html"):
        faults.append(f"request beyond the one file: {url}")
