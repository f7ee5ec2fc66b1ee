"""The role ``cnn``: one number in the prose, computed, or typed and checked."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from sphinx_cnn.notation.expression import ReferenceTextError, read
from sphinx_cnn.rendering.nodes import PendingNumber

SHOWN = "cnn-value"
"""The class of a number that the prose shows."""


class NumberRole(SphinxRole):
    """``:cnn:`alexnet.params```, or ``:cnn:`about 62.4 million <alexnet.params>```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give the place of the number, which shows what is typed until all networks are known."""
        # A copy of the node, as substitutions make them, is the same number.
        place = PendingNumber(self.rawtext, raw=self.text, docname=self.env.docname, copy=self.env.new_serialno("cnn"))
        self.set_source_info(place)
        shown = self.text
        try:
            place["reference"] = read(self.text)
            shown = place["reference"].typed or place["reference"].text
        except ReferenceTextError as error:
            place["problem"] = str(error)
        place += nodes.Text(shown)
        return [place], []
