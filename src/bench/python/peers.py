"""Trains one model with scikit-learn or PyTorch, and records when its objective was first near the optimum.

Run by `submit/bench compare`: peers.py FOLDER SOLVER SECONDS TARGET... trains a linear model on the rows in
FOLDER until its objective is at most each TARGET or SECONDS are over; peers.py FOLDER NETWORK EPOCHS BATCH
trains a network. Reading is not timed. FOLDER/SOLVER/result.json has the result: `points`, each target that
was reached with the parameters in FOLDER/SOLVER/point-N.f8, and `end`, the last iteration.

The solvers run as LogisticRegression.fit runs them, in one fit. What they call once an iteration is wrapped,
and the clock stops while the objective is computed there: a fit with max_iter set to the iterations of a
point takes as long and ends at the same parameters.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import scipy.optimize
import scipy.sparse

STEPS = 1_000_000
NEAR = 1e-4  # the objectives of the solvers themselves, some in float32, are trusted this far


class Stop(Exception):
    """Ends a fit: all targets are reached, or the time is over."""


class Rows:
    """The rows that spark-softmax trains on, as it wrote them; in the storage type of a solver."""

    def __init__(self, folder, dtype=np.float64, part="train"):
        meta = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
        self.features, self.classes, self.strength = meta["features"], meta["classes"], meta["strength"]
        self.y = np.fromfile(folder / f"{part}-labels.i4", dtype="<i4")
        shape = (len(self.y), self.features)
        if meta["sparse"]:
            values = np.fromfile(folder / f"{part}-values.f8", dtype="<f8").astype(dtype, copy=False)
            columns = np.fromfile(folder / f"{part}-columns.i4", dtype="<i4")
            pointers = np.fromfile(folder / f"{part}-pointers.i4", dtype="<i4")
            self.x = scipy.sparse.csr_matrix((values, columns, pointers), shape=shape)
        else:
            self.x = np.empty(shape, dtype)
            with open(folder / f"{part}-values.f8", "rb") as file:
                for start in range(0, shape[0], 1000):  # the rows are in memory once
                    block = self.x[start : start + 1000]
                    block[...] = np.fromfile(file, dtype="<f8", count=block.size).reshape(block.shape)

    def objective(self, w, b):
        """Mean loss + strength / 2 · ‖w‖², in float64 whatever the storage type."""
        w, b = np.asarray(w, np.float64), np.asarray(b, np.float64)
        loss = 0.0
        for start in range(0, len(self.y), 4096):
            y = self.y[start : start + 4096]
            z = self.x[start : start + 4096].astype(np.float64, copy=False) @ w.T + b
            z -= z.max(axis=1, keepdims=True)
            loss += float(np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))
        return loss / len(self.y) + self.strength / 2 * float(np.sum(w * w))


class Record:
    """Watches a fit. Its clock stops while it computes objectives."""

    def __init__(self, rows, targets, limit, folder):
        self.rows, self.targets, self.limit, self.folder = rows, targets, limit, folder
        self.points, self.end = [], None
        self.away = 0.0
        self.start = None

    def begin(self):
        self.start = time.perf_counter()

    def seen(self, iterations, parameters, objective=None):
        """Notes an iterate: `parameters()` gives (w, b); `objective` is what the solver says."""
        now = time.perf_counter()
        seconds = now - self.start - self.away
        target = self.targets[len(self.points)]
        if objective is None or objective <= target * (1 + NEAR) or seconds > self.limit:
            w, b = parameters()
            objective = self.rows.objective(w, b)
            while len(self.points) < len(self.targets) and objective <= self.targets[len(self.points)]:
                parameters = np.concatenate([np.ravel(w), b]).astype("<f8")
                parameters.tofile(self.folder / f"point-{len(self.points)}.f8")
                self.points.append(point(iterations, seconds, objective))
        self.end = point(iterations, seconds, objective)
        if len(self.points) == len(self.targets) or seconds > self.limit:
            raise Stop
        self.away += time.perf_counter() - now


def point(iterations, seconds, value):
    return {"iterations": iterations, "seconds": seconds, "value": float(value)}


def logistic_regression(rows, solver, record):
    from sklearn.linear_model import LogisticRegression, _logistic

    iterations = 0

    def seen(flat, objective=None):
        nonlocal iterations
        matrix = np.reshape(flat, (rows.classes, -1), order="F")
        record.seen(iterations, lambda: (matrix[:, :-1], matrix[:, -1]), objective)
        iterations += 1

    minimize, newton_cg = scipy.optimize.minimize, _logistic._newton_cg
    check = _logistic.NewtonCholeskySolver.check_convergence

    def lbfgs(*arguments, **options):
        def callback(intermediate_result):
            seen(intermediate_result.x, intermediate_result.fun)

        return minimize(*arguments, **{**options, "callback": callback})

    def watched_newton_cg(*, grad_hess, **options):
        def first(parameters, *others):
            seen(parameters)  # at the begin of an iteration
            return grad_hess(parameters, *others)

        return newton_cg(grad_hess=first, **options)

    def watched_check(self, *arguments, **options):
        seen(self.coef)
        return check(self, *arguments, **options)

    _logistic.optimize.minimize, _logistic._newton_cg = lbfgs, watched_newton_cg
    _logistic.NewtonCholeskySolver.check_convergence = watched_check
    iterations = 0 if solver == "newton-cg" else 1
    model = LogisticRegression(C=1 / (rows.strength * len(rows.y)), solver=solver, max_iter=STEPS, tol=1e-14)
    record.begin()
    model.fit(rows.x, rows.y)


def imported_torch():
    """PyTorch, with all that its first step imports."""
    import torch

    model = torch.nn.Linear(2, 2)
    optimizer = torch.optim.Adam(model.parameters())
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(model(torch.zeros(2, 2)), torch.tensor([0, 1])).backward()
    optimizer.step()
    return torch


def torch_lbfgs(rows, record):
    torch = imported_torch()
    x, y = torch.from_numpy(rows.x), torch.from_numpy(rows.y.astype(np.int64))
    linear = torch.nn.Linear(rows.features, rows.classes)
    torch.nn.init.zeros_(linear.weight)
    torch.nn.init.zeros_(linear.bias)
    optimizer = torch.optim.LBFGS(
        linear.parameters(),
        max_iter=STEPS,
        max_eval=STEPS,
        tolerance_grad=0,
        tolerance_change=0,
        history_size=10,
        line_search_fn="strong_wolfe",
    )
    evaluations = 0

    def parameters():
        return linear.weight.detach().numpy(), linear.bias.detach().numpy()

    def closure():
        nonlocal evaluations
        evaluations += 1
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(linear(x), y)
        loss = loss + rows.strength / 2 * linear.weight.square().sum()
        loss.backward()
        record.seen(evaluations, parameters, float(loss.detach()))
        return loss

    record.begin()
    optimizer.step(closure)


def mlp(rows, epochs, batch):
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier((256,), batch_size=batch, max_iter=epochs, tol=0, n_iter_no_change=epochs + 1, random_state=1)
    start = time.perf_counter()
    model.fit(rows.x, rows.y)
    return time.perf_counter() - start, model.predict


def torch_network(rows, epochs, batch):
    torch = imported_torch()
    torch.manual_seed(1)
    x, y = torch.from_numpy(rows.x), torch.from_numpy(rows.y.astype(np.int64))
    layers = (torch.nn.Linear(rows.features, 256), torch.nn.ReLU(), torch.nn.Linear(256, rows.classes))
    model = torch.nn.Sequential(*layers)
    start = time.perf_counter()
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(epochs):
        for chosen in torch.randperm(len(y)).split(batch):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x[chosen]), y[chosen]).backward()
            optimizer.step()
    seconds = time.perf_counter() - start
    return seconds, lambda x: model(torch.from_numpy(x)).argmax(dim=1).numpy()


def network(folder, train, epochs, batch):
    seconds, predict = train(Rows(folder, np.float32), epochs, batch)
    test = Rows(folder, np.float32, "test")
    return {"points": [], "end": point(epochs, seconds, np.mean(predict(test.x) == test.y))}


def linear_model(folder, solver, seconds, targets, output):
    single = solver in ("lbfgs-float32", "pytorch")
    rows = Rows(folder, np.float32 if single else np.float64)
    record = Record(rows, targets, seconds, output)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if solver == "pytorch":
                torch_lbfgs(rows, record)
            else:
                logistic_regression(rows, solver.removesuffix("-float32"), record)
        except Stop:
            pass
    return {"points": record.points, "end": record.end}


def main():
    folder, solver = Path(sys.argv[1]), sys.argv[2]
    output = folder / solver
    output.mkdir(exist_ok=True)
    networks = {"mlp": mlp, "pytorch-network": torch_network}
    if solver in networks:
        result = network(folder, networks[solver], int(sys.argv[3]), int(sys.argv[4]))
    else:
        result = linear_model(folder, solver, float(sys.argv[3]), [float(each) for each in sys.argv[4:]], output)
    (output / "result.json").write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
