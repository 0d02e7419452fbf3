"""The wire: a reply as JSON and bytes, as the worker sends it to the page."""

import json

import numpy as np
from numpy.typing import NDArray

from .protocol import EXACT, Reply


def to_wire(reply: Reply) -> tuple[str, NDArray[np.uint8]]:
    """A reply as JSON and the bytes of all its arrays, for a single transfer.

    In the JSON each array is {"shape", "offset", "exact"}, its offset in bytes; "tensors"
    lists their names. Arrays that hold counters are exact, in float64, and come first, for
    a float64 has to lie at a multiple of 8; all others are float32.
    """
    header: dict[str, object] = {}
    arrays = {
        name: value for name, value in reply.items() if isinstance(value, np.ndarray)
    }
    parts: list[NDArray[np.uint8]] = []
    offset = 0
    for name in sorted(arrays, key=lambda name: name not in EXACT):
        kind = np.float64 if name in EXACT else np.float32
        flat = np.ascontiguousarray(arrays[name].ravel(), dtype=kind).view(np.uint8)
        parts.append(flat)
        header[name] = {
            "shape": arrays[name].shape,
            "offset": offset,
            "exact": name in EXACT,
        }
        offset += len(flat)
    header |= {name: value for name, value in reply.items() if name not in arrays}
    header["tensors"] = list(arrays)
    whole = np.concatenate([np.empty(0, np.uint8), *parts])
    return json.dumps(header, allow_nan=False), whole
