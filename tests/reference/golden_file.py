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


def file_sha256(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def made_by(data=None, **versions):
    words = [os.path.basename(w) if os.path.exists(w) else w for w in sys.argv]
    made = {"command": "python " + " ".join(words), "python": platform.python_version(), "numpy": np.__version__, **versions}
    if data:
        made |= {"data": os.path.basename(data), "data_sha256": file_sha256(data)}
    return made


def write(entries):
    """Prints a dict as JSON, one line a key; numbers are written so that reading them gives the same bits."""
    lines = [f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in entries.items()]
    print("{\n" + ",\n".join(lines) + "\n}")
