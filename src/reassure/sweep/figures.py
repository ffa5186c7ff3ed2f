"""Which figures of a scenario a study may change, and to which values; `scenario/change.py` changes them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from reassure.catalog.used import FigureUsed
from reassure.errors import StudyError
from reassure.scenario import Scenario
from reassure.scenario.change import figure_keys
from reassure.scenario.model import DeploymentTable, SensorTable
from reassure.scenario.parts import (
    AimDisc,
    BoosterTable,
    InfraredTable,
    InterceptorTable,
    RadarTable,
)
from reassure.scenario.resolve import resolve

__all__ = ["check", "movable"]

_TABLES: dict[str, tuple[Any, ...]] = {
    "aim": (AimDisc,),
    "booster": (BoosterTable,),
    "deployment": (DeploymentTable, InterceptorTable),
    "interceptor": (InterceptorTable,),
    "sensor": (SensorTable, RadarTable, InfraredTable),
}
"""Where the limits of a figure are written, by the first part of its key."""


def movable(scenario: Scenario) -> dict[str, FigureUsed]:
    """The figures an answer rests on that can be given another value, by key
    (`interceptor.sm3-iia.burnout_speed_km_s`).
    """
    keys = figure_keys(scenario)
    return {s.key: s for s in resolve(scenario).sources if s.key in keys}


def check(key: str, values: tuple[float, ...], known: Mapping[str, FigureUsed]) -> None:
    """Raise StudyError unless the scenario has the figure and it may have these values, in the unit that its key ends
    in.
    """
    if key not in known:
        near = difflib.get_close_matches(key, known, n=3, cutoff=0.5)
        # Then keys of other parts with the same last word: a right figure of a wrong interceptor.
        near = near or [k for k in known if k.rpartition(".")[2] == key.rpartition(".")[2]][:3]
        hint = f"did you mean {', '.join(near)}?" if near else f"allowed: {', '.join(known)}"
        raise StudyError(f"no figure of that key; {hint}")
    # "interceptor.sm3-iia.burnout_speed_km_s": the kind of table first, the field last; ids between may have points.
    first, _, last = key.partition(".")[0], *key.rpartition(".")[1:]
    limits = next(t.model_fields[last] for t in _TABLES[first] if last in t.model_fields)
    # pydantic keeps the limits of a field (gt, le) apart from its type.
    allowed: Any = Annotated[limits.annotation, *limits.metadata]
    adapter = TypeAdapter(allowed)
    for value in values:
        try:
            adapter.validate_python(value)
        except ValidationError as error:
            raise StudyError(error.errors()[0]["msg"]) from None
