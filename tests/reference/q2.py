#!/usr/bin/env python3
"""Golden values of Question 2 (REFERENCE 6): one model trained in PyTorch, printed as one line of JSON.

    q2.py DATA.npz logistic_regression --learning-rate 0.01
    q2.py DATA.npz mlp --epochs 10 --activation tanh --optimizer adam --learning-rate 0.001 --dropout 0.2

In float32 on one thread, with the DataLoader as the exercise uses it. --pixel-order shuffles the pixels, and the
columns of the initial weights with them, as in q1.py: the same mathematics, summed in another order.
"""
import argparse
import json

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

from data import figures, load
from golden_file import made_by, sha256

FIRST_LOSSES, FIRST_BATCHES = 10, 3


class Images(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return i, self.x[i], self.y[i]


def build(options, inputs, classes):
    if options.model == "logistic_regression":
        return nn.Linear(inputs, classes)
    activation = {"relu": nn.ReLU, "tanh": nn.Tanh}[options.activation]
    layers = []
    for _ in range(options.layers):
        layers += [nn.Linear(inputs, options.hidden_size), activation(), nn.Dropout(options.dropout)]
        inputs = options.hidden_size
    return nn.Sequential(*layers, nn.Linear(inputs, classes))


@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    z = model(x)
    return nn.functional.cross_entropy(z, y).item(), int((z.argmax(dim=1) == y).sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("model", choices=["logistic_regression", "mlp"])
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--learning-rate", type=float, default=0.1)
    parser.add_argument("--l2-decay", type=float, default=0.0)
    parser.add_argument("--hidden-size", type=int, default=200)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--activation", choices=["relu", "tanh"], default="relu")
    parser.add_argument("--optimizer", choices=["sgd", "adam"], default="sgd")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--pixel-order", type=int, metavar="SEED")
    options = parser.parse_args()

    torch.set_num_threads(1)
    splits = {split: tuple(map(torch.from_numpy, pair)) for split, pair in load(options.data, np.float32).items()}
    x, y = splits["train"]
    torch.manual_seed(options.seed)
    model = build(options, x.shape[1], int(y.max()) + 1)
    initial = [[name, list(p.shape), sha256(p.detach().numpy(), "<f4")] for name, p in model.named_parameters()]
    if options.pixel_order is not None:
        order = torch.from_numpy(np.random.default_rng(options.pixel_order).permutation(x.shape[1]))
        splits = {split: (u[:, order], v) for split, (u, v) in splits.items()}
        x, y = splits["train"]
        first = next(model.parameters())
        first.data = first.data[:, order]
    optimizer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[options.optimizer](
        model.parameters(), lr=options.learning_rate, weight_decay=options.l2_decay)
    loader = DataLoader(Images(x, y), batch_size=options.batch_size, shuffle=True,
                        generator=torch.Generator().manual_seed(options.seed))

    first_losses, batches = [], []
    curves = {"training_loss": [], "valid_loss": []}
    correct = {"val": [], "test": [], "test_homework": []}
    for epoch in range(options.epochs):
        model.train()
        losses, indices = [], []
        for i, xb, yb in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(xb), yb)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            indices.append(i.tolist())
        first_losses = first_losses or losses[:FIRST_LOSSES]
        if epoch < 2:
            batches.append({"first": indices[:FIRST_BATCHES], "last": indices[-1]})
        curves["training_loss"].append(sum(losses) / len(losses))
        loss, k = evaluate(model, *splits["val"])
        curves["valid_loss"].append(loss)
        correct["val"].append(k)
    for split in ("test", "test_homework"):
        correct[split].append(evaluate(model, *splits[split])[1])

    run = {"made_by": made_by(options.data, torch=torch.__version__)}
    run |= {k: v for k, v in vars(options).items() if k != "data"}
    run["train_count"] = len(x)
    if options.pixel_order is None:
        run |= {"initial_parameters_sha256": initial, "batches_of_epochs_1_and_2": batches}
    run |= {"first_losses": first_losses} | curves
    for split, ks in correct.items():
        run |= figures(split, ks, len(splits[split][1]))
    print(json.dumps(run))


main()
