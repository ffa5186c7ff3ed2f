"""A catalogue entry as text, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType

from reassure.catalog import Catalog, Entry, Figure, Reference, cited
from reassure.catalog.table import Table
from reassure.report.console import Column, Text, TextTable
from reassure.report.text.assess import entry_kind, fields_of, figure_text

__all__ = ["catalog_text", "entry_text", "sources_of", "texts_of"]


def catalog_text(catalog: Catalog) -> RenderableType:
    """A table of every entry, a line each, kind by kind."""
    table = TextTable(Column("Id"), Column("Kind"), Column("Name", least=20), Column("Trust"))
    for entry in catalog.entries.values():
        table.add(entry.id, entry_kind(entry), entry.name, entry.status)
    return table


def _vertices(ring: tuple[tuple[float, float], ...]) -> str:
    vertices = ", ".join(f"[{lat:g}, {lon:g}]" for lat, lon in ring)
    return f"{vertices}  (latitude_deg, longitude_deg)"


def texts_of(entry: Entry, catalog: Catalog) -> list[Reference]:
    """The texts that the sources of an entry and of its figures name; a text itself is its own."""
    # whatever holds a source is in it: the entry, its figures and their dissent, and tables inside it
    return cited(entry.model_dump_json(), catalog.of(Reference))


def sources_of(entry: Entry) -> list[tuple[str, str, str]]:
    """The key, source and status of all in an entry that somebody has read or recalls: itself, its figures, their dissent."""

    def within(key: str, value: Any) -> Iterator[tuple[str, str, str]]:
        if isinstance(value, dict):
            if value.get("source") and value.get("status") != "assumed":
                # What somebody else gives is told, and has no status of its own.
                yield key, value["source"], value.get("status", "found")
            for name, part in value.items():
                yield from within(f"{key}.{name}", part)
        elif isinstance(value, list | tuple):
            for part in value:
                yield from within(key, part)

    return list(within(entry.id, entry.model_dump(mode="json")))


def entry_text(entry: Entry, catalog: Catalog | None = None) -> RenderableType:
    """An entry with every figure, its interval, source and dissent, and its other fields in their order; with the
    catalogue, also the texts that its sources name: title, publisher, date, address, and what was read there.
    """
    kind = entry_kind(entry)
    lines: list[RenderableType] = [
        Text.assemble((entry.name, "bold"), f"  ({kind} {entry.id}; {entry.status})")
    ]
    table = TextTable(Column(""), Column("", least=40))
    for name, value in entry:
        if name in {"id", "name", "status", "source"} or value in ("", None, ()):
            # The head and the last line say these; what is empty says nothing.
            continue
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            if value:
                table.add(Text(name, style="bold"), ", ".join(value))
        elif isinstance(value, Figure):
            table.add(Text(name, style="bold"), figure_text(value))
        elif isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
            table.add(Text(name, style="bold"), ", ".join(value) or "none")
        elif isinstance(value, list):
            # Rows of tables inside an entry, as the stages of a vehicle, are numbered from 1.
            for number, row in enumerate(value, 1):
                table.add(Text(f"{name} {number}", style="bold"), fields_of(row))
        elif isinstance(value, Table) and all(isinstance(v, Figure | None) for _, v in value):
            # Figures of their own, each with its source, as a radar's accuracy.
            for key, figure in value:
                if figure is not None:
                    table.add(Text(f"{name} {key}", style="bold"), figure_text(figure))
        elif isinstance(value, Table):
            table.add(Text(name, style="bold"), fields_of(value))
        elif name == "drag":
            points = ", ".join(f"{coefficient:g} at {mach:g}" for mach, coefficient in value)
            table.add(Text("drag", style="bold"), f"{points}  (coefficient at Mach number)")
        elif name == "polygon":
            table.add(Text("polygon", style="bold"), _vertices(value))
        elif name == "holes":
            for number, hole in enumerate(value, 1):
                table.add(Text(f"hole {number}", style="bold"), _vertices(hole))
        else:
            table.add(
                Text(name, style="bold"), f"{value:g}" if isinstance(value, float) else str(value)
            )
    table.add(Text("source", style="bold"), entry.source or "none: unverified")
    if catalog is not None and not isinstance(entry, Reference):
        for text in texts_of(entry, catalog):
            table.add(Text("read", style="bold"), f"{text.words} ({text.id}): {text.read}")
    return Group(*lines, table)
