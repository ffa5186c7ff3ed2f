"""Cases for the page's engine, answered by the package: drawn and answered here, kept in a file, and asked again in both languages."""

from __future__ import annotations

import numpy as np

from tests.viewer.engine_cases import arcs, flown, ground, ideal, whole
from tests.viewer.engine_cases.draws import SEED, Answer, Inputs

__all__ = ["KINDS", "answered", "inputs_of"]

KINDS = arcs.KINDS | flown.KINDS | ground.KINDS | ideal.KINDS | whole.KINDS


def inputs_of(name: str) -> list[Inputs]:
    """The cases of a kind. Each kind has a generator of its own, so that a change of one leaves the others."""
    rng = np.random.default_rng([SEED, *name.encode()])
    return [KINDS[name].draw(rng) for _ in range(KINDS[name].many)]


def answered(name: str, case: Inputs) -> Answer:
    """The package's answer to a case, in as many digits as the file has."""
    digits = KINDS[name].digits
    return [v if v is None else round(v, digits) for v in KINDS[name].answer(case)]
