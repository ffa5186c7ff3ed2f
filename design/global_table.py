"""The table of verdicts in docs/global.md: what each deployment of the global presets could reach.

    python design/global_table.py

After a change of a preset, of the catalogue or of a sea's outline, its output takes the table's place.
"""

from __future__ import annotations

from reassure.questions.assess import assess
from reassure.words.rounding import down, signed, up

PRESETS = ("global-2012", "global-2026", "korea-us", "russia-us-gmd", "china-us-gmd")

if __name__ == "__main__":
    for name in PRESETS:
        result = assess(name)
        print(
            f"**`{name}`**: {result.flights.count:,} flights, {len(result.deployments)} deployments.\n"
        )
        print(
            "| deployment | out of reach | least margin, km/s | flips at km/s | flips at delay, s |"
        )
        print("|---|--:|--:|--:|--:|")
        for called, d in zip(result.deployment_names, result.deployment_rows, strict=True):
            share = f"{100 * d.share_out_of_reach:.1f} %"
            margin = signed(d.least_margin_km_s) if d.least_margin_km_s is not None else ""
            c = d.critical
            speed = down(c.burnout_speed_km_s) if c.burnout_speed_km_s is not None else "none"
            delay = up(c.launch_delay_s) if c.launch_delay_s is not None else "none"
            print(f"| {called} | {share} | {margin} | {speed} | {delay} |")
        print()
