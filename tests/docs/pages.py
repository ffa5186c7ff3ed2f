"""The documents as a reader meets them: blocks of commands, files and code, in their order."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DOCS", "PAGES", "ROOT", "Block", "blocks", "commands", "shortened"]

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))

_BLOCK = re.compile(
    r'(?:^<!-- docs: (?P<mark>.*?) -->\n)?^```(?P<language>\w*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A fenced block. `title`: the file that it is the content of, or nothing. `mark`: what the comment above it says to
    the tests: `long`, `shorter OPTIONS`, `part`, `printed`, `shown REASON`, or nothing.
    """

    language: str
    title: str
    mark: str
    text: str


def blocks(page: Path) -> list[Block]:
    """All blocks of a page."""
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(m["language"], m["title"] or "", m["mark"] or "", m["text"]) for m in found]


def commands(block: Block) -> list[list[str]]:
    """The command lines of a block, in words. In a `console` block only lines after `$ ` are commands."""
    lines = block.text.replace("\\\n", " ").splitlines()
    if block.language == "console":
        lines = [line[2:] for line in lines if line.startswith("$ ")]
    elif block.language != "sh":
        return []
    return [words for words in (shlex.split(line, comments=True) for line in lines) if words]


def shortened(words: Sequence[str], options: str) -> list[str]:
    """A command with some of its options set otherwise, so that it takes less time: `--degrees 10 --no-proofs`."""
    given, done = shlex.split(options), list(words)
    for k, option in enumerate(given):
        if not option.startswith("--"):
            continue
        value = given[k + 1 : k + 2] if k + 1 < len(given) and given[k + 1][:2] != "--" else []
        if option in done and value:
            done[done.index(option) + 1] = value[0]
        elif option not in done:
            done += [option, *value]
    return done
