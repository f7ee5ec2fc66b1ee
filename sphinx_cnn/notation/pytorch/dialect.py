"""PyTorch: ``torch.nn`` modules, classes with ``forward``, and the functions that a ``forward`` calls."""

from __future__ import annotations

import ast
from typing import Any, ClassVar

from sphinx_cnn.arithmetic.layers.parameter import Parameter, WithParameters
from sphinx_cnn.arithmetic.layers.reshaping import Input
from sphinx_cnn.arithmetic.network import Advice, Network
from sphinx_cnn.arithmetic.shape import Shape
from sphinx_cnn.notation.builtins import iterate
from sphinx_cnn.notation.classes import Class, Instance
from sphinx_cnn.notation.dialect import Dialect, Model, Reader, ReaderFunction
from sphinx_cnn.notation.inputs import InputShapes, outside_shape, unknown_inputs
from sphinx_cnn.notation.layer_class import MadeLayers
from sphinx_cnn.notation.pytorch import tensors
from sphinx_cnn.notation.pytorch.applying import applied
from sphinx_cnn.notation.pytorch.builtins import BUILTINS
from sphinx_cnn.notation.pytorch.composites import COMPOSITES, composite
from sphinx_cnn.notation.pytorch.einops import einops_member
from sphinx_cnn.notation.pytorch.layers import KINDS
from sphinx_cnn.notation.pytorch.library import MODULES, Names, names_of_torch
from sphinx_cnn.notation.pytorch.makers import LayerClass
from sphinx_cnn.notation.pytorch.module_methods import module_attribute, set_module_attribute
from sphinx_cnn.notation.pytorch.modules import (
    NAMED,
    Container,
    ContainerClass,
    is_module,
    named_modules,
    own_layer,
)
from sphinx_cnn.notation.pytorch.outcome import network
from sphinx_cnn.notation.pytorch.parameters import ParameterOf, parameters_of
from sphinx_cnn.notation.scope import Scope
from sphinx_cnn.notation.tensors.maps import Call
from sphinx_cnn.notation.values import Constant, FeatureMap, LayerObject, Looped, Module, Opaque, describe

NO_MODULES = (
    "ABC", "Callback", "DataModule", "Dataset", "Enum", "Error", "Exception", "Function", "Generic", "NamedTuple",
    "Protocol", "Sampler", "TestCase", "TypedDict", "object",
)  # fmt: skip
"""Ends of the names of classes that are not read and are no modules."""


