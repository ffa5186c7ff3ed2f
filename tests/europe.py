"""Scenarios with fewer flights: the largest preset's deployments, and whatever is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from reassure.scenario import Scenario, load, reader

BASES = ("kozelsk", "uzhur", "irkutsk", "submarines-barents")


def sparse() -> Scenario:
    """europe-2012 with four of its bases, a ninth of the aims, and coarser seas. Deployments in reach of some flights
    and of none, others' closest flights than those that leave most time, and flyouts that reach what the ideal
    interceptor does not are all among them.
    """
    whole = load("europe-2012")
    (force,) = whole.force
    bases = [base for base in force.bases if getattr(base, "id", base) in BASES]
    assert len(bases) == len(BASES)
    return whole.model_copy(
        update={
            "force": [force.model_copy(update={"aim_spacing_km": 1500.0, "bases": bases})],
            "deployment": [
                d if d.area is None else d.model_copy(update={"area_spacing_km": 900.0})
                for d in whole.deployment
            ],
        }
    )


LARGE = (
    "china-us-gmd",
    "europe-2012",
    "europe-2012-sensed",
    "europe-2013",
    "global-2012",
    "global-2026",
    "korea-us",
)
"""Presets of more than a thousand flights, but for the one whose numbers the documents print."""


@contextmanager
def fewer_flights(*, files: bool = True) -> Iterator[None]:
    """Within, aims of the large presets, and of every file of a scenario if `files`, lie three times as far apart: a ninth
    of the flights.
    """
    parse = reader.parse

    def thinned(data: bytes, name: str) -> Scenario:
        found = parse(data, name)
        if name.removeprefix("preset ") not in LARGE and (not files or name.startswith("preset ")):
            return found
        forces = [f.model_copy(update={"aim_spacing_km": 3.0 * f.aim_spacing_km}) for f in found.force]  # fmt: skip
        return found.model_copy(update={"force": forces})

    reader.presets.cache_clear()
    try:
        with patch.object(reader, "parse", thinned):
            yield
    finally:  # what was kept has fewer flights, and the next test asks for all
        reader.presets.cache_clear()
