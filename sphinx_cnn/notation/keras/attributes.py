"""What a text asks of its layers, models and feature maps, and sets of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sphinx_cnn.notation.arguments import layer_name
from sphinx_cnn.notation.classes import Instance
from sphinx_cnn.notation.dialect import Model, Reader, ReaderFunction
from sphinx_cnn.notation.errors import nearest
from sphinx_cnn.notation.keras.making import add_weight
from sphinx_cnn.notation.keras.models import (
    TRAINING_CALLS,
    TRAINING_STATE,
    Functional,
    Sequential,
    layers_in,
    layers_of,
    method,
)
from sphinx_cnn.notation.keras.modules import Base, is_part, is_weight, parts, parts_in, shape_of
from sphinx_cnn.notation.values import FeatureMap, LayerObject, Native, Opaque, describe

if TYPE_CHECKING:
    from sphinx_cnn.notation.keras.dialect import KerasDialect

UNREAD = frozenset({
    "activity_regularizer", "autocast", "compute_dtype", "compiled_loss", "compiled_metrics", "dtype", "dtype_policy",
    "losses", "variable_dtype", "input_spec", "non_trainable_weights", "non_trainable_variables", "supports_masking",
    "compute_output_shape", "compute_output_spec", "compute_mask", "compute_loss", "compute_metrics", "device",
    "distribute_strategy", "jit_compile", "quantize", "stateless_call", "updates", "path", "run_eagerly",
})  # fmt: skip
"""Attributes of layers and models that change no count and are not read."""

IGNORED = frozenset({
    "adapt", "add_loss", "add_metric", "add_update", "compile_from_config", "get_build_config", "assign", "assign_add",
    "save_own_variables", "load_own_variables", "train_step", "test_step", "predict_step", "make_train_function",
    "get_compile_config", "_set_save_spec",
})  # fmt: skip
"""Methods that are passed over, with their arguments."""


def attribute(dialect: KerasDialect, value: object, name: str, reader: Reader) -> object:
    """An attribute of a feature map, a layer, a model, or an instance of a class of the text.

    :raises AttributeError: if it has none of that name that is read.
    """
    found: object = None
    if isinstance(value, FeatureMap) or is_weight(value):
        found = _of_tensor(dialect, value, name, reader)
    elif isinstance(value, LayerObject):
        found = _of_layer(value, name)
    elif isinstance(value, Instance):
        return _of_instance(dialect, value, name, reader)
    elif isinstance(value, Sequential | Functional):
        return _of_model(dialect, value, name, reader)
    elif isinstance(value, Model):
        found = _of_any(value, name)
    elif isinstance(value, tuple | list):
        found = _of_shape(value, name)
    elif value is None:
        found = None
    if found is None:
        raise AttributeError(f"{describe(value)} has no '{name}' that is read here")
    return found


def _of_tensor(dialect: KerasDialect, value: Any, name: str, reader: Reader) -> object:  # noqa: ANN401
    if name in ("shape", "get_shape"):
        shape = dialect.shape(value, reader) if isinstance(value, FeatureMap) else value.layer.shape
        return shape if name == "shape" else Native(name, lambda: shape)
    if name == "ndim":
        return len(value.sizes) if isinstance(value, FeatureMap) else len(value.layer.shape)
    if name in ("dtype", "device"):
        return Opaque(name)
    if isinstance(value, LayerObject):
        known = {"value": value, "trainable": value.trainable, "name": value.name}
        return Native(name, print, reads_arguments=False) if name in IGNORED else known.get(name)
    return None


def _of_shape(value: tuple[Any, ...] | list[Any], name: str) -> object:
    """What TensorFlow's shapes have beside what tuples have."""
    if name in ("rank", "ndims"):
        return len(value)
    if name in ("as_list", "num_elements"):
        return Native(name, lambda: list(value) if name == "as_list" else Opaque(name))
    return None


def _of_any(value: Any, name: str) -> object:  # noqa: ANN401
    if name in ("name", "trainable"):
        return getattr(value, name)
    if name in UNREAD or name in TRAINING_STATE:
        return Opaque(f"{value.name[:50]}.{name}")
    if name in IGNORED or name in TRAINING_CALLS or name == "build":
        return Native(f"{value.name}.{name}", print, reads_arguments=False)
    if name in ("call", "__call__"):
        return ReaderFunction(name, lambda reader, values, named, node: reader.call(value, values, named, node))
    return None


def _of_layer(layer: LayerObject, name: str) -> object:
    if name == "built":
        return layer.applied is not None
    if name == "output":
        if layer.applied is None:
            raise ValueError(f"{layer.name} is not applied to anything yet")
        return layer.applied
    if name in layer.hyperparameters:
        return layer.hyperparameters[name]
    return _of_any(layer, name)


