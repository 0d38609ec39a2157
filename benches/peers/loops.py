#!/usr/bin/env python3
"""The training loops that `train.py` times against: what a student writes in PyTorch or numpy.

    loops.py DATA q2 logistic-regression|mlp [--feed loader|slices] [--threads N] --batch-size 16 --learning-rate 0.01
    loops.py DATA q1 perceptron|logistic-regression|mlp

One JSON line for each epoch: its wall and CPU seconds, evaluation included, and what was measured.
"""
import argparse
import json
import resource
import time

import numpy as np


def clock():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), usage.ru_utime + usage.ru_stime


def run(epochs, train, evaluate):
    for epoch in range(1, epochs + 1):
        wall, cpu = clock()
        train()
        measured = evaluate()
        end_wall, end_cpu = clock()
        print(json.dumps({"epoch": epoch, "wall": end_wall - wall, "cpu": end_cpu - cpu, **measured}), flush=True)


def images(path, split):
    """Flat images and their labels, as bytes."""
    data = np.load(path)
    x = data[f"{split}_images"]
    return x.reshape(len(x), -1), data[f"{split}_labels"].ravel()


def question2(args):
    """Mini-batches in single precision, loss.item() at every step, the validation set after every epoch."""
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, Dataset

    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(42)

    def tensors(split):
        x, y = images(args.data, split)
        return torch.tensor(x, dtype=torch.float32) / 256, torch.tensor(y, dtype=torch.int64)

    x, y = tensors("train")
    val_x, val_y = tensors("val")
    sizes = [784, 4] if args.model == "logistic-regression" else [784, 200, 200, 4]
    layers = [nn.Linear(*pair) for pair in zip(sizes, sizes[1:])]
    model = nn.Sequential(*[m for layer in layers for m in (layer, nn.ReLU())][:-1])
    cross_entropy = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=args.learning_rate)
    order = torch.Generator().manual_seed(42)

    class Images(Dataset):
        def __len__(self):
            return len(y)

        def __getitem__(self, index):
            return x[index], y[index]

    loader = DataLoader(Images(), batch_size=args.batch_size, shuffle=True, generator=order)

    def slices():
        for batch in torch.randperm(len(y), generator=order).split(args.batch_size):
            yield x.index_select(0, batch), y.index_select(0, batch)

    def train():
        model.train()
        losses = []
        for batch_x, batch_y in loader if args.feed == "loader" else slices():
            optimizer.zero_grad()
            loss = cross_entropy(model(batch_x), batch_y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())

    def evaluate():
        model.eval()
        with torch.no_grad():
            scores = model(val_x)
            correct = (scores.argmax(1) == val_y).sum().item()
            return {"val_loss": cross_entropy(scores, val_y).item(), "val_correct": correct}

    run(args.epochs, train, evaluate)


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def question1(args):
    """One example at a time in double precision, accuracy on both sets after every epoch."""
    np.random.seed(42)
    (x, y), (val_x, val_y) = [images(args.data, split) for split in ("train", "val")]
    x, val_x = x / 256, val_x / 256
    rate = args.learning_rate
    if args.model == "mlp":
        w1, w2 = np.random.normal(0.1, 0.1, (200, 784)), np.random.normal(0.1, 0.1, (4, 200))
        b1, b2 = np.zeros(200), np.zeros(4)

        def scores(x):
            return np.maximum(x @ w1.T + b1, 0) @ w2.T + b2

        def learn(x, label):
            nonlocal w1, b1, w2, b2
            z = w1 @ x + b1
            h = np.maximum(z, 0)
            d2 = softmax(w2 @ h + b2)
            d2[label] -= 1
            d1 = (w2.T @ d2) * (z > 0)
            w2 -= rate * np.outer(d2, h)
            b2 -= rate * d2
            w1 -= rate * np.outer(d1, x)
            b1 -= rate * d1
    else:
        x, val_x = [np.hstack([x, np.ones((len(x), 1))]) for x in (x, val_x)]
        w = np.zeros((4, 785))

        def scores(x):
            return x @ w.T

        def learn(x, label):
            nonlocal w
            if args.model == "perceptron":
                guess = np.argmax(w @ x)
                if guess != label:
                    w[label] += x
                    w[guess] -= x
            else:
                d = softmax(w @ x)
                d[label] -= 1
                w -= rate * np.outer(d, x)

    def train():
        nonlocal x, y
        order = np.random.permutation(len(y))
        x, y = x[order], y[order]
        for example, label in zip(x, y):
            learn(example, label)

    def evaluate():
        sets = {"train_correct": (x, y), "val_correct": (val_x, val_y)}
        return {name: int((scores(x).argmax(1) == y).sum()) for name, (x, y) in sets.items()}

    run(args.epochs, train, evaluate)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("question", choices=["q1", "q2"])
    parser.add_argument("model", choices=["perceptron", "logistic-regression", "mlp"])
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--feed", choices=["loader", "slices"], default="loader")
    parser.add_argument("--threads", type=int, default=0, help="torch's threads; its own choice without")
    args = parser.parse_args()
    (question1 if args.question == "q1" else question2)(args)


if __name__ == "__main__":
    main()
