"""Which edits of the six files the engine compiles, and what it says of the others."""

import re

import numpy as np
import pytest
from hosts import HOST
from test_examples import EXAMPLES, applied

from trainer.engine.modules import Compiler
from trainer.messages import english
from trainer.page.edited_code import maker_of, packaged

COMPILER = Compiler(HOST)
TEXTS = packaged()
ORDER = "run.order = run.rng.permutation(n) if run.shuffle else np.arange(n)  # (n,)"
BATCH = "run.batch = run.order[run.start : run.start + run.batch_size]  # (N,)"
PENALTY = "            run.penalty.add_gradient(run.network, run.gradients)\n"
BACKWARD = '            yield "backward"\n'
EPOCH = '        yield "shuffle"\n'


def edit(file, old, new):
    """A file in which one text stands for another."""
    assert old in TEXTS[file], old
    return {file: TEXTS[file].replace(old, new)}


def loop(old, new):
    return edit("training.py", old, new)


def sessions(edits, **settings):
    """The same run of the edited trainer twice: by NumPy, and by the engine."""
    made = maker_of(edits)().session
    own, make = type(made), type(made.settings)
    return (
        own(make(**settings, engine="numpy"), edits=edits),
        own(make(**settings), edits=edits, compiler=COMPILER),
    )


CLIP_VALUES = """\
            for gradient in run.gradients:
                np.clip(gradient.W, -0.01, 0.01, out=gradient.W)
                np.clip(gradient.b, -0.01, 0.01, out=gradient.b)
"""
CLIP_ANEW = """\
            run.gradients = [
                Gradient(np.clip(g.W, -0.01, 0.01), np.clip(g.b, -0.01, 0.01))
                for g in run.gradients
            ]
"""
CLIP_NORM = """\
            norm = np.sqrt(sum((part**2).sum() for g in run.gradients for part in g))
            scale = min(1.0, 0.05 / norm)
            for gradient in run.gradients:
                gradient.W[:] *= scale
                gradient.b[:] *= scale
"""
CUT_NORM = """\
            parts = [part for gradient in run.gradients for part in gradient]
            norm = np.sqrt(sum(np.sum(part**2) for part in parts))
            if norm > 0.1:
                for part in parts:
                    part *= 0.1 / norm
"""
FOLLOWED = {
    "a comment": loop("while True:", "while True:  # for ever"),
    "names": {
        "training.py": re.sub(r"\blogits\b", "outputs", TEXTS["training.py"]).replace(
            "dlogits", "d_outputs"
        )
    },
    "the run's name": {
        "training.py": TEXTS["training.py"]
        .replace("training_loop(run: Run)", "training_loop(r: Run)")
        .replace(" run.", " r.")
        .replace("(run.", "(r.")
        .replace("[run.", "[r.")
        .replace("`run`", "it")
    },
    "no annotations": {
        "layers.py": TEXTS["layers.py"].replace(": list[Trace] = []", " = []")
    },
    "a print before the loop": loop(
        "    while True:", '    print("begin")\n    while True:'
    ),
    "no shuffle": loop(ORDER, "run.order = np.arange(n)"),
    "always a shuffle": loop(ORDER, "run.order = run.rng.permutation(n)"),
    "full batch": loop(BATCH, "run.batch = run.order"),
    "seven examples": loop(BATCH, "run.batch = run.order[run.start : run.start + 7]"),
    "clipped values": loop(PENALTY, PENALTY + CLIP_VALUES),
    "clipped values after backward": loop(BACKWARD, BACKWARD + CLIP_ANEW),
    "clipped norm": loop(PENALTY, PENALTY + CLIP_NORM),
    "a norm cut by a branch": loop(PENALTY, PENALTY + CUT_NORM),
    "a schedule": loop(
        EPOCH, EPOCH + "        run.optimizer.learning_rate = 0.1 * 0.9**run.epoch\n"
    ),
    "a schedule with a branch": loop(
        EPOCH,
        "        if run.epoch > 1:\n            run.optimizer.learning_rate = 0.01\n"
        + EPOCH,
    ),
    "other weights": edit(
        "layers.py",
        "W[:] = INITIALIZATIONS",
        "b[:] = 0.1\n            W[:] = INITIALIZATIONS",
    ),
    "another ReLU": edit(
        "activations.py", "np.maximum(z, 0.0)", "np.maximum(z, 0.0) * 1.5"
    ),
    "another penalty": edit(
        "losses.py", "self.l2 / 2 * np.square(W)", "self.l2 / 4 * W**4"
    ),
    "another step": edit(
        "optimizers.py", "-= self.learning_rate * flat", "-= 0.5 * flat"
    ),
    "other data": edit(
        "datasets.py", "np.full(n, 0.6 * np.sqrt(2))", "np.full(n, 0.5)"
    ),
}


