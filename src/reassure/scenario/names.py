"""What people call the things of a scenario: bases, aims, sites, seas, interceptors, and each deployment.

The one way for all sentences, tables and pictures. Ids stay where they are typed: in files, commands and links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from reassure.catalog import Interceptor, Site, Zone, catalog
from reassure.scenario.hand import place_words
from reassure.scenario.parts import BaseArea, BaseDisc

__all__ = [
    "Deployed",
    "base_name",
    "deployment_names",
    "figure_name",
    "figure_unit",
    "force_names",
    "in_words",
    "interceptor_name",
    "name_of",
    "place_name",
    "ships_in",
    "submarines_in",
]

# "54.1 N 19.3 E (moved from redzikowo)": a place by its degrees.
_DEGREES = re.compile(r"^\d+(\.\d+)? [NS] \d+(\.\d+)? [EW]\b")
# The longest ends first: the first that fits counts, and "_s" would fit "_km_s" too.
_UNITS = (("_km_s", "km/s"), ("_km2", "km²"), ("_km", "km"), ("_deg", "deg"), ("_kg", "kg"), ("_m2", "m²"), ("_s", "s"))  # fmt: skip
_NO_NAME = ("site", "area")
"""What stands for the place of a deployment that has no name."""


class Named(Protocol):
    """What a deployment's name is made from, as `DeploymentFigures` has it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def place(self) -> str: ...
    @property
    def interceptor(self) -> str: ...
    @property
    def from_year(self) -> int | None: ...
    @property
    def burnout_speed_km_s(self) -> float: ...


class NamedForce(Protocol):
    """What a force's name is made from."""

    @property
    def id(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...


class Deployed(NamedTuple):
    """A deployment of a scenario that is not worked out, for its name."""

    id: str
    name: str | None
    place: str
    interceptor: str
    from_year: int | None
    burnout_speed_km_s: float


def in_words(name: str) -> str:
    """An id that nothing says more of: "yoshkar-ola" as "Yoshkar ola"."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def name_of(name: str) -> str:
    """What the catalogue calls an id, without what it adds in brackets; an id that it does not have, in words."""
    entry = catalog().entries.get(name)
    found = getattr(entry, "name", None)
    return in_words(name) if not found else _short(found)


def interceptor_name(name: str) -> str:
    """An interceptor by its id: "sm3-iia" as "SM-3 IIA"."""
    entry = catalog().entries.get(name)
    if isinstance(entry, Interceptor):
        return _short(entry.name).replace(" Block ", " ")
    return in_words(name)


def place_name(place: str) -> str:
    """Where a deployment stands: a site or sea by its id in the catalogue, or as it is called in the scenario."""
    entry = catalog().entries.get(place)
    if isinstance(entry, Zone):
        return _sea(entry.name)
    if isinstance(entry, Site):
        return _short(entry.name)
    return place


def ships_in(place: str) -> bool:
    """Is it an area, in which ships are, and no site?"""
    return place == "area" or isinstance(catalog().entries.get(place), Zone)


def base_name(base: str | BaseArea | BaseDisc) -> str:
    """A base of a force: by its id, or where its submarines are."""
    if isinstance(base, BaseArea) and isinstance(base.area, str):
        return submarines_in(base.area)
    return name_of(base if isinstance(base, str) else base.id)


def figure_name(key: str, deployments: Mapping[str, str]) -> str:
    """What a figure's key says: "interceptor.sm3-iia.burnout_speed_km_s" is "SM-3 IIA: burnout speed".

    `deployments`: what each is called, by its id.
    """
    kind, _, rest = key.partition(".")
    owner, _, last = rest.rpartition(".")
    called = deployments.get(owner) if kind == "deployment" else None
    if called is None:
        called = interceptor_name(owner) if kind == "interceptor" else name_of(owner)
    what = last.removesuffix(next((end for end, _ in _UNITS if last.endswith(end)), ""))
    return f"{called}: {what.replace('_', ' ')}"


def figure_unit(key: str) -> str:
    """The unit that a figure's key ends in, as it is written; empty where it has none."""
    return next((unit for end, unit in _UNITS if key.endswith(end)), "")


def submarines_in(zone: str) -> str:
    """What submarines in a zone of the catalogue are called."""
    return f"Submarines in {_sea(catalog().get(zone, Zone, 'region').name)}"


def force_names(forces: Sequence[NamedForce]) -> tuple[str, ...]:
    """Of each force whose it is: its name, or else its id in words, or its number, counted from 1. Forces of one name
    are of one country.
    """
    return tuple(
        f.name or (in_words(f.id) if f.id else f"Force {k}") for k, f in enumerate(forces, 1)
    )


def deployment_names(
    deployments: Sequence[Named], where: Mapping[str, tuple[float, float]] | None = None
) -> tuple[str, ...]:
    """Of each deployment its own name, or else its interceptor and place: "SM-3 IIA at Redzikowo", "SM-3 IIB ships in
    the Norwegian Sea". Those that would be alike are told apart by burnout speed, by year, or by their ids in words.

    `where`: latitude and longitude (deg) of a deployment whose place has no name, by its id.
    """
    made = [d.name or _made(d, where or {}) for d in deployments]
    marks: tuple[Callable[[Named], str], ...] = (
        lambda d: f", {d.burnout_speed_km_s:g} km/s",
        lambda d: "" if d.from_year is None else f", from {d.from_year}",
        lambda d: f" ({in_words(d.id).lower()})",
    )
    for mark in marks:
        for name in sorted({n for n in made if made.count(n) > 1}):
            alike = [i for i, n in enumerate(made) if n == name]
            told = [mark(deployments[i]) for i in alike]
            # A mark that all of them share tells nothing apart.
            if len(set(told)) > 1:
                for i, words in zip(alike, told, strict=True):
                    made[i] = name + words
    return tuple(made)


def _made(d: Named, where: Mapping[str, tuple[float, float]]) -> str:
    interceptor = _interceptor(d.interceptor, d.burnout_speed_km_s)
    if d.place in _NO_NAME:
        ships = " ships" if d.place == "area" else ""
        if d.id not in where:
            return f"{interceptor}{ships}, {in_words(d.id).lower()}"
        return f"{interceptor}{ships} {'about' if ships else 'at'} {place_words(*where[d.id])}"
    if ships_in(d.place):
        return f"{interceptor} ships in {place_name(d.place)}"
    place = place_name(d.place)
    return f"{interceptor} at {place if _DEGREES.match(place) else place[:1].upper() + place[1:]}"


def _interceptor(name: str, burnout_speed_km_s: float) -> str:
    """An interceptor in a deployment's name: one that is written out has an id alone, and its speed says more."""
    known = isinstance(catalog().entries.get(name), Interceptor)
    return interceptor_name(name) if known else f"{burnout_speed_km_s:g} km/s interceptor"


def _short(name: str) -> str:
    """A name without what follows a comma or stands in brackets: "Redzikowo (Aegis Ashore Poland)" is Redzikowo."""
    return re.split(r"[,(]", name)[0].strip()


def _sea(name: str) -> str:
    """A zone's name as it stands in a sentence: seas have an article, countries have none."""
    short = _short(name)
    return (
        f"the {short}" if re.search(r"\b(Sea|Ocean|Gulf|Bay|Atlantic|Pacific)\b", short) else short
    )
