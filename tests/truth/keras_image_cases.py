"""Layers that prepare images, and those that change them at random while a network is trained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from keras_cases import Draw, Kind, Shape


def _image(draw: Draw, channels: int = 3) -> list[Shape]:
    return [draw.feature_map(2, channels)]


def resizing(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"height": draw.pick(1, 5, 8, 24), "width": draw.pick(1, 6, 8, 32)}
    draw.some(0.2, "data_format", "channels_first")
    draw.some(0.6, "interpolation", "bilinear", "nearest", "bicubic", "lanczos3", "lanczos5", "area")
    draw.some(0.3, draw.pick("crop_to_aspect_ratio", "pad_to_aspect_ratio"), True)
    draw.some(0.2, "antialias", True)
    if "pad_to_aspect_ratio" in draw.keywords:
        draw.some(0.3, "fill_value", 1.0)
    return _image(draw, draw.pick(1, 3, 4))


def crop(draw: Draw, rank: int) -> list[Shape]:
    draw.given = {"height": draw.pick(1, 3, 5, 9, 20), "width": draw.pick(1, 3, 6, 9, 20)}
    draw.some(0.2, "data_format", "channels_first")
    return _image(draw, draw.pick(1, 3))


def augmentation(
    required: Mapping[str, tuple[object, ...]] = MappingProxyType({}), /, **optional: tuple[object, ...]
) -> Callable[[Draw, int], list[Shape]]:
    """A layer that changes images in training only: what its first arguments may be, and what the others."""

    def make(draw: Draw, rank: int) -> list[Shape]:
        draw.given = {name: draw.pick(*choices) for name, choices in required.items()}
        for name, choices in optional.items():
            draw.some(0.3, name, *choices)
        return _image(draw)

    return make


Choices = Mapping[str, tuple[object, ...]]

FIRST = ("channels_first",)
FACTOR: Choices = {"factor": (0.1, 0.25, 0.5, (0.1, 0.3))}
FILLED: Choices = {
    "fill_mode": ("constant", "nearest", "wrap"),
    "interpolation": ("nearest", "bilinear"),
    "fill_value": (1.0,),
}
RANGE: Choices = {"value_range": ((0, 1), (0, 255))}

AUGMENTATIONS = {
    "RandomFlip": augmentation(mode=("horizontal", "vertical"), data_format=FIRST, seed=(1,)),
    "RandomRotation": augmentation(FACTOR, **FILLED, data_format=FIRST),
    "RandomZoom": augmentation({"height_factor": (0.2, (-0.1, 0.3))}, width_factor=(0.1,), **FILLED, data_format=FIRST),
    "RandomTranslation": augmentation(
        {"height_factor": (0.2, (-0.1, 0.3)), "width_factor": (0.1,)}, **FILLED, data_format=FIRST
    ),
    "RandomContrast": augmentation(FACTOR, **RANGE, seed=(3,)),
    "RandomBrightness": augmentation(FACTOR, **RANGE),
    "RandomShear": augmentation(x_factor=(0.2, (0.1, 0.3)), y_factor=(0.1,), **FILLED, data_format=FIRST),
    "RandomErasing": augmentation(factor=(0.5, 1.0), scale=((0.1, 0.2),), **RANGE, data_format=FIRST),
    "RandomGrayscale": augmentation(factor=(0.2, 1.0), data_format=FIRST),
    "RandomHue": augmentation(FACTOR, **RANGE, data_format=FIRST),
    "RandomSaturation": augmentation(FACTOR, **RANGE, data_format=FIRST),
    "RandomColorDegeneration": augmentation(FACTOR, **RANGE, data_format=FIRST),
    "RandomColorJitter": augmentation(
        brightness_factor=(0.2,), contrast_factor=(0.2,), saturation_factor=(0.2,), hue_factor=(0.1,), data_format=FIRST
    ),
    "RandomGaussianBlur": augmentation(factor=(0.5,), kernel_size=(3, 5), sigma=(0.5, 1.0), data_format=FIRST),
    "RandomInvert": augmentation(factor=(0.5,), **RANGE, data_format=FIRST),
    "RandomPosterization": augmentation({"factor": (1, 4, 8)}, **RANGE, data_format=FIRST),
    "RandomSharpness": augmentation(FACTOR, **RANGE, data_format=FIRST),
    "RandomPerspective": augmentation(factor=(0.5,), scale=(0.5,), fill_value=(1.0,), data_format=FIRST),
    "RandomElasticTransform": augmentation(factor=(0.5,), scale=(0.5,), **FILLED, data_format=FIRST),
    "AutoContrast": augmentation(**RANGE),
    "Equalization": augmentation(bins=(64, 256), **RANGE, data_format=FIRST),
    "Solarization": augmentation(addition_factor=(0.1,), threshold_factor=(0.2,), **RANGE),
}

IMAGES = {
    "Resizing": Kind(resizing, 0, 44),
    "CenterCrop": Kind(crop, 0, 22),
    "RandomCrop": Kind(crop, 0, 16),
    **{name: Kind(draw, 0, 5) for name, draw in AUGMENTATIONS.items()},
}
