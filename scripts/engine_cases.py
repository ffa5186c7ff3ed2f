"""Write cases for the page's engine, answered by the package: `python scripts/engine_cases.py`.

The file, tests/viewer/engine-cases.json.gz, has for each kind of question some hundreds or thousands of inputs, and what the
package answers; tests/viewer/test_engine_cases.py asks the package again about some, and viewer/src/engine about all. Numbers
are in SI units, places in degrees; null stands for what is infinite or not there. Inputs have few digits, so that the file is
small. `flights` are rows of flight.family.standing, with the base of each (m) behind; `areas` are lists of places.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

from reassure.scenario.question import Force, Question

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.viewer.engine_cases import KINDS, answered, inputs_of
from tests.viewer.engine_cases.draws import BANDS, BOOSTS
from tests.viewer.engine_cases.flown import flights
from tests.viewer.engine_cases.ground import areas
from tests.viewer.engine_cases.whole import curve_of, sensed_of
from tests.viewer.problem import problem

FILE = Path(__file__).resolve().parent.parent / "tests/viewer/engine-cases.json.gz"


def main() -> None:
    """Draw, answer and write."""
    rows, bases = flights()
    made: dict[str, Any] = {
        "flights": np.column_stack([rows, bases]).tolist(),
        "areas": areas(),
        "bands": [[low, None if math.isinf(high) else high] for low, high in BANDS],
        "boosts": [
            problem(Question((Force((), (), b, ()),), (), (), ()))["forces"][0]["boost"]
            for b in BOOSTS
        ],
        "kinds": {},
    }
    for name in KINDS:
        inputs = inputs_of(name)
        outputs = [answered(name, case) for case in inputs]
        made["kinds"][name] = {"inputs": inputs, "outputs": outputs}
        print(f"{name:10s} {len(inputs):6d}")
    # The rest of a question with sensors, or of a curve, is more than a case says.
    for name, whole in (("sensed", sensed_of), ("curve", curve_of)):
        made["kinds"][name]["problems"] = [problem(whole(c)) for c in made["kinds"][name]["inputs"]]
    text = json.dumps(made, allow_nan=False, separators=(",", ":")).encode()
    # No time stamp: the same cases are the same bytes.
    FILE.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{FILE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
