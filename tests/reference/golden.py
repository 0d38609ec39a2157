#!/usr/bin/env python3
"""Makes the golden files again: the streams, the ten steps, and for each data set every run of Questions 1 and 2.

    golden.py DATA.npz...

On one core about twenty minutes for 5,000 images, ten for 2,000.
"""
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"


def run(*words):
    """What a program prints; on one thread, so that sums have one order."""
    print(*words, file=sys.stderr, flush=True)
    one_thread = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    command = [sys.executable, HERE / words[0], *words[1:]]
    return subprocess.run(command, env=os.environ | one_thread, check=True, text=True, stdout=subprocess.PIPE).stdout


def write(name, text):
    GOLDEN.joinpath(name).write_text(text)


def write_runs(name, runs):
    write(name, "[\n" + ",\n".join(run(*words).strip() for words in runs) + "\n]\n")


def q1(data):
    yield "q1.py", data, "perceptron"
    for rate in ("0.001", "0.01"):
        yield "q1.py", data, "logistic_regression", "--learning-rate", rate
    yield "q1.py", data, "mlp"
    for order in range(1, 6):
        yield "q1.py", data, "mlp", "--pixel-order", str(order)


def q2(data):
    # A batch size that leaves a smaller last batch.
    count = len(np.load(data)["train_labels"])
    common = ["q2.py", data]
    size = ["--batch-size", "16" if count % 16 else "24"]
    logistic_regression = [*common, "logistic_regression", *size]
    yield *logistic_regression, "--learning-rate", "0.01"
    yield *logistic_regression, "--learning-rate", "0.1"
    yield *logistic_regression, "--learning-rate", "0.1", "--l2-decay", "0.0001"
    yield *logistic_regression, "--learning-rate", "0.001", "--optimizer", "adam"
    for activation, (optimizer, rate), dropout, l2 in product(
            ("relu", "tanh"), (("sgd", "0.1"), ("adam", "0.001")), ("0.0", "0.2"), ("0.0", "0.0001")):
        yield (*common, "mlp", *size, "--epochs", "10", "--activation", activation, "--optimizer", optimizer,
               "--learning-rate", rate, "--dropout", dropout, "--l2-decay", l2)


def q2_gentle(data):
    """Settings at which torch agrees with itself, and the same with the pixels in another order."""
    logistic_regression, *_, mlp = q2(data)
    size = mlp[mlp.index("--batch-size"):][:2]
    for order in ([], ["--pixel-order", "1"]):
        yield *logistic_regression, "--l2-decay", "0.0001", *order
        for (optimizer, rate), dropout, l2 in product((("sgd", "0.01"), ("adam", "0.0001")), ("0.0", "0.2"), ("0.0", "0.0001")):
            yield ("q2.py", data, "mlp", *size, "--epochs", "10", "--activation", "relu", "--optimizer", optimizer,
                   "--learning-rate", rate, "--dropout", dropout, "--l2-decay", l2, *order)


def q2_reordered(data):
    """The runs with ReLU again, with the pixels in four other orders."""
    for words in q2(data):
        if "relu" in words:
            for order in "1234":
                yield *words, "--pixel-order", order


write("streams.json", run("streams.py"))
write("ten_steps.json", run("ten_steps.py"))
for data in sys.argv[1:]:
    write_runs(f"q1-{Path(data).stem}.json", q1(data))
    write_runs(f"q2-{Path(data).stem}.json", q2(data))
    write_runs(f"q2-gentle-{Path(data).stem}.json", q2_gentle(data))
    write_runs(f"q2-reordered-{Path(data).stem}.json", q2_reordered(data))
