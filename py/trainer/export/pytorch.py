"""PyTorch: the same run as a short program for PyTorch."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..activations import LEAK
from ..errors import SettingError
from ..run.evaluation import cut
from ..settings.custom_points import as_source
from .merge import WIDTH, merged
from .python import MAIN, chosen, introduction, literal, with_epochs

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
    "adam": "Adam(model.parameters(), lr={learning_rate!r}, betas=({beta1!r}, {beta2!r}))",
}
# stepped at each epoch's end
SCHEDULERS = {
    "step": "StepLR(optimizer, {n}, gamma=0.5)",
    "cosine": "LambdaLR(optimizer, lambda epoch: cosine(epoch, {n}))",
    "warm_up": "LambdaLR(optimizer, lambda epoch: warm_up(epoch, {n}))",
}
# of each loss: its class, and what it takes
LOSSES = {
    "binary_cross_entropy": ("BCEWithLogitsLoss", "model(x)"),
    "squared_error": ("MSELoss", "torch.sigmoid(model(x))"),
}
HEADINGS = {
    "activations": "Arrays: NumPy draws them, PyTorch takes them over.",
    "datasets": "Data: labelled points in the plane, as Watch It Learn draws them.",
    "layers": "Weights: how the network begins.",
    "run.evaluation": "Scores: what is printed of an epoch.",
}
SINE = '''

class Sine(nn.Module):
    """sin(z), elementwise."""

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return torch.sin(z)

'''
PROGRAM = '''\
"""The run: model, loss, optimizer, and the loop."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from .datasets import {datasets}
from .run.evaluation import Score
from .layers import INITIALIZATIONS
{schedule_import}
EPOCHS = 100

torch.set_default_dtype(torch.float64)
{sine}
data_rng = np.random.default_rng({data_seed})
points = {drawn}
data = split(points, {validation_split}, {order}, data_rng)
x_train, y_train, x_val, y_val = (torch.from_numpy(array) for array in data)

model = nn.Sequential(
    {model}
)
rng = np.random.default_rng({seed})  # {draws}
with torch.no_grad():
    for layer in model:
        if isinstance(layer, nn.Linear):
            n_out, n_in = layer.weight.shape
            W = INITIALIZATIONS[{initialization}](rng, n_in, n_out)
            layer.weight.copy_(torch.from_numpy(W.T))
            layer.bias.zero_()

criterion = nn.{criterion}()
optimizer = torch.optim.{optimizer}
{scheduler}

