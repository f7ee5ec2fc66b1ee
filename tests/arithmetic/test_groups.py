"""Paths of groups."""

from __future__ import annotations

import pytest

from sphinx_cnn.arithmetic.groups import and_its_parents, outer


@pytest.mark.parametrize(
    ("group", "path"),
    [
        ("", []),
        ("block", ["block"]),
        ("stage/block_1", ["stage", "stage/block_1"]),
        ("layer1.0.downsample", ["layer1", "layer1.0", "layer1.0.downsample"]),
        ("layer1.0/attend", ["layer1", "layer1.0", "layer1.0/attend"]),
        ("mobilenetv2_1.00_224/block", ["mobilenetv2_1.00_224", "mobilenetv2_1.00_224/block"]),
        ("étage.10", ["étage", "étage.10"]),
    ],
)
def test_a_group_and_those_that_it_stands_in(group: str, path: list[str]) -> None:
    assert and_its_parents(group) == path
    assert [outer(group, depth) for depth in range(1, len(path) + 2)] == [*path, ""]
