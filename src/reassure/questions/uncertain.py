"""How well the means of an agreement tell what a limit is on: a figure of their own, or what a radar's looks come to."""

from __future__ import annotations

from reassure.engagement.watched import speed_uncertainty
from reassure.errors import ReassureError
from reassure.scenario import Scenario
from reassure.treaty.agreement import LimitTable, MeansTable
from reassure.treaty.scope import interceptor_id, limited

__all__ = ["uncertainty_of"]


def uncertainty_of(means: MeansTable, limit: LimitTable, scenario: Scenario | None) -> float | str:
    """The standard uncertainty of one observation, in the limit's unit; or in words why there is none.

    With a radar it is that of a burnout speed in one flight test, of the interceptor for which it is greatest.
    """
    own = means.standard_uncertainty
    if means.radar is None:
        return "its accuracy is not given" if own is None else (own**2 + (means.systematic or 0.0) ** 2) ** 0.5  # fmt: skip
    if scenario is None:
        return "there is no scenario whose interceptors could be tested"
    deployments = limited(limit, scenario)
    site = means.test_site or next((d.site for d in deployments if isinstance(d.site, str)), None)
    if site is None:
        return "it is not said from where tests are flown; allowed: test_site"
    names = [means.interceptor] if means.interceptor else sorted({interceptor_id(d) for d in deployments})  # fmt: skip
    worst = 0.0
    for name in names:
        try:
            found = speed_uncertainty(
                means.radar, name, site, towards_deg=means.towards_deg, scenario=scenario
            )
        except ReassureError as error:
            return str(error)
        if found.standard_uncertainty_km_s is None:
            return f"of {name}: {found.reason}"
        worst = max(worst, found.standard_uncertainty_km_s)
    return worst
