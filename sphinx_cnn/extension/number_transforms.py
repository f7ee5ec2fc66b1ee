"""Puts the numbers into the prose, when all networks of the project are known."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_cnn.extension.anchors import address, is_in_link
from sphinx_cnn.extension.domain import CnnDomain
from sphinx_cnn.extension.outcomes import Outcome
from sphinx_cnn.extension.roles import SHOWN
from sphinx_cnn.extension.transforms import builder_of, mathematical
from sphinx_cnn.rendering.nodes import PendingNumber, WorkedNumber


class ShowNumbers(SphinxPostTransform):
    """Fills the places of numbers: a link with a tooltip in HTML, plain text elsewhere."""

    default_priority = 8

    def run(self, **_keywords: Any) -> None:  # noqa: ANN401
        """Fill all places of a document."""
        domain = CnnDomain.of(self.env)
        for place in list(self.document.findall(PendingNumber)):
            if "serial" in place:  # not what stands in the definition of a substitution
                place.replace_self(self._shown(place, domain.outcomes.of(place["docname"], place["serial"])))

    def _shown(self, place: PendingNumber, outcome: Outcome) -> list[nodes.Node]:
        content = list(place.children) if outcome.text is None else [nodes.Text(outcome.text)]
        classes = [outcome.style or SHOWN]
        builder = builder_of(self)
        if builder.format == "html" and outcome.working:
            link = None if is_in_link(place) else address(builder, self.env.docname, outcome.target)
            if link is not None:
                return [
                    nodes.reference(
                        "", "", *content, refuri=link, internal=True, reftitle=outcome.working, classes=classes
                    )
                ]
            return [WorkedNumber("", "", *content, working=outcome.working, classes=classes)]
        shown = nodes.inline("", "", *content, classes=classes)
        if builder.format == "latex" and outcome.text is not None:
            mathematical(shown)
        return [shown] if outcome.style else list(shown.children)
