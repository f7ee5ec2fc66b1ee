"""``sphinx-cnn fix``: stale numbers in checked roles become true in the same spelling, and nothing else changes."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest

from sphinx_cnn.cli import main

CONFIGURATION = 'extensions = ["sphinx_cnn", "myst_parser"]\n'
NET = """\
.. cnn-summary:: Net
   :input: 28x28x1

   conv = Conv2D(16, 5)
   flat = Flatten()
   fc = Dense(10)
"""
"""A network of 92,586 parameters, 322,560 MACs and 24 × 24 × 16 values after its convolution."""
STALE = "It has :cnn:`185,162 <net.params>` parameters.\n"
TRUE = "It has :cnn:`92,586 <net.params>` parameters.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a network, and nothing stale."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONFIGURATION, "utf-8")
    (source / "index.rst").write_text(f"Start\n=====\n\n{NET}\n{TRUE}", "utf-8")
    return source


def fix(folder: Path, *options: str) -> int:
    """Run the command and give its exit status."""
    return main(["fix", str(folder), *options])


def words(folder: Path, text: str | bytes, name: str = "words.rst") -> Path:
    """A document of the project."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_nothing_stale_is_nothing_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert fix(folder, "--yes") == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "No number in a checked role is stale.\n")
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_the_changes_are_shown_and_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder.parent)
    path = words(folder, f"Words\n=====\n\nOne.\n{STALE}Two.\n")
    assert fix(folder, "--yes") == 0
    printed = capsys.readouterr()
    assert printed.out == (
        f"--- a/source/words.rst\n+++ b/source/words.rst\n@@ -2,5 +2,5 @@\n =====\n \n One.\n-{STALE}+{TRUE} Two.\n"
    )
    assert printed.err == "source/words.rst: rewritten\n"
    assert path.read_text("utf-8") == f"Words\n=====\n\nOne.\n{TRUE}Two.\n"
    assert sorted(entry.name for entry in folder.iterdir()) == ["conf.py", "index.rst", "words.rst"]
    assert fix(folder, "--yes") == 0


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("185,162 <net.params>", "92,586 <net.params>"),
        ("185 162 <net.params>", "92 586 <net.params>"),
        ("185_162 <net.params>", "92_586 <net.params>"),
        ("185162 <net.params>", "92586 <net.params>"),
        ("about 185 thousand parameters <net.params>", "about 93 thousand parameters <net.params>"),
        ("185.2 k <net.params>", "92.6 k <net.params>"),
        ("≈ 1.85×10⁵ <net.params>", "≈ 9.26×10⁴ <net.params>"),
        ("18.5万 <net.params>", "9.3万 <net.params>"),
        ("24×24×32 <net.conv.output_shape>", "24×24×16 <net.conv.output_shape>"),
        ("(24, 24, 32) <net.conv.output_shape>", "(24, 24, 16) <net.conv.output_shape>"),
        ("99.5 % <net.fc.params / net.params>", "99.6 % <net.fc.params / net.params>"),
        ("723.3 KiB <net.param_memory>", "361.7 KiB <net.param_memory>"),
        ("0.6 MMACs <net.macs>", "0.3 MMACs <net.macs>"),
    ],
)
@pytest.mark.parametrize("role", [":cnn:`{}`", "{{cnn}}`{}`"])
def test_a_number_is_written_in_its_own_spelling(folder: Path, typed: str, instead: str, role: str) -> None:
    name = "words.rst" if role.startswith(":") else "words.md"
    head = "Words\n=====\n\n"
    path = words(folder, f"{head}Of {role.format(typed)}, yes.\n", name)
    assert fix(folder, "--yes") == 0
    assert path.read_text("utf-8") == f"{head}Of {role.format(instead)}, yes.\n"


@pytest.mark.parametrize("name", ["words.rst", "words.md"])
def test_nothing_but_stale_roles_is_touched(folder: Path, name: str) -> None:
    role = ":cnn:`{}`" if name.endswith("rst") else "{{cnn}}`{}`"
    code = "``185,162 <net.params>``" if name.endswith("rst") else "`` `185,162 <net.params>` ``"
    stale, true = role.format("185,162 <net.params>"), role.format("92,586 <net.params>")
    text = f"Words\n=====\n\nBy hand 185,162, in code {code}, {true}, {role.format('net.params')},\nand {stale}.\n"
    path = words(folder, text, name)
    assert fix(folder, "--yes") == 0
    assert path.read_text("utf-8") == text.replace(stale, true)


def test_an_expectation_is_not_touched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "index.rst").read_text("utf-8").replace(":input:", ":expect: params: 185,162\n   :input:")
    path = words(folder, text, "index.rst")
    assert fix(folder, "--yes") == 0
    assert path.read_text("utf-8") == text
    assert "1 other finding: see sphinx-build -b cnncheck" in capsys.readouterr().err


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_byte_order_mark_line_ends_and_the_last_line_stay(folder: Path, mark: bytes, end: bytes, last: bool) -> None:
    before = mark + f"Words\n=====\n\nÜber 网络\ttabs \n{STALE}".encode().replace(b"\n", end)
    before = before if last else before.removesuffix(end)
    path = words(folder, before)
    assert fix(folder, "--yes") == 0
    assert path.read_bytes() == before.replace(b"185,162", b"92,586")


def test_a_role_over_two_lines_and_one_in_a_quotation(folder: Path) -> None:
    text = (
        "# Words\n\nOf {cnn}`about\n185 thousand\nparameters <net.params>`.\n\n> Words {cnn}`185.2\n> k <net.params>`\n"
    )
    path = words(folder, text, "words.md")
    assert fix(folder, "--yes") == 0
    assert path.read_text("utf-8") == text.replace("185 thousand", "93 thousand").replace("185.2", "92.6")


