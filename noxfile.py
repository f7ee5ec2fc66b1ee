"""Everything that can be run on the project. ``nox -l`` lists it; each session installs what it needs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import nox

nox.options.default_venv_backend = "virtualenv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "tests"]

PAIRINGS = [
    (python, sphinx)
    for python, sphinxes in {
        "3.11": ("8.1", "8.2", "9.0"),
        "3.12": ("8.1", "8.2", "9.0", "9.1"),
        "3.13": ("8.1", "8.2", "9.0", "9.1", "9.2"),
    }.items()
    for sphinx in sphinxes
]
"""Every Python with every Sphinx that runs on it."""

PROJECT = nox.project.load_toml("pyproject.toml")


def runs(python: str) -> bool:
    """Whether this Python is on the machine; a version manager's shim may be found and yet not run."""
    command = shutil.which(f"python{python}")
    return command is not None and subprocess.run([command, "-c", ""], capture_output=True, check=False).returncode == 0


HERE = {python for python in dict(PAIRINGS) if runs(python)}
RUNNABLE = [pairing for pairing in PAIRINGS if pairing[0] in HERE]
ENDS = list(dict.fromkeys([RUNNABLE[0], RUNNABLE[-1]])) if RUNNABLE else []
"""The oldest and the newest pairing that this machine has."""


def install(session: nox.Session, *groups: str, sphinx: str = "") -> None:
    """Install the package with dependency groups, in one go."""
    pinned = [f"sphinx=={sphinx}.*"] if sphinx else []
    session.install(*pinned, "-e", ".", *nox.project.dependency_groups(PROJECT, *groups))


@nox.session
@nox.parametrize("python, sphinx", ENDS)
def tests(session: nox.Session, sphinx: str) -> None:
    """Run the whole test suite on the oldest and the newest pairing of Python and Sphinx."""
    install(session, "test", sphinx=sphinx)
    session.run("pytest", "-n", "2", *session.posargs)


@nox.session
@nox.parametrize("python, sphinx", RUNNABLE)
def matrix(session: nox.Session, sphinx: str) -> None:
    """Run the whole test suite on every pairing of Python and Sphinx that this machine has."""
    install(session, "test", sphinx=sphinx)
    session.run("pytest", "-n", "2", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check format, style, types and the layering of the rooms."""
    install(session, "lint")
    session.run("ruff", "format", "--check")
    session.run("ruff", "check")
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def course(session: nox.Session) -> None:
    """Build the example course site and say where to open it."""
    build_site(session, Path("examples/course"))


@nox.session
def card(session: nox.Session) -> None:
    """Build the example model card, check its numbers, and say where to open it."""
    source = Path("examples/model-card")
    build_site(session, source)
    session.run("sphinx-build", "-W", "-q", "-b", "cnncheck", str(source), "build/model-card/check")


@nox.session
def zoo(session: nox.Session) -> None:
    """Build the example zoo of published networks and say where to open it."""
    build_site(session, Path("examples/zoo"))


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation and say where to open it."""
    build_site(session, Path("docs"))


def build_site(session: nox.Session, source: Path) -> None:
    """Build a site afresh, with warnings as errors."""
    install(session, "docs")
    target = Path("build") / source.name
    shutil.rmtree(target, ignore_errors=True)
    session.run(
        "sphinx-build", "-W", "-q", "-b", "html", str(source), str(target / "html"), "-d", str(target / "doctrees")
    )
    print(f"\nOpen {(target / 'html' / 'index.html').resolve().as_uri()}\n")


@nox.session
def live(session: nox.Session) -> None:
    """Serve the example course and rebuild it on every change."""
    install(session, "live")
    session.run("sphinx-autobuild", "examples/course", "build/live/html", "-d", "build/live/doctrees", *session.posargs)


TRUTH = {
    **dict.fromkeys(("keras", "applications", "keras_classes", "receptive_fields", "macs"), "jax"),
    **dict.fromkeys(("torch_layers", "torch_functions", "torchvision", "einops", "transformers"), "torch"),
    **dict.fromkeys(("zoo", "tutorials"), "torch"),
}
"""The scripts that write truth files, and the backend of Keras that each runs on."""


@nox.session
def truth(session: nox.Session) -> None:
    """Run the real frameworks and write the truth files that the suite reads."""
    cpu = ["--extra-index-url", "https://download.pytorch.org/whl/cpu"]
    keras = ["keras>=3.15", "jax[cpu]", "tensorflow-cpu"]
    pytorch = ["torch", "torchvision", "torchinfo", "fvcore", "einops"]
    session.install(*cpu, "-e", ".", *keras, *pytorch)
    for script, backend in TRUTH.items():
        session.run("python", f"tests/truth/write_{script}.py", env={"KERAS_BACKEND": backend})
