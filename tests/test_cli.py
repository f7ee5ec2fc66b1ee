"""The command line: a network's table or its numbers in a terminal, and errors that a person can act upon."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sphinx_cnn.cli import main

NETWORK = "conv = Conv2D(4, 3)\npool = MaxPooling2D(2)\nflat = Flatten()\nfc = Dense(10)\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a small network."""
    path = tmp_path / "tiny.py"
    path.write_text(NETWORK, "utf-8")
    return path


def run(*arguments: object) -> int:
    """Run ``sphinx-cnn summary`` and give its exit status."""
    return main(["summary", *map(str, arguments)])


def test_a_table_with_totals_and_facts(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--input-shape", "8x8x1") == 0
    printed = capsys.readouterr()
    head, rule, *rows, rule_again, totals, blank, facts = printed.out.splitlines()
    assert head.split("  ")[0] == "Layer"
    assert [row.split()[0] for row in rows] == ["input", "conv", "pool", "flat", "fc"]
    assert rows[1].split() == ["conv", "(Conv2D)", "6×6×4", "36", "4", "40"]
    assert totals.split() == ["Total", "396", "14", "410"]
    assert set(rule) == set(rule_again) == {"─"}
    assert blank == ""
    assert facts.startswith("410 parameters, 1.6 KiB as float32; 1,656 MACs")
    assert printed.err == ""


def test_json_has_every_quantity(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--input-shape", "8x8x1", "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["name"], summary["dialect"]) == ("tiny", "keras")
    assert summary["rows"][1]["output_shape"] == [6, 6, 4]
    assert summary["rows"][1]["receptive_field"] == [3, 3]
    assert summary["totals"]["params"] == 410
    assert summary["totals"]["lower_bounds"] == []


@pytest.mark.parametrize("columns", ["params layer", "params,layer", "params, layer"])
def test_columns_in_the_order_asked_for(file: Path, columns: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--input-shape", "8x8x1", "--columns", columns) == 0
    assert capsys.readouterr().out.splitlines()[0].split() == ["Parameters", "Layer"]


def test_an_unknown_column(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--input-shape", "8x8x1", "--columns", "parms") == 1
    assert "no column 'parms'; did you mean 'params'?" in capsys.readouterr().err


def test_another_data_type_and_another_flop(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--input-shape", "8x8x1", "--dtype", "float16", "--flops", "mac", "--json") == 0
    totals = json.loads(capsys.readouterr().out)["totals"]
    assert (totals["param_memory"], totals["flops"]) == (820, 1656)


def test_several_inputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "two.py"
    path.write_text('a = Input(name="a")\nb = Input(name="b")\nModel([a, b], Concatenate()([a, b]))\n')
    assert run(path, "--input-shape", "a=3, b=4", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rows"][-1]["output_shape"] == [7]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NETWORK.encode()), "utf-8"))
    assert run("-", "--input-shape", "8x8x1") == 0
    assert "410" in capsys.readouterr().out


def test_a_mistake_names_the_file_the_line_and_the_place(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(NETWORK.replace("MaxPooling2D", "MaxPoling2D"))
    assert run(file, "--input-shape", "8x8x1") == 1
    printed = capsys.readouterr()
    first, line, caret = printed.err.splitlines()
    assert first == f"{file}:2: unknown name 'MaxPoling2D'; did you mean 'MaxPooling2D'?"
    assert line.strip() == "pool = MaxPoling2D(2)"
    assert line[caret.index("^") :].startswith("MaxPoling2D")
    assert printed.out == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tiny.py: "),
        (b"Flatten()\n", "the shape of the input is not known"),
        (b"x = (\n", "tiny.py:1: not Python"),
        (b"\xff\xfe\x00\x01", "tiny.py: "),
        (b"\x7fELF\x02\x01\x01\x00\x00", "tiny.py"),
        (b"x = 9**9**9\n", "tiny.py:1: "),
    ],
)
def test_what_is_no_network_is_one_error(
    file: Path, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(content)
    assert run(file) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""


def test_a_file_with_a_byte_order_mark_is_read(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(NETWORK, "utf-8-sig")
    assert run(file, "--input-shape", "8x8x1") == 0
    assert "410" in capsys.readouterr().out


@pytest.mark.parametrize("shape", ["big", "8x8x0", "8x-8", ""])
def test_a_wrong_input_shape(file: Path, shape: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--input-shape", shape) == 1
    assert "shape" in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none.py") == 1
    assert capsys.readouterr().err == f"{tmp_path / 'none.py'}: No such file or directory\n"


def test_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path}: ")


def test_an_unknown_dialect_is_refused_by_name(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(file, "--dialect", "keraz")
    assert caught.value.code == 2
    assert "keras" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_or_a_pipe_of_another_encoding_gets_the_table(file: Path, encoding: str) -> None:
    command = [sys.executable, "-c", "import sys; from sphinx_cnn.cli import main; sys.exit(main())"]
    ended = subprocess.run(
        [*command, "summary", str(file), "--input-shape", "8x8x1"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"410" in ended.stdout


def test_a_reader_that_stops_reading_is_no_mistake_of_the_network(file: Path) -> None:
    file.write_text("for i in range(2000):\n    ReLU()\n")
    command = "from sphinx_cnn.cli import main; import sys; sys.exit(main())"
    shown = subprocess.run(
        ["sh", "-c", f'"$1" -c "{command}" summary "$2" --input-shape 8 | head -n 1', "sh", sys.executable, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.stdout.startswith("Layer")
    assert shown.stderr == ""


MODULES = """\
from torch import nn
from .blocks import width


class Net(nn.Sequential):
    def __init__(self, n):
        super().__init__(nn.Flatten(), nn.Linear(64, width), nn.Linear(width, n))
"""


def test_an_entry_says_which_network_and_files_beside_it_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "blocks.py").write_text("width = 5\n", "utf-8")
    path = tmp_path / "net.py"
    path.write_text(MODULES, "utf-8")
    assert run(path, "--dialect", "pytorch", "--input-shape", "1x8x8", "--entry", "Net(n=3)", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in found["rows"]] == ["input", "0", "1", "2"]
    assert found["totals"]["params"] == (64 * 5 + 5) + (5 * 3 + 3)
    assert run(path, "--dialect", "pytorch", "--input-shape", "1x8x8") == 1
    assert f"{path}:5: Net cannot be built without arguments" in capsys.readouterr().err


def test_an_error_in_a_file_beside_names_that_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "blocks.py").write_text("def width():\n    return widht\n", "utf-8")
    path = tmp_path / "net.py"
    path.write_text(MODULES.replace("(64, width)", "(64, width())"), "utf-8")
    assert run(path, "--dialect", "pytorch", "--input-shape", "1x8x8", "--entry", "Net(n=3)") == 1
    assert f"{tmp_path / 'blocks.py'}:2: entry 'Net(n=3)': unknown name 'widht'" in capsys.readouterr().err


def test_a_depth_sums_up_the_layers_of_groups(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("def f(x):\n    return ReLU()(Dense(4)(x))\nx = Input((4,))\nf(f(x))\n")
    assert run(file, "--depth", "1") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[3].split() == ["f", "…", "f_1", "×2", "(2", "layers", "each)", "4", "32", "8", "40"]
    assert lines[-1].startswith("5 layers in 2 rows; 40 parameters")


@pytest.mark.parametrize("depth", ["0", "-1", "one", ""])
def test_a_depth_that_is_none_is_refused(file: Path, depth: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(file, f"--depth={depth}")
    assert caught.value.code == 2
    assert f"whole number from 1, not '{depth}'" in capsys.readouterr().err