@pytest.mark.parametrize("name", FOLLOWED)
def test_an_edit_that_the_engine_follows_trains_as_numpy_does(name):
    dataset = "gaussians" if name == "other data" else "xor"
    own = {"dataset": dataset, "l2": 0.01, "points": 60, "batch_size": 16}
    numpy, engine = sessions(FOLLOWED[name], **own)
    for session in (numpy, engine):
        session.step("epoch", 6)
        session.step("update", 5)
    assert engine.trainer.is_compiled, english(engine.trainer.engine_reason)
    assert not numpy.trainer.is_compiled
    theta = numpy.run.network.theta
    np.testing.assert_allclose(engine.run.network.theta, theta, rtol=1e-9, atol=1e-12)
    for attribute in ("update", "epoch", "start", "examples_seen"):
        assert getattr(engine.run, attribute) == getattr(numpy.run, attribute)
    np.testing.assert_array_equal(engine.run.batch, numpy.run.batch)
    losses = [s.monitor.history.update_losses for s in (numpy, engine)]
    np.testing.assert_allclose(*losses, rtol=1e-9)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_edit_is_compiled_but_the_one_that_prints(name):
    _, engine = sessions(applied(name))
    assert engine.trainer.is_compiled == (name != "print-loss")


def test_a_branch_on_the_norm_is_taken_in_float32_too():
    numpy, engine = sessions(FOLLOWED["a norm cut by a branch"], points=60)
    engine.configure({"engine": "float32"})
    for session in (numpy, engine):
        session.step("epoch", 6)
    assert engine.trainer.is_compiled
    theta = numpy.run.network.theta
    np.testing.assert_allclose(engine.run.network.theta, theta, atol=1e-4)


NOT_FOLLOWED = {
    "a switch before an epoch": (
        loop(EPOCH, "        run.optimizer.nesterov = run.epoch > 1\n" + EPOCH),
        "before an epoch only numbers of the optimizer",
    ),
    "another optimizer before an epoch": (
        loop(EPOCH, "        run.optimizer = type(run.optimizer)(9)\n" + EPOCH),
        "before an epoch only numbers of the optimizer",
    ),
    "weights that are copies": (
        edit("layers.py", "Dense(W, b, activation)", "Dense(W.copy(), b, activation)"),
        "the engine knows no W in the place of theta",
    ),
    "a sum by inheritance": (
        {
            "losses.py": TEXTS["losses.py"]
            + """
class Summed(Loss):
    def value(self, logits, y):
        return float(self.per_example(logits, y).sum())

LOSSES["binary_cross_entropy"] = Summed(*LOSSES["binary_cross_entropy"])
"""
        },
        "the engine knows no Summed in the place of Loss",
    ),
    "a print in the loop": (
        loop(BACKWARD, '            print("done")\n' + BACKWARD),
        "training.py: the engine follows no such change of the loop",
    ),
    "no bias": (
        edit("layers.py", "x @ self.W + self.b", "x @ self.W"),
        "layers.py: the engine follows no change of Dense.forward",
    ),
    "a sum": (
        edit("losses.py", ".mean())", ".sum())"),
        "losses.py: the engine follows no change of Loss.value",
    ),
    "two updates": (
        loop("run.update += 1", "run.update += 2"),
        "training.py: the engine follows no such change of the loop",
    ),
    "noise": (
        loop(
            PENALTY, PENALTY + "            run.gradients[0].W[:] += run.rng.normal()\n"
        ),
        "training.py: the engine follows no such change of the loop",
    ),
    "one layer's gradient": (
        loop(PENALTY, PENALTY + "            run.gradients[0].W[:] *= 2\n"),
        "training.py cannot be compiled",
    ),
    "every second layer's": (
        loop(
            PENALTY,
            PENALTY + "            for i, g in enumerate(run.gradients):\n"
            "                g.W[:] *= i\n",
        ),
        "training.py cannot be compiled",
    ),
    "a rate that is remembered": (
        loop("    while True:", "    rate = 0.5\n    while True:"),
        "training.py: the engine follows no such change of the loop",
    ),
    "a rate from another epoch": (
        loop(
            EPOCH,
            "        if run.epoch == 0:\n            rate = 0.5\n"
            "        run.optimizer.learning_rate = rate\n" + EPOCH,
        ),
        "training.py: the engine follows no such change of the loop",
    ),
    "a branch on the gradient": (
        loop(
            PENALTY,
            PENALTY + "            for g in run.gradients:\n"
            "                if np.abs(g.W).max() > 1:\n                    g.W[:] *= 0.1\n",
        ),
        "training.py cannot be compiled",
    ),
    "an unknown activation": (
        edit("activations.py", "np.maximum(z, 0.0)", "np.arctan(z)"),
        "activations.py cannot be compiled: the engine knows no arctan",
    ),
}


@pytest.mark.parametrize("name", NOT_FOLLOWED)
def test_an_edit_that_it_does_not_follow_trains_with_numpy_and_says_why(name):
    edits, why = NOT_FOLLOWED[name]
    _, engine = sessions(edits, points=60, batch_size=16)
    assert not engine.trainer.is_compiled
    told = english(engine.trainer.engine_reason)
    ((file, text),) = edits.items()
    assert why.removeprefix(f"{file}: ") in told
    if not (place := re.search(r"line (\d+) of", told)):
        return
    line = int(place[1])
    assert f"{file}" in told
    own, known = text.splitlines(), TEXTS[file].splitlines()
    first = next(i for i, (a, b) in enumerate(zip(own, known, strict=False)) if a != b)
    assert abs(line - first - 1) <= 7, (line, first + 1)
