"""Reading the catalogue that comes with the package."""

from __future__ import annotations

import difflib
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import ValidationError

from reassure.catalog.accounts import Declaration, Holding, Rule
from reassure.catalog.entries import (
    Base,
    Booster,
    Entry,
    Interceptor,
    Missile,
    Plan,
    Site,
    Statement,
    Zone,
)
from reassure.catalog.references import Reference
from reassure.catalog.sensors import Infrared, Radar, Scheme, Station
from reassure.catalog.vehicles import NotionalVehicle
from reassure.errors import CatalogError

__all__ = ["Catalog", "catalog"]

# The key of the kind's tables in TOML ([[base]], ...), in the order in which entries are kept.
_KINDS: dict[str, type[Entry]] = {
    "base": Base,
    "site": Site,
    "zone": Zone,
    "booster": Booster,
    "interceptor": Interceptor,
    "missile": Missile,
    "vehicle": NotionalVehicle,
    "radar": Radar,
    "infrared": Infrared,
    "station": Station,
    "scheme": Scheme,
    "plan": Plan,
    "statement": Statement,
    "rule": Rule,
    "declaration": Declaration,
    "holding": Holding,
    "reference": Reference,
}
# Two kinds may share a file: radars and infrared satellites do.
_FILES = {
    "base": "bases.toml",
    "site": "sites.toml",
    "zone": "zones.toml",
    "booster": "boosters.toml",
    "interceptor": "interceptors.toml",
    "missile": "missiles.toml",
    "vehicle": "vehicles.toml",
    "radar": "sensors.toml",
    "infrared": "sensors.toml",
    "station": "stations.toml",
    "scheme": "schemes.toml",
    "plan": "plans.toml",
    "statement": "statements.toml",
    "rule": "declarations.toml",
    "declaration": "declarations.toml",
    "holding": "holdings.toml",
    "reference": "references.toml",
}

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Catalog:
    """Every entry, by id. Ids are unique across kinds."""

    entries: dict[str, Entry]

    def get(self, name: str, kind: type[E], what: str) -> E:
        """The entry of that id and kind; `what` names the kind in the error. Raises CatalogError where there is none."""
        entry = self.entries.get(name)
        if isinstance(entry, kind):
            return entry
        # an id of another kind is no answer: "kurecik" is a site, and no radar
        known = [key for key, value in self.entries.items() if isinstance(value, kind)]
        raise CatalogError(f"no {what} {_quoted(name)} in the catalogue; {_nearest(name, known)}")

    def of(self, kind: type[E]) -> list[E]:
        """All entries of a kind, in the order of its file; empty where there is none."""
        return [entry for entry in self.entries.values() if isinstance(entry, kind)]

    def find(self, name: str) -> Entry:
        """The entry of that id, of whatever kind. Raises CatalogError where there is none."""
        if name in self.entries:
            return self.entries[name]
        raise CatalogError(
            f"no entry {_quoted(name)} in the catalogue; {_nearest(name, list(self.entries))}"
        )


def _quoted(name: str) -> str:
    # as JSON, so that control characters cannot reach a terminal
    text = json.dumps(name)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _nearest(name: str, known: list[str]) -> str:
    # difflib's time grows with the product of the lengths, and an id may be of any length
    near = difflib.get_close_matches(name[:100], known, n=1)
    if near:
        return f"did you mean {near[0]}?"
    listed = ", ".join(known) if len(known) <= 15 else "see: reassure catalog"
    return f"allowed: {listed}"


@cache
def catalog() -> Catalog:
    """The catalogue of the installed package, read once. Raises CatalogError where one of its files breaks its schema."""
    entries: dict[str, Entry] = {}
    for key, kind in _KINDS.items():
        name = _FILES[key]
        text = files("reassure.catalog").joinpath("data", name).read_text(encoding="utf-8")
        for table in tomllib.loads(text)[key]:
            try:
                entry = kind.model_validate(table)
            except ValidationError as error:
                raise CatalogError(f"{name}: {table.get('id')}: {error}") from error
            if entry.id in entries:
                raise CatalogError(f"{name}: id {entry.id} is used twice")
            entries[entry.id] = entry
    return Catalog(entries)
