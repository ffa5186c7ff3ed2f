"""Numbers that travel beside a meeting and a deployment: each of the flight that it is said of."""

from __future__ import annotations

from reassure.answers.assessment import Assessment
from reassure.report.exports.carried import deployment_numbers, meeting_numbers
from reassure.report.wording import flight_name


def test_a_meeting_has_its_own_flights_critical_values(sparse_europe: Assessment) -> None:
    """And the whole deployment's beside them, with the flight that these turn on."""
    result = sparse_europe
    apart = 0
    for i, d in enumerate(result.deployments):
        if d.worst_flight is None:
            continue
        numbers, own = meeting_numbers(result, i, d.worst_flight), result.pair(i, d.worst_flight)
        assert numbers["critical_launch_delay_s"] == own["critical"]["launch_delay_s"]
        assert numbers["critical_burnout_speed_km_s"] == own["critical"]["burnout_speed_km_s"]
        whole = result.critical(i)["launch_delay_s"]
        assert numbers["deployment_critical_launch_delay_s"] == whole
        if d.latest_flight is not None:
            said = f"#{d.latest_flight}, {flight_name(result, d.latest_flight)}"
            assert numbers["deployment_critical_launch_delay_flight"] == said
            assert deployment_numbers(result, d.id)["critical_launch_delay_flight"] == said
        apart += whole != numbers["critical_launch_delay_s"]
    assert apart
