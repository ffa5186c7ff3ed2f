"""The figures that an answer rests on, gathered while they are looked up; and where a look-up failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reassure.catalog import Entry, Figure
from reassure.catalog.figure import Status
from reassure.catalog.used import FigureUsed
from reassure.errors import CatalogError, RegionError, ScenarioError

__all__ = ["Sources", "at"]


@dataclass
class Sources:
    """Figures by key, as they are used."""

    rows: dict[str, FigureUsed] = field(default_factory=dict)
    """By key, in the order in which they were first noted, which is that of an answer's `sources`."""

    def figure(self, key: str, figure: Figure) -> float:
        """The value of a figure, which is noted under its key. Raises ScenarioError where another figure was noted under
        that key before.
        """
        row = FigureUsed.of(key, figure)
        # The same figure may come again: two deployments of one interceptor. Two tables of one id may not differ.
        if self.rows.setdefault(key, row) != row:
            raise ScenarioError(
                f"{key}: two different figures under one id; allowed: an id of its own for each table"
            )
        return figure.value

    def plain(self, key: str, value: float, status: Status, source: str) -> None:
        """Note a number that has no interval. One that was noted under that key before is replaced."""
        self.rows[key] = FigureUsed(key, value, None, None, status, source)

    def entry(self, kind: str, entry: Entry, **values: float) -> None:
        """Note numbers of a catalogue entry, with the entry's status and source, under "kind.id.name"."""
        for name, value in values.items():
            self.plain(f"{kind}.{entry.id}.{name}", value, entry.status, entry.source)


@contextmanager
def at(*path: str | int) -> Iterator[None]:
    """A context in which a failing look-up or polygon is told by the key in the file that it came from: a CatalogError
    or RegionError becomes a ScenarioError with that `path`.
    """
    try:
        yield
    # A ScenarioError passes: it has its own path, which lies further in.
    except (CatalogError, RegionError) as error:
        raise ScenarioError(str(error), path) from None
