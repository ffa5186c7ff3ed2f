"""Text for a terminal of any width: nothing that is printed is cut, and no number is torn."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.containers import Lines
from rich.text import Text as RichText

__all__ = ["Column", "Indented", "Text", "TextTable", "console", "show"]

_PIPE = 124
"""Columns of a pipe or file, which has no width of its own."""
_GAP = 2
"""Blanks between two columns of a table."""


def console(stderr: bool = False) -> Console:
    """A console on standard output (or error), as wide as the terminal; _PIPE columns wide where it is none."""
    screen = Console(stderr=stderr, highlight=False, soft_wrap=False)
    # rich takes 80 columns for what is no terminal, in which most tables would fall into blocks.
    if not screen.file.isatty() and not (screen.is_terminal and "COLUMNS" in os.environ):
        screen = Console(stderr=stderr, highlight=False, width=_PIPE)
    return screen


def show(what: RenderableType) -> None:
    """Print text or a table. A word that is longer than a line, as a hash, stays whole: the terminal breaks it."""
    console().print(what, overflow="ignore", crop=False)


class Text(RichText):
    """Text that is broken between words alone where what is too long may stand out (overflow "ignore")."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """The lines of the text at a width in columns. With overflow "ignore" a word that is too long stands out of
        its line.
        """
        if options.get("overflow") != "ignore":
            return super().wrap(console, width, **options)
        lines = Lines()
        for line in self.split(allow_blank=True):
            starts, at = [], 0
            # Words with the blanks behind them; a line's own indentation goes with its first word.
            for word in re.finditer(r"^\s*\S+\s*|\S+\s*", line.plain):
                # Cells, since a character may be two columns wide or none.
                if at and at + cell_len(word[0].rstrip()) > width:
                    starts.append(word.start())
                    at = 0
                at += cell_len(word[0])
            lines.extend(line.divide(starts))
        for line in lines:
            line.rstrip()
        return lines


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    head: str
    """What stands over it; lines are parted by a line end."""
    right: bool = False
    """To the right, as numbers."""
    least: int = 0
    """No fewer columns than this where its text may be broken into lines; 0: it may not be."""


class Indented:
    """Text whose every line is indented: the first by `first` blanks, the others by `rest`."""

    def __init__(self, text: RichText, first: int, rest: int) -> None:
        self._text, self._first, self._rest = _own(text), first, rest

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RichText]:
        for k, line in enumerate(_lines(self._text, options.max_width - self._rest, console, options)):  # fmt: skip
            yield Text(" " * (self._rest if k else self._first)).append_text(line)


class TextTable:
    """A table, without the columns in which nothing stands. On a terminal too narrow for it, each row is a block of
    lines that name their columns.
    """

    def __init__(self, *columns: Column, title: str = "") -> None:
        self._columns, self._title = columns, title
        self.rows: list[tuple[Text, ...]] = []

    def add(self, *cells: str | RichText) -> None:
        """One more row, a cell for each column. ValueError where there are more or fewer."""
        if len(cells) != len(self._columns):
            raise ValueError(f"{len(cells)} cells; allowed: {len(self._columns)}")
        self.rows.append(tuple(_own(c) for c in cells))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:  # fmt: skip
        # The columns in which something stands.
        said = [k for k in range(len(self._columns)) if any(row[k].plain for row in self.rows)]
        if len(said) < len(self._columns):
            shown = TextTable(*(self._columns[k] for k in said), title=self._title)
            shown.rows = [tuple(row[k] for k in said) for row in self.rows] if said else []
            yield from shown.__rich_console__(console, options)
            return
        if not self.rows:
            return
        if self._title:
            yield Text(self._title, style="italic")
        widths = self._widths(options.max_width)
        if widths is None:
            for row in self.rows:
                yield from self._block(row)
        else:
            yield from self._table(widths, console, options)
        yield Text()

    def _widths(self, available: int) -> list[int] | None:
        """Of each column, so that no word is broken; None where there is no room for that."""
        needed, full = [], []
        for k, c in enumerate(self._columns):
            lines = [*c.head.split("\n"), *(x for row in self.rows for x in row[k].plain.split("\n"))]  # fmt: skip
            full.append(max(map(cell_len, lines)))
            # No column that may be broken is narrower than its longest word.
            words = [cell_len(word) for line in lines for word in line.split()]
            needed.append(min(full[k], max([c.least, *words])) if c.least else full[k])
        # What is left over is shared out, the columns that want least first, so that what they leave goes to the
        # others.
        spare = available - sum(needed) - _GAP * (len(needed) - 1)
        if spare < 0:
            return None
        left = sorted(range(len(needed)), key=lambda k: full[k] - needed[k])
        for place, k in enumerate(left):
            more = min(full[k] - needed[k], spare // (len(left) - place))
            needed[k] += more
            spare -= more
        return needed

    def _table(self, widths: list[int], console: Console, options: ConsoleOptions) -> Iterator[RichText]:  # fmt: skip
        heads = [Text(c.head, style="bold") for c in self._columns]
        if any(head.plain for head in heads):
            # Heads of fewer lines stand at the bottom, next to the rule.
            yield from self._row(heads, widths, console, options, bottom=True)
            yield Text("─" * (sum(widths) + _GAP * (len(widths) - 1)))
        for row in self.rows:
            yield from self._row(row, widths, console, options)

    def _row(
        self,
        cells: list[Text] | tuple[Text, ...],
        widths: list[int],
        console: Console,
        options: ConsoleOptions,
        bottom: bool = False,
    ) -> Iterator[RichText]:
        parts = [_lines(c, w, console, options) for c, w in zip(cells, widths, strict=True)]
        tall = max(map(len, parts))
        for at in range(tall):
            line = Text()
            for lines, column, width in zip(parts, self._columns, widths, strict=True):
                k = at - (tall - len(lines) if bottom else 0)
                cell = lines[k] if 0 <= k < len(lines) else Text()
                blank = " " * (width - cell.cell_len)
                line.append(blank if column.right else "").append_text(cell)
                line.append(" " * _GAP if column.right else blank + " " * _GAP)
            line.rstrip()
            yield line

    def _block(self, row: tuple[Text, ...]) -> Iterator[RenderableType]:
        """The first cell that says anything, and the others below it."""
        said = [(c, cell) for c, cell in zip(self._columns, row, strict=True) if cell.plain]
        for k, (column, cell) in enumerate(said):
            # "Guaran-" over "teed" is one word again.
            name = re.sub(r"-\n", "", column.head).replace("\n", " ")
            start, *more = cell.split("\n")
            line = Text(f"{name}: " if name else "").append_text(start)
            if k == 0:
                line.stylize("bold")
            yield Indented(line, 2 if k else 0, 4)
            for after in more:
                yield Indented(after, 4, 4)


def _own(text: str | RichText) -> Text:
    out = Text()
    out.append(text)
    return out


def _lines(text: Text, width: int, console: Console, options: ConsoleOptions) -> list[RichText]:
    """The lines of a text, broken between words; a width below 1 counts as 1."""
    return list(text.wrap(console, max(1, width), overflow=options.overflow or "fold"))
