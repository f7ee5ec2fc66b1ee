"""Write ``einops.json``: what einops makes of patterns, asked as ``write_torch_functions.py`` asks PyTorch.

Run it where PyTorch and einops are installed; the tests that read the file need neither::

    python tests/truth/write_einops.py
"""

from __future__ import annotations

import json
import warnings
from importlib import import_module
from pathlib import Path

from torch_function_cases import Case
from write_torch_functions import NAMES, ask

einops = import_module("einops")
layers = import_module("einops.layers.torch")

TARGET = Path(__file__).with_name("einops.json")

EXPRESSIONS: dict[Case, str] = {
    Case(((6, 8, 12),), ((1, 1, 12), (3, 4))): """
        rearrange(x, 'b c h w -> b c h w')
        rearrange(x, 'b c h w -> b (c h w)')
        rearrange(x, 'b c h w -> b (h w) c')
        rearrange(x, 'b c (h p1) (w p2) -> b (h w) (p1 p2 c)', p1=4, p2=3)
        rearrange(x, 'b c (h i) (w j) -> b (c i j) h w', h=2, w=3)
        rearrange(x, 'b c (h i) (w j) -> b (c i j) h w', h=2)
        rearrange(x, 'b c (h i) (w j) -> b (c i j) h w', h=3, w=3)
        rearrange(x, 'b (g c) h w -> b g c h w', g=3)
        rearrange(x, 'b (g c) h w -> b (c g) h w', g=2)
        rearrange(x, 'b (c r1 r2) h w -> b c (h r1) (w r2)', r1=2, r2=3)
        rearrange(x, 'b ... w -> b w ...')
        rearrange(x, 'b ... -> b (...)')
        rearrange(x, '... h w -> ... (h w)')
        rearrange(x, '... h w -> ... w h')
        rearrange(x, '... -> ... 1')
        rearrange(x, 'b c h w -> b c h w 1')
        rearrange(x, 'b c h w -> b () c h w')
        rearrange(x[:, :1], 'b 1 h w -> b h w')
        rearrange(x, 'b 1 h w -> b h w')
        rearrange(x, 'b c h w -> h b (c w)')
        rearrange(x, 'b c h w -> c h w b')
        rearrange(x, 'b (qkv c) h w -> qkv b c h w', qkv=3)
        rearrange(x, 'b (qkv c) h w -> qkv b c h w', qkv=3)[1]
        rearrange(x, 'b (s c) h w -> s b c h w', s=2).unbind(0)[1]
        rearrange(x.transpose(0, 1), 'c b h w -> b (h w) c')
        rearrange(x.transpose(0, 1), 'c b h w -> c b (h w)')
        rearrange(x.permute(1, 2, 0, 3), 'c ... -> ... c')
        rearrange(x, 'b c h w -> (b h) c w')
        rearrange(x, 'b c h w -> (b c) h w')
        rearrange(x, 'b c h w -> (b c h w)')
        rearrange(x, 'b c h w -> b c h')
        rearrange(x, 'b c h w -> b c h w d')
        rearrange(x, 'b c h -> b c h')
        rearrange(x, 'b c c w -> b c w')
        rearrange(x, 'b (c h w -> b c h w')
        rearrange(x, 'b c h w')
        rearrange(x, 'b c (h p) w -> b c h p w')
        rearrange(x, 'b c (h p) w -> b c h p w', q=2)
        rearrange([x, x], 's b c h w -> b (s c) h w')
        rearrange([x, x], 's b c h w -> s b c h w')
        rearrange(tensor=x, pattern='b c h w -> b c w h')
        rearrange(x, 'b c h w -> b c w h', b=x.shape[0], c=6)
        rearrange(x, 'b (h d) n m -> b h (n m) d', h=2).softmax(-1)
        rearrange(q, 'h w -> w h') @ rearrange(x, 'b c h (w k) -> b c w (k h)', k=32 // 8)[..., :3].mT
        reduce(x, 'b c h w -> b c', 'mean')
        reduce(x, 'b c h w -> b c', reduction='max')
        reduce(x, 'b c h w -> b c 1 1', 'mean')
        reduce(x, 'b c h w -> b c () ()', 'sum') * x
        reduce(x, 'b c h w -> b h w', 'min')
        reduce(x, 'b c h w -> c h w', 'mean')
        reduce(x, 'b c (h h2) (w w2) -> b c h w', 'max', h2=2, w2=3)
        reduce(x, 'b c (h 2) (w 2) -> b c h w', 'mean')
        reduce(x, 'b c (h2 h) (w2 w) -> b c h w', 'mean', h2=2, w2=2)
        reduce(x, 'b c (h 3) w -> b c h w', 'mean')
        reduce(x, 'b (g c) h w -> b c h w', 'prod', g=2)
        reduce(x, 'b ... w -> b w', 'mean')
        reduce(x, 'b c h w -> b c', 'median')
        reduce(x, 'b c h w -> w b', 'mean')
        repeat(x, 'b c h w -> b c (h 2) (w 2)')
        repeat(x, 'b c h w -> b c (h r) (w s)', r=2, s=3)
        repeat(x, 'b c h w -> b r c h w', r=4)
        repeat(x, 'b c h w -> r b c h w', r=4)
        repeat(x, 'b c h w -> b (r c) h w', r=4)
        repeat(x, 'b c h w -> (r b) c h w', r=4)
        repeat(x, 'b c h w -> b c h w r')
        repeat(p, '1 1 d -> b 1 d', b=x.shape[0])
        repeat(p, '() n d -> b n d', b=x.size(0))
        repeat(p, '1 n d -> n b d', b=x.size(0))
        repeat(p, '1 1 d -> b 5 d', b=x.shape[0])
        repeat(q, 'n d -> b n d', b=x.shape[0])
        repeat(q, 'n d -> b (n r) d', b=x.shape[0], r=2)
        repeat(q, 'n d -> (b n) d', b=x.shape[0])
        einsum(x, x, 'b c h w, b d h w -> b c d')
        einsum(x, p[0], 'batch chan h w, one w -> batch chan h one')
        einsum(x, 'b c h w -> b w c h')
        Rearrange('b c (h p1) (w p2) -> b (h w) (p1 p2 c)', p1=4, p2=3)(x)
        Rearrange('b c h w -> b (c h w)')(x)
        Rearrange('... h w -> ... w h')(x)
        Rearrange('b c h w -> h b c w')(x)
        Rearrange('b c h w -> (b c) h w')(x)
        Reduce('b c h w -> b c', 'mean')(x)
        Reduce('b c (h h2) (w w2) -> b c h w', 'max', h2=2, w2=2)(x)
        nn.Sequential(Rearrange('b c h w -> b (h w) c'), nn.Linear(6, 5), Reduce('b n d -> b d', 'mean'))(x)
    """,
}
"""Patterns of what texts in use do, and of what cannot be."""


def main() -> None:
    warnings.simplefilter("ignore")
    NAMES.update({name: getattr(einops, name) for name in ("rearrange", "reduce", "repeat", "einsum")})
    NAMES.update({name: getattr(layers, name) for name in ("Rearrange", "Reduce")})
    cases = [
        Case(tensors.inputs, tensors.parameters, line.strip())
        for tensors, lines in EXPRESSIONS.items()
        for line in lines.strip().splitlines()
    ]
    lines = ",\n".join(json.dumps(ask(case)) for case in cases)
    TARGET.write_text(f'{{"version": "{einops.__version__}", "expressions": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