def test_several_in_a_line_and_the_same_one_twice(folder: Path) -> None:
    text = (
        "Words\n=====\n\n"
        ":cnn:`185,162 <net.params>`, :cnn:`185,162 <net.params>`, :cnn:`185 k <net.params>`, "
        ":cnn:`832 <net.conv.params>`\n"
        "and :cnn:`185,162 <net.params>`\n"
    )
    path = words(folder, text)
    assert fix(folder, "--yes") == 0
    expected = text.replace("185,162", "92,586").replace("185 k", "93 k").replace("832", "416")
    assert path.read_text("utf-8") == expected


def test_a_no_break_space_stays(folder: Path) -> None:
    text = f"Words\n=====\n\n{STALE}".replace("185,162", "185\N{NARROW NO-BREAK SPACE}162\N{NO-BREAK SPACE}parameters")
    path = words(folder, text)
    assert fix(folder, "--yes") == 0
    assert path.read_text("utf-8") == text.replace("185", "92").replace("162", "586")


def test_an_included_file_is_rewritten_once(folder: Path) -> None:
    words(folder, "One\n===\n\n.. include:: part.txt\n", "one.rst")
    words(folder, "Two\n===\n\n.. include:: part.txt\n", "two.rst")
    path = words(folder, f"Words.\n\n{STALE}", "part.txt")
    assert fix(folder, "--yes") == 0
    assert path.read_text("utf-8") == f"Words.\n\n{TRUE}"


def test_an_included_file_that_two_pages_read_differently_is_left_to_its_author(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, filters in (("one", 8), ("two", 4)):
        text = NET.replace("Net", name).replace("16", str(filters))
        words(folder, f"Page\n====\n\n{text}\n.. include:: part.txt\n", f"{name}.rst")
    path = words(folder, "Words :cnn:`99 <.conv.params>`.\n", "part.txt")
    assert fix(folder, "--yes") == 1
    assert "'99' is to be '104', but" in capsys.readouterr().err
    assert path.read_text("utf-8") == "Words :cnn:`208 <.conv.params>`.\n"


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = words(folder, f"Words\n=====\n\n{STALE}")
    assert fix(folder, "--dry-run") == 1
    printed = capsys.readouterr()
    assert f"-{STALE}+{TRUE}" in printed.out
    assert printed.err == "1 number in 1 file would be rewritten.\n"
    assert path.read_text("utf-8") == f"Words\n=====\n\n{STALE}"


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True


@pytest.mark.parametrize(("answer", "status", "written"), [("y\n", 0, TRUE), ("n\n", 1, STALE), ("", 1, STALE)])
def test_it_asks_before_it_writes(
    folder: Path, answer: str, status: int, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = words(folder, f"Words\n=====\n\n{STALE}")
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    assert fix(folder) == status
    assert path.read_text("utf-8") == f"Words\n=====\n\n{written}"


def test_where_nobody_can_be_asked_it_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = words(folder, f"Words\n=====\n\n{STALE}")
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert fix(folder) == 1
    assert "give --yes to write" in capsys.readouterr().err
    assert path.read_text("utf-8") == f"Words\n=====\n\n{STALE}"


def test_the_mode_and_a_link_of_a_file_stay(folder: Path) -> None:
    real = folder.parent / "real.txt"
    real.write_text(f"Words\n=====\n\n{STALE}", "utf-8")
    real.chmod(0o640)
    (folder / "words.rst").symlink_to(real)
    assert fix(folder, "--yes") == 0
    assert (folder / "words.rst").is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert TRUE in real.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = words(folder, f"Words\n=====\n\n{STALE}")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert fix(folder, "--yes") == 1
    assert "words.rst: not rewritten: No space left on device\n" in capsys.readouterr().err
    assert path.read_text("utf-8") == f"Words\n=====\n\n{STALE}"
    assert sorted(entry.name for entry in folder.iterdir()) == ["conf.py", "index.rst", "words.rst"]


def test_a_docstring_is_named_and_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = folder.parent / "module_to_fix.py"
    module.write_text(f'"""A module.\n\n{STALE}"""\n', "utf-8")
    monkeypatch.syspath_prepend(folder.parent)
    (folder / "conf.py").write_text('extensions = ["sphinx_cnn", "sphinx.ext.autodoc"]\n', "utf-8")
    words(folder, "Words\n=====\n\n.. automodule:: module_to_fix\n")
    assert fix(folder, "--yes") == 1
    assert "'185,162' is to be '92,586', but the role is not found there" in capsys.readouterr().err
    assert STALE in module.read_text("utf-8")


def test_settings_and_another_folder_of_the_configuration(folder: Path) -> None:
    configuration = folder.parent / "configuration"
    configuration.mkdir()
    os.replace(folder / "conf.py", configuration / "conf.py")  # noqa: PTH105
    path = words(folder, f"Words\n=====\n\n{STALE}".replace("185,162", "185.162"))
    assert fix(folder, "-c", str(configuration), "-D", "language=de", "--yes") == 0
    assert ":cnn:`92.586 <net.params>`" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("configuration", "said"),
    [
        ('extensions = ["myst_parser"]\n', "cnncheck"),
        ("import nothing_of_that_name\n", "nothing_of_that_name"),
        (None, "conf.py"),
    ],
)
def test_a_project_that_cannot_be_read_is_one_error(
    folder: Path, configuration: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "conf.py").unlink()
    if configuration is not None:
        (folder / "conf.py").write_text(configuration, "utf-8")
    assert fix(folder) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix(tmp_path / "none") == 2
    assert "none" in capsys.readouterr().err


def test_a_setting_without_a_value_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        fix(folder, "-D", "language")
    assert caught.value.code == 2
    assert "it must be SETTING=VALUE, not 'language'" in capsys.readouterr().err
