"""How well the means of an agreement tell what a limit is on: figures of their own, or what a radar's looks come to."""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.engagement.watched import speed_uncertainty
from reassure.errors import AgreementError, ReassureError
from reassure.scenario import Scenario
from reassure.treaty.agreement import LimitTable, MeansTable
from reassure.treaty.scope import interceptor_id, limited

__all__ = ["MeansAccuracy", "accuracy_of"]


class MeansAccuracy(NamedTuple):
    """Of one observation, in the limit's unit: its random part, and what all by the same means share."""

    random: float
    systematic: float

    @property
    def whole(self) -> float:
        """The standard uncertainty of one observation."""
        return math.hypot(self.random, self.systematic)


def accuracy_of(
    means: MeansTable, limit: LimitTable, scenario: Scenario | None
) -> MeansAccuracy | str:
    """How accurate one observation is; or in words why it tells nothing. Raises AgreementError for a radar, interceptor or site that is not there.

    With a radar it is that of a burnout speed in one flight test, of the interceptor for which it is worst: noise and the moment of
    burnout are random, and the radar's biases are shared by all tests, as is the means' own systematic part.
    """
    shared = means.systematic
    if means.radar is None:
        own = means.standard_uncertainty
        return "its accuracy is not given" if own is None else MeansAccuracy(own, shared)
    if scenario is None:
        return "there is no scenario whose interceptors could be tested"
    deployments = limited(limit, scenario)
    site = means.test_site or next((d.site for d in deployments if isinstance(d.site, str)), None)
    if site is None:
        return "it is not said from where tests are flown; allowed: test_site"
    names = [means.interceptor] if means.interceptor else sorted({interceptor_id(d) for d in deployments})  # fmt: skip
    worst = MeansAccuracy(0.0, shared)
    for name in names:
        try:
            found = speed_uncertainty(
                means.radar, name, site, towards_deg=means.towards_deg,
                moment_s=means.burnout_time_uncertainty_s or 0.0, scenario=scenario,
            )  # fmt: skip
        except ReassureError as error:
            raise AgreementError(f"means {means.id}: {error}") from None
        if found.noise_km_s is None or found.bias_km_s is None:
            return f"of {name}: {found.reason}"
        worst = max(worst, MeansAccuracy(found.noise_km_s, math.hypot(found.bias_km_s, shared)), key=lambda a: a.whole)  # fmt: skip
    return worst
