"""Many scenarios: any grid or list over figures, in chunks on Dask, into one Zarr store (docs/sweep.md).

`sweep` runs a study; `summed_up` and `charted` say what its store has. Under it stands a general engine: a Job is arrays in blocks that are computed apart,
`run` has them computed and written, each once, and goes on after any stop.
"""

from reassure.sweep.chart import ChartQuestion, charted
from reassure.sweep.job import Coordinate, Job, Task, Variable
from reassure.sweep.run import Pace, run
from reassure.sweep.store import digest
from reassure.sweep.study_run import sweep
from reassure.sweep.summary import summed_up

__all__ = [
    "ChartQuestion", "Coordinate", "Job", "Pace", "Task", "Variable", "charted", "digest", "run", "summed_up", "sweep",
]  # fmt: skip
