"""What becomes of each number in the prose: what the page shows, where that comes from, and what is wrong with it.

The same outcome is shown, remembered for the next build, and reported; so that these three cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sphinx_cnn.arithmetic.lookup import Found, Lookup, NotFoundError
from sphinx_cnn.arithmetic.quantities import COUNTABLE, QUANTITIES
from sphinx_cnn.extension.anchors import anchor
from sphinx_cnn.extension.lines import in_one_line
from sphinx_cnn.extension.networks import Networks
from sphinx_cnn.extension.pages import Caption, Definition, Number
from sphinx_cnn.extension.prose import signs
from sphinx_cnn.extension.warnings import Finding, Subtype
from sphinx_cnn.notation import typed
from sphinx_cnn.notation.computing import compute, written
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.expression import Path, ReferenceTextError
from sphinx_cnn.notation.magnitudes import Unit, unit_of
from sphinx_cnn.notation.typed import Unclear, Value
from sphinx_cnn.notation.units import unit_of_expression
from sphinx_cnn.rendering.numbers import NOTHING, SPACE, NumberFormat
from sphinx_cnn.rendering.working import origin, working


@dataclass(frozen=True)
class Outcome:
    """What becomes of a number.

    :param text: what the page shows; ``None`` for what the author typed.
    :param working: how the number comes about.
    :param target: the document and the id that it links to.
    :param problem: what is wrong with it.
    :param is_broken: whether an architecture that cannot be read is the reason; that is reported where it stands.
    :param instead: what is to be typed instead, where the typed number is not true.
    """

    text: str | None = None
    working: str = ""
    target: tuple[str, str] | None = None
    problem: tuple[Subtype, str] | None = None
    is_broken: bool = False
    instead: str = ""

    @property
    def style(self) -> str:
        """How the page marks it: ``cnn-stale`` where what is typed is not true, ``cnn-error`` where nothing can be."""
        if self.problem is None and not self.is_broken:
            return ""
        return "cnn-stale" if self.problem and self.problem[0] is Subtype.STALE else "cnn-error"


class BrokenError(Exception):
    """The architecture of the network cannot be read."""


class Outcomes:
    """The outcomes of all numbers, as the documents stand."""

    def __init__(self, networks: Networks, language: str) -> None:
        self.networks = networks
        self.format = NumberFormat(language)
        self.signs = signs(language)
        self._lookups: dict[int, Lookup] = {}
        self._outcomes: dict[tuple[str, int], Outcome] = {}

    def of(self, docname: str, serial: int) -> Outcome:
        """The outcome of a number of a document."""
        if (docname, serial) not in self._outcomes:
            number = self.networks.pages[docname].numbers[serial]
            text, message = number.reference.text, ""
            marked = number.raw if number.reference.typed is None else text
            try:
                outcome = self._outcome(docname, number)
            except BrokenError:
                outcome = Outcome(marked, is_broken=True)
            except NotFoundError as error:
                message = f"{text}: {error.message}{nearest(error.name, error.known) or _division(error.name)}"
            except ReferenceTextError as error:
                message = f"{text}: {error}"
            if message:
                outcome = Outcome(marked, problem=(Subtype.REFERENCE, message))
            self._outcomes[docname, serial] = outcome
        return self._outcomes[docname, serial]

    def shown_on(self, docname: str) -> list[tuple[object, ...]]:
        """What a page shows of numbers."""
        page = self.networks.pages[docname]
        outcomes = [self.of(docname, serial) for serial, number in enumerate(page.numbers) if not number.is_claim]
        return [(one.text, one.working, one.target, one.style) for one in outcomes]

    def caption(self, docname: str, caption: Caption) -> str:
        """The words of a caption, its numbers among them."""
        numbers = self.networks.pages[docname].numbers
        parts = [
            part if isinstance(part, str) else self.of(docname, part).text or numbers[part].reference.typed or ""
            for part in caption.parts
        ]
        return "".join(parts)

    def findings(self) -> Iterator[Finding]:
        """What is wrong with numbers, in the order of the documents' names."""
        for docname in sorted(self.networks.pages):
            for serial, number in enumerate(self.networks.pages[docname].numbers):
                problem = self.of(docname, serial).problem
                if problem is not None:
                    yield Finding(*problem, number.location)

    def _outcome(self, docname: str, number: Number) -> Outcome:
        found: dict[Path, tuple[Definition, Found]] = {}

        def value_of(path: Path) -> object:
            definition, lookup = self._network(docname, path, number.digest)
            found[path] = definition, lookup.find(path.layer, path.quantity, path.index)
            return _exact(found[path][1].value)

        reference = number.reference
        value = compute(reference.expression, value_of)
        bounded = [(path, one.unknown_for) for path, (_, one) in found.items() if one.unknown_for]
        if bounded and (reference.typed is not None or not isinstance(reference.expression, Path)):
            doing = "checked" if reference.typed is not None else "computed with"
            path, layers = bounded[0]
            named = ", ".join(layers[:3]) + "…" * (len(layers) > 3)
            raise ReferenceTextError(f"{path.text} is a lower bound and cannot be {doing}; it is not known for {named}")
        target = self._target(*next(iter(found.values()))) if found else None
        shown = self._written(number, value, down=bool(bounded))
        if reference.typed is not None:
            return self._checked(number, value, shown, self._working(number, value, found, shown), target)
        shown = f"≥{SPACE}{shown}" if bounded else shown
        return Outcome(shown, self._working(number, value, found, shown), target)

    def _network(self, docname: str, path: Path, digest: str) -> tuple[Definition, Lookup]:
        """The network of a path; one on the same page comes first."""
        here = {one.key: one for one in reversed(self.networks.pages[docname].definitions)}
        key = path.network
        if not key:
            if len(here) != 1:
                several = f"several networks: {', '.join(sorted(here))}" if here else "no network"
                known = next(iter(here or self.networks.definitions), "alexnet")
                raise NotFoundError(
                    f"this page defines {several}; name the one that is meant, as in {known}{path.text}"
                )
            (key,) = here
        definition = (self.networks.find(key, digest) if digest else here.get(key)) or self.networks.find(key)
        if definition is None:
            own = next(iter(here.values()), None)
            if own is not None and own.summary is not None and len(here) == 1:
                rows = {row.key for row in own.summary.rows}
                if key in rows:
                    raise NotFoundError(f"no network '{key}' in this project; write .{path.text} for that layer")
            raise NotFoundError(f"no network '{key}' in this project", key, self.networks.definitions)
        if definition.summary is None:
            raise BrokenError
        if id(definition) not in self._lookups:
            self._lookups[id(definition)] = Lookup(definition.summary)
        return definition, self._lookups[id(definition)]

    def _target(self, definition: Definition, found: Found) -> tuple[str, str] | None:
        """Where it comes from: the row of the layer, the group or the totals, in the table that links lead to."""
        first, home = self.networks.find(definition.key), self.networks.home(definition.key)
        if first is None or home is None or first.digest != definition.digest:
            return None
        assert definition.summary is not None  # noqa: S101
        name = found.group or (found.rows[0].key if found.rows else "")
        if not name and not self.networks.has_totals(definition.key):
            name = definition.summary.rows[0].key
        return home, anchor(definition.key, name)

    def _written(self, number: Number, value: object, *, down: bool) -> str:
        reference, unit = number.reference, unit_of_expression(number.reference.expression)
        chosen = reference.format
        if isinstance(value, tuple) and len(value) == 1 and chosen is not None:
            value = value[0]
        if chosen is not None:
            if isinstance(value, bool) or not isinstance(value, int | Fraction):
                raise ReferenceTextError(f"only a number can have a format, not {self.format.value(value)}")
            return self.format.formatted(
                value,
                chosen.kind,
                chosen.digits,
                grouped=chosen.grouped,
                unit="B" if unit == "bytes" else "",
                down=down,
            )
        if unit == "bytes" and isinstance(value, int | Fraction):
            return self.format.memory(value, down=down)
        expression = reference.expression
        if isinstance(expression, Path) and expression.index is None and expression.quantity in QUANTITIES:
            return self.format.value(value, QUANTITIES[expression.quantity].unit) or NOTHING
        return self.format.value(value) or NOTHING

    def _working(self, number: Number, value: object, found: dict[Path, tuple[Definition, Found]], shown: str) -> str:
        expression = number.reference.expression
        if not isinstance(expression, Path):
            values = {path: self._plain(path, one) for path, (_, one) in found.items()}
            result = self.format.value(value)
            return f"{written(expression, lambda path: values[path], self._literal)} = {result}"
        definition, one = found[expression]
        assert definition.summary is not None  # noqa: S101
        if len(one.rows) == 1 and one.quantity in COUNTABLE:
            worked = working(one.rows[0], one.quantity, self.format)
            if worked:
                return worked
        result = shown if one.unknown_for else self._plain(expression, one)
        return f"{origin(definition.summary, one)}: {result}"

    def _plain(self, path: Path, found: Found) -> str:
        unit = QUANTITIES[path.quantity].unit if path.quantity in QUANTITIES and path.index is None else ""
        in_bytes = unit_of(path.quantity) == "bytes"
        written = self.format.value(_exact(found.value), "" if in_bytes else unit) or NOTHING
        return f"{written}{SPACE}bytes" if in_bytes else written

    def _literal(self, value: int | Fraction) -> str:
        return self.format.value(value)

    def _checked(self, number: Number, value: object, shown: str, work: str, target: tuple[str, str] | None) -> Outcome:
        reference = number.reference
        text = in_one_line(reference.typed or "")
        read = typed.read(text, self.signs)
        if isinstance(read, Unclear):
            message = f"{read.message}, so nothing can be checked against {reference.text}, which is {shown}"
            return Outcome(working=work, target=target, problem=(Subtype.STALE, message))
        if isinstance(value, bool) or not _is_value(value):
            raise ReferenceTextError(f"this is {shown}, and no number that '{text}' could be checked against")
        assert isinstance(value, int | Fraction | tuple)  # noqa: S101
        value = _of_all_axes(reference.expression, value, read.sizes is None)
        unit: Unit = unit_of_expression(reference.expression)
        if _clash(read.unit, unit):
            instead = f"{text[: read.start]}{shown}{text[read.end :]}"
            reason = f"'{text}' counts {read.unit}, and {reference.text} counts {unit}: {shown}"
        elif read.agrees(value):
            return Outcome(working=work, target=target)
        else:
            instead = read.instead(text, value)
            reason = f"'{text}' is not true: {reference.text} is {self._true(value, shown)}"
        message = f"{reason}; type '{instead}' instead"
        return Outcome(working=work, target=target, problem=(Subtype.STALE, message), instead=instead)

    def _true(self, value: Value, shown: str) -> str:
        """The true value, to the last digit."""
        exact = self.format.value(value) if isinstance(value, int) else shown
        return exact if exact == shown else f"{exact} ({shown})"


