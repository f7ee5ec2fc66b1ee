"""The networks of the tutorials that the tests read: where each stands, what it is given, and why some are refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

TUTORIALS = Path(__file__).parents[1] / "notation" / "tutorials"

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """One network of one tutorial.

    :param entry: the expression that makes it, as a reader of the page would write it; empty where the text has just
        one network.
    :param network: an expression whose value is the same network, where *entry* is empty.
    :param shape: of one input, or of each one by its name; ``None`` where the text says it.
    :param unused: modules whose last output nobody takes.
    :param numbers: of what an input's values are, where they are no reals.
    :param refused: a part of what is said of a network that cannot be read.
    """

    tutorial: str
    shape: Shape | dict[str, Shape] | None = None
    entry: str = ""
    network: str = ""
    numbers: str = "float32"
    unused: tuple[str, ...] = ()
    refused: str = ""
    why: str = ""


def pytorch(name: str, shape: Shape | dict[str, Shape] | None, entry: str = "", network: str = "", **more: Any) -> Case:
    return Case(f"pytorch/{name}", shape, entry, network, **more)


def keras(name: str, shape: Shape | dict[str, Shape] | None, entry: str = "", network: str = "", **more: Any) -> Case:
    return Case(f"keras/{name}", shape, entry, network, **more)


CASES = [
    pytorch("cifar10_blitz", (3, 32, 32), network="small"),
    pytorch("quickstart_fashion", (1, 28, 28), network="net"),
    pytorch("nn_tutorial", (784,), "model"),
    pytorch("nn_tutorial", (784,), "OnlyConvolutions()"),
    pytorch("mnist_example", (1, 28, 28), "Digits()"),
    pytorch("dcgan", (100, 1, 1), "forger"),
    pytorch("dcgan", (3, 64, 64), "critic"),
    pytorch("fgsm_lenet", (1, 28, 28), network="victim"),
    pytorch("super_resolution", (1, 224, 224), network="enlarge"),
    pytorch("vae_mnist", (1, 28, 28), network="net"),
    pytorch("conv_vae", (3, 64, 64), "model"),
    pytorch("siamese_faces", {"left": (1, 100, 100), "right": (1, 100, 100)}, "net"),
    pytorch("fast_neural_style", (3, 120, 84), "Painter()"),
    pytorch("imagenet_resnet", (3, 224, 224), "r18()"),
    pytorch("imagenet_resnet", (3, 224, 224), "r50()"),
    pytorch("imagenet_resnet", (3, 97, 130), "grouped50(num_classes=12)"),
    pytorch("imagenet_resnet", (3, 64, 64), "wide50(dilate=[False, True, True])"),
    pytorch("lit_autoencoder", (784,), "codes"),
    pytorch("lit_mnist", (1, 28, 28), network="model"),
    pytorch("d2l_lenet", (1, 28, 28), "SmallClassic().net"),
    pytorch("d2l_alexnet_sequential", (1, 224, 224), network="net"),
    pytorch("d2l_vgg_nin", (1, 224, 224), "narrow.net"),
    pytorch("d2l_vgg_nin", (1, 224, 224), "PixelNets().net"),
    pytorch("d2l_googlenet", (1, 96, 96), "Staged().net"),
    pytorch("d2l_batchnorm_scratch", (1, 28, 28), network="net"),
    pytorch("d2l_resnet", (1, 96, 96), "Eighteen().net"),
    pytorch("d2l_resnet", (32, 96, 96), "GroupedStep(32, 16, 1)"),
    pytorch("d2l_densenet_sequential", (1, 96, 96), "net"),
    pytorch("d2l_anynet", (1, 96, 96), "Member().net"),
    pytorch("fastai_xresnet", (1, 28, 28), network="model"),
    pytorch("vit_timm", (3, 32, 32), "tiny_token()"),
    pytorch("vit_timm", (3, 32, 32), "tiny_mean()"),
    pytorch("convnext_small_images", (3, 64, 64), network="model"),
    pytorch("mlp_mixer", (3, 64, 96), network="model"),
    pytorch("convmixer", (3, 32, 32), "patches_net(64, 4)"),
    pytorch("convmixer", (3, 32, 32), "short(48, 3, 5, 2, 10)"),
    pytorch("unet_doubleconv", (3, 100, 150), "Masks(3, 2)"),
    pytorch("unet_doubleconv", (1, 96, 96), "Masks(1, 1, interpolate=True)"),
    pytorch("unet_modulelist", (3, 572, 572), "Cells()", unused=("down.halve",)),
    pytorch(
        "unet_modulelist",
        (3, 300, 364),
        "Cells(classes=4, whole=True, size=(300, 364))",
        unused=("down.halve",),
    ),
    pytorch("densenet_ordered", (3, 32, 32), "dense_40()"),
    pytorch("densenet_ordered", (3, 64, 64), "Dense(8, (2, 3), small=False, rate=0.2, efficient=True)"),
    pytorch("cifar_vgg", (3, 32, 32), "PlainNet('D')"),
    pytorch("cifar_googlenet", (3, 32, 32), "InceptionForCifar()"),
    pytorch("cifar_dpn", (3, 32, 32), "small()"),
    pytorch("cifar_pnasnet", (3, 32, 32), "MAKERS['plain']()"),
    pytorch("cifar_pnasnet", (3, 32, 32), "SearchedNet(WideCell, 32, depth=4)"),
    pytorch("cifar_senet_preact", (3, 32, 32), "gated18"),
    pytorch("cifar_senet_preact", (3, 32, 32), "gated18_after"),
    pytorch("cifar_shufflenet", (3, 32, 32), "three_groups()"),
    pytorch("cifar_shufflenet", (3, 32, 32), "SplitNet(0.5)"),
    pytorch("cifar_efficientnet", (3, 32, 32), "b0()"),
    pytorch("cifar_efficientnet", (3, 40, 56), "b2(classes=7)"),
    pytorch("cifar_mobilenets", (3, 32, 32), "net"),
    pytorch("cifar_mobilenets", (3, 32, 32), "FirstMobile()"),
    pytorch("wide_resnet", (3, 32, 32), "WideNet(16, 10, factor=4, rate=0.3)"),
    pytorch("fcn_segmentation", (3, 90, 150), "FCN8s()"),
    pytorch("detector_heads", (3, 256, 256), network="net"),
    pytorch("conv_autoencoder", (1, 28, 28), network="model"),
    pytorch("gan_mlp", (1, 28, 28), "discriminator"),
    pytorch("squeezenet_fire", (3, 64, 64), "squeezenet()"),
    pytorch("mobilenet_dataclass", (3, 224, 224), network="model"),
    pytorch("mobilenet_dataclass", (3, 97, 97), "mobilenet_v3_small(0.75, num_classes=5)"),
    pytorch("m5_audio", (1, 8000), network="model"),
    pytorch("video_r2plus1d", (3, 16, 112, 112), "OneAfterTheOther(101, (2, 2, 2, 2))"),
    pytorch("video_r2plus1d", (3, 16, 112, 112), "Together()"),
    pytorch("text_cnn", (60,), network="net", numbers="int64"),
    pytorch("yolo_cfg", (3, 208, 208), "Predictor()"),
    pytorch("hourglass", (128, 128, 3), "make_network(__config__)"),
    pytorch("cbam_attention", (3, 96, 96), network="model"),
    pytorch("vit_encoder_layers", (3, 32, 32), "EncoderViT()"),
    pytorch("vit_encoder_layers", (3, 32, 32), "AttentionViT()"),
    pytorch("inception_aux", (3, 149, 149), "SmallInception(transform_input=True)"),
    pytorch("forward_forward", (784,), "stack"),
    pytorch("pix2pix_recursive", (3, 128, 128), "photographer(128, 32, drop=True)"),
    pytorch("pix2pix_recursive", {"drawing": (3, 64, 64), "photograph": (3, 64, 64)}, "PatchCritic(6, 32)"),
    pytorch("swin_windows", (3, 64, 64), refused="index must be", why="it looks weights up by places it computes"),
    pytorch("capsules", (1, 28, 28), "Capsules()", refused="index_select", why="it chooses rows by what it computes"),
    pytorch("rep_ghost", (3, 64, 64), "MAKERS['train']()"),
    pytorch("rep_ghost", (3, 64, 64), "RepGhostNet(deploy=True)"),
    pytorch("spatial_transformer", (1, 28, 28), refused="affine_grid", why="it moves pixels by places it computes"),
    pytorch("transfer_learning", (3, 224, 224), refused="resnet18", why="its layers only stand in torchvision"),
    keras("vision_transformer", None, network="net"),
    keras("mlp_mixer_layers", None, "mixing"),
    keras("mlp_mixer_layers", None, "gating"),
    keras("convmixer_cifar", None, network="net"),
    keras("compact_transformer", None, network="net"),
    keras("pets_segmentation", None, network="net"),
    keras("subpixel_super_resolution", (100, 100, 1), network="model"),
    keras("dcgan_faces", None, "forger"),
    keras("dcgan_faces", None, "critic"),
    keras("variational_autoencoder", None, "encoder"),
    keras("variational_autoencoder", (28, 28, 1), "net"),
    keras("ct_scans_3d", None, network="net"),
    keras("involution", None, "net"),
    keras("mobilevit_blocks", None, network="net"),
    keras("zero_dce", (64, 96, 3), network="lighter"),
    keras("mirnet_streams", None, network="net"),
    keras("contrastive_learning", None, "classifier"),
    keras("contrastive_learning", None, "projecting"),
    keras("perceiver_latents", (32, 32, 3), network="reader"),
    keras("subclassing_guide", (32, 32, 3), "net"),
    keras("tf2_expert", (28, 28, 1), network="digits"),
    keras("tf_functions", (64, 96, 3), network="model"),
    keras("mini_googlenet", None, network="net"),
    keras("mini_googlenet", (32, 32, 3), "AsClass(10)"),
    keras("mini_googlenet", None, "as_list(32, 48, 3, 7)"),
    keras("registered_layers", None, network="model"),
    keras("autoencoder_classes", (28, 28), "codes"),
    keras("autoencoder_classes", (28, 28, 1), "clean"),
    keras("pix2pix_facades", None, "painter"),
    keras("pix2pix_facades", None, "critic"),
    keras("cyclegan_generators", None, "to_zebra"),
    keras("cyclegan_generators", (128, 128, 3), "cycle"),
    keras("text_convolutions", (500,), network="net", numbers="int64"),
    keras("tuned_transfer", None, refused="Xception", why="its layers only stand in Keras"),
    keras("deeplab_backbone", None, refused="ResNet50", why="its layers only stand in Keras"),
]
