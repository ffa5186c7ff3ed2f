"""What the description says, tried by a machine: no request that it can think of makes the server fail."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator

from tests.web.conftest import Served

SEEN: Counter[tuple[str, int]] = Counter()


def test_schemathesis_finds_no_failure(served: Served) -> None:
    """Positive and negative, on every operation; some of it is answered, some refused."""
    SEEN.clear()
    schema = schemathesis.openapi.from_url(f"{served.address}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {o.label for o in operations} >= {
        "GET /", "GET /atlas.json", "GET /api/scenarios", "GET /api/scenarios/{name}", "POST /api/answer",
        "POST /api/download/{kind}",
    }  # fmt: skip
    for operation in operations:
        _try(operation)
    assert SEEN["POST /api/answer", 200] >= 1
    assert SEEN["POST /api/answer", 422] >= 10
    assert SEEN["POST /api/download/{kind}", 404] >= 10
    assert sum(SEEN.values()) >= 200
    assert not [(where, status) for where, status in SEEN if status >= 500]


def _try(operation: object) -> None:
    from hypothesis import given

    @given(case=operation.as_strategy())  # type: ignore[attr-defined]
    @settings(
        max_examples=80, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    def attempt(case: schemathesis.Case) -> None:
        reply = case.call()
        SEEN[operation.label, reply.status_code] += 1  # type: ignore[attr-defined]
        assert reply.status_code < 500, (case.as_curl_command(), reply.text)

    attempt()


def test_the_description_has_the_body(served: Served) -> None:
    """With names and limits."""
    described = httpx.get(f"{served.address}/openapi.json").json()
    assert described["info"]["version"] == version("reassure")
    body = described["paths"]["/api/answer"]["post"]["requestBody"]["content"]["application/json"]
    held = body["schema"]["properties"]
    assert held["scenario"]["enum"][0] == "file"
    assert held["burnout_speed_km_s"]["anyOf"][0]["maximum"] == 10.0


@pytest.mark.parametrize("where", ["/api/answer", "/api/limits", "/api/download/json"])
def test_a_reply_is_what_the_description_says(served: Served, where: str) -> None:
    """Key by key, with no other key; and every number of a pair says its unit."""
    described = httpx.get(f"{served.address}/openapi.json").json()
    name = "/api/download/{kind}" if "download" in where else where
    schema = described["paths"][name]["post"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    move = {
        "scenario": "poland-2007-mda",
        "deployment": "gbi-5-4",
        "base": "kozelsk",
        "estimate": where == "/api/answer",
    }
    reply = httpx.post(f"{served.address}{where}", json=move, timeout=300.0)
    assert reply.status_code == 200, reply.text
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(reply.json())
    broken = {**reply.json(), "more": 1}
    assert not Draft202012Validator(schema).is_valid(broken)
    if where == "/api/answer":
        pairs = schema["properties"]["pairs"]["properties"]
        assert (
            pairs["margin"]["description"]
            == "Required less burnout speed and divert, in steps of 0.1 m/s, rounded down; null: no arc."
        )
        flights = schema["properties"]["flights"]["properties"]
        assert all(
            "description" in flights[k]
            for k in ("base", "base_place", "burnout_time", "position", "velocity")
        )
    body = described["paths"]["/api/answer"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]["properties"]
    assert all("description" in body[key] for key in body)
    assert "boosters" in body["burnout_time_s"]["description"]
