"""Read and written by several processes: the same pages, the same warnings."""

from __future__ import annotations

from project import TINY, Project

PAGES = 8
"""Sphinx reads in parallel from six pages on."""


def documents() -> dict[str, str]:
    """A page for each network; each shows the next one's table too, and one network is broken."""
    toctree = "".join(f"   part{index % 2}/net{index}\n" for index in range(PAGES))
    files = {
        "index.rst": f"Start\n=====\n\n.. toctree::\n\n{toctree}\n:numref:`net-3-table` and :ref:`net-4-diagram`.\n"
    }
    for index in range(PAGES):
        network = TINY.replace("Tiny", f"Net {index}").replace("Dense(10)", f"Dense({10 + index})")
        files[f"part{index % 2}/net{index}.rst"] = (
            f"Net {index}\n=====\n\n{network}\n.. cnn-table:: net-{(index + 1) % PAGES}\n"
            f"\n.. cnn-diagram:: net-{(index + 1) % PAGES}\n"
        )
    files["part1/net7.rst"] = files["part1/net7.rst"].replace("Conv2D(4, 3)", "Conv2D(4, 9)")
    return files


def test_two_processes_give_the_same_bytes_and_warnings_as_one(project: Project) -> None:
    alone = Project(project.root / "alone")
    for each in (project, alone):
        each.write(documents())
        each.configuration = {"numfig": True}
    one, two = alone.build(parallel=1), project.build(parallel=2)
    assert two.files() == one.files()
    assert two.warnings == one.warnings
    assert len([line for line in one.warnings if "WARNING" in line]) == 1


def test_two_processes_find_networks_of_one_key_on_different_pages(project: Project) -> None:
    files = documents()
    files["part0/net6.rst"] += f"\n{TINY.replace('Tiny', 'Net 1')}"
    project.write(files)
    warnings = [line for line in project.build("dummy", parallel=2).warnings if "cnn.duplicate" in line]
    assert [line.partition(":")[0] for line in warnings] in (["part1/net1.rst"], ["part0/net6.rst"])


def test_two_processes_write_again_what_one_page_changes(project: Project) -> None:
    project.write(documents())
    project.build(parallel=2)
    files = documents()
    files["part1/net3.rst"] = files["part1/net3.rst"].replace("Dense(13)", "Dense(1000)")
    project.write(files)
    built = project.build(parallel=2)
    assert built.page("part0/net2.html").count("37,040 parameters") == 1
    assert built.page("part1/net3.html").count("37,040 parameters") == 1
    fresh = Project(project.root / "fresh")
    fresh.write(files)
    clean = fresh.build().files()
    assert {name for name, content in built.files().items() if content != clean[name]} <= {"searchindex.js"}


def test_two_processes_copy_the_drawings_of_a_book(project: Project) -> None:
    project.write(documents())
    built = project.build("epub", parallel=2)
    assert len(list((built.out / "_images").glob("*.svg"))) == PAGES - 1
