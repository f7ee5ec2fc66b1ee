"""The record of the numbers: what stands in it, who writes it, and what is said of one that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from numbers_record import NET, SMALLER, of, page, record, record_path, recorded
from project import Project
from sphinx.application import Sphinx
from sphinx.errors import SphinxError

from sphinx_cnn.extension.record import parse

BROKEN = NET.replace("Conv2D", "Covn2D")


def status(project: Project, builder: str, **configuration: Any) -> int:
    """The exit status of a build."""
    apps: list[Sphinx] = []
    project.build(builder, prepare=apps.append, **configuration)
    return apps[0].statuscode


def test_the_record_of_a_network(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    assert (
        record_path(project).read_text("utf-8")
        == """\
{
  "schema": 1,
  "conventions": {
    "dtype": "float32",
    "flops": "2xmac"
  },
  "networks": {
    "net": {
      "totals": {
        "activation_memory": 76904,
        "activations": 19226,
        "biases": 42,
        "buffers": 0,
        "connections": 663562,
        "flops": 1290240,
        "macs": 645120,
        "non_trainable": 0,
        "param_memory": 740648,
        "params": 185162,
        "statistics": 0,
        "trainable": 185162,
        "training_memory": 2375752,
        "weights": 185120
      },
      "layers": {
        "conv.macs": 460800,
        "conv.output_shape": "24x24x32",
        "conv.params": 832,
        "fc.macs": 184320,
        "fc.output_shape": "10",
        "fc.params": 184330,
        "flat.macs": 0,
        "flat.output_shape": "18432",
        "flat.params": 0,
        "input.macs": 0,
        "input.output_shape": "28x28x1",
        "input.params": 0
      }
    }
  }
}
"""
    )


def test_networks_stand_in_the_order_of_their_keys_in_any_script(project: Project) -> None:
    other = NET.replace("Net\n", "Netz über alles\n   :name: über\n")
    recorded(project, {"index.rst": page(other, NET, NET.replace("Net\n", "网络\n"))})
    assert list(record(project)["networks"]) == ["net", "über", "网络"]
    assert '"网络": {' in record_path(project).read_text("utf-8")


def test_what_is_not_known_is_null_and_its_total_a_lower_bound(project: Project) -> None:
    recorded(project, {"index.rst": page(NET.replace("flat =", "norm = LayerNormalization()\n   flat ="))})
    totals = record(project)["networks"]["net"]["totals"]
    assert [value for value in totals.values() if isinstance(value, str)] == [f"≥ {663562}"]


def test_only_the_builder_of_the_record_writes_it(project: Project) -> None:
    project.write({"index.rst": page(NET)})
    for builder in ("html", "text", "cnncheck"):
        project.build(builder)
    assert sorted(path.name for path in project.source.iterdir()) == ["index.rst"]
    project.build("cnnrecord")
    assert sorted(path.name for path in project.source.iterdir()) == ["cnn-numbers.json", "index.rst"]
    before = record_path(project).read_bytes()
    project.write({"index.rst": page(SMALLER)})
    for builder in ("html", "text", "cnncheck"):
        project.build(builder)
    assert record_path(project).read_bytes() == before


def test_a_record_that_is_up_to_date_is_not_written_again(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    record_path(project).write_bytes(record_path(project).read_bytes().replace(b"\n", b"\r\n"))
    before = record_path(project).stat().st_mtime_ns
    project.build("cnnrecord")
    assert record_path(project).stat().st_mtime_ns == before


def test_the_record_writes_no_page(project: Project) -> None:
    built = recorded(project, {"index.rst": page(NET)})
    assert [path for path in built.out.rglob("*") if path.is_file() and path.suffix != ".pickle"] == []


def test_another_name_and_none(project: Project) -> None:
    project.write({"index.rst": page(NET)})
    project.build("cnnrecord", cnn_numbers_file="lock.json")
    assert json.loads((project.source / "lock.json").read_text("utf-8"))["schema"] == 1
    project.write({"index.rst": page(SMALLER)})
    assert of(project.build(cnn_numbers_file="lock.json"), "changed") != []
    assert of(project.build(cnn_numbers_file=""), "changed") == []
    assert project.build("cnnrecord", cnn_numbers_file="").warnings == []
    assert not record_path(project).exists()


def test_a_network_of_odd_names(project: Project) -> None:
    recorded(project, {"index.rst": page(NET.replace("Conv2D(32, 5)", r'Conv2D(32, 5, name="a.b \"c\" ≥ 1")'))})
    assert project.build("cnncheck").warnings == []


def test_a_place_that_cannot_be_written_is_one_error(project: Project) -> None:
    project.write({"index.rst": page(NET)})
    with pytest.raises(SphinxError, match=r"none/cnn-numbers\.json cannot be written: No such file or directory"):
        project.build("cnnrecord", cnn_numbers_file="none/cnn-numbers.json")


def test_a_write_that_fails_leaves_the_old_record(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(project, {"index.rst": page(NET)})
    before = record_path(project).read_bytes()
    project.write({"index.rst": page(SMALLER)})

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SphinxError, match="No space left on device"):
        project.build("cnnrecord")
    assert record_path(project).read_bytes() == before
    assert sorted(path.name for path in project.source.iterdir()) == ["cnn-numbers.json", "index.rst"]


def test_a_network_that_cannot_be_read_keeps_its_recorded_numbers(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    before = record(project)
    project.write({"index.rst": page(BROKEN)})
    built = project.build("cnnrecord")
    assert [line.rsplit("[")[-1] for line in built.warnings if "[cnn." in line] == ["cnn.architecture]"]
    assert record(project) == before


def test_previous_numbers_stay_until_no_document_shows_them(project: Project) -> None:
    prose = "It has 185,162 parameters, and its maps are 24 × 24 × 32.\n"
    recorded(project, {"index.rst": page(NET, prose)})
    project.write({"index.rst": page(SMALLER, prose)})
    assert len(of(project.build("cnnrecord"), "leftover")) == 2
    kept = {"conv.output_shape": ["24x24x32"], "params": [185162]}
    assert record(project)["networks"]["net"]["previous"] == kept
    assert of(project.build(), "changed") == []
    assert len(of(project.build(), "leftover")) == 2
    project.write({"index.rst": page(NET.replace("Conv2D(32", "Conv2D(8"), prose)})
    project.build("cnnrecord")
    assert record(project)["networks"]["net"]["previous"] == kept
    project.write({"index.rst": page(NET.replace("Conv2D(32", "Conv2D(8"), prose.replace("185,162", "46,298"))})
    project.build("cnnrecord")
    assert record(project)["networks"]["net"]["previous"] == {"conv.output_shape": ["24x24x32"]}
    project.write({"index.rst": page(NET.replace("Conv2D(32", "Conv2D(8"))})
    project.build("cnnrecord")
    assert "previous" not in record(project)["networks"]["net"]
    assert project.build().warnings == []


def test_a_number_that_is_true_again_is_no_previous_one(project: Project) -> None:
    prose = "It has 185,162 parameters.\n"
    recorded(project, {"index.rst": page(NET, prose)})
    project.write({"index.rst": page(SMALLER, prose)})
    project.build("cnnrecord")
    recorded(project, {"index.rst": page(NET, prose)})
    assert "previous" not in record(project)["networks"]["net"]


def test_the_numbers_of_a_removed_network_stay_while_they_are_shown(project: Project) -> None:
    prose = "It had 185,162 parameters.\n"
    recorded(project, {"index.rst": page(NET, prose)})
    project.write({"index.rst": page(prose)})
    assert len(of(project.build("cnnrecord"), "leftover")) == 1
    assert list(record(project)["networks"]["net"]) == ["previous"]
    (said,) = project.build().warnings
    assert said.startswith(
        "index.rst:4: WARNING: '185,162 parameters' is an old number: net.params was 185,162, and is gone"
    )
    recorded(project, {"index.rst": page("Nothing.\n")})
    assert record(project)["networks"] == {}


@pytest.mark.parametrize(
    ("damage", "line", "said"),
    [
        ("", 1, "it is damaged: Expecting value"),
        ("[]", 1, "it is damaged: it is not an object"),
        ("{}", 1, "it is damaged: it has no schema version"),
        ('{"schema": true}', 1, "it has no schema version"),
        ('{"schema": 2}', 1, "its schema is version 2, and this version of sphinx-cnn knows 1"),
        ('{"schema": 1}', 1, "'conventions' is not an object"),
        ('{"schema": 1,\n "conventions": {,', 2, "it is damaged"),
        (
            '{"schema": 1, "conventions": {"dtype": "float32"}, "networks": {}}',
            1,
            "the convention 'flops' is not a text",
        ),
        ("{\n<<<<<<< HEAD\n=======\n>>>>>>> x\n}", 2, "it has the marks of a merge conflict"),
        ("NaN", 1, "NaN is not a whole number"),
        ("[" * 100_000, 1, "it is damaged"),
        ("9" * 10_000, 1, "it is damaged"),
        ("\xff\xfe", 1, "it is damaged"),
    ],
)
def test_a_damaged_record_is_one_finding_and_stays_as_it_is(
    project: Project, damage: str, line: int, said: str
) -> None:
    project.write({"index.rst": page(NET), "cnn-numbers.json": damage})
    for builder in ("html", "html", "cnnrecord", "cnncheck"):
        (warning,) = project.build(builder).warnings
        assert warning.startswith(f"cnn-numbers.json:{line}: WARNING: cnn-numbers.json: ")
        assert said in warning
        assert warning.endswith("Restore it, or delete it and run 'sphinx-build -b cnnrecord' [cnn.changed]")
    assert status(project, "cnnrecord") == 1
    assert record_path(project).read_text("utf-8") == damage


def test_bytes_that_are_no_text_and_a_folder_are_findings(project: Project) -> None:
    project.write({"index.rst": page(NET), "cnn-numbers.json": b"\xff\xfe\x00"})
    assert "it is not UTF-8" in project.build().warnings[0]
    (project.source / "folder").mkdir()
    assert "it cannot be read: Is a directory" in project.build(cnn_numbers_file="folder").warnings[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"params": 185162', '"params": 1.5'),
        ('"params": 185162', '"params": [185162]'),
        ('"params": 185162', '"params": true'),
        ('"params": 185162', '"params": 185162, "params": 92586'),
        ('"totals": {', '"totals": 3, "previous": {'),
        ('"layers": {', '"previous": {'),
    ],
)
def test_a_number_that_is_none_is_damage(project: Project, old: str, new: str) -> None:
    recorded(project, {"index.rst": page(NET)})
    text = record_path(project).read_text("utf-8")
    assert text.count(old) == 1
    record_path(project).write_text(text.replace(old, new), "utf-8")
    (warning,) = project.build().warnings
    assert "it is damaged" in warning


def test_what_is_written_can_be_read(project: Project) -> None:
    prose = "It has 185,162 parameters.\n"
    recorded(project, {"index.rst": page(NET, prose)})
    project.write({"index.rst": page(SMALLER, prose)})
    project.build("cnnrecord")
    text = record_path(project).read_text("utf-8")
    assert parse(text).text() == text
