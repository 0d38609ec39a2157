#!/usr/bin/env python3
"""Golden values of Question 1 (REFERENCE 5): one model trained in numpy, printed as one line of JSON.

    q1.py DATA.npz perceptron
    q1.py DATA.npz logistic_regression --learning-rate 0.01
    q1.py DATA.npz mlp --pixel-order 3

--pixel-order shuffles the pixels, and the columns of the initial weights with them, by a generator of its own: the
same mathematics, summed in another order.
"""
import argparse
import json

import numpy as np

from data import figures, load
from golden_file import made_by

FIRST = 50  # losses of single examples that are written down


class Perceptron:
    has_ones = True

    def __init__(self, classes, inputs, options):
        self.weights = np.zeros((classes, inputs))

    def learn(self, x, y):
        predicted = np.argmax(self.weights @ x)
        if predicted != y:
            self.weights[y] += x
            self.weights[predicted] -= x

    def predict(self, x):
        return np.argmax(x @ self.weights.T, axis=1)


class LogisticRegression(Perceptron):
    def __init__(self, classes, inputs, options):
        super().__init__(classes, inputs, options)
        self.rate = options.learning_rate

    def learn(self, x, y):
        gradient, loss = cross_entropy(self.weights @ x, y)
        self.weights -= self.rate * np.outer(gradient, x)
        return loss


class Mlp:
    has_ones = False

    def __init__(self, classes, inputs, options):
        self.rate = options.learning_rate
        self.w1 = np.random.normal(0.1, 0.1, (options.hidden_size, inputs))
        self.w2 = np.random.normal(0.1, 0.1, (classes, options.hidden_size))
        self.b1, self.b2 = np.zeros(options.hidden_size), np.zeros(classes)

    def learn(self, x, y):
        z = self.w1 @ x + self.b1
        hidden = np.maximum(z, 0)
        gradient2, loss = cross_entropy(self.w2 @ hidden + self.b2, y)
        gradient1 = (self.w2.T @ gradient2) * (z > 0)
        self.w2 -= self.rate * np.outer(gradient2, hidden)
        self.b2 -= self.rate * gradient2
        self.w1 -= self.rate * np.outer(gradient1, x)
        self.b1 -= self.rate * gradient1
        return loss

    def predict(self, x):
        hidden = np.maximum(x @ self.w1.T + self.b1, 0)
        return np.argmax(hidden @ self.w2.T + self.b2, axis=1)


def cross_entropy(z, y):
    """Of softmax(z): the gradient by z, and the loss."""
    z = z - z.max()
    powers = np.exp(z)
    gradient = powers / powers.sum()
    gradient[y] -= 1
    return gradient, float(np.log(powers.sum()) - z[y])


MODELS = {"perceptron": Perceptron, "logistic_regression": LogisticRegression, "mlp": Mlp}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--hidden-size", type=int, default=200)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--pixel-order", type=int, metavar="SEED")
    options = parser.parse_args()

    kind = MODELS[options.model]
    splits = load(options.data, np.float64)
    inputs = splits["train"][0].shape[1]
    order = np.arange(inputs)
    if options.pixel_order is not None:
        order = np.random.default_rng(options.pixel_order).permutation(inputs)
    for split, (x, y) in splits.items():
        x = x[:, order]
        splits[split] = np.hstack([x, np.ones((len(x), 1))]) if kind.has_ones else x, y

    np.random.seed(options.seed)
    x, y = splits["train"]
    model = kind(int(y.max()) + 1, x.shape[1], options)
    if options.model == "mlp":
        model.w1 = model.w1[:, order]

    correct = {split: [] for split in splits}
    first, means = [], []
    for _ in range(options.epochs):
        permutation = np.random.permutation(len(x))
        x, y = x[permutation], y[permutation]
        losses = [model.learn(xi, yi) for xi, yi in zip(x, y)]
        first = first or losses[:FIRST]
        means.append(None if losses[0] is None else sum(losses) / len(losses))
        splits["train"] = x, y
        for split in ("train", "val"):
            u, v = splits[split]
            correct[split].append(int((model.predict(u) == v).sum()))
    for split in ("test", "test_homework"):
        u, v = splits[split]
        correct[split].append(int((model.predict(u) == v).sum()))

    run = {"made_by": made_by(options.data)} | {k: v for k, v in vars(options).items() if k != "data"}
    if means[0] is not None:
        run |= {"first_losses": first, "epoch_losses": means}
    for split, ks in correct.items():
        run |= figures(split, ks, len(splits[split][1]))
    print(json.dumps(run))


main()
