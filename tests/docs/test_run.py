"""Every command and every snippet of the documents is run, page by page, in a folder of its own, as a reader would.

A comment above a block says where that is not so: `<!-- docs: shorter --degrees 10 -->` runs its commands with these options
otherwise, `instead COMMAND` runs that one, `long` only with `pytest -m long`, `as on PAGE` with that page, `ci` in `.ci/run`, and
`shown REASON` not at all (all of them are named below). `part` is of a file or program that is not whole. `printed` asks that
each line of the block was printed by the page's commands before it.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from contextlib import chdir, nullcontext
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.called import called
from tests.docs.pages import PAGES, ROOT, Block, blocks, commands, shortened
from tests.europe import fewer_flights

GIVEN = Path(__file__).parent / "given"
"""Files that a reader is told to have: a scenario, a study of their own."""
_PROGRAMS = ("reassure", "reassure-check", "python3")
_RUN = [page for page in PAGES if any(b.language in ("sh", "console", "python") for b in blocks(page))]  # fmt: skip


_OF_ALL_FLIGHTS = ("compare", "limits", "tutorial")
"""Pages that show what is printed of all flights of a reader's own file."""


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is printed as wide as the documents show it, and pictures need no screen. A process that is started takes one core:
    others run other tests, and each more would read all kernels.
    """
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("REASSURE_CORES", "1")
    monkeypatch.setenv("MPLBACKEND", "Agg")


class Reader:
    """Someone who does what a page says, in a folder. `long`: also what takes minutes."""

    def __init__(self, folder: Path, *, long: bool) -> None:
        shutil.copytree(GIVEN, folder, dirs_exist_ok=True)
        self.folder, self.long = folder, long
        self.printed: list[str] = []
        self.names: dict[str, object] = {"__name__": "__main__"}

    def does(self, block: Block) -> None:
        """One block."""
        if block.title:
            return  # written before
        if block.mark == "printed":
            self.compares(block)
        elif block.mark.partition(" ")[0] in ("part", "shown", "as", "ci") or (
            block.mark == "long" and not self.long
        ):
            pass
        elif block.language == "python":
            with chdir(self.folder):
                exec(compile(block.text, "<page>", "exec"), self.names)  # noqa: S102  (our own pages)
        else:
            for words in self.chosen(block):
                self.types(words)

    def chosen(self, block: Block) -> list[list[str]]:
        """The commands of a block, or what is run in their place to save time."""
        how, _, what = block.mark.partition(" ")
        if how == "instead" and not self.long:
            return [shlex.split(what)]
        if how == "shorter" and not self.long:
            return [shortened(words, what) for words in commands(block)]
        return commands(block)

    def types(self, words: list[str]) -> None:
        """One command."""
        start = next(k for k, word in enumerate(words) if word in _PROGRAMS)
        words = words[start:]  # after `REASSURE_CORES=2` or `taskset -c 0,1`
        if words[:2] == ["python3", "scripts/run.py"]:
            words = ["reassure", *words[2:]]
        if words[:2] == ["reassure", "explore"]:
            return self.looks_at(words[1:])
        words, into = (words[:-2], words[-1]) if ">" in words else (words, "")
        if words[0] == "reassure":
            done = called(*words[1:], cwd=self.folder)
        else:
            command = ["-m", "reassure_check", *words[1:]]
            done = subprocess.run([sys.executable, *command], capture_output=True, text=True, cwd=self.folder, check=False)  # fmt: skip
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        assert done.stdout or done.stderr, words
        self.printed += done.stdout.splitlines()
        if into:
            (self.folder / into).write_text(done.stdout, encoding="utf-8")
        return None

    def looks_at(self, words: list[str]) -> None:
        """The explorer: started, opened, and ended."""
        more = [w for w in ("--no-open",) if w not in words]
        more += ["--port", "0"] if "--port" not in words else []
        command = [sys.executable, "-m", "reassure", *words, *more]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder) as server:  # fmt: skip
            assert server.stdout
            said = ""
            for line in server.stdout:
                said += line
                if address := re.search(r"http://\S+", line):
                    with urllib.request.urlopen(address[0]) as page:  # noqa: S310
                        assert b"Reassure" in page.read()
                    break
            else:
                pytest.fail(f"{words}: {said}")
            server.terminate()

    def compares(self, block: Block) -> None:
        """Each line of a block that shows what is printed."""
        known = {" ".join(line.split()) for line in self.printed}
        for line in block.text.splitlines():
            words = " ".join(line.split())
            assert not words or words == "..." or words in known, f"not printed: {line}"
            assert cell_len(line) <= 130, line


def _read(page: Path, folder: Path, *, long: bool) -> None:
    steps = blocks(page)
    with nullcontext() if long else fewer_flights(files=page.stem not in _OF_ALL_FLIGHTS):
        _do(steps, folder, long=long)


def _do(steps: list[Block], folder: Path, *, long: bool) -> None:
    visitor = Reader(folder, long=long)
    for file in (block for block in steps if block.title):
        (folder / file.title).write_text(file.text, encoding="utf-8")
    for block in steps:
        visitor.does(block)


@pytest.mark.parametrize("page", _RUN, ids=lambda p: p.stem)
def test_a_page_is_done_as_it_says(page: Path, tmp_path: Path) -> None:
    """No command fails and no snippet raises; what the page shows as printed is printed."""
    _read(page, tmp_path, long=False)


@pytest.mark.long
@pytest.mark.parametrize("page", _RUN, ids=lambda p: p.stem)
def test_a_page_is_done_with_all_that_takes_long(page: Path, tmp_path: Path) -> None:
    """As above, with nothing made shorter and nothing left out."""
    _read(page, tmp_path, long=True)


def test_few_blocks_are_only_shown() -> None:
    """What no test can do: a scheduler on another machine, this very test. Adding one is a decision."""
    shown = [(page.stem, b.mark) for page in PAGES for b in blocks(page) if b.mark.startswith("shown ")]  # fmt: skip
    assert shown == [
        ("contributing", "shown what takes longer than CI may"),
        ("install", "shown an installation from the package index"),
        ("limits", "shown a scheduler on another machine"),
        ("sweep", "shown a scheduler on another machine"),
        ("sweep", "shown two programs on other machines"),
    ]


def test_what_is_run_elsewhere_is_run_there() -> None:
    """A command of the gallery stands on the page that it names; one of the set-up in `.ci/run`."""
    pages = {page.stem: page for page in PAGES}
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    for page in PAGES:
        for block in blocks(page):
            kind, _, where = block.mark.partition(" ")
            if kind == "as":
                there = [words for b in blocks(pages[where.removeprefix("on ")]) if not b.mark.startswith("as ") for words in commands(b)]  # fmt: skip
                assert all(words in there for words in commands(block)), (page.stem, block)
            elif kind == "ci":
                assert all(" ".join(words) in script for words in commands(block)), (
                    page.stem,
                    block,
                )


def test_a_command_of_the_readme_stands_on_a_page_too() -> None:
    """So it is run with that page."""
    run = {tuple(words) for page in PAGES for b in blocks(page) for words in commands(b)}
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^ {4}(?:\.venv/bin/|python3 scripts/run\.py )(.*)$", text, re.M)
    for line in lines:
        words = tuple(line.split("#")[0].split())
        words = words if words[0].startswith("reassure") else ("reassure", *words)
        assert words in run, line
