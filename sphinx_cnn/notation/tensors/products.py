"""Operations of PyTorch that multiply tensors as matrices."""

from __future__ import annotations

from sphinx_cnn.arithmetic.layers.product import Contraction, MatrixProduct, ScaledDotProductAttention
from sphinx_cnn.arithmetic.layers.reduction import Reduction
from sphinx_cnn.arithmetic.layers.reshaping import Permute
from sphinx_cnn.arithmetic.shape import times
from sphinx_cnn.notation.tensors.maps import MIXES, Call, aligned, without_batch_axis
from sphinx_cnn.notation.tensors.signature import Function
from sphinx_cnn.notation.values import FeatureMap, describe


def matmul(call: Call, input: FeatureMap, other: FeatureMap) -> FeatureMap:
    """The product of the matrices in the last two axes."""
    left, right = (len(value.shape) - value.batch_axis if value.batched else None for value in (input, other))
    if left is None and right is None:
        return call.row(MatrixProduct(), input, other)
    if len(input.sizes) == 1 and not input.batched and right not in (0, 1):
        return call.row(MatrixProduct(), input, other, batch_axis=other.batch_axis)
    if left in (None, 1) and right in (None, 0):
        return _matrices_of_batch(call, input, other)
    if left in (0, 1) or right in (0, 1):
        raise ValueError(f"{call.name} along the batch axis {MIXES}; it must stand before the last two axes")
    if len(other.sizes) == 1:
        return call.row(MatrixProduct(), input, other, batch_axis=input.batch_axis)
    maps, batch_axis = aligned(call.name, [input, other])
    return call.row(MatrixProduct(), *maps, batch_axis=batch_axis)


def _matrices_of_batch(call: Call, input: FeatureMap, other: FeatureMap) -> FeatureMap:
    """The product of matrices one of which has a row, or a column, for each input of the batch."""
    if input.batched and other.batched:
        raise ValueError(f"{call.name} of each input with each {MIXES}")
    if len((other if input.batched else input).shape) > 2 or (other.batched and len(other.shape) > 1):
        raise ValueError(
            f"{call.name} of {times(input.shape)} and {times(other.shape)} for one input is not read here; "
            "the batch axis must stand before the last two axes"
        )
    place = input.batch_axis if input.batched else len(input.shape) - 1
    return call.row(MatrixProduct(), input, other, batch_axis=place)


def matrices(call: Call, input: FeatureMap, mat2: FeatureMap) -> FeatureMap:
    """The product of two matrices, one for each input of the batch (``bmm``) or one (``mm``)."""
    axes = 3 if call.name == "bmm" else 2
    for value in (input, mat2):
        if len(value.sizes) != axes:
            raise ValueError(f"{call.name} takes tensors with {axes} axes, not {len(value.sizes)}")
    if axes == 3 and input.batched != mat2.batched:
        raise ValueError(f"{call.name} multiplies a matrix of each input by one of each input, not by a parameter")
    return matmul(call, input, mat2)


def einsum(call: Call, equation: object, *operands: object) -> FeatureMap:
    """Two tensors multiplied along axes with the same letter, and summed along those that the result lacks."""
    if not isinstance(equation, str):
        raise ValueError(f"{call.name} needs an equation such as 'bij,bjk->bik' first, not {describe(equation)}")
    listed = operands[0] if len(operands) == 1 and isinstance(operands[0], list | tuple) else operands
    maps = [call.map("each operand", value) for value in listed]
    terms, _, result = equation.replace(" ", "").partition("->")
    letters = terms.split(",")
    plain = all(term.isalpha() and term.isascii() for term in (*letters, result))
    if not plain or len(letters) != len(maps) or len(maps) > 2:
        raise ValueError(f"{call.name} is read for one or two tensors, with a letter for each axis, not '{equation}'")
    if any(len(set(term)) < len(term) for term in (*letters, result)) or set(result) - set(terms):
        raise ValueError(f"{call.name}: '{equation}' names an axis twice in a tensor, or one that no tensor has")
    for term, value in zip(letters, maps, strict=True):
        if len(term) != len(value.sizes):
            raise ValueError(f"{call.name}: '{term}' names {len(term)} axes of a tensor that has {len(value.sizes)}")
    place = 0
    if any(value.batched for value in maps):
        whole = result
        letters, result = _without_batch(call, equation, letters, maps, result)
        place = next(index for index, letter in enumerate(whole) if letter not in result)
    if len(maps) == 1:
        return _of_one(call, maps[0], letters[0], result, place)
    alone = (set(letters[0]) ^ set(letters[1])) - set(result)
    if alone:
        raise ValueError(f"{call.name}: axis '{min(alone)}' of one tensor alone is summed up; use sum() before")
    return call.row(Contraction((letters[0], letters[1]), result), *maps, batch_axis=place)


def _without_batch(
    call: Call, equation: str, letters: list[str], maps: list[FeatureMap], result: str
) -> tuple[list[str], str]:
    """The letters of the tensors and of the result, without that of the batch axis."""
    batch = {term[value.batch_axis] for term, value in zip(letters, maps, strict=True) if value.batched}
    letter = min(batch)
    others = []
    for index, (term, value) in enumerate(zip(letters, maps, strict=True)):
        others.append(term.replace(letter, ""))
        if letter not in term or value.batched:
            continue
        place = term.index(letter)
        if value.shape[place] != 1:  # one for all inputs
            raise ValueError(f"{call.name}: the batch axis '{letter}' has size {value.shape[place]} in a parameter")
        maps[index] = without_batch_axis(call.name, value, len(value.shape) - place - 1)
    if len(batch) > 1 or letter not in result:
        raise ValueError(f"{call.name}: '{equation}' {MIXES}; the batch axis must have one letter everywhere")
    return others, result.replace(letter, "")


def _of_one(call: Call, value: FeatureMap, letters: str, result: str, place: int) -> FeatureMap:
    gone = [index - len(letters) for index, letter in enumerate(letters) if letter not in result]
    if gone:
        value = call.row(Reduction("sum", tuple(gone), channels_last=False), value, batch_axis=place)
        letters = "".join(letter for letter in letters if letter in result)
    if letters == result and gone:
        return value
    return call.row(Permute(tuple(letters.index(letter) + 1 for letter in result)), value, batch_axis=place)


def attention(
    call: Call, query: FeatureMap, key: FeatureMap, value: FeatureMap, attn_mask: object = None,
    dropout_p: object = 0.0, is_causal: object = False, scale: object = None, enable_gqa: bool = False,
) -> FeatureMap:  # fmt: skip
    """Attention with a softmax of the products of queries and keys."""
    if enable_gqa:
        raise ValueError(f"{call.name}: enable_gqa is not read here")
    if not query.batched == key.batched == value.batched:
        raise ValueError(f"{call.name} takes queries, keys and values of each input, not a parameter")
    places = {(len(part.shape), part.batch_axis) for part in (query, key, value) if part.batched}
    if len(places) > 1 or any(rank - place < 2 for rank, place in places):
        raise ValueError(f"{call.name} needs the batch axis at one place, before the last two axes")
    return call.row(ScaledDotProductAttention(), query, key, value, batch_axis=query.batch_axis)


OPERATIONS: dict[str, Function] = {"matmul": matmul, "bmm": matrices, "mm": matrices}
"""By the name of the method, which is that of the function of ``torch`` too."""
