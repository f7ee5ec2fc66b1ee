"""What people write after a number: how many times it is meant, and what it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sphinx_cnn.arithmetic.quantities import QUANTITIES

Unit = Literal["", "%", "times", "bytes", "pixels", "MACs", "FLOPs", "parameters", "connections"]
"""What a number counts, where the text next to it says so."""

UNITS: dict[Unit, str] = {
    "%": r"%|％|per ?cent|Prozent|pour cent",
    "bytes": r"[Bb]ytes?|B|octets?|字节",
    "MACs": r"MACs?|MACCs?|MAdds?|[Mm]ult-?[Aa]dds?|[Mm]ultiply[- –](?:[Aa]dds?|[Aa]ccumulates?|[Aa]ccumulations?)",
    "FLOPs": r"FLOPs?|FLOPS|[Ff]lops?|floating[- ]point operations",
    "parameters": r"[Pp]aram(?:eter)?s?|Parametern|[Pp]aramètres?|[Pp]arámetros?|[Ww]eights|个?参数|個?參數",
    "connections": r"[Cc]onnections?|Verbindungen|个?连接",
    "pixels": r"px|[Pp]ixels?|Pixeln|像素",
    "times": r"[×xX](?!\s?\d)|times",
}

SCALES: dict[str, int] = {
    r"[Tt]housand|[Tt]ausend|Tsd\.|mille|mil|тыс\.?": 10**3,
    r"[Mm]illion(?:en|s)?|Mio\.?|mln|millones|millón|milhões|milhão|milioni|milione|миллион(?:ов|а)?|млн": 10**6,
    r"[Bb]illion|bn|[Mm]illiarden?|Mrd\.?|milliards?|miliardi|миллиард(?:ов|а)?|млрд": 10**9,
    r"[Tt]rillion|Billionen": 10**12,
}
"""Words for a power of ten, in the languages that most courses are written in."""

MYRIADS: dict[str, int] = {
    "千万|千萬": 10**7,
    "百万|百萬": 10**6,
    "十万|十萬": 10**5,
    "[万萬만]": 10**4,
    "千": 10**3,
    "[亿億억]": 10**8,
}
"""The same in Chinese, Japanese and Korean, where nothing separates it from the next word."""

PREFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
BINARY = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}

IDEOGRAPHS = "\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Letters that stand beside a number without a blank, and are no part of it."""

NO_LETTER = rf"(?![^\W{IDEOGRAPHS}])"
"""Neither a letter nor a digit follows, so that ``3D`` is no number and ``5 Minuten`` are not five million."""

_UNIT = "|".join(pattern for unit, pattern in UNITS.items() if unit != "times")
_SUFFIX = re.compile(
    rf"""
    (?: [\s-]?(?P<word>{"|".join(SCALES)}){NO_LETTER}
      | \s?(?P<myriad>{"|".join(MYRIADS)})
      | (?P<billion>B){NO_LETTER}(?!\s?[Bb]ytes)
      | \s?(?P<prefix>[KMGT]i|[kKMGT])(?=\s?(?:{_UNIT}){NO_LETTER}|{NO_LETTER})
    )?
    (?: [\s-]?(?P<unit>{_UNIT}){NO_LETTER} | \s?(?P<times>{UNITS["times"]}){NO_LETTER} )?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Suffix:
    """What follows a number: ``GMACs`` is 10⁹ times, and counts MACs."""

    scale: Fraction
    unit: Unit
    length: int


def suffix(text: str, start: int) -> Suffix:
    """What follows the number that ends here."""
    found = _SUFFIX.match(text, start)
    assert found is not None  # noqa: S101 - it matches nothing, too
    scale = Fraction(1)
    if found["word"] or found["myriad"]:
        words = {**SCALES, **MYRIADS}
        written = found["word"] or found["myriad"]
        scale *= next(factor for pattern, factor in words.items() if re.fullmatch(pattern, written))
    elif found["billion"]:
        scale *= PREFIXES["G"]
    elif found["prefix"]:
        scale *= {**PREFIXES, **BINARY}[found["prefix"]]
    unit: Unit = "times" if found["times"] else ""
    if found["unit"]:
        unit = next(name for name, pattern in UNITS.items() if re.fullmatch(pattern, found["unit"]))
    if unit == "%":
        scale /= 100
    return Suffix(scale, unit, found.end() - start)


def unit_of(quantity: str) -> Unit:
    """What a quantity counts; nothing, where numbers of it are written without a unit."""
    named: dict[str, Unit] = {"macs": "MACs", "flops": "FLOPs", "connections": "connections"}
    learned = ("weights", "biases", "statistics", "buffers", "params", "trainable", "non_trainable")
    if quantity in learned:
        return "parameters"
    if quantity == "training_memory":
        return "bytes"
    declared = QUANTITIES.get(quantity)
    if declared is not None and declared.unit in ("bytes", "pixels"):
        return "bytes" if declared.unit == "bytes" else "pixels"
    return named.get(quantity, "")
