"""The explorer as a hand uses it: one deployment against one base and the whole aim region, over HTTP.

    python benchmarks/explore.py

Starts the server, and moves each figure through steps that were never asked before. Printed for each
deployment and figure: what is answered, the server's own time and the time until the whole answer is there.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

import httpx

SCENARIO, BASE, STEPS = "europe-2012", "kozelsk", 12
DEPLOYMENTS = ("phase-3-redzikowo", "phase-3-baltic-sea", "phase-3-mediterranean-sea")
FIGURES = {
    "burnout_speed_km_s": (3.0, 6.0),
    "launch_delay_s": (60.0, 300.0),
    "burnout_time_s": (120.0, 240.0),
    "flight_time_ratio": (0.8, 1.4),
    "site": (50.0, 60.0),
}


def main() -> None:
    """A line for each deployment and figure."""
    command = [sys.executable, "-m", "reassure", "explore", "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = next(w for w in server.stdout.readline().split() if w.startswith("http"))
            with httpx.Client(base_url=address, timeout=120) as client:
                for deployment in DEPLOYMENTS:
                    for figure, (low, high) in FIGURES.items():
                        _line(client, deployment, figure, low, high)
        finally:
            server.terminate()


def _line(client: httpx.Client, deployment: str, figure: str, low: float, high: float) -> None:
    inside, whole, flights, out = [], [], 0, []
    for step in range(-1, STEPS):  # the first is not counted: the figure's own paths are warm then
        value = low + (high - low) * (step + 0.37) / STEPS
        body = {"scenario": SCENARIO, "deployment": deployment, "base": BASE}
        body[figure] = [value, 20.0] if figure == "site" else value
        reply = client.post("api/answer", json=body)
        assert reply.status_code == 200, reply.text
        if step < 0:
            continue
        timing = dict(p.split(";dur=") for p in reply.headers["server-timing"].split(", "))
        inside.append(float(timing["total"]))
        whole.append(1e3 * reply.elapsed.total_seconds())
        shown = reply.json()
        flights = shown["flights"]["count"]
        out.append(shown["deployments"][0]["out_of_reach"])
    print(
        f"{deployment:27s} {figure:20s} {flights:4d} flights, out of reach {out[0]:>6s} to {out[-1]:>6s}; "
        f"server {statistics.median(inside):5.1f} ms, at worst {max(inside):5.1f}; "
        f"whole {statistics.median(whole):5.1f} ms, at worst {max(whole):5.1f}"
    )


if __name__ == "__main__":
    main()
