"""Claims: what a certificate says cannot happen, as data."""

from reassure.claim.canonical import canonical, claim_hash
from reassure.claim.from_scenario import claim_from_scenario
from reassure.claim.model import FORMAT, STANDARD_EARTH, Claim
from reassure.claim.reader import parse_claim, read_claim
from reassure.claim.scope import FalseClause, check_format, check_scope, false_clauses

__all__ = [
    "FORMAT",
    "STANDARD_EARTH",
    "Claim",
    "FalseClause",
    "canonical",
    "check_format",
    "check_scope",
    "claim_from_scenario",
    "claim_hash",
    "false_clauses",
    "parse_claim",
    "read_claim",
]
