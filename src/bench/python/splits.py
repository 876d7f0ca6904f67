"""The data sets of the benchmark `defaults`, each as a training and a test file that both sides read.

An official test set is used where there is one. All others are split by a fixed seed: a fifth of the
rows of each class is for the test, rounded down, so that no class is missing from the training rows.
"""

import gzip
import random
from pathlib import Path
from typing import NamedTuple

SEED = 1
TEST_SHARE = 5  # one row in so many

# Rows of KDD Cup 99 that are kept: scikit-learn needs hours for all of them.
MOST_ROWS = 50_000

PMLB = ["optdigits", "pendigits", "satimage", "letter", "shuttle", "vowel", "wine", "iris", "car", "nursery"]


class Split(NamedTuple):
    """Where the rows of a data set are, and how they are read."""

    name: str
    format: str  # csv or libsvm
    train: Path
    test: Path
    label: int = 0  # position of the label, of csv
    categorical: tuple = ()  # positions of the columns of names, of csv
    features: int = 0  # of libsvm


NAMES = PMLB + ["dna", "glass", "covtype", "kddcup99", "clinc150", "news20"]


def of(name, data, folder):
    """The split of a data set; files that are made lie in `folder`."""
    if name in PMLB:
        file = "wine_recognition" if name == "wine" else name
        lines = read(data / "pmlb" / f"{file}.tsv.gz")
        header = lines[0].split("\t")
        rows = [line.replace("\t", ",") for line in lines[1:]]
        return _split(name, rows, folder, label=header.index("target"))
    if name == "covtype":
        lines = read(data / "covtype" / "covtype_15000.csv")
        return _split(name, lines[1:], folder, label=lines[0].count(","))
    if name == "kddcup99":
        lines = read(data / "kddcup99" / "kddcup.data_10_percent.gz")
        random.Random(SEED).shuffle(lines)
        rows = lines[:MOST_ROWS]
        return _split(name, rows, folder, label=41, categorical=(1, 2, 3))
    if name == "glass":
        rows = read(data / "libsvm-small" / "glass.scale.txt")
        return _split(name, rows, folder, features=9)
    if name == "dna":
        small = data / "libsvm-small"
        return Split(name, "libsvm", small / "dna.scale", small / "dna.scale.t", features=180)
    features = {"clinc150": 2793, "news20": 46818}[name]
    train, test = (data / name / f"{name}_{part}_counts.libsvm.gz" for part in ("train", "test"))
    return Split(name, "libsvm", train, test, features=features)


def read(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return file.read().splitlines()


def _split(name, rows, folder, label=0, categorical=(), features=0):
    separator = None if features else ","
    by_class = {}
    for row in rows:
        by_class.setdefault(row.split(separator)[label], []).append(row)
    shuffled = random.Random(SEED)
    train, test = [], []
    for key in sorted(by_class):
        of_class = by_class[key]
        shuffled.shuffle(of_class)
        held_out = len(of_class) // TEST_SHARE
        test += of_class[:held_out]
        train += of_class[held_out:]
    shuffled.shuffle(train)
    folder.mkdir(parents=True, exist_ok=True)
    kind = "libsvm" if features else "csv"
    paths = [folder / f"{part}.{kind}" for part in ("train", "test")]
    for path, part in zip(paths, (train, test)):
        path.write_text("\n".join(part) + "\n", encoding="utf-8")
    return Split(name, kind, *paths, label, tuple(categorical), features)
