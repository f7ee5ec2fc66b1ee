"""Networks in PyTorch on a page: which network of a text is shown, and the files that it imports from."""

from __future__ import annotations

import os

from html_page import Page, text
from project import Project, places

NET = """\
from torch import nn

from .blocks import Block


class Net(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.block = Block(1, 4)
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(4 * 6 * 6, num_classes))

    def forward(self, x):
        return self.head(self.block(x))
"""
BLOCKS = """\
from torch import nn


class Block(nn.Sequential):
    def __init__(self, inside, outside):
        super().__init__(nn.Conv2d(inside, outside, 3), nn.BatchNorm2d(outside))
"""
PAGE = """\
Start
=====

.. cnn-summary:: Net
   :dialect: pytorch
   :input: 1x8x8
   :file: net.py
{options}

The first convolution has :cnn:`net.block.0.params` parameters, the classifier :cnn:`1,450 <net.head.1.params>`.
"""


def written(project: Project, options: str = "", **files: str) -> Project:
    """A project with the network, the file that it imports from, and a page."""
    sources = {"net.py": NET, "blocks.py": BLOCKS} | {f"{name}.py": code for name, code in files.items()}
    project.write({"index.rst": PAGE.format(options=options), **sources})
    return project


def test_a_network_is_read_with_the_files_that_it_imports_from(project: Project) -> None:
    built = written(project).build()
    assert built.warnings == []
    page = Page(built.page())
    assert text(page.one("p", "cnn-facts")).startswith("1,498 parameters")
    assert "The first convolution has 40 parameters, the classifier 1,450." in text(page.one("section"))


def test_a_change_of_an_imported_file_changes_the_page(project: Project) -> None:
    written(project).build()
    project.write({"blocks.py": BLOCKS.replace("outside, 3)", "outside, 3, bias=False)")})
    later = project.source.joinpath("blocks.py").stat().st_mtime + 10
    os.utime(project.source / "blocks.py", (later, later))
    built = project.build()
    assert text(Page(built.page()).one("p", "cnn-facts")).startswith("1,494 parameters")


def test_an_imported_file_that_appears_later_is_found(project: Project) -> None:
    project.write({"index.rst": PAGE.format(options=""), "net.py": NET})
    refused = project.build()
    assert "blocks" in refused.warnings[0]
    project.write({"blocks.py": BLOCKS})
    assert project.build().warnings == []


def test_an_error_in_an_imported_file_is_reported_at_its_line(project: Project) -> None:
    built = written(project, blocks=BLOCKS.replace("BatchNorm2d(outside)", "BatchNorm2d(7)")).build()
    assert places(built)[0] == "blocks.py:6"
    assert "num_features is 7" in built.warnings[0]


def test_an_entry_says_which_network_is_shown(project: Project) -> None:
    built = written(project, "   :entry: Net(num_classes=5)").build()
    assert places(built) == ["index.rst:10"]
    assert "type '725' instead" in built.warnings[0]
    assert text(Page(built.page()).one("p", "cnn-facts")).startswith("773 parameters")


def test_an_entry_that_is_none_is_reported_at_the_directive(project: Project) -> None:
    built = written(project, "   :entry: Nett()").build()
    assert "entry 'Nett()': unknown name 'Nett'; did you mean 'Net'?" in built.warnings[0]
    assert built.warnings[0].endswith("[cnn.architecture]")


def test_a_layer_that_is_never_applied_has_a_row_with_its_parameters(project: Project) -> None:
    code = NET.replace("self.head =", "self.spare = nn.Linear(3, 5)\n        self.head =")
    built = written(project, net=code).build()
    assert places(built) == ["net.py:10"]
    assert "spare (Linear) is made but never applied, so only its parameters are counted" in built.warnings[0]
    assert text(Page(built.page()).one("p", "cnn-facts")).startswith("1,518 parameters")
