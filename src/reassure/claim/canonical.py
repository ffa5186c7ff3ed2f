"""A claim as one line of text, and its hash, which does not depend on how its numbers are written."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

from reassure.claim.model import Claim

__all__ = ["canonical", "claim_hash", "decimal_text", "normal_form"]


def decimal_text(number: float) -> str:
    """The shortest decimal that reads back as the same float64; a whole number without ".0"."""
    if number == 0.0:
        return "0"
    text = repr(float(number))
    return text.removesuffix(".0")


def canonical(claim: Claim) -> str:
    """The claim as one line of JSON: keys in the format's order, no spaces, numbers by `decimal_text`.

    Reading it gives the same claim. Characters beyond ASCII are escaped, for a certificate is ASCII.
    """
    return _written(claim.model_dump())


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f'"{key}":{_written(item)}' for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([_written(item) for item in value]) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=True)
    # json.dumps would write a whole float as 4.0; keys are names of the format and need no escapes
    return decimal_text(value)


def normal_form(claim: Claim) -> str:
    """What is hashed: ASCII JSON, keys sorted, no spaces, every number a string with its exact value.

    The value of a number is that of its decimal, in lowest terms: "9/2", "100", "-41/50".
    """
    return json.dumps(
        _exact(claim.model_dump()), sort_keys=True, separators=(",", ":"), ensure_ascii=True
    )


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(item) for item in value]
    if isinstance(value, str):
        return value
    # of the decimal and not of the float64: Fraction(0.1) is another number than 1/10
    return str(Fraction(decimal_text(value)))


def claim_hash(claim: Claim) -> str:
    """SHA-256, hex, of the claim's `normal_form` in UTF-8."""
    return hashlib.sha256(normal_form(claim).encode("utf-8")).hexdigest()
