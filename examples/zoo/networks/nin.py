"""Network in network, as its authors trained it on ImageNet."""

from lasagne.layers import Conv2DLayer, DropoutLayer, GlobalPoolLayer, InputLayer, MaxPool2DLayer, NonlinearityLayer
from lasagne.nonlinearities import softmax


def mlpconv(network, filters, size, **options):
    """A convolution, and a perceptron of two layers that slides over its output: two convolutions of size 1."""
    network = Conv2DLayer(network, filters[0], size, **options)
    for units in filters[1:]:
        network = Conv2DLayer(network, units, 1)
    return network


def build():
    network = InputLayer((None, 3, 224, 224))
    network = mlpconv(network, [96, 96, 96], 11, stride=4)
    network = MaxPool2DLayer(network, 3, stride=2, ignore_border=False)
    network = mlpconv(network, [256, 256, 256], 5, pad=2)
    network = MaxPool2DLayer(network, 3, stride=2, ignore_border=False)
    network = mlpconv(network, [384, 384, 384], 3, pad=1)
    network = MaxPool2DLayer(network, 3, stride=2, ignore_border=False)
    network = DropoutLayer(network, p=0.5)
    network = mlpconv(network, [1024, 1024, 1000], 3, pad="same")
    network = GlobalPoolLayer(network)
    return NonlinearityLayer(network, softmax)


network = build()
