"""Writes safetensors files, with the same bytes for the same tensors.

(The package `safetensors` writes the metadata in an order that changes from run to run.)
"""

import json
from pathlib import Path

import numpy as np

DTYPES = {"<f2": "F16", "<f4": "F32"}


def save(tensors: dict[str, np.ndarray], metadata: dict[str, str], path: Path) -> None:
    """8 bytes of header length, the header in JSON, the tensors row-major in the given order."""
    header: dict[str, dict] = {"__metadata__": metadata}
    end = 0
    for name, tensor in tensors.items():
        start, end = end, end + tensor.nbytes
        header[name] = {
            "dtype": DTYPES[tensor.dtype.str],
            "shape": list(tensor.shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors.values():
            file.write(tensor.tobytes())