def _exact(value: object) -> object:
    """A hyperparameter may be a float, and is meant as it is written."""
    if isinstance(value, float):
        try:
            number = Fraction(repr(value))
        except ValueError:  # infinity
            return str(value)
        return number.numerator if number.denominator == 1 else number
    return value


def _division(name: str) -> str:
    """A hint for two paths that are taken for one, as a network and a layer may have this sign in their names."""
    return "; a / that divides needs a blank on each side" if "/" in name else ""


def _is_value(value: object) -> bool:
    items = value if isinstance(value, tuple) else (value,)
    return all(isinstance(item, int | Fraction) and not isinstance(item, bool) for item in items)


def _of_all_axes(expression: object, value: Value, is_number: bool) -> Value:  # noqa: FBT001
    """One number is right for a kernel or a receptive field that has this size along each axis; a shape is no such."""
    if not isinstance(value, tuple) or not is_number or not value or any(item != value[0] for item in value):
        return value
    quantity = QUANTITIES.get(expression.quantity) if isinstance(expression, Path) else None
    return value if quantity is not None and quantity.unit != "pixels" else value[0]


def _clash(typed_unit: Unit, unit: Unit) -> bool:
    """Whether the text says that it counts something else."""
    counting = ("bytes", "MACs", "FLOPs", "parameters", "connections", "pixels")
    return typed_unit in counting and unit in counting and typed_unit != unit
