"""Take the pictures of docs/gallery.md: each from the command or program that stands above it.

    .venv/bin/python scripts/picture_gallery.py          # all of them, some minutes
    .venv/bin/python scripts/picture_gallery.py trade    # those whose file's name has this in it

A comment above a picture says where it is from: `<!-- picture: file NAME -->`, or `<!-- picture: page NAME WIDTHxHEIGHT -->` for the
top of a page. Needs the test environment (scripts/test.py makes it, with a browser).
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from _picture import keep
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.viewer.browser import launch  # noqa: E402

DOCS = ROOT / "docs"
_SECTION = re.compile(r"^## .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"<!-- picture: (.*?) -->\n!\[[^\]]*\]\((gallery/[\w-]+\.png)\)")


def main() -> None:
    """Write the pictures that were asked for."""
    asked = sys.argv[1:]
    sections = _SECTION.findall((DOCS / "gallery.md").read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for section in sections:
            pictures = [(how, name) for how, name in _PICTURE.findall(section) if not asked or any(a in name for a in asked)]  # fmt: skip
            if pictures:
                _take(section, pictures, browser)
        browser.close()


def _take(section: str, pictures: list[tuple[str, str]], browser: Browser) -> None:
    """The pictures of one section, after its commands, in a folder of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for language, text in _BLOCK.findall(section):
            lines = [["-c", text]] if language == "python" else [["-m", *shlex.split(line)] for line in text.splitlines()]  # fmt: skip
            for words in lines:
                subprocess.run([sys.executable, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "MPLBACKEND": "Agg"})  # fmt: skip
        for how, picture in pictures:
            kind, file, *size = how.split()
            data = (folder / file).read_bytes() if kind == "file" else _page(browser, folder / file, size[0])  # fmt: skip
            keep(Image.open(io.BytesIO(data)), DOCS / picture)


def _page(browser: Browser, page: Path, size: str) -> bytes:
    """The top of a page in a browser, as PNG. `size`: such as 1150x900."""
    width, height = map(int, size.split("x"))
    tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    tab.goto(page.as_uri())
    tab.wait_for_timeout(2500)  # maps are drawn after the page is there
    data: bytes = tab.screenshot()
    tab.close()
    return data


if __name__ == "__main__":
    main()
