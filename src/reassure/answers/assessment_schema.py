"""The schema of `reassure-assessment/1` (docs/assessment.md): what a file must hold before it is believed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

__all__ = ["FORMAT", "Document"]

FORMAT = "reassure-assessment/1"

Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]


def _place(point: list[float]) -> list[float]:
    if not (-90.0 <= point[0] <= 90.0 and -180.0 <= point[1] <= 180.0):
        raise PydanticCustomError("place", "allowed: latitude -90 to 90, longitude -180 to 180")
    return point


Point = Annotated[list[float], Field(min_length=2, max_length=2), AfterValidator(_place)]
Vector = Annotated[list[float], Field(min_length=3, max_length=3)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Index = Annotated[int, Field(ge=0)]
Status = Literal["found", "recalled", "assumed"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Title(_Part):
    title: str
    sha256: str


class _At(_Part):
    launch_s: float
    intercept_s: float
    height_km: float
    latitude_deg: Latitude
    longitude_deg: Longitude


class _Critical(_Part):
    burnout_speed_km_s: float | None
    launch_delay_s: float | None
    after_burnout_s: float | None
    reason: str | None = None


class _Sensed(_Part):
    first_seen_s: float | None
    tracked_s: float | None
    sensor: str | None
    commit_s: float | None
    launch_s: float | None


class _Witness(_Part):
    site_point: Point
    azimuth_deg: float
    kick_deg: float
    launch_s: float
    intercept_s: float
    height_km: float
    latitude_deg: Latitude
    longitude_deg: Longitude
    miss_m: float


class _Estimate(_Part):
    vehicle: str | None
    within_reach: bool
    launch_delay_s: float | None
    latest_launch_s: float | None
    margin_s: float | None
    first_intercept_s: float | None
    last_intercept_s: float | None
    shots: Index
    witness: _Witness | None
    reason: str | None


class _Pair(_Part):
    deployment: str
    site_point: Point | None
    base: str
    base_point: Point
    aim: str
    aim_point: Point
    flight_time_ratio: float
    flight_time_s: float
    flight_burnout_speed_km_s: float
    required_speed_km_s: float | None
    available_speed_km_s: float
    margin_km_s: float | None
    at: _At | None
    critical: _Critical
    sensed: _Sensed | None = None
    estimate: _Estimate | None = None


class _Named(_Part):
    base: str
    base_point: Point
    aim: str
    aim_point: Point
    flight_time_ratio: float
    at: _At | None
    critical: _Critical


class _Summary(_Part):
    vehicle: str | None
    share_within_reach: Share
    latest_launch_s: float | None
    latest_flight: Index | None = None
    most_shots: Index


class _Deployment(_Part):
    id: str
    place: str
    interceptor: str
    interceptors: int | None
    from_year: int | None = Field(alias="from")
    until: int | None
    burnout_speed_km_s: float
    burnout_speed_status: Status
    divert_km_s: float
    burnout_height_km: float
    burn_time_s: float
    launch_delay_s: float | Literal["sensed"]
    sampled_points: Index
    least_margin_km_s: float | None
    worst_flight: Index | None
    worst: _Named | None
    latest_flight: Index | None
    latest: _Named | None = None
    share_out_of_reach: Share
    least_intercept_height_km: float | None = None
    greatest_intercept_height_km: float | None = None
    faces: list[str] | None = None
    flights_faced: Index | None = None
    critical: _Critical
    estimate: _Summary | None = None


class _Flights(_Part):
    base: list[str]
    base_latitude_deg: list[Latitude]
    base_longitude_deg: list[Longitude]
    aim: list[str]
    aim_latitude_deg: list[Latitude]
    aim_longitude_deg: list[Longitude]
    flight_time_ratio: list[float]
    way: list[Literal["short", "long"]] | None = None
    """Results from before there was this column knew but the short way."""
    flight_time_s: list[float]
    burnout_time_s: list[float]
    burnout_speed_km_s: list[float]
    burnout_position_m: list[Vector]
    burnout_velocity_m_s: list[Vector]


class _Missing(_Part):
    base: str
    aim: str
    flight_time_ratio: float
    count: int
    reason: str


class _Dissent(_Part):
    value: float
    who: str
    source: str


class _Source(_Part):
    key: str
    value: int | float  # areas are whole numbers of km^2
    status: Status
    source: str
    low: float | None = None
    high: float | None = None
    distribution: Literal["uniform", "triangular", "normal"] | None = None
    standard_deviation: float | None = None
    dissent: list[_Dissent] = []


class _Area(_Part):
    kind: Literal["base", "aim", "deployment"]
    id: str
    rim: Annotated[list[Point], Field(min_length=1)]


class _Radar(_Part):
    id: str
    latitude_deg: Latitude
    longitude_deg: Longitude
    range_km: float
    boresight_deg: float
    sector_deg: float
    rim: Annotated[list[Point], Field(min_length=1)]


class _Theatre(_Part):
    areas: list[_Area]
    radars: list[_Radar]
    reach_km: list[float | None]


class _Curve(_Part):
    flights: Index
    delay_s: list[float]
    required_speed_km_s: list[float | None]


class _Share(_Part):
    value: float
    low: float
    high: float


class _Quantiles(_Part):
    p05: float | None
    p50: float | None
    p95: float | None


class _Influence(_Part):
    key: str
    first: float
    first_half_width: float
    total: float
    total_half_width: float


class _Drawn(_Part):
    key: str
    value: float
    low: float
    high: float
    distribution: str
    standard_deviation: float | None = None


class _Uncertain(_Part):
    id: str
    share_within_reach: _Share
    share_of_draws_that_reach_a_closest_flight: _Share
    least_margin_km_s: _Quantiles
    estimate_share_within_reach: _Share | None = None
    influences: list[_Influence]
    no_influences: str | None


class _Uncertainty(_Part):
    draws: int
    most_draws: int
    stopped: str
    seed: int
    confidence: float
    tolerance: float
    widest_half_width: float
    flights_per_draw: int
    flights: int
    closest_flights: int
    base_draws: int
    figures: list[_Drawn]
    deployments: Annotated[list[_Uncertain], Field(min_length=1)]


class Document(_Part):
    """A whole file."""

    format: Literal["reassure-assessment/1"]
    scenario: _Title
    reassure_version: str
    boost: Literal["as flown", "towards the aim at launch"] = "towards the aim at launch"
    """Results from before there was this key knew but the one rule."""
    pairs: list[_Pair]
    deployments: Annotated[list[_Deployment], Field(min_length=1)]
    flights: _Flights
    missing_flights: list[_Missing]
    sources: list[_Source]
    theatre: _Theatre | None = None
    curves: list[_Curve] | None = None
    uncertainty: _Uncertainty | None = None
