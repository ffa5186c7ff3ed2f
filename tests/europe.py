"""The largest preset's deployments, against fewer flights."""

from __future__ import annotations

from reassure.scenario import Scenario, load

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
