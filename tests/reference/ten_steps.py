#!/usr/bin/env python3
"""Golden values of ten steps of training, in float64, on a problem small enough to be checked by hand.

    ten_steps.py > golden/ten_steps.json

Twelve images of 2 x 3 pixels in three classes; examples and batches are taken in file order, again and again; weights
are written output after output. Every number of the problem is a float32. Losses are taken before the step.
"""
import numpy as np

from golden_file import made_by, write

STEPS = 10
# Pixels in eighths of the largest; the first image is black, so that in Question 1 a pre-activation is exactly 0.
EIGHTHS = ["000000", "123456", "707162", "062531", "654310", "175026", "330714", "416275", "741203", "502647", "271360", "063751"]
IMAGES = np.array([[int(digit) * 32 for digit in row] for row in EIGHTHS])
LABELS = np.array([0, 1, 2, 1, 0, 2, 2, 1, 0, 2, 0, 1])
X = IMAGES / 256
CLASSES = 3


def rationals(rows, columns, salt):
    """Weights in sixteenths, from -5/16 to 5/16."""
    return np.array([[(7 * i + 3 * j + 5 * i * j + salt) % 11 - 5 for j in range(columns)] for i in range(rows)]) / 16


def cross_entropy(z, labels):
    """Of softmax(z), one example a row: the mean loss, and its gradient by z."""
    z = z - z.max(axis=1, keepdims=True)
    powers = np.exp(z)
    sums = powers.sum(axis=1, keepdims=True)
    one_hot = np.eye(CLASSES)[labels]
    losses = np.log(sums[:, 0]) - (z * one_hot).sum(axis=1)
    return losses.mean(), (powers / sums - one_hot) / len(labels)


def loss_and_gradients(layers, activation, x, labels):
    """Of a network [(weights, biases), ...] whose last layer is linear; gradients in the same shape."""
    inputs = [x]
    for weights, biases in layers[:-1]:
        z = inputs[-1] @ weights.T + biases
        inputs.append(np.maximum(z, 0) if activation == "relu" else np.tanh(z))
    weights, biases = layers[-1]
    loss, delta = cross_entropy(inputs[-1] @ weights.T + biases, labels)
    gradients = []
    for (weights, _), h in zip(layers[::-1], inputs[::-1]):
        gradients.append((delta.T @ h, delta.sum(axis=0)))
        slope = (h > 0) if activation == "relu" else 1 - h * h  # of the layer that made h; not used for the images
        delta = (delta @ weights) * slope
    return loss, gradients[::-1]


def sgd(rate, l2):
    def step(p, g):
        p -= rate * (g + l2 * p)
    return step


def adam(rate, l2, beta1=0.9, beta2=0.999, epsilon=1e-8):
    moments = {}

    def step(p, g):
        g = g + l2 * p
        t, m, v = moments.get(id(p), (0, 0, 0))
        t, m, v = t + 1, beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        moments[id(p)] = t, m, v
        p -= rate / (1 - beta1**t) * m / (np.sqrt(v) / np.sqrt(1 - beta2**t) + epsilon)
    return step


def shown(layers):
    return [{"weights": w.tolist(), "biases": b.tolist()} for w, b in layers]


def network(sizes):
    return [(rationals(o, i, i + o), rationals(1, o, i)[0]) for i, o in zip(sizes, sizes[1:])]


def train(layers, activation, optimizer, rate, l2, batch):
    """Ten steps of Question 2, or with batch 1 of Question 1's MLP."""
    run = {"activation": activation, "optimizer": optimizer, "learning_rate": rate, "l2_decay": l2, "batch_size": batch,
           "layers": shown(layers)}
    step = {"sgd": sgd, "adam": adam}[optimizer](rate, l2)
    starts = [start for _ in range(STEPS) for start in range(0, len(X), batch)][:STEPS]
    losses = []
    for start in starts:
        loss, gradients = loss_and_gradients(layers, activation, X[start:start + batch], LABELS[start:start + batch])
        for parameters, gradient in zip(layers, gradients):
            for p, g in zip(parameters, gradient):
                step(p, g)
        losses.append(float(loss))
    return run | {"losses": losses, "layers_after": shown(layers)}


def linear_q1(learn):
    """Ten examples of Question 1's linear models: weights zero, a one behind the pixels."""
    weights, seen = np.zeros((CLASSES, X.shape[1] + 1)), []
    for x, y in zip(X[:STEPS], LABELS):
        seen.append(learn(weights, np.append(x, 1), y))
    return seen, weights.tolist()


def perceptron(weights, x, y):
    predicted = int(np.argmax(weights @ x))
    if predicted != y:
        weights[y] += x
        weights[predicted] -= x
    return predicted


def logistic_regression(rate):
    def learn(weights, x, y):
        loss, gradient = cross_entropy((weights @ x)[None], [y])
        weights -= rate * np.outer(gradient[0], x)
        return float(loss)
    return learn


def main():
    problem = {"height": 2, "width": 3, "images": IMAGES.tolist(), "divided_by": 256, "labels": LABELS.tolist(), "classes": CLASSES}
    entries = {"made_by": made_by(), "problem": problem}
    predictions, after = linear_q1(perceptron)
    entries["q1_perceptron"] = {"predictions": predictions, "weights_after": after}
    losses, after = linear_q1(logistic_regression(0.5))
    entries["q1_logistic_regression"] = {"learning_rate": 0.5, "losses": losses, "weights_after": after}
    entries["q1_mlp"] = train([(w, 0 * b) for w, b in network([6, 5, 3])], "relu", "sgd", 0.25, 0.0, 1)
    for name, optimizer, rate, l2 in (("sgd", "sgd", 0.5, 0.0), ("sgd_l2", "sgd", 0.5, 0.03125), ("adam_l2", "adam", 0.015625, 0.03125)):
        entries[f"q2_logistic_regression_{name}"] = train(network([6, 3]), "none", optimizer, rate, l2, 4)
        for activation in ("relu", "tanh"):
            entries[f"q2_mlp_{activation}_{name}"] = train(network([6, 5, 5, 3]), activation, optimizer, rate, l2, 4)
    # Every third batch has two examples.
    entries["q2_logistic_regression_batch_5"] = train(network([6, 3]), "none", "sgd", 0.5, 0.03125, 5)
    entries["q2_mlp_relu_batch_5"] = train(network([6, 5, 5, 3]), "relu", "sgd", 0.5, 0.03125, 5)
    write(entries)


main()
