"""The findings of a build: each is a warning with the exact place, and a subtype that can be suppressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sphinx.util import logging

logger = logging.getLogger(__name__)


class Subtype(Enum):
    """The subtypes of warnings: ``suppress_warnings = ["cnn.advice"]`` silences one of them."""

    ARCHITECTURE = "architecture"
    """An architecture that cannot be read or counted. The page shows the error, and no number."""
    OPTION = "option"
    """An option of a directive that is not understood, or a configuration value."""
    DUPLICATE = "duplicate"
    """Two networks of one key in the project."""
    REFERENCE = "reference"
    """A network, a layer or a quantity that is not in the project, or a reference that cannot be read or computed."""
    STALE = "stale"
    """A typed number that is not, or no longer, true."""
    MARKUP = "markup"
    """Text that was meant as a reference, but was not parsed as one; or a reference in a heading."""
    ADVICE = "advice"
    """An exact number that may surprise, such as a dense layer's on a feature map that was never flattened."""
    DRAWING = "drawing"
    """A diagram that could not be drawn; the page shows it as text."""
    CHANGED = "changed"
    """A network that is not what the record of the numbers says, or a record that cannot be read."""
    LEFTOVER = "leftover"
    """A number in the prose, typed by hand, that was true of a network and is so no more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A warning that comes again on every build until its cause is mended.

    :param location: ``path:line``, or a document's name.
    """

    subtype: Subtype
    message: str
    location: str

    @property
    def type(self) -> str:
        """How ``suppress_warnings`` knows it: ``cnn.stale``."""
        return f"cnn.{self.subtype.value}"

    @property
    def place(self) -> tuple[str, int | None]:
        """The file, or the document, and the line."""
        name, _, line = self.location.rpartition(":")
        return (name, int(line)) if name and line.isdecimal() else (self.location, None)

    def is_suppressed(self, suppressed: Sequence[str]) -> bool:
        """Whether the project does not want to hear of it."""
        return logging.is_suppressed_warning("cnn", self.subtype.value, suppressed)

    def warn(self) -> None:
        """Log it."""
        logger.warning("%s", self.message, type="cnn", subtype=self.subtype.value, location=self.location)
