"""How a golden file is laid out: what made it, then its entries, one a line."""
import hashlib
import json
import os
import platform
import sys

import numpy as np


def sha256(array, kind):
    """Of the array's values as little-endian numbers of a numpy kind, for instance "<f4"."""
    return hashlib.sha256(np.ascontiguousarray(array).astype(kind).tobytes()).hexdigest()


def data_sha256(path):
    """Of the file, and of what it holds whatever the compression: split by split the pixels, then the labels."""
    with open(path, "rb") as f:
        file = hashlib.file_digest(f, "sha256").hexdigest()
    held, arrays = hashlib.sha256(), np.load(path)
    for split in ("train", "val", "test"):
        for part in ("images", "labels"):
            held.update(np.ascontiguousarray(arrays[f"{split}_{part}"], np.uint8).tobytes())
    return {"file_sha256": file, "data_sha256": held.hexdigest()}


def made_by(data=None, **versions):
    """The command without folders, the versions, and the data."""
    words = [os.path.basename(word) if os.path.exists(word) else word for word in sys.argv]
    made = {"command": "python " + " ".join(words), "python": platform.python_version(), "numpy": np.__version__, **versions}
    return made | ({"data": os.path.basename(data)} | data_sha256(data) if data else {})


def write(entries):
    """Prints a dict as JSON, one line a key; numbers are written so that reading them gives the same bits."""
    lines = [f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in entries.items()]
    print("{\n" + ",\n".join(lines) + "\n}")