def _of_model(dialect: KerasDialect, model: Sequential | Functional, name: str, reader: Reader) -> object:
    if name == "built":
        return isinstance(model, Functional) or dialect.apply_to_itself(model, reader)
    if name in ("input", "inputs", "output", "outputs", "layers") and isinstance(model, Sequential):
        applied = dialect.apply_to_itself(model, reader)
        if applied and name != "layers":
            found = model.input if name.startswith("input") else model.output
            return [found] if name.endswith("s") else found
    if name in ("layers", "get_layer"):
        reader.budget.spend(len(model.layers if isinstance(model, Sequential) else model.entries))
    if name == "layers":
        return layers_of(model, reader.tape)
    if name == "get_layer":
        return ReaderFunction(name, lambda _, values, named, __: _found(model, reader, *values, **named))
    if isinstance(model, Functional) and name in ("input", "inputs", "output", "outputs"):
        maps = model.inputs if name.startswith("input") else model.outputs
        return maps[0] if len(maps) == 1 and not name.endswith("s") else list(maps)
    if name in ("input_shape", "output_shape") and isinstance(model, Functional):
        maps = model.inputs if name.startswith("input") else model.outputs
        return shape_of(maps[0] if len(maps) == 1 else maps)
    if name in UNREAD or name in IGNORED or name in ("trainable", "call"):
        return _of_any(model, name)
    return method(model, name, reader)


def _found(model: Sequential | Functional, reader: Reader, name: object = None, index: object = None) -> object:
    """A layer of a model by its name, or its number; or a model or an instance that is applied in it."""
    layers = layers_of(model, reader.tape)
    if isinstance(index, int):
        return layers[index]
    called = layer_name("the name", name)
    others = [made for made in reader.made if isinstance(made, Model | Instance)]
    found = [value for value in (*layers, *reversed(others)) if getattr(value, "name", "") == called]
    if not found:
        raise ValueError(f"no layer is named '{called}'{nearest(called, [layer.name for layer in layers])}")
    return found[0]


def _of_instance(dialect: KerasDialect, instance: Instance, name: str, reader: Reader) -> object:
    native = instance.native
    if name == "output" and instance in dialect.results:
        return dialect.results[instance]
    if native is None:
        raise AttributeError(f"'{name}' of {describe(instance)} is asked for before super().__init__() is called")
    if name == "name":
        return dialect.name_of(instance)
    if name == dialect.forward:
        return ReaderFunction(
            name, lambda reader, values, named, node: dialect.apply_base(instance, values, named, reader, node)
        )
    if isinstance(native, Sequential | Functional | LayerObject):
        return attribute(dialect, native, name, reader)
    assert isinstance(native, Base)  # noqa: S101
    state: dict[str, Callable[[], object]] = {
        "trainable": lambda: native.trainable,
        "built": lambda: native.built,
        "layers": lambda: [part for part in parts(instance) if not is_weight(part)],
    }
    functions: dict[str, Callable[[Reader, list[Any], dict[str, Any], ast.AST], object]] = {
        "add_weight": lambda _, values, named, node: add_weight(dialect.state, instance, values, named, node),
        "add_variable": lambda _, values, named, node: add_weight(dialect.state, instance, values, named, node),
        "build": lambda _, values, named, __: dialect.remember(instance, *values, **named),
        "get_layer": lambda _, values, named, __: _layer_of(instance, *values, **named),
    }
    if name in state:
        return state[name]()
    if name in functions:
        return ReaderFunction(name, functions[name])
    if name in UNREAD or name in TRAINING_STATE:
        return Opaque(f"{instance.cls.name[:50]}.{name}")
    if name in IGNORED or name in TRAINING_CALLS:
        return Native(f"{instance.name}.{name}", print, reads_arguments=False)
    known = [*instance.attributes, *(known for part in instance.cls.order for known in part.names), *functions, *state]
    raise AttributeError(f"{describe(instance)} has no '{name}' that is read here{nearest(name, known)}")


def _layer_of(instance: Instance, name: object = None, index: object = None) -> object:
    found = [part for part in parts(instance) if not is_weight(part)]
    if isinstance(index, int):
        return found[index]
    return next(part for part in found if getattr(part, "name", "") == name)


def set_attribute(dialect: KerasDialect, value: object, name: str, to: object, reader: Reader) -> None:
    """``trainable``, of a layer or of all layers of a model; or anything of an instance of a class of the text.

    :raises AttributeError: if it cannot be set.
    """
    if name == "trainable" and is_part(value):
        if not isinstance(to, bool):
            raise AttributeError(f"'trainable' of {describe(value)} cannot be set to {describe(to)} here")
        set_trainable(value, reader, trained=to)
    elif isinstance(value, Instance):
        if name in ("name", "_name") and isinstance(to, str):
            value.name = layer_name("name", to)
            return
        if name in ("built", "_is_graph_network"):
            return
        value.attributes[name] = to
        if is_weight(to) and isinstance(value.native, Base) and to not in value.native.weights:
            value.native.weights.append(to)  # type: ignore[arg-type]
        dialect.state.nested.update(part for part in parts_in([to]) if isinstance(part, Instance))
    elif is_part(value) and (name in UNREAD or name in ("_name", "kernel_regularizer", "stop_training")):
        return
    else:
        raise AttributeError(f"'{name}' of {describe(value)} cannot be set to {describe(to)} here")


def set_trainable(value: Any, reader: Reader, *, trained: bool) -> None:  # noqa: ANN401
    """Whether training changes a layer, or all layers of a model."""
    if isinstance(value, Instance):
        if isinstance(value.native, Base | Sequential | Functional):
            value.native.trainable = trained
    else:
        value.trainable = trained
    for layer in layers_in(value, reader.tape):
        if not is_weight(layer):
            layer.trainable = trained
        elif trained:
            layer.frozen.clear()
        else:
            layer.frozen.update(("weights", "biases"))
