"""How calls of PyTorch's modules are drawn at random: channels first, and the first arguments without their names."""

from __future__ import annotations

from typing import ClassVar

from keras_cases import Draw, Shape

SIZES = (0, -1, 2.5, "3", (2, 2, 2, 2), None, 60, [1, 0])

TORCH_SLIPS: dict[str, tuple[object, ...]] = {
    "kernel_size": SIZES,
    **dict.fromkeys(("stride", "dilation"), (0, -2, 1.5, "2", (1, 1, 1, 1), [2, 0])),
    **dict.fromkeys(
        ("in_channels", "out_channels", "in_features", "out_features", "num_features", "num_channels"),
        (0, -8, "8", (4,), 2.5, 7, 13),
    ),
    **dict.fromkeys(("in1_features", "in2_features", "num_embeddings", "embedding_dim"), (0, -8, "8", 2.5, 11)),
    **dict.fromkeys(("embed_dim", "kdim", "vdim"), (0, -8, "8", 2.5, 11)),
    **dict.fromkeys(("groups", "num_groups", "num_heads"), (0, -2, 7, 2.0, "2", 11)),
    "padding": ("sane", "full", "SAME", 1.5, -1, 30, (1, 1, 1, 1, 1), None),
    "padding_mode": ("zero", "mirror", "reflection", 1),
    "output_padding": (-1, 9, 0.5, (0, 0, 0, 0)),
    "output_size": (-2, 2.5, (2, 2, 2, 2), (), "2"),
    "output_ratio": (0, 1.5, "a", -0.5),
    "return_indices": (1.5,),
    "normalized_shape": (0, -4, "8", 2.5, (4, 99), 11),
    "divisor_override": (0,),
    "norm_type": ("2", None),
    "dim": (9, -9, 1.5, "1"),
    **dict.fromkeys(("start_dim", "end_dim"), (9, -9, 1.5)),
    "unflattened_size": ((7, 11), (-1, -1), "12", (2.5, 2), (0, 5), 6, ()),
    **dict.fromkeys(("upscale_factor", "downscale_factor"), (0, -2, 7, 2.5)),
    "scale_factor": (0, -1, "2", (2, 2, 2, 2)),
    "size": (0, -3, "2", (2, 2, 2, 2), 2.5),
    "mode": ("cubic", "nearst", "linear", "trilinear", 1),
    "p": (1.5, -0.1, "half"),
    "num_parameters": (0, -1, 7, 13, "2"),
    "approximate": ("relu", "tan", 1),
    "lambd": (-0.5, "1"),
}
"""What is wrong with an argument, as a rule; whether it is wrong for this very layer, the framework says."""


class TorchDraw(Draw):
    """Random arguments of a module, and feature maps whose channels come first."""

    slips: ClassVar[dict[str, tuple[object, ...]]] = TORCH_SLIPS

    def feature_map(self, rank: int, channels: int = 0) -> Shape:
        """A shape with its channels first."""
        return (channels or self.pick(1, 2, 3, 4, 5, 6, 8, 12), *(self.sizes(rank) if rank else ()))

    def any_shape(self, *lengths: int) -> Shape:
        """A shape of one of these numbers of axes, four at most."""
        return self.feature_map(self.pick(*lengths) - 1)

    def in_order(self, *names: str) -> None:
        """Those of the named arguments that follow on each other from the first are written without their names."""
        if self.chance(0.5):
            for name in names:
                if name not in self.keywords:
                    return
                self.given[name] = self.keywords.pop(name)

    def slip(self, shapes: list[Shape]) -> list[Shape]:
        """Get something wrong, now and then the channels that arrive."""
        if self.chance(0.25) and shapes[0]:
            first, *others = shapes
            changed = (first[0] + 1, *first[1:]) if self.chance(0.7) else (*first[:-1], first[-1] + 1)
            return [changed, *others]
        slipped = super().slip(shapes) if self.given or self.chance(0.5) else [(*shapes[0], 2), *shapes[1:]]
        return [shape or (2, 2, 2, 2, 2) for shape in slipped]
