#!/usr/bin/env python3
"""Time `verify q1` and `verify q2` against numpy and PyTorch: whole commands, both sides in one run.

    train.py --verify target/release/verify --data FILE.npz [--only q2] [--repetitions 3] [--peer-epochs 2]

The sides take turns, repetition by repetition; of each the best is kept. `verify` runs all its epochs. A peer runs a
few, and for each that is missing its best epoch is added: such figures are marked with ~. See README.md.
"""
import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

LOOPS = Path(__file__).with_name("loops.py")
COURSE, ONE, TWO, NUMPY = "course", "slices, 1 thread", "slices, 2 threads", "numpy"
FEEDS = {COURSE: [], ONE: ["--feed", "slices", "--threads", "1"], TWO: ["--feed", "slices", "--threads", "2"]}


@dataclass
class Case:
    name: str
    command: list
    # Goals: wall time of a peer over ours, at least.
    goals: dict


def q2(name, model, batch, rate, course, fastest):
    command = ["q2", model, "--batch-size", str(batch), "--learning-rate", str(rate)]
    return Case(name, command, {COURSE: course, "fastest": fastest})


CASES = [
    q2("Q2.1 logistic regression, 16", "logistic-regression", 16, 0.01, 80, None),
    q2("Q2 MLP, 16", "mlp", 16, 0.1, 12, 6),
    q2("Q2 MLP, 256", "mlp", 256, 0.1, 3, 1.8),
    q2("Q2 MLP, 1024", "mlp", 1024, 0.1, None, None),
    Case("Q1 perceptron", ["q1", "perceptron"], {NUMPY: 15}),
    Case("Q1 logistic regression", ["q1", "logistic-regression", "--learning-rate", "0.001"], {NUMPY: 20}),
    Case("Q1 MLP", ["q1", "mlp"], {NUMPY: 15}),
]


@dataclass
class Usage:
    wall: float
    cpu: float
    mib: float

    def best(self, other):
        return self if other is None else Usage(*map(min, zip(self.tuple(), other.tuple())))

    def tuple(self):
        return self.wall, self.cpu, self.mib


def start_to_end(command):
    """Runs a command; what it used, and what it printed."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    printed = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), printed


def ours(args, case):
    usage, _ = start_to_end([args.verify, *case.command, "--data", args.data, "--epochs", str(args.epochs)])
    return usage


def peer(args, case, kind):
    epochs = min(args.peer_epochs, args.epochs)
    question, model, *options = case.command
    command = [sys.executable, LOOPS, args.data, question, model, *options, *FEEDS.get(kind, [])]
    usage, printed = start_to_end([*command, "--epochs", str(epochs)])
    lines = [json.loads(line) for line in printed.splitlines()]
    missing = args.epochs - epochs
    usage.wall += missing * min(line["wall"] for line in lines)
    usage.cpu += missing * min(line["cpu"] for line in lines)
    return usage


def measure(args, case):
    kinds = [NUMPY] if case.command[0] == "q1" else [COURSE, ONE, TWO]
    best = {}
    for _ in range(args.repetitions):
        best["verify"] = ours(args, case).best(best.get("verify"))
        for kind in kinds:
            best[kind] = peer(args, case, kind).best(best.get(kind))
    return best


def line(name, usage, ratios=""):
    print(f"  {name:24}{usage.wall:9.2f}{usage.cpu:9.2f}{usage.mib:9.0f}   {ratios}", flush=True)


def verdict(ratio, goal, at_most=False):
    met = ratio <= goal if at_most else ratio >= goal
    return f"{ratio:.2f} (goal {'<=' if at_most else '>='} {goal}: {'met' if met else 'MISSED'})"


def report(args, case, best):
    mine = best["verify"]
    print(f"\n{case.name}, {args.epochs} epochs{'':{max(0, 24 - len(case.name))}}  wall s    CPU s      MiB")
    line("verify", mine)
    fastest = min((kind for kind in best if kind in (ONE, TWO)), key=lambda kind: best[kind].wall, default=None)
    extrapolated = "~" if args.peer_epochs < args.epochs else ""
    for kind, usage in best.items():
        if kind == "verify":
            continue
        goal = case.goals.get("fastest" if kind == fastest else kind)
        wall = usage.wall / mine.wall
        text = f"wall {verdict(wall, goal)}" if goal else f"wall {wall:.2f}"
        text += f", CPU {usage.cpu / mine.cpu:.1f}"
        if kind == COURSE:
            text += f", our memory {verdict(mine.mib / usage.mib, 0.2, at_most=True)}"
        line(extrapolated + kind + (" (fastest)" if kind == fastest else ""), usage, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verify", default="target/release/verify", help="the program")
    parser.add_argument("--data", required=True, help="an .npz of OCTMNIST's full shape")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--peer-epochs", type=int, default=2, help="epochs that a peer really runs")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--only", default="", help="cases whose name has this in it")
    args = parser.parse_args()
    walls = {}
    for case in CASES:
        if args.only.lower() in case.name.lower():
            best = measure(args, case)
            report(args, case, best)
            walls[case.name] = best["verify"].wall
    if {"Q2 MLP, 256", "Q2 MLP, 1024"} <= walls.keys():
        ratio = walls["Q2 MLP, 1024"] / walls["Q2 MLP, 256"]
        print(f"\nverify, batch 1024 over batch 256: wall {verdict(ratio, 1.0, at_most=True)}")


if __name__ == "__main__":
    main()
