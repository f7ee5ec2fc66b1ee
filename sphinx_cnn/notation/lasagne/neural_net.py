"""nolearn's ``NeuralNet``: a list of layers, and keywords for them that begin with their names.

Source: nolearn 0.6, ``nolearn/lasagne/base.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.dialect import Maker, Model, Reader
from sphinx_cnn.notation.errors import ArchitectureError, nearest
from sphinx_cnn.notation.lasagne.makers import LayerClass, State
from sphinx_cnn.notation.lasagne.naming import automatic_name
from sphinx_cnn.notation.lasagne.sharing import parameter_of
from sphinx_cnn.notation.values import FeatureMap, Opaque, describe

TRAINING = (
    "X_tensor_type", "batch_iterator", "batch_iterator_test", "batch_iterator_train", "check_input", "custom_score",
    "custom_scores", "eval_size", "loss", "max_epochs", "more_params", "objective", "objective_loss_function",
    "on_batch_finished", "on_epoch_finished", "on_training_finished", "on_training_started", "regression",
    "scores_train", "scores_valid", "train_split", "update", "use_label_encoder", "verbose", "y_tensor_type",
)  # fmt: skip
"""Keywords that say how the network is trained, in this version of nolearn or an older one."""

PREFIXES = ("update", "objective")
"""What the keywords begin with that go to the functions of these names."""

METHODS = frozenset({
    "fit", "get_all_layers", "get_all_params", "get_all_params_values", "get_output", "get_params", "initialize",
    "initialize_layers", "load_params_from", "load_weights_from", "partial_fit", "predict", "predict_proba",
    "save_params_to", "save_weights_to", "score", "set_params", "train_loop",
})  # fmt: skip
"""Methods that do not describe the network; they are passed over, with their arguments."""

STATE = frozenset({"layers_", "train_history_", *TRAINING})
"""Attributes that do not describe the network; they are not read."""


@dataclass(eq=False, slots=True)
class NeuralNet(Model):
    """A network for nolearn.

    :param outputs: what comes out of its last layers.
    """

    name: str
    place: ast.AST
    outputs: list[FeatureMap]
    named_by: str = "counter"
    input_shape: Shape | None = None
    described: str = "a NeuralNet"


@dataclass(slots=True)
class Definition:
    """A layer of the list: its name, what makes it, and its arguments."""

    name: str
    maker: Maker
    arguments: dict[str, Any]
    place: ast.AST


@dataclass(slots=True)
class Builder:
    """Applies the layers of one list, each to the one before unless it says to what."""

    reader: Reader
    state: State
    node: ast.AST
    made: dict[str, FeatureMap] = field(default_factory=dict)
    last: FeatureMap | None = None

    def apply(self, definition: Definition) -> None:
        """Make a layer and apply it."""
        arguments, maker = dict(definition.arguments), definition.maker
        wrapper = arguments.pop("layer_wrapper", None)
        if isinstance(maker, LayerClass):
            for name in maker.kind.learned:
                if isinstance(arguments.get(name), str):
                    arguments[name] = self._shared(arguments[name], name)
            self._connect(maker, arguments)
        given = {**arguments, "name": definition.name}
        self.last = self.made[definition.name] = self._call(maker, [], given, definition.place)
        if wrapper is not None:
            self.last = self._call(wrapper, [self.last], {}, definition.place)

    def _connect(self, maker: LayerClass, arguments: dict[str, Any]) -> None:
        incoming = maker.kind.incoming
        if incoming in arguments:
            names = arguments[incoming]
            arguments[incoming] = [self._named(n) for n in names] if maker.kind.merges else self._named(names)
        elif self.last is None:
            raise ValueError("the first layer must be an InputLayer")
        elif maker.kind.merges:
            raise ValueError(f"{maker.spelled} needs 'incomings', a list of names of layers")
        else:
            arguments[incoming] = self.last

    def _named(self, name: object) -> FeatureMap:
        if not isinstance(name, str) or name not in self.made:
            known = nearest(name, self.made) if isinstance(name, str) else ""
            raise ValueError(f"no layer before is named {describe(name)}{known}")
        return self.made[name]

    def _shared(self, name: str, parameter: str) -> object:
        layer = self.reader.tape.entries[self._named(name).index].layer
        return parameter_of(layer, parameter)

    def _call(self, maker: object, given: list[Any], keywords: dict[str, Any], place: ast.AST) -> FeatureMap:
        result = self.reader.call(maker, given, keywords, place)
        if not isinstance(result, FeatureMap):
            raise ValueError(f"{describe(maker)} gives {describe(result)}, not a layer")
        return result


@dataclass(frozen=True, slots=True)
class NeuralNetClass(Maker):
    """``NeuralNet`` as a value of the text.

    :param layers: what can be named in words: ``'lasagne.layers.DenseLayer'``.
    """

    state: State
    layers: Mapping[str, object]
    described: str = "the class NeuralNet"

    def make(self, reader: Reader, arguments: list[Any], keywords: dict[str, Any], node: ast.AST) -> NeuralNet:
        """Make a network of the layers that are listed."""
        keywords = dict(keywords)
        if arguments:
            keywords["layers"] = arguments[0]
        if "layers" not in keywords:
            raise ValueError("NeuralNet needs its layers")
        layers = keywords.pop("layers")
        more = keywords.get("more_params")
        given = {**(more if isinstance(more, dict) else {}), **keywords}
        listed = list(layers) if isinstance(layers, list | tuple) else [layers]
        if listed and all(isinstance(layer, FeatureMap) for layer in listed):
            outputs = listed
            _refuse_unknown(reader, given, [], node)
        else:
            outputs = [self._built(reader, listed, given, node)]
        net = NeuralNet("net", node, outputs)
        reader.made.append(net)
        return net

    def _built(self, reader: Reader, listed: list[Any], given: dict[str, Any], node: ast.AST) -> FeatureMap:
        definitions = list(self._definitions(reader, listed, node))
        names = [definition.name for definition in definitions]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two layers are named '{name}'")
        _refuse_unknown(reader, given, names, node)
        builder = Builder(reader, self.state, node)
        for definition in definitions:
            own = {
                key.removeprefix(f"{definition.name}_"): key for key in given if key.startswith(f"{definition.name}_")
            }
            definition.arguments |= {argument: given[key] for argument, key in own.items()}
            try:
                builder.apply(definition)
            except ArchitectureError:
                raise
            except ValueError as error:
                raise reader.error(f"{definition.name}: {error}", definition.place) from None
        if builder.last is None:
            raise ValueError("NeuralNet has no layers")
        return builder.last

    def _definitions(self, reader: Reader, listed: list[Any], node: ast.AST) -> Iterator[Definition]:
        places = _places(node, len(listed))
        for number, (item, place) in enumerate(zip(listed, places, strict=True)):
            if not isinstance(item, list | tuple) or len(item) != 2:
                raise reader.error(
                    f"a layer is listed as ('name', Layer) or (Layer, {{…}}), not {describe(item)}", place
                )
            first, second = item
            name, factory, arguments = ("", first, second) if isinstance(second, dict) else (first, second, {})
            arguments = dict(arguments)
            name = arguments.pop("name", name)
            maker = self._maker(reader, factory, place)
            if not isinstance(name, str):
                raise reader.error(f"the name of a layer must be a string, not {describe(name)}", place)
            kind = maker.spelled if isinstance(maker, LayerClass) else "InputLayer"
            yield Definition(name or automatic_name(kind, number), maker, arguments, place)

    def _maker(self, reader: Reader, factory: object, place: ast.AST) -> Maker:
        if isinstance(factory, str):
            spelled = factory.rpartition(".")[2]
            if spelled not in self.layers:
                raise reader.error(f"no layer '{spelled}' is known{nearest(spelled, self.layers)}", place)
            factory = self.layers[spelled]
        if not isinstance(factory, Maker):
            raise reader.error(f"a layer class is needed, not {describe(factory)}", place)
        return factory


def _refuse_unknown(reader: Reader, given: dict[str, Any], names: list[str], node: ast.AST) -> None:
    """Refuse a keyword that belongs to no layer and not to the training, as nolearn does."""
    prefixes = tuple(f"{name}_" for name in (*names, *PREFIXES))
    for key, value in given.items():
        if key not in TRAINING and not key.startswith(prefixes) and not (key == "" and isinstance(value, Opaque)):
            place = next((k for k in getattr(node, "keywords", ()) if k.arg == key), node)
            raise reader.error(_unknown(key, names), place)


def _unknown(key: str, names: list[str]) -> str:
    layer, _, argument = key.partition("_")
    known = [f"{name}_{argument}" for name in names] if argument else []
    hint = nearest(key, [*known, *TRAINING, *(f"{name}_" for name in names)])
    return f"'{key}' is no keyword of NeuralNet, and no layer is named '{layer}'{hint}"


def _places(node: ast.AST, count: int) -> list[ast.AST]:
    """Where each layer is listed; the call itself, where the list stands elsewhere."""
    values = [keyword.value for keyword in getattr(node, "keywords", ()) if keyword.arg == "layers"]
    values += list(getattr(node, "args", ()))[:1]
    for value in values:
        if isinstance(value, ast.List | ast.Tuple) and len(value.elts) == count:
            return list(value.elts)
    return [node] * count
