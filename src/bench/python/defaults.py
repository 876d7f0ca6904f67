"""Default settings of spark-softmax against scikit-learn's LogisticRegression(C=1), on 16 data sets.

Both train on the same rows, raw and standardised, and are measured on the same test rows; the objective is
that of the training rows, penalty included. Only the iterations of scikit-learn are raised, so that it reaches
its default tolerance where its 15000 evaluations allow that. Run by
`submit/bench defaults [--explicit-strength] [data set ...]`, which installs scikit-learn and sets
SOFTMAX_HOME, SOFTMAX_DATA, and SOFTMAX_BENCH_PYTHON or the reason SOFTMAX_BENCH_MISSING; writes
target/bench/defaults.md and defaults.tsv. A fit that takes longer than SOFTMAX_BENCH_SECONDS (1800) is
ended.

--explicit-strength sets regularization.strength to 1/N, which is the default where all rows weigh 1, and
the objective of C=1.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import splits

HOME = Path(os.environ["SOFTMAX_HOME"])
DATA = Path(os.environ["SOFTMAX_DATA"])
FOLDER = HOME / "target" / "bench"
SECONDS = int(os.environ.get("SOFTMAX_BENCH_SECONDS", "1800"))
ITERATIONS = 20_000
EXPLICIT_STRENGTH = "--explicit-strength"
SCALINGS = ["raw", "standardised"]
COLUMNS = [
    "data", "features as", "training rows", "test rows", "features", "classes",
    "objective", "scikit-learn's objective", "accuracy", "scikit-learn's accuracy",
    "log loss", "scikit-learn's log loss", "s", "scikit-learn's s",
    "stop reason", "scikit-learn",
]  # fmt: skip


def environment():
    """The Python that has scikit-learn, or the reason why there is none."""
    return os.environ["SOFTMAX_BENCH_PYTHON"] or None, os.environ["SOFTMAX_BENCH_MISSING"] or None


def finished(command):
    """The finished process, or None where it took too long."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None


def failed(stop):
    return {"objective": None, "accuracy": None, "logLoss": None, "seconds": None, "stop": stop}


def sklearn(python, split, scaling):
    if python is None:
        return failed("skipped")
    script = Path(__file__).with_name("sklearn_fit.py")
    done = finished([python, script, json.dumps(split._asdict(), default=str), scaling, str(ITERATIONS)])
    if done is None:
        return failed(f"over {SECONDS} s")
    if done.returncode != 0:
        return failed((done.stderr.strip().splitlines() or ["failed"])[-1])
    return json.loads(done.stdout)


def ours(split, scaling, explicit_strength):
    run = FOLDER / "defaults" / split.name / scaling
    settings = [
        f"data.format={split.format}",
        f"data.path={split.train}",
        f"data.test.path={split.test}",
        f"standardization={'true' if scaling == 'standardised' else 'false'}",
    ]
    if split.format == "libsvm":
        settings.append(f"data.num-features={split.features}")
    else:
        columns = ", ".join(str(column) for column in split.categorical)
        settings += ["data.header=false", f"data.label-column={split.label}", f"data.categorical-columns=[{columns}]"]
    if explicit_strength:
        rows = len(splits.read(split.train))
        settings.append(f"regularization.strength={1 / rows!r}")
    command = [HOME / "submit" / "softmax", "train", "--output", run]
    for setting in settings:
        command += ["--set", setting]
    shutil.rmtree(run, ignore_errors=True)
    done = finished(command)
    if done is None:
        return failed(f"over {SECONDS} s")
    summary_file = run / "summary.json"
    if not summary_file.exists():
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return failed(f"exit code {done.returncode}: {last}")
    # Where training failed, that of the last good model.
    summary = json.loads(summary_file.read_text(encoding="utf-8"))
    return {
        "objective": summary["objective"],
        "accuracy": summary["test"]["accuracy"],
        "logLoss": summary["test"]["logLoss"],
        "seconds": summary["seconds"]["train"],
        "stop": f"{summary['stopReason']} in {summary['iterations']}",
        "rows": [summary["train"]["rows"], summary["test"]["rows"]],
        "features": summary["train"]["features"],
        "classes": summary["train"]["classes"],
    }


def number(value, decimals):
    return "" if value is None else f"{value:.{decimals}f}"


def row(split, scaling, own, other):
    shape = own if "rows" in own else other
    train, test = shape.get("rows", ["", ""])
    return [
        split.name, scaling, train, test, shape.get("features", ""), shape.get("classes", ""),
        number(own["objective"], 6), number(other["objective"], 6),
        number(own["accuracy"], 4), number(other["accuracy"], 4),
        number(own["logLoss"], 4), number(other["logLoss"], 4),
        number(own["seconds"], 2), number(other["seconds"], 2),
        own["stop"], other["stop"],
    ]  # fmt: skip


def markdown(rows, note):
    lines = [COLUMNS, ["---"] * len(COLUMNS)] + rows
    table = "".join("| " + " | ".join(str(cell).replace("|", "/") for cell in line) + " |\n" for line in lines)
    return table + f"\n{note}\n"


def write(rows, note):
    """After every row, so that an interrupted run leaves what it measured."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "defaults.md").write_text(markdown(rows, note), encoding="utf-8")
    tsv = "".join("\t".join(str(cell) for cell in line) + "\n" for line in [COLUMNS] + rows)
    (FOLDER / "defaults.tsv").write_text(tsv, encoding="utf-8")


def main(arguments):
    explicit_strength = EXPLICIT_STRENGTH in arguments
    names = [argument for argument in arguments if argument != EXPLICIT_STRENGTH]
    unknown = [name for name in names if name not in splits.NAMES]
    if unknown:
        print(f"Unknown data set '{unknown[0]}': choose one of {', '.join(splits.NAMES)}", file=sys.stderr)
        sys.exit(2)
    python, reason = environment()
    note = f"scikit-learn skipped: {reason}" if reason else "Seconds are those of training alone, in sessions of their own."
    rows = []
    for name in names or splits.NAMES:
        if not (DATA / "pmlb").exists():
            note = "skipped: the data sets are missing; set SOFTMAX_DATA to their folder"
            break
        split = splits.of(name, DATA, FOLDER / "defaults" / name)
        for scaling in SCALINGS:
            rows.append(row(split, scaling, ours(split, scaling, explicit_strength), sklearn(python, split, scaling)))
            print("\t".join(str(cell) for cell in rows[-1]), file=sys.stderr, flush=True)
            write(rows, note)
    write(rows, note)
    print(markdown(rows, note))


if __name__ == "__main__":
    main(sys.argv[1:])