class PyTorchDialect(Dialect):
    """PyTorch 2."""

    name: ClassVar[str] = "pytorch"
    title: ClassVar[str] = "PyTorch"
    roots: ClassVar[frozenset[str]] = frozenset({"torch", "einops"})
    models: ClassVar[frozenset[str]] = frozenset({"Module", "Sequential", "ModuleList", "ModuleDict"})
    inputs: ClassVar[frozenset[str]] = frozenset()
    tries_layers: ClassVar[bool] = True

    def __init__(self, input_shapes: InputShapes = None) -> None:
        self.input_shapes = input_shapes
        self.tried: dict[object, Shape] = {}
        """The shapes of the data that modules of the text were tried on."""
        self.notes: list[str] = []
        self.advice: list[Advice] = []
        self.root: object = None
        """The module that is the network, once it is known."""
        self._paths: dict[object, str] = {}
        self._inputs: list[str] = []
        self._composites = Scope()
        self._names: Names = names_of_torch(MadeLayers())

    def names(self, reader: Reader) -> dict[str, object]:
        """All layers and containers by their bare names, and the usual names of PyTorch's modules."""
        return {**BUILTINS, **self._names.classes, **{local: Module(path) for local, path in MODULES.items()}}

    def member(self, path: str, name: str, reader: Reader) -> object:
        """What ``path.name`` is: a layer, a function, a module, or something that is not read."""
        if path.startswith("torch.nn") and name in COMPOSITES:
            return composite(name, self._composites, reader)
        if path == "einops" or path.startswith("einops."):
            return einops_member(path, name)
        return self._names.find(path, name)

    def attribute(self, value: object, name: str, reader: Reader) -> object:
        """An attribute of a feature map, a parameter or a module."""
        if isinstance(value, FeatureMap | tensors.Extremes):
            return tensors.attribute(value, name, reader)
        if reader.running and isinstance(value, LayerObject) and isinstance(value.layer, Parameter):
            parameter = tensors.as_map(value, reader, value.place)
            assert parameter is not None  # noqa: S101
            return tensors.attribute(parameter, name, reader)
        if isinstance(value, dict) and name in value:
            return value[name]
        if is_module(value):
            try:
                return module_attribute(value, name, reader)
            except AttributeError:
                if isinstance(value, Instance) and any(isinstance(base, Opaque) for base in value.cls.outer_bases):
                    return Opaque(f"{value.cls.name}.{name}")
                raise
        raise AttributeError(f"{describe(value)} has no '{name}' that is read here")

    def attribute_of_base(self, instance: Instance, name: str, reader: Reader) -> object:
        """``super().forward`` and its like."""
        if name == self.forward:
            return ReaderFunction(
                name, lambda reader, values, named, node: self.apply_base(instance, values, named, reader, node)
            )
        return self.attribute(instance, name, reader)

    def data_attribute(self, value: Opaque, name: str) -> object:
        """The shape of a tensor of data, and whether a parameter is trained; nothing else is read."""
        if isinstance(value, ParameterOf) and name == "requires_grad":
            return value.is_trained
        if isinstance(value, ParameterOf) and name == "requires_grad_":
            return ReaderFunction(name, lambda _, values, *__: value.freeze(trained=all(values)))
        if isinstance(value, Constant):
            return tensors.data_attribute(value, name)
        return value.member(name)

    def set_attribute(self, value: object, name: str, to: object, reader: Reader) -> None:
        """Set an attribute of a module, or whether a parameter is trained."""
        set_module_attribute(value, name, to)

    def set_data_attribute(self, value: Opaque, name: str, to: object) -> None:
        """``parameter.requires_grad = False``."""
        if isinstance(value, ParameterOf) and name == "requires_grad":
            value.freeze(trained=bool(to))

    def subscript(self, value: object, index: object, reader: Reader, node: ast.AST) -> object:
        """A slice of a feature map, or an item of a container."""
        found = tensors.as_map(value, reader, node)
        if found is not None:
            return tensors.subscript(found, index, reader, node)
        container = value.native if isinstance(value, Instance) else value
        if isinstance(container, Container):
            return container.item(index, node)
        raise TypeError(f"{describe(value)} has no items")

    def operate_on_data(self, kind: type[ast.operator | ast.unaryop], operands: list[Any], reader: Reader) -> object:
        """Apply an operator to tensors of data and numbers; where that is not read, what comes out is not, either."""
        if any(isinstance(operand, ParameterOf) for operand in operands):
            return super().operate_on_data(kind, operands, reader)
        try:
            return tensors.operate_on_data(kind, operands, reader)
        except ValueError:
            return Opaque("arithmetic with tensors of data")

    def subscript_data(self, value: Constant, index: object, reader: Reader) -> object:
        """A part of a tensor of data; where that is not read, nothing of it is."""
        try:
            return tensors.subscript_data(value, index, reader)
        except ValueError:
            return Opaque(f"a part of {value.origin}"[:200])

    def unpacked(self, value: FeatureMap, reader: Reader, node: ast.AST) -> list[Any]:
        """Each position along the first axis."""
        return tensors.unbind(Call("unbind", reader, node), value)

    def set_item(self, container: object, index: object, value: object) -> None:
        """Put a module in the place of another one."""
        found = container.native if isinstance(container, Instance) else container
        if not isinstance(found, Container):
            raise TypeError(f"the items of {describe(container)} cannot be set")
        name = str(index) if isinstance(index, str) else found.name_of(index)
        found.add(name, value)

    def extended(self, container: Looped, more: object, reader: Reader, node: ast.AST) -> object:
        """Another list with more modules."""
        if not isinstance(container, Container) or container.kind in NAMED:
            raise TypeError(f"{describe(more)} cannot be added to {describe(container)}")
        made = Container(container.kind, node)
        for index, module in enumerate([*container.looped(), *iterate(more, reader.budget)]):
            made.add(str(index), module)
        reader.made.append(made)
        return made

    def delete_item(self, container: object, index: object) -> None:
        """Take a module out of a container."""
        found = container.native if isinstance(container, Instance) else container
        if not isinstance(found, Container):
            raise TypeError(f"nothing can be deleted from {describe(container)}")
        names = list(found.members)[index] if isinstance(index, slice) else [found.name_of(index)]
        for name in names:
            del found.members[name]
        if found.kind in ("ModuleList", "Sequential"):
            found.renumber(list(found.members.values()))

    def operate(
        self, kind: type[ast.operator | ast.unaryop], operands: list[object], reader: Reader, node: ast.AST
    ) -> FeatureMap:
        """Apply an operator to feature maps, parameters and numbers."""
        return tensors.operate(kind, operands, reader, node)

    def is_instance(self, value: object, kind: object) -> bool | None:
        """What ``isinstance`` says for layers, containers, tensors and ``nn.Module``."""
        if isinstance(kind, ContainerClass):
            if kind.kind == "Module":
                return is_module(value)
            return isinstance(value, Container) and value.kind == kind.kind
        if isinstance(kind, LayerClass):
            layer = own_layer(value)
            return layer is not None and layer.kind == kind.spelled
        if isinstance(kind, Opaque) and kind.origin in ("torch.Tensor", "torch.FloatTensor"):
            return isinstance(value, FeatureMap | Constant)
        if isinstance(kind, Opaque) and "._" in kind.origin:  # _BatchNorm, _ConvNd
            layer = own_layer(value)
            base = kind.origin.rpartition("._")[2].removesuffix("Nd")
            return layer is not None and base.lower() in layer.kind.lower()
        return None if isinstance(value, Opaque) else False

    def class_of(self, layer: LayerObject) -> object:
        """The class of a layer."""
        return self._names.find("torch.nn", layer.kind)

    def apply(
        self,
        reader: Reader,
        value: LayerObject | Model | Instance,
        arguments: list[Any],
        keywords: dict[str, Any],
        node: ast.AST,
    ) -> object:
        """Apply a module to the arguments of its ``forward``."""
        if isinstance(value, Instance):
            return reader.run(value, arguments, keywords, node)
        if isinstance(value, Model):
            return value.apply(reader, arguments, node)
        return applied(reader, value, arguments, keywords, node)

    def apply_base(
        self, instance: Instance, arguments: list[Any], keywords: dict[str, Any], reader: Reader, node: ast.AST
    ) -> object:
        """Apply the layer or container that a module's class inherits from; or ``self.net``, where it is not read."""
        native = instance.native
        if isinstance(native, LayerObject):
            return applied(reader, native, arguments, keywords, node)
        if isinstance(native, Container) and native.kind == "Sequential":
            with reader.grouped(*self.group(instance, reader)):
                return native.run(reader, arguments, node)
        net = instance.attributes.get("net")
        if any(isinstance(base, Opaque) for base in instance.cls.outer_bases) and is_module(net):
            with reader.grouped(*self.group(instance, reader)):
                return reader.call(net, arguments, keywords, node)
        raise TypeError(f"{instance.described} has no forward, so it cannot be applied")

    def rehearsed(self, value: LayerObject | Model | Instance, data: list[Constant]) -> None:
        """Remember what a module is tried on; it is the input of the network where no other is given."""
        if data and len(data[0].shape) > 1:
            self.tried.setdefault(value, data[0].shape[1:])

    def is_module_class(self, cls: Class) -> bool:
        """Whether a class inherits from ``nn.Module``, a layer, or what is taken for a plain module."""
        for base in cls.outer_bases:
            if isinstance(base, ContainerClass | LayerClass):
                return True
            if isinstance(base, Opaque) and not base.origin.endswith(NO_MODULES):
                if base.origin.startswith(("torch.", "enum.", "abc.", "typing.", "argparse.")):
                    continue
                self.notes.append(f"{base.origin} is not in the text, so it is taken for a plain module")
                return True
        return False

    def plain_module(self, reader: Reader, node: ast.AST) -> object:
        """An empty module."""
        return Container("Module", node)

    def made(self, instance: Instance, reader: Reader) -> None:
        """Keep an instance of a module class: it may be the network."""
        if instance.cls.is_module:
            reader.made.append(instance)

    def group(self, instance: Instance, reader: Reader) -> tuple[str, str | None]:
        """The path of a module."""
        return instance.cls.name, self._paths.get(instance, instance.name or None)

    def groups_functions(self, reader: Reader) -> bool:
        """In a module, a function's layers belong to the module."""
        return not reader.running

    def place(self, layer: LayerObject, group: str) -> str:
        """A module has its path from the tree; an operation is named in the module whose ``forward`` is running."""
        path = self._paths.get(layer)
        if path is not None:
            return path.rpartition(".")[0]
        if self.root is not None and layer.kind in KINDS and not isinstance(layer.layer, WithParameters):
            self._leave_out(layer)
        if layer.applied is None and group and layer.named_by == "counter":
            layer.name = f"{group}.{layer.name}"
        return group

    def _leave_out(self, layer: LayerObject) -> None:
        """PyTorch does not know the parameters of a layer that stands in a plain list, or is made in a ``forward``."""
        if layer.layer.merges or not any(True for _ in parameters_of(layer)):
            return
        layer.layer = WithParameters(layer.layer)
        message = (
            f"{layer.kind} is no part of the module, so PyTorch does not count its parameters, nor train them; "
            "assign it to an attribute, or put it into an nn.ModuleList"
        )
        self.advice.append(Advice(layer.line, message, layer.file))

    def name_tree(self, root: object, path: str = "") -> None:
        """Give all modules in a tree their paths."""
        self.root = root
        self._paths.clear()
        for inside_path, module in named_modules(root, path):
            layer = own_layer(module)
            if layer is not None:
                self._paths[layer] = layer.name = inside_path or layer.name
                layer.named_by = "author"
            if isinstance(module, Instance):
                self._paths[module] = inside_path
            if isinstance(module, Container | Instance):
                module.name = inside_path

    def has_network(self, reader: Reader) -> bool:
        """Whether there is a module, or a class of modules."""
        classes = (value for value in reader.globals.names.values() if isinstance(value, Class))
        return bool(reader.made) or any(cls.is_module for cls in classes)

    def ready_made(self, origin: str) -> str:
        """Networks of torchvision, timm and the hub."""
        path, _, name = origin.rpartition(".")
        made = path.startswith(("torchvision.models", "timm.models")) and "._" not in path
        builds = made and name.islower() and not name.startswith(("list_", "get_"))
        if builds or origin in ("torch.hub.load", "timm.create_model"):
            return (
                f"{origin} gives a network that only exists inside {path.partition('.')[0]}, so there are no layers "
                "to read; put the code of its class into the text, or into a file beside it"
            )
        return ""

    def input(self, reader: Reader, shape: Shape | None, name: str, node: ast.AST) -> FeatureMap:
        """An input of the network; a shape given outside the text wins over *shape*."""
        self._inputs.append(name)
        wrong = unknown_inputs(self.input_shapes, self._inputs) if isinstance(self.input_shapes, tuple) else ""
        if wrong:
            raise reader.error(wrong, node)
        try:
            shape = outside_shape(self.input_shapes, name, shape)
        except ValueError as error:
            raise reader.error(str(error), node) from None
        return reader.record(LayerObject(name, "Input", Input(shape), node, "author"), [], node)

    def network(self, reader: Reader, name: str, entry: object = None) -> Network:
        """The network that the text describes, when all of it is read."""
        return network(self, reader, name, entry)
