"""How many cores are used: those that this process may use, and no more than it is told."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import reassure
import reassure_check
from reassure.machine.cores import cores
from reassure_check.cores import cores as cores_of_the_checker
from reassure_check_old.cores import cores as cores_of_the_former_checker

MANY = 64

V2 = "29 23 0:26 {top} /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"
V1 = "32 31 0:29 {top} /sys/fs/cgroup/cpu,cpuacct rw shared:5 - cgroup cgroup rw,cpu,cpuacct"
MEMORY = "33 31 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory"


def machine(root: Path, mounts: list[str], own: list[str], files: dict[str, str]) -> Path:
    """A machine's /proc and control groups."""
    place = root / "proc" / "self"
    place.mkdir(parents=True)
    (place / "mountinfo").write_text(
        "22 27 0:21 / /proc rw - proc proc rw\n" + "\n".join(mounts) + "\n"
    )
    (place / "cgroup").write_text("\n".join(own) + "\n")
    for name, text in files.items():
        file = root / "sys/fs/cgroup" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


MACHINES = {
    "no groups": ([], [], {}, MANY),
    "no limit": ([V2], ["0::/a"], {"a/cpu.max": "max 100000\n"}, MANY),
    "version 2, its own group": ([V2], ["0::/a"], {"a/cpu.max": "300000 100000\n"}, 3),
    "version 2, a group around it": (
        [V2], ["0::/a/b/c"],
        {"a/b/c/cpu.max": "max 100000\n", "a/b/cpu.max": "800000 100000\n", "a/cpu.max": "50000 10000\n"}, 5,
    ),
    "version 2, at the top of a container": ([V2], ["0::/"], {"cpu.max": "200000 100000\n"}, 2),
    "version 2, part of the tree mounted": (
        [V2.replace("{top}", "/docker/x")], ["0::/docker/x/y"], {"y/cpu.max": "max 100000", "cpu.max": "400000 100000\n"}, 4,
    ),
    "version 2, a group elsewhere": ([V2], ["0::/../../other"], {"cpu.max": "200000 100000\n"}, 2),
    "a part of a core": ([V2], ["0::/a"], {"a/cpu.max": "150000 100000\n"}, 2),
    "less than a core": ([V2], ["0::/a"], {"a/cpu.max": "1000 100000\n"}, 1),
    "version 1": (
        [MEMORY, V1], ["9:memory:/m", "4:cpu,cpuacct:/a", "1:name=systemd:/a"],
        {"cpu,cpuacct/a/cpu.cfs_quota_us": "400000\n", "cpu,cpuacct/a/cpu.cfs_period_us": "100000\n"}, 4,
    ),
    "version 1, a group around it": (
        [V1], ["4:cpu,cpuacct:/a/b"],
        {"cpu,cpuacct/a/b/cpu.cfs_quota_us": "-1\n", "cpu,cpuacct/a/b/cpu.cfs_period_us": "100000\n",
         "cpu,cpuacct/a/cpu.cfs_quota_us": "600000\n", "cpu,cpuacct/a/cpu.cfs_period_us": "100000\n"}, 6,
    ),
    "version 1, the host's path in a container": (
        [V1.replace("{top}", "/docker/x")], ["4:cpu,cpuacct:/docker/x"],
        {"cpu,cpuacct/cpu.cfs_quota_us": "300000\n", "cpu,cpuacct/cpu.cfs_period_us": "100000\n"}, 3,
    ),
    "both versions, limits in one": (
        [V1, V2.replace("/sys/fs/cgroup", "/sys/fs/cgroup/unified")], ["4:cpu,cpuacct:/a", "0::/a"],
        {"cpu,cpuacct/a/cpu.cfs_quota_us": "300000\n", "cpu,cpuacct/a/cpu.cfs_period_us": "100000\n"}, 3,
    ),
    "what cannot be read": ([V2], ["0::/a", "nonsense"], {"a/cpu.max": "much\n"}, MANY),
}  # fmt: skip


def test_a_containers_quota_counts_in_the_checker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The group that the process sees as the topmost, in both versions of Linux's control groups."""
    monkeypatch.delenv("REASSURE_CORES", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(MANY)))
    for k, (files, wanted) in enumerate((
        ({}, MANY), ({"cpu.max": "max 100000\n"}, MANY), ({"cpu.max": "150000 100000\n"}, 2),
        ({"cpu.max": "much\n"}, MANY), ({"cpu.max": "1000 100000\n"}, 1),
        ({"cpu/cpu.cfs_quota_us": "400000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 4),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, MANY),
    )):  # fmt: skip
        for name, text in files.items():
            file = tmp_path / str(k) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        assert cores_of_the_checker(tmp_path / str(k)) == wanted


@pytest.mark.parametrize("name", MACHINES)
@pytest.mark.parametrize("count", [cores, cores_of_the_former_checker])
def test_quotas_of_control_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, count: object
) -> None:
    """Of the process's own group and of every group around it, in both versions of Linux's control groups."""
    mounts, own, files, wanted = MACHINES[name]
    monkeypatch.delenv("REASSURE_CORES", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(MANY)))
    root = machine(tmp_path, [m.replace("{top}", "/") for m in mounts], own, files)
    assert count(root) == wanted


@pytest.mark.parametrize("count", [cores, cores_of_the_checker])
def test_affinity_and_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: object
) -> None:
    """The least counts; the variable gives no core that is not there; without affinity, what the machine has."""
    monkeypatch.delenv("REASSURE_CORES", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {3, 5, 9})
    assert count(tmp_path) == 3
    monkeypatch.setenv("REASSURE_CORES", "2")
    assert count(tmp_path) == 2
    monkeypatch.setenv("REASSURE_CORES", "100")
    assert count(tmp_path) == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert count(tmp_path) == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert count(tmp_path) == 1


@pytest.mark.some(3)
@pytest.mark.parametrize("text", ["0", "-1", "1.5", "all", "1_0"])
def test_a_variable_that_is_no_number_of_cores(tmp_path: Path, text: str) -> None:
    """Is one line and exit 2, before any work; also of the checker."""
    certificate = tmp_path / "c.cert"
    certificate.write_text("")
    for command, word in (
        (["reassure", "assess", "no-such"], "error: "),
        (["reassure_check", str(certificate)], "MALFORMED: "),
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], capture_output=True, text=True, check=False,
            env={**os.environ, "REASSURE_CORES": text},
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"{word}REASSURE_CORES={text!r}; allowed: a whole number, 1 or more\n"


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity on this system")
def test_one_core_is_one_thread() -> None:
    """A process held to one core works in one thread beside its own, and a sweep starts one worker."""
    code = (
        "import os, threading; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "from tests.small import small; import concurrent.futures as f; made = []\n"
        "first = f.ThreadPoolExecutor.__init__\n"
        "def init(self, most=None, *a, **k): made.append(most); first(self, most, *a, **k)\n"
        "f.ThreadPoolExecutor.__init__ = init\n"
        "small(); print(set(made))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={k: v for k, v in os.environ.items() if k != "REASSURE_CORES"},
    )  # fmt: skip
    assert done.stdout.strip() == "{1}"


@pytest.mark.parametrize("package", [reassure, reassure_check])
def test_nothing_counts_the_machines_cores(package: object) -> None:
    """Every pool is told how many workers it has, and the machine's cores are asked for in one place."""
    folder = Path(package.__file__).parent
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute):
                assert node.attr != "cpu_count" or file.name == "cores.py", file
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                pools = ("ThreadPoolExecutor", "ProcessPoolExecutor", "Pool", "ThreadPool")
                assert name not in pools or node.args or node.keywords, (file, node.lineno)
