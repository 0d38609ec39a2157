#!/usr/bin/env python3
"""Golden values of the random streams: what numpy and torch draw.

    streams.py > golden/streams.json

Long results stand as the SHA-256 of their values' bytes: orders as little-endian uint32, normal values as float64,
weights as float32, dropout masks as one byte, 0 or 1, for each element. Normal values stand also rounded to float32:
their last bit depends on the C library's logarithm, which glibc computes in two ways, with and without fused
multiply-add (of the 157,600 values of seed 42 two differ).
"""
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader

from golden_file import made_by, sha256, write

SEEDS = [0, 1, 42, 2**31, 2**32 - 1]
SHORT, LONG = [1, 2, 3, 10], [4708, 97477]


def shown(order):
    order = np.asarray(order)
    return order.tolist() if len(order) <= 10 else sha256(order, "<u4")


def numpy_stream(seed):
    np.random.seed(seed)
    draws = np.random.randint(0, 2**32, 3, dtype=np.uint32).tolist()
    doubles = np.random.random_sample(3).tolist()
    np.random.seed(seed)
    permutations = [[n, shown(np.random.permutation(n))] for n in SHORT + LONG]
    # An odd number, so that a value waits while the order is drawn.
    np.random.seed(seed)
    hidden = np.random.normal(0.1, 0.1, (200, 784)).ravel()
    three = np.random.normal(0.1, 0.1, 3)
    order = np.random.permutation(10)
    output = np.random.normal(0.1, 0.1, (4, 200)).ravel()
    return {"seed": seed, "draws": draws, "doubles": doubles, "permutations": permutations,
            "normals_first": hidden[:4].tolist(), "normals_200_784": sha256(hidden, "<f8"), "normals_200_784_rounded": sha256(hidden, "<f4"), "normals_3": three.tolist(),
            "permutation_10": shown(order), "normals_4_200": sha256(output, "<f8"), "normals_4_200_rounded": sha256(output, "<f4")}


def loader_orders(seed, n, epochs=3):
    loader = DataLoader(range(n), batch_size=16, shuffle=True, generator=torch.Generator().manual_seed(seed))
    return [n, [shown(torch.cat(list(loader))) for _ in range(epochs)]]


def dropout(p, n):
    mask = nn.functional.dropout(torch.ones(n), p, True) != 0
    return {"p": p, "n": n, "kept": int(mask.sum()), "mask": sha256(mask.numpy(), "u1"),
            "after": int(torch.empty((), dtype=torch.int64).random_())}


def torch_stream(seed):
    torch.manual_seed(seed)
    integers = [int(torch.empty((), dtype=torch.int64).random_()) for _ in range(3)]
    torch.manual_seed(seed)
    permutations = [[n, shown(torch.randperm(n))] for n in SHORT + LONG]
    torch.manual_seed(seed)
    uniform = torch.empty(1001).uniform_(-0.3, 0.3)
    torch.manual_seed(seed)
    linear = []
    for inputs, outputs in [(784, 4), (784, 200), (200, 200), (200, 4), (6, 5)]:
        layer = nn.Linear(inputs, outputs)
        weights, biases = layer.weight.detach().numpy(), layer.bias.detach().numpy()
        linear.append({"inputs": inputs, "outputs": outputs, "weights_first": weights.ravel()[:3].tolist(),
                       "weights": sha256(weights, "<f4"), "biases": sha256(biases, "<f4")})
    torch.manual_seed(seed)
    torch.randperm(2)  # one draw of 32 bits: the 64-bit draws of the masks then straddle the generator's blocks
    masks = [dropout(p, n) for p, n in [(0.2, 3), (0.2, 3200), (0.5, 51200), (0.1, 1001), (0.0, 100), (1.0, 100), (0.3, 1)]]
    return {"seed": seed, "integers": integers, "permutations": permutations,
            "uniform_03_first": uniform[:3].tolist(), "uniform_03": sha256(uniform.numpy(), "<f4"),
            "linear": linear, "dropout": masks,
            "loader_orders": [loader_orders(seed, n) for n in [1, 2, 10, 4708]]}


write({"made_by": made_by(torch=torch.__version__)}
      | {f"numpy_{seed}": numpy_stream(seed) for seed in SEEDS}
      | {f"torch_{seed}": torch_stream(seed) for seed in SEEDS})
