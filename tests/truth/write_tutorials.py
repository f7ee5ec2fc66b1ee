"""Write ``tutorials.json``: what PyTorch and Keras say of the networks of the tutorials.

Each tutorial is executed as it is, with stand-ins for its data and its plots, and its network is run once. Run it
where PyTorch, torchvision, Keras 3 and TensorFlow are installed; the tests that read the file need none of them::

    python tests/truth/write_tutorials.py
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any

import tutorial_stand_ins as stand_ins
from tutorial_cases import CASES, TUTORIALS, Case, Shape

TARGET = Path(__file__).with_name("tutorials.json")

Answer = dict[str, Any]


def executed(tutorial: str) -> dict[str, Any]:
    """The names of a tutorial when all of it has run, as a module that is imported."""
    sys.argv = [tutorial]
    sys.path = [path for path in sys.path if path != str(Path(__file__).parent)]
    name = Path(tutorial).name
    running = type(sys)(name)
    sys.modules[name] = running
    code = compile((TUTORIALS / f"{tutorial}.txt").read_text(encoding="utf-8"), f"{tutorial}.txt", "exec")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        exec(code, vars(running))  # noqa: S102
    return vars(running)


def sizes(value: Any) -> list[Shape]:
    """The shapes of all tensors of a value."""
    if isinstance(value, dict):
        return [shape for one in value.values() for shape in sizes(one)]
    if isinstance(value, list | tuple):
        return [shape for one in value for shape in sizes(one)]
    return [tuple(value.shape)]


def of_an_input(one: Shape, two: Shape) -> Shape:
    """A shape without the batch, wherever that stands, from the shapes for one input and for two."""
    return tuple(size for size, other in zip(one, two, strict=True) if (size, other) != (1, 2))


def size(weights: Any) -> int:
    return sum(prod(weight.shape) for weight in weights)


def ask_torch(case: Case) -> Answer:
    """What PyTorch says of a network for one input, at inference."""
    torch = import_module("torch")
    mode = import_module("torch.utils.flop_counter").FlopCounterMode(display=False)
    stand_ins.plots()
    stand_ins.images_of_torchvision()
    stand_ins.lightning()
    stand_ins.library_of_a_course()
    torch.manual_seed(0)
    torch.backends.mha.set_fastpath_enabled(False)
    network = eval(case.entry or case.network, executed(case.tutorial)).eval()  # noqa: S307
    given = case.shape if isinstance(case.shape, dict) else {"": case.shape}
    kind = getattr(torch, case.numbers)

    def run(batch: int) -> Any:
        with torch.no_grad():
            return network(*[torch.zeros((batch, *(shape or ())), dtype=kind) for shape in given.values()])

    run(2)  # which gives lazy layers their sizes
    applied: list[tuple[str, Shape]] = []

    def note(name: str) -> Any:
        return lambda _, __, output: applied.append((name, sizes(output)[0]))

    for name, module in network.named_modules():
        of_torch = type(module).__module__.startswith("torch.nn") and not isinstance(module, torch.nn.Sequential)
        if name and of_torch and not list(module.children()):
            module.register_forward_hook(note(name))
    of_two, two_applied = sizes(run(2)), applied
    applied = []
    with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH), mode:
        of_one = sizes(run(1))
    layers = [(name, of_an_input(one, two)) for (name, one), (_, two) in zip(applied, two_applied, strict=True)]
    for name in case.unused:
        last = max(index for index, layer in enumerate(layers) if layer[0] == name)
        del layers[last]
    learned = list(network.parameters())
    return {
        "params": size(learned),
        "trainable": size(parameter for parameter in learned if parameter.requires_grad),
        "macs": mode.get_total_flops() // 2,
        "outputs": [of_an_input(one, two) for one, two in zip(of_one, of_two, strict=True)],
        "layers": layers,
    }


def ask_keras(case: Case) -> Answer:
    """What Keras says of a network; of its layers, those of Keras itself that have weights."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    keras, tensorflow = import_module("keras"), import_module("tensorflow")
    stand_ins.plots()
    stand_ins.data_of_keras(keras, tensorflow)
    stand_ins.module("tensorflow_datasets")
    network = eval(case.entry or case.network, executed(case.tutorial))  # noqa: S307
    if case.shape is None:
        given = [tuple(tensor.shape)[1:] for tensor in network.inputs]
    else:
        given = list(case.shape.values()) if isinstance(case.shape, dict) else [case.shape]

    def run(batch: int) -> Any:
        inputs = [keras.ops.zeros((batch, *shape), dtype=case.numbers) for shape in given]
        return network(inputs[0] if len(inputs) == 1 else inputs)

    run(2)  # which builds what is not yet built
    applied: list[tuple[str, Shape]] = []
    within: list[Any] = []
    call = keras.Layer.__call__

    def noted(layer: Any, *arguments: Any, **keywords: Any) -> Any:
        own = type(layer).__module__.startswith("keras.src.layers")
        within.extend([layer] * own)
        output = call(layer, *arguments, **keywords)
        if own:
            within.pop()
        if own and not within and layer.weights:
            applied.append((type(layer).__name__, sizes(output)[0]))
        return output

    keras.Layer.__call__ = noted
    of_two, two_applied = sizes(run(2)), applied
    applied = []
    of_one = sizes(run(1))
    return {
        "params": network.count_params(),
        "trainable": size(network.trainable_weights),
        "outputs": [of_an_input(one, two) for one, two in zip(of_one, of_two, strict=True)],
        "layers": [(kind, of_an_input(one, two)) for (kind, one), (_, two) in zip(applied, two_applied, strict=True)],
    }


def ask(number: int) -> Answer:
    """What the framework of a case says of it, asked in a process of its own."""
    case = CASES[number]
    told: Answer = {"tutorial": case.tutorial, "entry": case.entry, "shape": case.shape}
    if case.refused:
        compile((TUTORIALS / f"{case.tutorial}.txt").read_text(encoding="utf-8"), case.tutorial, "exec")
        return {**told, "refused": case.refused, "why": case.why}
    process = subprocess.run(
        [sys.executable, __file__, str(number)],
        env={**os.environ, "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode:
        raise SystemExit(f"{case.tutorial} {case.entry}:\n{process.stderr[-3000:]}")
    return {**told, **json.loads(process.stdout.splitlines()[-1])}


def lines(answer: Answer) -> str:
    """One network, a layer a line."""
    layers = answer.pop("layers", [])
    head = json.dumps(answer)
    if not layers:
        return head
    return f'{head[:-1]}, "layers": [\n' + ",\n".join(json.dumps(layer) for layer in layers) + "\n]}"


def main() -> None:
    """Write the answers for all cases; or print those of one, whose number is given."""
    warnings.simplefilter("ignore")
    if len(sys.argv) > 1:
        case = CASES[int(sys.argv[1])]
        print(json.dumps(ask_torch(case) if case.tutorial.startswith("pytorch") else ask_keras(case)))  # noqa: T201
        return
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, range(len(CASES))))
    told = ",\n".join(lines(answer) for answer in answers)
    TARGET.write_text(f'{{"networks": [\n{told}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
