"""Fits scikit-learn's LogisticRegression(C=1) to one split, and prints measures on its test rows as JSON.

Run by defaults.py, in the virtual environment that has scikit-learn:
sklearn_fit.py SPLIT raw|standardised ITERATIONS, the split as JSON.
"""

import csv
import json
import sys
import time
import warnings

import numpy as np
from scipy.special import logsumexp
from sklearn.datasets import load_svmlight_file
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def libsvm(split):
    return [load_svmlight_file(split[part], n_features=split["features"]) for part in ("train", "test")]


def table(split):
    """Numbers first, then an indicator of each category of the training rows."""
    label, categorical = split["label"], split["categorical"]
    parts = []
    for part in ("train", "test"):
        with open(split[part], newline="", encoding="utf-8") as file:
            rows = [row for row in csv.reader(file) if row]
        labels = np.array([row[label] for row in rows])
        names = np.array([[row[c] for c in categorical] for row in rows], dtype=object)
        others = [c for c in range(len(rows[0])) if c != label and c not in categorical]
        parts.append((np.array([[float(row[c]) for c in others] for row in rows]), names, labels))
    if not categorical:
        return [(numbers, labels) for numbers, _, labels in parts]
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(parts[0][1])
    return [(np.hstack([numbers, encoder.transform(names)]), labels) for numbers, names, labels in parts]


def log_loss(model, x, y):
    """From the logits: a probability that underflows has a log all the same."""
    logits = model.decision_function(x)
    if logits.ndim == 1:
        logits = np.column_stack([np.zeros_like(logits), logits])
    of_label = logits[np.arange(len(y)), np.searchsorted(model.classes_, y)]
    return float(np.mean(logsumexp(logits, axis=1) - of_label))


def main():
    split, scaling, iterations = json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    sparse = split["format"] == "libsvm"
    (x, y), (x_test, y_test) = libsvm(split) if sparse else table(split)
    start = time.perf_counter()
    if scaling == "standardised":
        scaler = StandardScaler(with_mean=not sparse).fit(x)
        x, x_test = scaler.transform(x), scaler.transform(x_test)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        model = LogisticRegression(C=1.0, max_iter=iterations).fit(x, y)
    seconds = time.perf_counter() - start
    used = int(np.max(model.n_iter_))
    # Also where it runs out of evaluations, of which it allows 15000, before it runs out of iterations.
    stopped = any(issubclass(warning.category, ConvergenceWarning) for warning in warned)
    measures = {
        "accuracy": float(model.score(x_test, y_test)),
        "logLoss": log_loss(model, x_test, y_test),
        "seconds": seconds,
        "objective": log_loss(model, x, y) + float(np.sum(model.coef_**2)) / 2 / x.shape[0],
        "stop": f"stopped at {used}" if stopped else f"converged in {used}",
        "rows": [x.shape[0], x_test.shape[0]],
        "features": x.shape[1],
        "classes": len(model.classes_),
    }
    print(json.dumps(measures))


if __name__ == "__main__":
    main()
