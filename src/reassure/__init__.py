"""Reassure: margins and critical values of missile-defence deployments, from published figures.

>>> import reassure
>>> result = reassure.assess("europe-2012")            # a preset, a path, or a Scenario
>>> result.deployments[0].least_margin_km_s            # doctest: +SKIP
>>> claim = reassure.claim_from_scenario("guarantee-2012", bases=["kozelsk"])
>>> reassure.certify(claim).write("kozelsk.cert")      # doctest: +SKIP

The numerical parts are imported when first used: `import reassure` alone is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reassure.assessment import assess as assess
    from reassure.bracket import find_limit as find_limit
    from reassure.catalog import catalog as catalog
    from reassure.certificate import Certificate as Certificate
    from reassure.claims import Claim as Claim
    from reassure.claims import claim_from_scenario as claim_from_scenario
    from reassure.claims import read_claim as read_claim
    from reassure.comparison import compare as compare
    from reassure.comparisons import Comparison as Comparison
    from reassure.errors import CatalogError as CatalogError
    from reassure.errors import ClaimError as ClaimError
    from reassure.errors import InputError as InputError
    from reassure.errors import OutputError as OutputError
    from reassure.errors import ReassureError as ReassureError
    from reassure.errors import RegionError as RegionError
    from reassure.errors import ResultError as ResultError
    from reassure.errors import ScenarioError as ScenarioError
    from reassure.footprints import Footprint as Footprint
    from reassure.frontier import frontier as frontier
    from reassure.frontiers import Frontier as Frontier
    from reassure.indicator import indicator as indicator
    from reassure.indicators import Indicator as Indicator
    from reassure.limits_number import number_limit as number_limit
    from reassure.number_limits import NumberLimit as NumberLimit
    from reassure.protection import footprint as footprint
    from reassure.proving import certify as certify
    from reassure.reading import read_assessment as read_assessment
    from reassure.result import Assessment as Assessment
    from reassure.scenario import Scenario as Scenario
    from reassure.scenario import load as load
    from reassure.scenario import preset_names as preset_names
    from reassure.trade import trade as trade
    from reassure.trades import Trade as Trade

_DOOR = {
    "Assessment": "reassure.result",
    "CatalogError": "reassure.errors",
    "Certificate": "reassure.certificate",
    "Claim": "reassure.claims",
    "ClaimError": "reassure.errors",
    "Comparison": "reassure.comparisons",
    "Footprint": "reassure.footprints",
    "Frontier": "reassure.frontiers",
    "Indicator": "reassure.indicators",
    "InputError": "reassure.errors",
    "NumberLimit": "reassure.number_limits",
    "OutputError": "reassure.errors",
    "ReassureError": "reassure.errors",
    "RegionError": "reassure.errors",
    "ResultError": "reassure.errors",
    "Scenario": "reassure.scenario",
    "ScenarioError": "reassure.errors",
    "Trade": "reassure.trades",
    "assess": "reassure.assessment",
    "certify": "reassure.proving",
    "claim_from_scenario": "reassure.claims",
    "compare": "reassure.comparison",
    "find_limit": "reassure.bracket",
    "footprint": "reassure.protection",
    "frontier": "reassure.frontier",
    "indicator": "reassure.indicator",
    "load": "reassure.scenario",
    "number_limit": "reassure.limits_number",
    "preset_names": "reassure.scenario",
    "read_assessment": "reassure.reading",
    "read_claim": "reassure.claims",
    "trade": "reassure.trade",
}

__all__ = [
    "Assessment",
    "CatalogError",
    "Certificate",
    "Claim",
    "ClaimError",
    "Comparison",
    "Footprint",
    "Frontier",
    "Indicator",
    "InputError",
    "NumberLimit",
    "OutputError",
    "ReassureError",
    "RegionError",
    "ResultError",
    "Scenario",
    "ScenarioError",
    "Trade",
    "assess",
    "certify",
    "claim_from_scenario",
    "compare",
    "find_limit",
    "footprint",
    "frontier",
    "indicator",
    "load",
    "number_limit",
    "preset_names",
    "read_assessment",
    "read_claim",
    "trade",
]


def __getattr__(name: str) -> Any:
    if name in _DOOR:
        return getattr(import_module(_DOOR[name]), name)
    raise AttributeError(f"module 'reassure' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
