"""The order of an area's points, and their neighbours."""

import numpy as np

from reassure.geography.lattice import groups, lattice


def test_leading_points_cover_and_neighbours_are_near() -> None:
    """Nothing lies farther than the cover from a leading point; everyone can be reached."""
    rng = np.random.default_rng(1)
    points = rng.uniform(0, 1000, (400, 3)) * [1, 1, 0]
    order, leading, neighbours = lattice(points, 200.0)
    assert sorted(order) == list(range(400))
    placed = points[order]
    gap = np.linalg.norm(placed[:, None] - placed[None, :leading], axis=2).min(axis=1)
    assert gap.max() <= 200.0
    assert 9 < leading < 60
    for i, row in enumerate(neighbours):
        assert i not in row
        d = np.linalg.norm(placed - placed[i], axis=1)
        assert np.allclose(np.sort(d)[1 : len(row) + 1], np.sort(d[row]))
    seen, front = {0}, [0]
    while front:
        front = [
            j for i in front for j in neighbours[i].tolist() if j not in seen and not seen.add(j)
        ]
    assert len(seen) == 400


def test_one_point_and_few() -> None:
    """A site has no neighbours; three points have two each."""
    order, leading, neighbours = lattice(np.zeros((1, 3)), 100.0)
    assert (list(order), leading, neighbours.shape) == ([0], 1, (1, 0))
    _, _, neighbours = lattice(np.diag([1.0, 2.0, 3.0]), 100.0)
    assert (np.sort(neighbours[:, :2], axis=1) == [[1, 2], [0, 2], [0, 1]]).all()
    assert (neighbours[:, 2:] == -1).all()


def test_groups_lie_about_their_first() -> None:
    """Every point in one group, no farther from its first than said, and that no farther than the cover."""
    rng = np.random.default_rng(1)
    points = rng.uniform(0, 1000, (400, 3)) * [1, 1, 0]
    order, starts, radii = groups(points, 200.0)
    assert sorted(order) == list(range(400))
    assert starts[0] == 0
    assert starts[-1] == 400
    assert 9 < len(radii) < 60
    for begin, end, radius in zip(starts[:-1], starts[1:], radii, strict=True):
        away = np.linalg.norm(points[order[begin:end]] - points[order[begin]], axis=1)
        assert away.max() == radius <= 200.0
    order, starts, radii = groups(np.zeros((1, 3)), 1.0)
    assert (list(order), list(starts), list(radii)) == ([0], [0, 1], [0.0])
