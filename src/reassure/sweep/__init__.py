"""Many scenarios: any grid or list over figures, in chunks on Dask, into one Zarr store (docs/sweep.md).

`sweep` runs a study. Under it stands a general engine: a Job is arrays in blocks that are computed apart,
`run` has them computed and written, each once, and goes on after any stop.
"""

from reassure.sweep.job import Coordinate, Job, Task, Variable
from reassure.sweep.run import Pace, run
from reassure.sweep.store import digest
from reassure.sweep.study_run import sweep

__all__ = ["Coordinate", "Job", "Pace", "Task", "Variable", "digest", "run", "sweep"]
