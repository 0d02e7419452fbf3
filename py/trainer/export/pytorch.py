"""PyTorch: the same run as a short program for PyTorch."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..activations import LEAK
from ..errors import SettingError, not_one_of
from ..layers import weights_and_biases
from ..optimizers import AdamW, RMSProp
from ..run.evaluation import logit_threshold, metric_name
from ..run.freezing import frozen_parameters
from .merge import MergedProgram
from .python import (
    custom_points,
    epochs,
    introduction,
    literal,
    packaged,
)
from .pytorch_texts import (
    ARRAYS,
    DROPOUT,
    FREEZING,
    FROZEN_STEP,
    MASKS,
    PENALTY,
    PROGRAM,
    SCHEDULER,
    SINE,
    WITH_PENALTY,
)

if TYPE_CHECKING:
    from ..run.session import Session

ACTIVATIONS = {
    "relu": "nn.ReLU()",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
    "leaky_relu": f"nn.LeakyReLU({LEAK})",
    "sine": "Sine()",
    "linear": "nn.Identity()",
}
OPTIMIZERS = {
    "sgd": "SGD(model.parameters(), lr={learning_rate!r})",
    "momentum": "SGD(model.parameters(), lr={learning_rate!r}, momentum={momentum!r})",
    "nesterov": "SGD(model.parameters(), lr={learning_rate!r}, momentum={momentum!r}, "
    "nesterov=True)",
    "adagrad": "Adagrad(model.parameters(), lr={learning_rate!r})",
    "rmsprop": f"RMSprop(model.parameters(), lr={{learning_rate!r}}, alpha={RMSProp.decay})",
    "adam": "Adam(model.parameters(), lr={learning_rate!r}, betas=({beta1!r}, {beta2!r}))",
    "adamw": "AdamW(\n    model.parameters(), lr={learning_rate!r}, betas=({beta1!r}, {beta2!r}), "
    f"weight_decay={AdamW.weight_decay}\n)",
}
# of each loss: its class, and what it takes
LOSSES = {
    "binary_cross_entropy": ("BCEWithLogitsLoss", "logits"),
    "squared_error": ("MSELoss", "torch.sigmoid(logits)"),
    "cross_entropy": ("CrossEntropyLoss", "logits"),
    "mean_squared_error": ("MSELoss", "logits"),
    "mean_absolute_error": ("L1Loss", "logits"),
}
# of each task: the other number of a score
METRICS = {
    "binary": "100 * int(((logits > {threshold}) == (y > 0.5)).sum()) / len(y)",
    "multiclass": "100 * int((logits.argmax(1) == y.argmax(1)).sum()) / len(y)",
    "regression": "(logits - y).square().mean().sqrt().item()",
}


def as_pytorch(session: "Session", edits: Mapping[str, str]) -> str:
    """A PyTorch program that trains as the session does from update 0.

    Code that somebody edited is not translated: a SettingError, unless it only draws
    the data or makes features of them.
    """
    edited = sorted(set(edits) - {"datasets.py", "features.py"})
    if edited:
        raise SettingError("export.pytorch-edited", files=edited)
    settings = session.settings
    for name, known in (
        ("activation", ACTIVATIONS),
        ("optimizer", OPTIMIZERS),
        ("loss", LOSSES),
    ):
        for chosen in getattr(settings, name).split(","):
            if chosen not in known:
                raise not_one_of(name, known, chosen)
    program = MergedProgram()
    program.add("activations", ARRAYS + block("activations", "Array"))
    for name in ("datasets", "features"):
        program.add(name, edits.get(f"{name}.py") or packaged(name))
    if settings.schedule != "constant":
        program.add("schedules", packaged("schedules"))
    program.add("main", PROGRAM.format(**parts(session)))
    needs = "It needs Python 3.10 or newer, NumPy and PyTorch."
    return program.text(introduction(session, edits, needs))


def parts(session: "Session") -> dict[str, object]:
    """What stands in the slots of `PROGRAM`."""
    settings = session.settings
    criterion, output = LOSSES[settings.loss]
    task, threshold = session.run.loss.task, logit_threshold(settings.threshold)
    arguments = ", ".join(map(repr, session.draw_arguments))
    drawn = f"DATASETS[{literal(settings.dataset)}].draw({arguments}, data_rng)"
    has_sine = "Sine()," in model_lines(session)
    has_schedule = settings.schedule != "constant"
    sizes = session.run.network.sizes[1:-1]
    drops = bool(settings.dropout and sizes)
    frozen = [*frozen_lines(session)]
    terms = [f"{settings.l1!r} * W.abs().sum()"] if settings.l1 else []
    terms += [f"{settings.l2!r} / 2 * W.square().sum()"] if settings.l2 else []
    return {
        **{name: literal(value) for name, value in vars(settings).items()},
        "epochs": epochs(session),
        "sine": SINE if has_sine else "",
        "points": custom_points(session) or drawn,
        "initializations": block("layers", "INITIALIZATIONS"),
        "model": "\n    ".join(model_lines(session)),
        "draws": "weights, then shuffles"
        if settings.shuffle
        else "the initial weights",
        "criterion": criterion,
        "optimizer": OPTIMIZERS[settings.optimizer].format(**vars(settings)),
        "scheduler": SCHEDULER.format(**vars(settings)) if has_schedule else "",
        "dropout_module": DROPOUT.format(hidden=[*sizes], dropout=settings.dropout)
        if drops
        else "",
        "masks": MASKS if drops else "",
        "looking": "    model.eval()\n" if drops else "",
        "freezing": FREEZING.format(frozen="\n    ".join(frozen)) if frozen else "",
        "update": FROZEN_STEP if frozen else "            optimizer.step()\n",
        "step": "        scheduler.step()\n" if has_schedule else "",
        "penalty": PENALTY.format(terms=" + ".join(terms)) if terms else "",
        "plus_penalty": " + penalty()" if terms else "",
        "with_penalty": WITH_PENALTY if terms else "",
        "score": block("run/evaluation", "Score"),
        "task": literal(task),
        "metric": METRICS[task].format(threshold=repr(threshold)),
        "output": output,
        "order_of_epoch": "torch.from_numpy(rng.permutation(len(x_train)))"
        if settings.shuffle
        else "torch.arange(len(x_train))",
        "metric_name": literal(metric_name(session.run.loss)),
        "main": "def main" + packaged("export/main").partition("def main")[2],
    }


def block(name: str, defined: str) -> str:
    """What a packaged module says between blank lines to define a name, comment included."""
    blocks = re.split(r"\n\n+(?=\S)", packaged(name))
    return next(
        each for each in blocks if re.search(rf"(?m)^(class )?{defined}\b", each)
    )


def model_lines(session: "Session") -> Iterator[str]:
    """The layers, one to a line."""
    *hidden, last = session.run.network.layers
    names = session.settings.activation.split(",")
    for place, layer in enumerate(hidden):
        yield f"nn.Linear({layer.W.shape[0]}, {layer.W.shape[1]}),"
        yield f"{ACTIVATIONS[names[min(place, len(names) - 1)]]},"
        if session.settings.dropout:
            yield "Dropout(),"
    yield f"nn.Linear({last.W.shape[0]}, {last.W.shape[1]}),"


def frozen_lines(session: "Session") -> Iterator[str]:
    """Of each layer with frozen parameters, where they are in PyTorch's tensors."""
    network = session.run.network
    is_frozen = frozen_parameters(network, session.settings.frozen)
    for place, (W, b) in enumerate(weights_and_biases(is_frozen, network.sizes)):
        for name, mask in (("weight", W.T), ("bias", b)):
            if mask.all():
                yield f"(layers[{place}].{name}, ...),"
            elif mask.any():
                numbers = [each.tolist() for each in np.nonzero(mask)]
                where = ", ".join(map(repr, numbers))
                yield f"(layers[{place}].{name}, ({where}{',' * (len(numbers) == 1)})),"
