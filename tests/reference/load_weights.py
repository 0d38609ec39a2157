"""Loads a .safetensors file that was written here into PyTorch, and compares the predictions.

    verify q2 mlp --data oct.npz --out out        writes out/*.safetensors
    verify predict out/NAME.safetensors oct.npz --format json > predicted.json
    python tests/reference/load_weights.py out/NAME.safetensors oct.npz predicted.json

Needs torch, safetensors and numpy. The network is built from the shapes, with the dropout modules that torch's own
training code has, so that load_state_dict checks every name; the activation is the one in the metadata. Exits with 1
if a prediction differs although the two best scores are not within rounding (1e-4).
"""
import json
import sys

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import nn


def model(weights, activation):
    """nn.Linear, or linear, activation, dropout, ..., linear."""
    if "weight" in weights:
        outputs, inputs = weights["weight"].shape
        return nn.Linear(inputs, outputs, dtype=weights["weight"].dtype)
    numbers = sorted(int(name.split(".")[0]) for name in weights if name.endswith(".weight"))
    modules = []
    for number in numbers:
        weight = weights[f"{number}.weight"]
        if modules:
            modules.append({"relu": nn.ReLU, "tanh": nn.Tanh}[activation]())
        while len(modules) < number:
            modules.append(nn.Dropout(0))
        modules.append(nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype))
    return nn.Sequential(*modules)


def main(path, data, predicted):
    weights = load_file(path)
    with safe_open(path, "pt") as file:
        metadata = file.metadata() or {}
    network = model(weights, metadata.get("activation", "relu"))
    network.load_state_dict(weights)
    network.eval()
    print(network)

    images = np.load(data)["test_images"]
    x = torch.from_numpy(images.reshape(len(images), -1) / 256).to(next(iter(weights.values())).dtype)
    with torch.no_grad():
        scores = network(x)
    theirs = scores.argmax(1)
    with open(predicted) as file:
        ours = torch.tensor([image["class"] for image in json.load(file)["images"]])
    best = scores.topk(2, 1).values
    close = best[:, 0] - best[:, 1] < 1e-4
    same = ours == theirs
    print(f"{int(same.sum())} of {len(same)} predictions are the same; {int(close.sum())} are within rounding")
    return int((~same & ~close).any())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