def loss_of(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """{loss_words}"""
    {loss_lines}


def score(x: torch.Tensor, y: torch.Tensor) -> Score:
    """How well the model does on all of x; the loss is that of the data alone."""
    with torch.no_grad():
        correct = (model(x) > {cut}) == (y > 0.5)
        return Score(criterion({output}, y).item(), 100 * int(correct.sum()) / len(y))


def train(epochs: int) -> Iterator[tuple[int, Score, Score | None]]:
    """Each epoch as it ends: its number, training score, validation score if any."""
    for epoch in range(1, epochs + 1):
        order = {order_of_epoch}
        for batch in order.split({batch_size}):
            optimizer.zero_grad()
            loss_of(x_train[batch], y_train[batch]).backward()
            optimizer.step()
{scheduler_step}        val = score(x_val, y_val) if len(x_val) else None
        yield epoch, {train_score}, val


{main}'''


def as_pytorch(session: "Session", edits: Mapping[str, str]) -> str:
    """A PyTorch program that trains as the session does from update 0.

    Code that somebody edited is not translated: a SettingError, unless it only draws
    the data.
    """
    edited = sorted(set(edits) - {"datasets.py"})
    if edited:
        raise SettingError(
            f"PyTorch needs the code as packaged; restore {', '.join(edited)} first."
        )
    settings = session.settings
    for name, known in (
        ("activation", ACTIVATIONS),
        ("optimizer", OPTIMIZERS),
        ("loss", LOSSES),
    ):
        if getattr(settings, name) not in known:
            raise SettingError(
                f"For PyTorch {name} must be one of {', '.join(known)}; "
                f"got {getattr(settings, name)!r}."
            )
    has_sine = settings.activation == "sine" and settings.hidden_layers
    criterion, output = LOSSES[settings.loss]
    train_score = "score(x_train, y_train)"
    if penalty_of_weights(session):
        train_score += "._replace(loss=loss_of(x_train, y_train).item())"
    values = {
        **{name: literal(value) for name, value in vars(settings).items()},
        "drawn": drawn(session),
        "datasets": "split" if settings.own else "DATASETS, split",
        "sine": SINE if has_sine else "",
        "model": "\n    ".join(model_lines(session)),
        "draws": "weights, then shuffles" if settings.shuffle else "the first weights",
        "criterion": criterion,
        "output": output,
        "cut": repr(cut(settings.threshold)) if settings.threshold != 0.5 else "0",
        "train_score": train_score,
        "optimizer": OPTIMIZERS[settings.optimizer].format(**vars(settings)),
        **schedule_lines(session),
        "loss_lines": "\n    ".join(loss_lines(session)),
        "loss_words": "The loss of a batch"
        + (
            ", the penalty on its weights included."
            if penalty_of_weights(session)
            else "."
        ),
        "order_of_epoch": "torch.from_numpy(rng.permutation(len(x_train)))"
        if settings.shuffle
        else "torch.arange(len(x_train))",
        "main": "".join(MAIN.read_text("utf-8").partition("def main()")[1:]),
    }
    given = {"main": with_epochs(session, PROGRAM.format(**values))}
    needs = "It needs Python 3.10 or newer, NumPy and PyTorch."
    program = merged(given, edits, chosen(session), HEADINGS)
    return f'"""{introduction(session, edits, needs)}"""\n\n{program}\n'


def schedule_lines(session: "Session") -> dict[str, str]:
    """The scheduler's lines of the program; empty where the learning rate stays."""
    name, length = session.settings.schedule, session.settings.schedule_epochs
    if name == "constant":
        return dict.fromkeys(("schedule_import", "scheduler", "scheduler_step"), "")
    scheduler = SCHEDULERS[name].format(n=length)
    return {
        "schedule_import": "" if name == "step" else f"from .schedules import {name}\n",
        "scheduler": f"scheduler = torch.optim.lr_scheduler.{scheduler}\n",
        "scheduler_step": "        scheduler.step()\n",
    }


def drawn(session: "Session") -> str:
    """Where the points come from: one's own, or the dataset."""
    settings = session.settings
    if settings.own:
        return as_source(settings.own)
    numbers = ", ".join(map(repr, session.draw_arguments))
    return f"DATASETS[{literal(settings.dataset)}].draw({numbers}, data_rng)"


def model_lines(session: "Session") -> Iterator[str]:
    """The layers, one to a line."""
    *hidden, last = session.run.network.layers
    for layer in hidden:
        yield f"nn.Linear({layer.W.shape[0]}, {layer.W.shape[1]}),"
        yield f"{ACTIVATIONS[session.settings.activation]},"
    yield f"nn.Linear({last.W.shape[0]}, 1),"


def penalty_of_weights(session: "Session") -> str:
    """The L1 and L2 penalty on one weight matrix W; empty where there is none."""
    l1, l2 = session.settings.l1, session.settings.l2
    terms = [f"{l1!r} * W.abs().sum()"] if l1 else []
    terms += [f"{l2!r} / 2 * W.square().sum()"] if l2 else []
    return " + ".join(terms)


def loss_lines(session: "Session") -> Iterator[str]:
    """The body of `loss_of`."""
    loss = f"criterion({LOSSES[session.settings.loss][1]}, y)"
    if penalty := penalty_of_weights(session):
        yield "weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]"
        line = f"return {loss} + sum({penalty} for W in weights)"
        fits = len(line) + 4 <= WIDTH
        yield (
            line
            if fits
            else (f"return {loss} + sum(\n        {penalty} for W in weights\n    )")
        )
    else:
        yield f"return {loss}"
