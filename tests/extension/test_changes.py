"""A build that disagrees with the record says what has moved, from what to what, and which layers caused it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from numbers_record import NET, SMALLER, of, page, record, record_path, recorded
from project import Project, places

ADVICE = "If that is meant, run 'sphinx-build -b cnnrecord' and commit the file [cnn.changed]"


def changed(project: Project, files: dict[str, str], builder: str = "html", **configuration: Any) -> str:
    """The only warning of a build after a change, without what it advises."""
    project.write(files)
    (warning,) = project.build(builder, **configuration).warnings
    said = re.sub(r"\s+", " ", warning)
    assert said.endswith(ADVICE)
    return said.removesuffix(ADVICE).rstrip(". ")


def test_a_build_that_agrees_says_nothing(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    for builder in ("html", "html", "text", "cnncheck"):
        assert project.build(builder).warnings == []


def test_without_a_record_nothing_is_compared(project: Project) -> None:
    project.write({"index.rst": page(NET)})
    assert project.build().warnings == []
    project.write({"index.rst": page(SMALLER)})
    assert project.build().warnings == []


def test_what_has_moved_and_the_layers_that_caused_it(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    assert changed(project, {"index.rst": page(SMALLER)}) == (
        "index.rst:4: WARNING: 'net' is not what cnn-numbers.json records: params 185,162 → 92,586, "
        "macs 645,120 → 322,560, weights 185,120 → 92,560, biases 42 → 26, trainable 185,162 → 92,586, "
        "flops 1,290,240 → 645,120, connections 663,562 → 331,786, activations 19,226 → 10,010, "
        "param_memory 740,648 B → 370,344 B, activation_memory 76,904 B → 40,040 B, "
        "training_memory 2,375,752 B → 1,191,112 B; because of "
        "conv (macs 460,800 → 230,400, output_shape 24 × 24 × 32 → 24 × 24 × 16, params 832 → 416), "
        "flat (output_shape 18432 → 9216), "
        "fc (macs 184,320 → 92,160, params 184,330 → 92,170)"
    )


def test_numbers_are_written_as_the_language_of_the_documents_has_them(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)}, language="de")
    assert "params 185.162 → 92.586" in changed(project, {"index.rst": page(SMALLER)}, language="de")


def test_it_is_said_on_every_build_until_it_is_recorded(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    project.write({"index.rst": page(SMALLER)})
    first = project.build().warnings
    assert places(project.build()) == ["index.rst:4"]
    assert project.build().warnings == first
    assert project.build("text").warnings == first
    assert project.build(parallel=2).warnings == first
    assert project.build("cnnrecord").warnings == []
    assert project.build().warnings == []


def test_the_line_is_the_networks_in_markdown_and_in_an_included_file_too(project: Project) -> None:
    fenced = "```{cnn-summary} Net\n:input: 28x28x1\n\nconv = Conv2D(32, 5)\nflat = Flatten()\nfc = Dense(10)\n```\n"
    other = NET.replace("Net", "Other")
    recorded(
        project,
        {
            "index.md": f"# Start\n\nWords.\n\n{fenced}",
            "other.rst": page(".. include:: net.txt\n", title="Other"),
            "net.txt": f"Words.\n\n{other}",
        },
    )
    project.write(
        {"index.md": f"# Start\n\nWords.\n\n{fenced}".replace("(32", "(16"), "net.txt": f"Words.\n\n{other}\n"}
    )
    assert places(project.build()) == ["index.md:5"]
    project.write({"net.txt": f"Words.\n\n{other}".replace("(32", "(16")})
    assert places(project.build()) == ["index.md:5", "net.txt:3"]


def test_layers_that_are_new_renamed_and_gone(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    said = changed(project, {"index.rst": page(NET.replace("conv =", "first ="))})
    assert said == (
        "index.rst:4: WARNING: 'net' is not what cnn-numbers.json records: "
        "new layer first (macs 460,800, output_shape 24 × 24 × 32, params 832), conv, which is gone"
    )


def test_a_deep_network_names_a_few_layers_and_counts_the_others(project: Project) -> None:
    deep = NET.replace("   flat", "".join(f"   c{i} = Conv2D(32, 3, padding='same')\n" for i in range(20)) + "   flat")
    recorded(project, {"index.rst": page(deep)})
    said = changed(project, {"index.rst": page(deep.replace("(32,", "(16,"))})
    assert said.count("output_shape") == 6
    assert said.endswith("c4 (macs 5,308,416 → 1,327,104, output_shape 24 × 24 × 32 → 24 × 24 × 16, "
                         "params 9,248 → 2,320) and 17 more layers")  # fmt: skip


def test_a_new_network_is_not_recorded_yet(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    said = changed(project, {"index.rst": page(NET, NET.replace("Net", "Other"))})
    assert said == "index.rst:11: WARNING: 'other' is not recorded in cnn-numbers.json yet"


def test_a_removed_network_is_named_at_its_line_of_the_record(project: Project) -> None:
    recorded(project, {"index.rst": page(NET, NET.replace("Net", "Other").replace("(32", "(16"))})
    line = record_path(project).read_text("utf-8").splitlines().index('    "other": {') + 1
    said = changed(project, {"index.rst": page(NET)})
    assert said == (
        f"cnn-numbers.json:{line}: WARNING: 'other' is recorded here, but no network of this project has that key"
    )


def test_a_renamed_network_is_recognized(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    project.write({"index.rst": page(NET.replace("Net", "Better"))})
    warnings = project.build().warnings
    assert len(warnings) == 2
    assert "'better' is not recorded" in warnings[0]
    assert "no network of this project has that key; 'better' has its numbers" in warnings[1]


def test_a_network_that_cannot_be_read_has_not_changed(project: Project) -> None:
    recorded(project, {"index.rst": page(NET, "It has 185,162 parameters.\n")})
    project.write({"index.rst": page(NET.replace("Dense(10)", "Dense(10"), "It has 185,162 parameters.\n")})
    built = project.build()
    assert [line for line in built.warnings if "[cnn.changed]" in line or "[cnn.leftover]" in line] == []
    assert any("[cnn.architecture]" in line for line in built.warnings)


def test_of_two_networks_of_one_key_the_first_is_compared(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    project.write({"index.rst": page(NET), "later.rst": page(SMALLER, title="Later")})
    built = project.build()
    assert of(built, "changed") == []
    assert places(built) == ["later.rst:4"]


def test_the_same_network_on_two_pages_is_compared_once(project: Project) -> None:
    both = {"index.rst": page(NET), "later.rst": page(NET, title="Later")}
    recorded(project, both)
    project.write({name: text.replace("(32", "(16") for name, text in both.items()})
    assert places(project.build()) == ["index.rst:4"]


@pytest.mark.parametrize(
    ("setting", "value", "line", "skipped"),
    [("cnn_flops_convention", "mac", 5, "FLOPs"), ("cnn_dtype", "float16", 4, "memory")],
)
def test_other_conventions_are_one_finding_and_everything_else_is_compared(
    project: Project, setting: str, value: str, line: int, skipped: str
) -> None:
    two = page(NET, NET.replace("Net", "Other"))
    recorded(project, {"index.rst": two})
    default = {"mac": "2xmac", "float16": "float32"}[value]
    other: dict[str, Any] = {setting: value}
    assert changed(project, {}, **other) == (
        f"cnn-numbers.json:{line}: WARNING: this was recorded with {setting} = '{default}', and now it is '{value}', "
        f"so {skipped} cannot be compared"
    )
    project.write({"index.rst": two.replace("Dense(10)", "Dense(20)", 1)})
    first, second = project.build(**other).warnings
    assert ("cannot be compared" in first, "params 185,162 → 369,492" in second) == (True, True)
    assert {"FLOPs": "flops", "memory": "memory"}[skipped] not in second
    recorded(project, {}, **other)
    assert value in record(project)["conventions"].values()
    assert project.build(**other).warnings == []


def test_the_data_type_of_one_network_is_its_own_change(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    said = changed(project, {"index.rst": page(NET.replace(":input:", ":dtype: float16\n   :input:"))})
    assert said == (
        "index.rst:4: WARNING: 'net' is not what cnn-numbers.json records: dtype float32 → float16, "
        "param_memory 740,648 B → 370,324 B, activation_memory 76,904 B → 38,452 B, "
        "training_memory 2,375,752 B → 1,187,876 B"
    )
    project.build("cnnrecord")
    assert record(project)["networks"]["net"]["dtype"] == "float16"
    assert project.build().warnings == []


def test_a_total_that_becomes_a_lower_bound_has_changed(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    said = changed(project, {"index.rst": page(NET.replace("flat =", "norm = LayerNormalization()\n   flat ="))})
    assert "connections 663,562 → ≥ 663,562" in said


def test_a_change_can_be_suppressed(project: Project) -> None:
    recorded(project, {"index.rst": page(NET)})
    project.write({"index.rst": page(SMALLER)})
    assert project.build(suppress_warnings=["cnn.changed"]).warnings == []
