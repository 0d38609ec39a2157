"""The exercise's data (REFERENCE 4): splits flattened and divided by 256, and the two test sets."""
import numpy as np


def load(path, kind):
    """{split: (pixels (N, 784) of a numpy kind, labels (N))}; `test` is the file's own, `test_homework` re-weighted."""
    file = np.load(path)
    splits = {}
    for split in ("train", "val", "test"):
        images = file[f"{split}_images"]
        splits[split] = images.reshape(len(images), -1).astype(kind) / 256, file[f"{split}_labels"].ravel().astype(np.int64)
    kept = homework_test(splits["train"][1], splits["test"][1])
    splits["test_homework"] = tuple(part[kept] for part in splits["test"])
    return splits


def homework_test(train_labels, test_labels):
    """Indices of the test images that the homework keeps: per class the first, in the mix of the training set."""
    train, test = np.bincount(train_labels), np.bincount(test_labels, minlength=train_labels.max() + 1)
    largest = train.argmax()
    kept = [min(round(test[largest] * count / train[largest]), have) for count, have in zip(train, test)]
    return np.concatenate([np.flatnonzero(test_labels == c)[:n] for c, n in enumerate(kept)])


def figures(name, correct, count):
    """A list of numbers of correct predictions, and what the exercise prints of them."""
    return {f"{name}_count": count, f"{name}_correct": correct,
            f"{name}_accuracy": [f"{k / count:.4f}" for k in correct]}
