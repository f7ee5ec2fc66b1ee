"""Networks that Lasagne is asked about, written as its users write them; each ends in ``network``."""

NETWORKS = {
    "an MNIST network, made by a function": """
import lasagne
import theano.tensor as T

def build_cnn(input_var=None):
    network = lasagne.layers.InputLayer(shape=(None, 1, 28, 28), input_var=input_var)
    network = lasagne.layers.Conv2DLayer(
        network, num_filters=32, filter_size=(5, 5), nonlinearity=lasagne.nonlinearities.rectify,
        W=lasagne.init.GlorotUniform())
    network = lasagne.layers.MaxPool2DLayer(network, pool_size=(2, 2))
    network = lasagne.layers.Conv2DLayer(
        network, num_filters=32, filter_size=(5, 5), nonlinearity=lasagne.nonlinearities.rectify)
    network = lasagne.layers.MaxPool2DLayer(network, pool_size=(2, 2))
    network = lasagne.layers.DenseLayer(
        lasagne.layers.dropout(network, p=.5), num_units=256, nonlinearity=lasagne.nonlinearities.rectify)
    network = lasagne.layers.DenseLayer(
        lasagne.layers.dropout(network, p=.5), num_units=10, nonlinearity=lasagne.nonlinearities.softmax)
    return network

input_var = T.tensor4('inputs')
network = build_cnn(input_var)
""",
    "VGG-16 in a dictionary": """
from lasagne.layers import Conv2DLayer as ConvLayer
from lasagne.layers import DenseLayer, DropoutLayer, InputLayer, NonlinearityLayer
from lasagne.layers import Pool2DLayer as PoolLayer
from lasagne.nonlinearities import softmax

def build_model():
    net = {}
    net['input'] = last = InputLayer((None, 3, 224, 224))
    for stage, (filters, depth) in enumerate([(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)], start=1):
        for number in range(1, depth + 1):
            name = 'conv%i_%i' % (stage, number)
            net[name] = last = ConvLayer(last, filters, 3, pad=1, flip_filters=False)
        net['pool%i' % stage] = last = PoolLayer(last, 2)
    net['fc6'] = DenseLayer(net['pool5'], num_units=4096)
    net['fc6_dropout'] = DropoutLayer(net['fc6'], p=0.5)
    net['fc7'] = DenseLayer(net['fc6_dropout'], num_units=4096)
    net['fc7_dropout'] = DropoutLayer(net['fc7'], p=0.5)
    net['fc8'] = DenseLayer(net['fc7_dropout'], num_units=1000, nonlinearity=None)
    net['prob'] = NonlinearityLayer(net['fc8'], softmax)
    return net

net = build_model()
network = net['prob']
""",
    "an inception network": """
from lasagne.layers import Conv2DLayer as ConvLayer
from lasagne.layers import ConcatLayer, DenseLayer, GlobalPoolLayer, InputLayer, MaxPool2DLayer
from lasagne.layers import LocalResponseNormalization2DLayer as LRNLayer
from lasagne.nonlinearities import linear

def inception(name, incoming, filters):
    net = {}
    net['pool'] = MaxPool2DLayer(incoming, pool_size=3, stride=1, pad=1)
    net['pool_proj'] = ConvLayer(net['pool'], filters[0], 1, flip_filters=False)
    net['1x1'] = ConvLayer(incoming, filters[1], 1, flip_filters=False)
    net['3x3_reduce'] = ConvLayer(incoming, filters[2], 1, flip_filters=False)
    net['3x3'] = ConvLayer(net['3x3_reduce'], filters[3], 3, pad=1, flip_filters=False)
    net['5x5_reduce'] = ConvLayer(incoming, filters[4], 1, flip_filters=False)
    net['5x5'] = ConvLayer(net['5x5_reduce'], filters[5], 5, pad=2, flip_filters=False)
    net['output'] = ConcatLayer([net['1x1'], net['3x3'], net['5x5'], net['pool_proj']])
    return {'{}/{}'.format(name, key): layer for key, layer in net.items()}

net = {}
net['input'] = InputLayer((None, 3, 224, 224))
net['conv1/7x7_s2'] = ConvLayer(net['input'], 64, 7, stride=2, pad=3, flip_filters=False)
net['pool1/3x3_s2'] = MaxPool2DLayer(net['conv1/7x7_s2'], pool_size=3, stride=2, ignore_border=False)
net['pool1/norm1'] = LRNLayer(net['pool1/3x3_s2'], alpha=0.00002, k=1)
net.update(inception('inception_3a', net['pool1/norm1'], [32, 64, 96, 128, 16, 32]))
net.update(inception('inception_3b', net['inception_3a/output'], [64, 128, 128, 192, 32, 96]))
net['pool5/7x7_s1'] = GlobalPoolLayer(net['inception_3b/output'])
net['loss3/classifier'] = DenseLayer(net['pool5/7x7_s1'], num_units=1000, nonlinearity=linear)
network = net['loss3/classifier']
""",
    "a residual network with batch normalization": """
import lasagne
from lasagne.layers import Conv2DLayer as ConvLayer
from lasagne.layers import DenseLayer, ElemwiseSumLayer, GlobalPoolLayer, InputLayer, NonlinearityLayer
from lasagne.layers import PadLayer, batch_norm
from lasagne.nonlinearities import rectify, softmax

def build_cnn(input_var=None, n=2):
    def residual_block(l, increase_dim=False, projection=False):
        input_num_filters = l.output_shape[1]
        if increase_dim:
            first_stride = (2, 2)
            out_num_filters = input_num_filters * 2
        else:
            first_stride = (1, 1)
            out_num_filters = input_num_filters
        stack_1 = batch_norm(ConvLayer(
            l, num_filters=out_num_filters, filter_size=(3, 3), stride=first_stride, nonlinearity=rectify,
            pad='same', W=lasagne.init.HeNormal(gain='relu'), flip_filters=False))
        stack_2 = batch_norm(ConvLayer(
            stack_1, num_filters=out_num_filters, filter_size=(3, 3), stride=(1, 1), nonlinearity=None,
            pad='same', W=lasagne.init.HeNormal(gain='relu'), flip_filters=False))
        if increase_dim:
            shortcut = batch_norm(ConvLayer(
                l, num_filters=out_num_filters, filter_size=(1, 1), stride=(2, 2), nonlinearity=None,
                pad='same', b=None, flip_filters=False))
            return NonlinearityLayer(ElemwiseSumLayer([stack_2, shortcut]), nonlinearity=rectify)
        return NonlinearityLayer(ElemwiseSumLayer([stack_2, l]), nonlinearity=rectify)

    l_in = InputLayer(shape=(None, 3, 32, 32), input_var=input_var)
    l = batch_norm(ConvLayer(
        l_in, num_filters=16, filter_size=(3, 3), stride=(1, 1), nonlinearity=rectify, pad='same',
        W=lasagne.init.HeNormal(gain='relu'), flip_filters=False))
    for _ in range(n):
        l = residual_block(l)
    for _ in range(2):
        l = residual_block(l, increase_dim=True)
        for _ in range(1, n):
            l = residual_block(l)
    l = GlobalPoolLayer(l)
    return DenseLayer(l, num_units=10, W=lasagne.init.HeNormal(), nonlinearity=softmax)

network = build_cnn()
""",
    "a U with cropped shortcuts": """
from lasagne.layers import (
    ConcatLayer, Conv2DLayer, Deconv2DLayer, DropoutLayer, InputLayer, MaxPool2DLayer, batch_norm)

net = {}
net['input'] = InputLayer((4, 1, 92, 92))
net['contr_1'] = batch_norm(Conv2DLayer(net['input'], 8, 3, pad='valid'))
net['pool1'] = MaxPool2DLayer(net['contr_1'], 2)
net['contr_2'] = DropoutLayer(batch_norm(Conv2DLayer(net['pool1'], 16, 3, pad='valid')), p=0.2)
net['upscale1'] = batch_norm(Deconv2DLayer(net['contr_2'], 8, 2, 2, crop='valid'))
net['concat1'] = ConcatLayer([net['upscale1'], net['contr_1']], cropping=(None, None, 'center', 'center'))
network = Conv2DLayer(net['concat1'], 2, 1, pad='valid', nonlinearity=None)
""",
    "two branches that share their parameters": """
import lasagne
from lasagne.layers import ConcatLayer, Conv2DLayer, DenseLayer, InputLayer

left = InputLayer((None, 1, 12, 12))
right = InputLayer((None, 1, 12, 12))
conv_left = Conv2DLayer(left, 4, 3)
conv_right = Conv2DLayer(right, 4, 3, W=conv_left.W, b=conv_left.b)
dense_left = DenseLayer(conv_left, num_units=5)
dense_right = DenseLayer(conv_right, num_units=5, W=dense_left.W, b=dense_left.b)
network = DenseLayer(ConcatLayer([dense_left, dense_right]), num_units=1, nonlinearity=None)
""",
}
