"""Write ``torch_functions.json``: what PyTorch makes of expressions of a ``forward``.

Each is computed for two batch sizes, and once more with other values in all inputs of the batch but the first. So the
file tells which expressions give the shape of one input whatever the batch, where the batch axis stands in it if not
first, and which mix the inputs of a batch. The
multiply-accumulates are those of PyTorch's ``FlopCounterMode``, for one input; what each position of the output sees of
the input is told by values that are not a number. Run it where PyTorch is installed; the
tests that read the file do not need it::

    python tests/truth/write_torch_functions.py
"""

from __future__ import annotations

import json
import warnings
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from torch_function_cases import Case, cases

torch = import_module("torch")
counter = import_module("torch.utils.flop_counter")
modes = import_module("torch.utils._python_dispatch")
attention = import_module("torch.nn.attention")
plain = attention.SDPBackend.MATH

TARGET = Path(__file__).with_name("torch_functions.json")
NAMES = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, "self": SimpleNamespace(training=False)}
BATCHES = (3, 11)


class Operators(modes.TorchDispatchMode):  # type: ignore[misc, name-defined]
    """Notes the operators that PyTorch uses."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.names.add(function.overloadpacket.__name__)
        return function(*args, **(kwargs or {}))


def tensors(case: Case, batch: int) -> dict[str, Any]:
    """The tensors of a case, of positive numbers by chance."""
    torch.manual_seed(0)
    shapes = [(batch, *shape) for shape in case.inputs] + list(case.parameters)
    return {name: torch.rand(shape) + 0.5 for name, shape in zip(case.names, shapes, strict=True)}


def value(case: Case, given: dict[str, Any]) -> Any:
    """What PyTorch gives."""
    return eval(case.expression, NAMES, {name: tensor.clone() for name, tensor in given.items()})  # noqa: S307


def ask(case: Case) -> dict[str, object]:
    """The shape for one input; whether the inputs of a batch are mixed; what PyTorch says if it refuses."""
    asked: dict[str, object] = {
        "inputs": case.inputs,
        "parameters": case.parameters,
        "expression": case.expression,
    }
    try:
        outputs = [value(case, tensors(case, batch)) for batch in BATCHES]
    except Exception as error:  # noqa: BLE001
        return {**asked, "error": str(error).splitlines()[0]}
    axis = batch_axis(outputs)
    if axis is None or mixes(case, axis):
        return {**asked, "mixes": True}
    shape = [size for index, size in enumerate(outputs[0].shape) if index != axis]
    elsewhere = {"batch_axis": axis} if axis else {}
    # The fused kernel of attention is not counted, what it is made of is; a matrix times a vector never is.
    with counter.FlopCounterMode(display=False) as mode, Operators() as used, attention.sdpa_kernel(plain):
        value(case, tensors(case, 1))
    macs = {} if used.names & {"mv", "dot"} else {"macs": mode.get_total_flops() // 2}
    return {**asked, "output": shape, **elsewhere, **macs, **({} if axis else seen(case))}


def batch_axis(outputs: list[Any]) -> int | None:
    """The only axis whose size is that of the batch, whatever the batch; ``None`` if no other axis stays as it is."""
    first, second = (output.shape for output in outputs)
    changed = [index for index, sizes in enumerate(zip(first, second, strict=True)) if len(set(sizes)) > 1]
    whole = len(changed) == 1 and (first[changed[0]], second[changed[0]]) == BATCHES
    return changed[0] if whole else None


def seen(case: Case) -> dict[str, object]:
    """The first and last input position that each output position depends on, per spatial axis.

    What becomes of a value that is not a number tells which outputs depend on it. Only where the output has as many
    axes as the only input.
    """
    given = tensors(case, 1)
    output = value(case, given)
    if len(case.inputs) > 1 or output.dim() != given["x"].dim() or output.dim() < 3:
        return {}
    found = []
    for axis in range(2, output.dim()):
        reached = []
        for place in range(given["x"].shape[axis]):
            blank = {**given, "x": given["x"].index_fill(axis, torch.tensor([place]), float("nan"))}
            touched = value(case, blank).isnan().movedim(axis, 0).flatten(1).any(1)
            reached.append([bool(item) for item in touched])
        sights = [[i for i, row in enumerate(reached) if row[o]] for o in range(output.shape[axis])]
        found.append([[sight[0], sight[-1]] if sight else None for sight in sights])
    return {"seen": found}


def mixes(case: Case, axis: int) -> bool:
    """Whether the output for the first input depends on the others of its batch."""
    batch = BATCHES[0]
    plain, other = tensors(case, batch), tensors(case, batch)
    for name in "xy"[: len(case.inputs)]:
        other[name][1:] = 3 * torch.rand_like(other[name][1:])
    first, second = (torch.manual_seed(1) and value(case, given).select(axis, 0) for given in (plain, other))
    return "rand" not in case.expression and not torch.equal(first, second)


def main() -> None:
    warnings.simplefilter("ignore")
    lines = ",\n".join(json.dumps(ask(case)) for case in cases())
    TARGET.write_text(f'{{"version": "{torch.__version__}", "expressions": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
