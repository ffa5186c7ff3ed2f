"""The figures that an answer rests on, gathered while they are looked up; and where a look-up failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from reassure.catalog import Entry, Figure
from reassure.catalog.figure import Status
from reassure.catalog.used import FigureUsed
from reassure.errors import CatalogError, RegionError, ScenarioError

__all__ = ["Sources", "at"]


@dataclass
class Sources:
    """Figures by key, as they are used. `given`: values that stand in for some of them."""

    rows: dict[str, FigureUsed] = field(default_factory=dict)
    given: Mapping[str, float] = field(default_factory=dict)

    def figure(self, key: str, figure: Figure) -> float:
        """Note a figure under its key; its value."""
        row = FigureUsed.of(key, figure)
        if self.rows.setdefault(key, row) != row:
            raise ScenarioError(
                f"{key}: two different figures under one id; allowed: an id of its own for each table"
            )
        return self.given.get(key, figure.value)

    def plain(self, key: str, value: float, status: Status, source: str) -> None:
        """Note a number that has no interval."""
        self.rows[key] = FigureUsed(key, value, None, None, status, source)

    def entry(self, kind: str, entry: Entry, **values: float) -> None:
        """Note numbers of a catalogue entry, with the entry's source."""
        for name, value in values.items():
            self.plain(f"{kind}.{entry.id}.{name}", value, entry.status, entry.source)

    def aside(self) -> Sources:
        """The same stand-ins, but nothing noted here: for figures that the answer does not use."""
        return Sources(given=self.given)


@contextmanager
def at(*path: str | int) -> Iterator[None]:
    """Name the key in the file that a failing look-up or polygon came from."""
    try:
        yield
    except (CatalogError, RegionError) as error:
        raise ScenarioError(str(error), path) from None
