"""Reads a text file with other tools and prints the seconds of each time, one a line.

Run by submit/bench reading, in the virtual environment that has scikit-learn: reading.py libsvm|csv FILE TIMES.
csv is read by numpy.loadtxt, behind a header.
"""

import sys
import time

import numpy as np
from sklearn.datasets import load_svmlight_file


def read(form, path):
    if form == "libsvm":
        return load_svmlight_file(path)
    return np.loadtxt(path, delimiter=",", skiprows=1)


def main(form, path, times):
    for _ in range(int(times)):
        start = time.perf_counter()
        read(form, path)
        print(time.perf_counter() - start, flush=True)


main(*sys.argv[1:])
