"""The results of a job on disk: one Zarr store, each of its chunks written once and whole.

The store's head (what its arrays are, coordinates, attributes) is made beside it and takes its name in one
step. A block is one file for each variable, under the names that Zarr gives them, raw and uncompressed; and
then a record, the SHA-256 of those files, as a chunk of the array RECORD. Every file is written under
another name, flushed to the disk, and renamed. A block is done if its record is whole and tells of its files:
whatever else a stop left behind is written again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reassure.errors import OutputError, SweepError
from reassure.machine.files import meant
from reassure.machine.package_hash import build
from reassure.sweep.job import Block, Job, Variable

__all__ = ["FORMAT", "RECORD", "Store", "digest", "opened", "read_head"]

FORMAT = "reassure-sweep/1"
RECORD = "block_sha256"
"""The array of the blocks' records: 32 bytes of SHA-256 for each block."""
_SCRATCH = ".part"  # how the names of files end that are being written


@dataclass(frozen=True)
class Store:
    """The store of a job at a path, held by this process alone while `opened` runs."""

    path: Path
    job: Job

    def done(self) -> set[Block]:
        """The blocks whose record and files are whole. Reads every file of the store."""
        return {t.block for t in self.job.tasks if self._is_done(t.block)}

    def write(self, block: Block, arrays: Mapping[str, Any]) -> None:
        """Write a block: an array for each variable, of its dtype and of the block's shape.

        OutputError where the disk does not take it; the block is then not done. ValueError where arrays do not fit.
        """
        files = {}
        for v in self.job.variables:
            files[self._file(v, block)] = _encoded(self.job, v, block, arrays[v.name])
        if set(arrays) != {v.name for v in self.job.variables}:
            raise ValueError(f"{self.job.function}: arrays {sorted(arrays)}")
        record = self._record(block)
        with _said(self.path):
            for file, data in files.items():
                _put(file, data)
            # Contents and names first, the record last: no loss of power leaves a record without its files.
            for folder in {file.parent for file in files}:
                _flush(folder)
            _put(record, hashlib.sha256(b"".join(files.values())).digest())
            _flush(record.parent)

    def _is_done(self, block: Block) -> bool:
        digest = hashlib.sha256()
        try:
            for v in self.job.variables:
                digest.update(self._file(v, block).read_bytes())
            return self._record(block).read_bytes() == digest.digest()
        except FileNotFoundError:
            return False

    def _file(self, variable: Variable, block: Block) -> Path:
        return self.path / variable.name / _key(self.job.chunk_of(variable, block))

    def _record(self, block: Block) -> Path:
        # The last dimension, the bytes of a hash, is one chunk.
        return self.path / RECORD / _key((*block, 0))


@contextmanager
def opened(path: Path, job: Job, resume: bool) -> Iterator[Store]:
    """The job's store: a new one, or with `resume` the one that is there.

    OutputError where it may not be written to or belongs to another job or build; SweepError where another process is
    at it.
    """
    path = meant(path)
    with _said(path):
        if path.exists() and not resume:
            raise OutputError(f"{path}: exists; allowed: a new name, or --resume to go on with it")
        if not path.exists():
            _begin(path, job)
        # Also a store just begun: two processes may have begun it at once, and one rename won.
        _check(path, job)
    with _held(path):
        with _said(path):
            # Only with the lock held: what a killed run left half-written, and heads that were never finished.
            for left in path.glob(f"*/*{_SCRATCH}"):
                left.unlink()
            for left in path.parent.glob(f"{_lead(path)}*{_SCRATCH}"):
                shutil.rmtree(left)
        yield Store(path, job)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Say in one line what the disk did not take."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None


def digest(path: str | Path) -> str:
    """SHA-256, hex, of all files of a store with their names: equal where the stores are equal, byte for byte."""
    root = Path(path)
    out = hashlib.sha256()
    for file in sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()):
        out.update(file.encode() + b"\0" + hashlib.sha256((root / file).read_bytes()).digest())
    return out.hexdigest()


# -- the head -------------------------------------------------------------------------------------


def _begin(path: Path, job: Job) -> None:
    if not path.parent.is_dir():
        raise OutputError(
            f"{path}: no folder {path.parent}; allowed: a name in a folder that exists"
        )
    # In the same folder, since a rename is one step within one file system alone.
    scratch = Path(tempfile.mkdtemp(dir=path.parent, prefix=_lead(path), suffix=_SCRATCH))
    try:
        _head(scratch, job)
        # Every file and folder on the disk, before the rename that makes them the store.
        for found in sorted(scratch.rglob("*")):
            _flush(found)
        # The umask can be read only by setting it; mkdtemp makes a folder for its owner alone.
        mask = os.umask(0)
        os.umask(mask)
        scratch.chmod(0o777 & ~mask)
        scratch.rename(path)
        _flush(path.parent)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _lead(path: Path) -> str:
    """How the names of folders begin that are to become this store: short, however long its own name is."""
    return f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}."


