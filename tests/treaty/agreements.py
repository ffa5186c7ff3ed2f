"""Small agreements and observations as tables, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from reassure.answers.compliance import Compliance, Owed
from reassure.questions.comply import judge
from reassure.treaty.agreement import Agreement
from reassure.treaty.observations import Observations

__all__ = ["FROM", "agreed", "judged", "observed", "speed_limit"]

FROM = date(2013, 1, 1)


def speed_limit(**more: Any) -> dict[str, Any]:
    """A limit of 3.5 km/s."""
    return {"id": "speed", "bound": "usa", "burnout_speed_km_s": {"at_most": 3.5}, "means": ["radar"], **more}  # fmt: skip


def agreed(
    *limits: dict[str, Any], duties: tuple[dict[str, Any], ...] = (), **more: Any
) -> Agreement:
    """An agreement from 1 January 2013 on, with a radar that measures a speed to 0.05 km/s."""
    table = {
        "format": "reassure-agreement/1",
        "title": "test",
        "parties": ["usa", "russia"],
        "from": FROM,
        "limit": list(limits),
        "duty": list(duties),
        "means": [{"id": "radar", "measures": "burnout_speed_km_s", "standard_uncertainty_km_s": 0.05}],
    }  # fmt: skip
    return Agreement.model_validate(table | more)


def observed(*seen: dict[str, Any], **more: Any) -> Observations:
    """Observations by Russia, with ids of their own."""
    tables = [{"id": f"o{k}", "by": "russia"} | one for k, one in enumerate(seen)]
    return Observations.model_validate({"format": "reassure-observations/1", "observation": tables} | more)  # fmt: skip


def judged(
    agreement: Agreement, *seen: dict[str, Any], on: date | None = None, **more: Any
) -> Owed:
    """The first limit or duty of an agreement, judged."""
    result: Compliance = judge(agreement, observed(*seen, **more), on)
    return result.owed[0]
