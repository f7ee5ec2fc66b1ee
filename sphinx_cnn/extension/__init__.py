"""The Sphinx extension: thin; it connects directives, domain, transforms and visitors, and keeps builds right."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zlib import crc32

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

import sphinx_cnn
from sphinx_cnn.extension import config, labels, shown, visitors
from sphinx_cnn.extension.builders import CheckBuilder, NumbersBuilder, RecordBuilder
from sphinx_cnn.extension.collecting import CollectNumbers
from sphinx_cnn.extension.directives import DiagramDirective, SummaryDirective, TableDirective
from sphinx_cnn.extension.domain import CnnDomain, mark_missing
from sphinx_cnn.extension.number_transforms import ShowNumbers
from sphinx_cnn.extension.prose import signs, written_in
from sphinx_cnn.extension.report import Report
from sphinx_cnn.extension.roles import NumberRole
from sphinx_cnn.extension.transforms import ShowNetworks

STYLESHEET = "sphinx-cnn.css"
STYLED = {"cnn-network", "cnn-value", "cnn-stale", "cnn-error"}


def connect(app: Sphinx) -> dict[str, Any]:
    """Connect everything."""
    config.declare(app)
    app.add_domain(CnnDomain)
    app.add_directive("cnn-summary", SummaryDirective)
    app.add_directive("cnn-table", TableDirective)
    app.add_directive("cnn-diagram", DiagramDirective)
    app.add_role("cnn", NumberRole())
    app.add_transform(CollectNumbers)
    app.add_post_transform(ShowNetworks)
    app.add_post_transform(ShowNumbers)
    app.add_builder(RecordBuilder)
    app.add_builder(CheckBuilder)
    visitors.connect(app)
    app.connect("config-inited", config.check)
    app.connect("builder-inited", _add_static_files)
    app.connect("env-before-read-docs", _withdraw_labels)
    app.connect("doctree-read", _note_written)
    app.connect("env-updated", _report)
    app.connect("env-get-updated", _outdated, priority=900)  # when figures have their numbers
    app.connect("missing-reference", mark_missing, priority=900)  # after intersphinx
    app.connect("html-page-context", _add_stylesheet)
    app.connect("build-finished", _remember)
    return {
        "version": sphinx_cnn.__version__,
        # Another release may count, or write, something else: then everything is read again.
        "env_version": crc32(f"{CnnDomain.data_version}/{sphinx_cnn.__version__}".encode()),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_static_files(app: Sphinx) -> None:
    if app.builder.format == "html":
        app.config.html_static_path.append(str(Path(sphinx_cnn.__file__).parent / "static"))


def _withdraw_labels(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    labels.withdraw(CnnDomain.of(env))


def _note_written(app: Sphinx, document: nodes.document) -> None:
    """Remember the numbers that authors have typed, to compare them with the record on every build."""
    written = written_in(document, signs(app.config.language))
    if written:
        CnnDomain.of(app.env).page(app.env.docname).written = written


def _report(app: Sphinx, env: BuildEnvironment) -> None:
    """Say everything that is wrong, on every build."""
    labels.register(CnnDomain.of(env))
    builder = app.builder
    report = builder.report if isinstance(builder, NumbersBuilder) else Report(app)
    for finding in report.findings:
        finding.warn()


def _outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name the pages to write again."""
    return [] if isinstance(app.builder, NumbersBuilder) else shown.outdated(app, CnnDomain.of(env))


def _add_stylesheet(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Only pages that show a network, or a number of one, load the stylesheet."""
    if doctree is not None and any(set(node["classes"]) & STYLED for node in doctree.findall(nodes.Element)):
        app.add_css_file(STYLESHEET)


def _remember(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.env is not None and not isinstance(app.builder, NumbersBuilder):
        shown.remember(app, CnnDomain.of(app.env))
