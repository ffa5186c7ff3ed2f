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
    from reassure.answers.assessment import Assessment as Assessment
    from reassure.answers.assessment_file import read_assessment as read_assessment
    from reassure.answers.comparison import Comparison as Comparison
    from reassure.answers.footprint import Footprint as Footprint
    from reassure.answers.frontier import Frontier as Frontier
    from reassure.answers.indicator import Indicator as Indicator
    from reassure.answers.number_limit import NumberLimit as NumberLimit
    from reassure.answers.trade import Trade as Trade
    from reassure.catalog import catalog as catalog
    from reassure.claim import Claim as Claim
    from reassure.claim import claim_from_scenario as claim_from_scenario
    from reassure.claim import read_claim as read_claim
    from reassure.claim.certificate import Certificate as Certificate
    from reassure.errors import CatalogError as CatalogError
    from reassure.errors import ClaimError as ClaimError
    from reassure.errors import InputError as InputError
    from reassure.errors import OutputError as OutputError
    from reassure.errors import ReassureError as ReassureError
    from reassure.errors import RegionError as RegionError
    from reassure.errors import ResultError as ResultError
    from reassure.errors import ScenarioError as ScenarioError
    from reassure.proof.limit import find_limit as find_limit
    from reassure.proof.prove import certify as certify
    from reassure.questions.assess import assess as assess
    from reassure.questions.compare.ask import compare as compare
    from reassure.questions.footprint import footprint as footprint
    from reassure.questions.frontier import frontier as frontier
    from reassure.questions.indicator import indicator as indicator
    from reassure.questions.number_limit import number_limit as number_limit
    from reassure.questions.trade import trade as trade
    from reassure.scenario import Scenario as Scenario
    from reassure.scenario import load as load
    from reassure.scenario import preset_names as preset_names

_DOOR = {
    "Assessment": "reassure.answers.assessment",
    "CatalogError": "reassure.errors",
    "Certificate": "reassure.claim.certificate",
    "Claim": "reassure.claim",
    "ClaimError": "reassure.errors",
    "Comparison": "reassure.answers.comparison",
    "Footprint": "reassure.answers.footprint",
    "Frontier": "reassure.answers.frontier",
    "Indicator": "reassure.answers.indicator",
    "InputError": "reassure.errors",
    "NumberLimit": "reassure.answers.number_limit",
    "OutputError": "reassure.errors",
    "ReassureError": "reassure.errors",
    "RegionError": "reassure.errors",
    "ResultError": "reassure.errors",
    "Scenario": "reassure.scenario",
    "ScenarioError": "reassure.errors",
    "Trade": "reassure.answers.trade",
    "assess": "reassure.questions.assess",
    "certify": "reassure.proof.prove",
    "claim_from_scenario": "reassure.claim",
    "compare": "reassure.questions.compare.ask",
    "find_limit": "reassure.proof.limit",
    "footprint": "reassure.questions.footprint",
    "frontier": "reassure.questions.frontier",
    "indicator": "reassure.questions.indicator",
    "load": "reassure.scenario",
    "number_limit": "reassure.questions.number_limit",
    "preset_names": "reassure.scenario",
    "read_assessment": "reassure.answers.assessment_file",
    "read_claim": "reassure.claim",
    "trade": "reassure.questions.trade",
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