def _head(path: Path, job: Job) -> None:
    import zarr

    root = zarr.open_group(path, mode="w", zarr_format=2, attributes=_attributes(job))
    for c in job.coordinates:
        values = np.array(c.values)
        array = root.create_array(
            c.name, shape=values.shape, dtype=values.dtype, chunks=values.shape, compressors=None,
            fill_value=None,  # with 0, readers would take the value 0 for a missing one
            # Zarr format 2 has no names of dimensions: this attribute is xarray's convention for them.
            attributes={"_ARRAY_DIMENSIONS": [c.dim], **c.attrs},
        )  # fmt: skip
        array[:] = values
    for v in job.variables:
        root.create_array(
            v.name, shape=job.shape(v), dtype=v.dtype, chunks=job.chunk(v), compressors=None,
            fill_value=v.fill, attributes={"_ARRAY_DIMENSIONS": list(v.dims), **v.attrs},
        )  # fmt: skip
    dims = [*(f"{d}_block" for d in job.split), "sha256_byte"]
    about = "SHA-256 of the chunks of a block, one after the other in the order of `block_of`"
    root.create_array(
        RECORD, shape=(*job.grid, 32), dtype="|u1", chunks=(*(1 for _ in job.grid), 32),
        compressors=None, fill_value=None,
        attributes={
            "_ARRAY_DIMENSIONS": dims, "long_name": about, "block_of": [v.name for v in job.variables],
        },
    )  # fmt: skip
    # One file with all metadata (.zmetadata): xarray opens the store by it without listing folders.
    zarr.consolidate_metadata(root.store)


def _attributes(job: Job) -> dict[str, Any]:
    from importlib.metadata import version

    own = {"format": FORMAT, "job_sha256": job.sha256, "reassure_version": version("reassure")}
    return {**own, "reassure_build": build(), **job.attrs}


def read_head(path: Path) -> dict[str, Any] | None:
    """The attributes of a sweep's store; None where there is no such store."""
    try:
        found = json.loads((path / ".zattrs").read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


def _check(path: Path, job: Job) -> None:
    """Raise OutputError unless this very job, by this very package, began the store."""
    found = read_head(path)
    if found is None:
        raise OutputError(f"{path}: not a store of a sweep; allowed: a name of its own")
    # Through JSON, as in the file: tuples come back as lists.
    wanted = json.loads(json.dumps(_attributes(job)))
    if found["job_sha256"] != wanted["job_sha256"]:
        raise OutputError(
            f"{path}: belongs to another study ({str(found.get('title'))[:100]}, "
            f"{found['job_sha256'][:12]}; this one is {job.sha256[:12]}); allowed: a name of its own"
        )
    for key in ("reassure_version", "reassure_build"):
        if found[key] != wanted[key]:
            raise OutputError(
                f"{path}: begun by {key.replace('_', ' ')} {found[key]}; this is {wanted[key]}; "
                "allowed: the same, for chunks that fit together"
            )


# -- files ----------------------------------------------------------------------------------------


def _key(at: tuple[int, ...]) -> str:
    return ".".join(map(str, at))


def _encoded(job: Job, v: Variable, block: Block, values: Any) -> bytes:
    """The bytes of a chunk: as they stand in memory, filled up to a whole chunk."""
    array = np.asarray(values)
    shape = job.part(v, block)
    if array.dtype != np.dtype(v.dtype) or array.shape != shape:
        raise ValueError(f"{v.name}: {array.dtype} {array.shape}; wanted: {v.dtype} {shape}")
    # Zarr stores the last chunk of a dimension at full length. NaN is true in `or`; None and 0 give 0.
    whole = np.full(job.chunk(v), v.fill or 0, np.dtype(v.dtype))
    whole[tuple(slice(n) for n in shape)] = array
    return whole.tobytes()


def _put(file: Path, data: bytes) -> None:
    """A file that takes its name once it is whole and on the disk. Raises OSError, and leaves no scratch file then."""
    scratch = file.with_name(file.name + _SCRATCH)
    try:
        with scratch.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        scratch.replace(file)
    except OSError:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
        raise


def _flush(path: Path) -> None:
    """To the disk: a folder's names, or a file's contents."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold the store, so that no other process writes to it; given back whichever way this one ends."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # a system without such locks
        yield
        return
    # A lock on the folder itself (flock(2)), which ends with this process however it ends, kill -9 included.
    handle = os.open(path, os.O_RDONLY)
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        raise SweepError(
            f"{path}: another process is writing to it; allowed: one at a time"
        ) from None
    else:
        yield
    finally:
        os.close(handle)
