"""Where a line of a directive's content stands in its document."""

from __future__ import annotations

from sphinx.util.docutils import SphinxDirective


def content_location(directive: SphinxDirective, line: int) -> str:
    """``path:line`` of a line of the content, counted from 1; the directive's own line for line 0."""
    source, own = directive.get_source_info()
    if line < 1 or not directive.content:
        return f"{source}:{own}"
    index = min(line, len(directive.content)) - 1
    item_source, offset = directive.content.info(index)
    if directive.content.info(0)[1] == 0 and item_source is not None:
        # MyST numbers the content from 0, whatever stands before it.
        return f"{source}:{directive.lineno + directive.content_offset + 1 + index}"
    return f"{item_source or source}:{(offset or 0) + 1}"
