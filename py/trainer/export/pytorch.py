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
ARRAYS = '''\
"""Arrays: NumPy draws them, PyTorch takes them over."""
from typing import TypeAlias
import numpy as np
from numpy.typing import NDArray

'''
SINE = '''
class Sine(nn.Module):
    """sin(z), elementwise."""

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return torch.sin(z)


'''
DROPOUT = '''
class Dropout(nn.Module):
    """Leaves units out in training: those that `draw_masks` chose."""

    def forward(self, a: torch.Tensor) -> torch.Tensor:
        return a * self.mask if self.training else a


def draw_masks(n: int) -> None:
    """Choose what each of n examples does without, for all hidden layers at once."""
    hidden, rate = {hidden}, {dropout}
    stays = torch.from_numpy(rng.random((n, sum(hidden))) >= rate)
    masks = (stays / (1 - rate)).split(hidden, dim=1)
    layers = [layer for layer in model if isinstance(layer, Dropout)]
    for layer, mask in zip(layers, masks):
        layer.mask = mask


'''
FREEZING = """\
layers = [layer for layer in model if isinstance(layer, nn.Linear)]
frozen = [  # what no update changes
    {frozen}
]
"""
FROZEN_STEP = """\
            kept = [parameters[place].clone() for parameters, place in frozen]
            optimizer.step()
            with torch.no_grad():
                for (parameters, place), value in zip(frozen, kept):
                    parameters[place] = value
"""
MASKS = """\
            model.train()
            draw_masks(len(batch))
"""
SCHEDULER = """\
scheduler = torch.optim.lr_scheduler.LambdaLR(
    optimizer, lambda epoch: {schedule}(epoch, {schedule_epochs})
)
"""
PENALTY = '''

def penalty() -> torch.Tensor:
    """The penalty on the weights of every layer; biases are free."""
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return sum({terms} for W in weights)
'''
PROGRAM = '''\
"""The run: model, loss, optimizer, and the loop."""

from collections.abc import Callable, Iterator
from typing import NamedTuple
import numpy as np
import torch
from torch import nn

EPOCHS = {epochs}
METRIC = {metric_name}

torch.set_default_dtype(torch.float64)

{sine}{dropout_module}data_rng = np.random.default_rng({data_seed})
points = {points}
data = split(points, {validation_split}, {order}, data_rng, {task})
features = {features}
x_train = torch.from_numpy(features_of(data.x, features))
x_val = torch.from_numpy(features_of(data.x_val, features))
y_train, y_val = torch.from_numpy(data.y), torch.from_numpy(data.y_val)

{initializations}

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
{freezing}{scheduler}{penalty}

{score}


def score(x: torch.Tensor, y: torch.Tensor) -> Score:
    """How well the model does on all of x; the loss is that of the data alone."""
{looking}    with torch.no_grad():
        logits = model(x)
        loss = criterion({output}, y)
        metric = {metric}
        return Score(loss.item(), metric)


def train(epochs: int) -> Iterator[tuple[int, Score, Score | None]]:
    """Each epoch as it ends: its number, training score, validation score if any."""
    for epoch in range(1, epochs + 1):
        order = {order_of_epoch}
        for batch in order.split({batch_size}):
            optimizer.zero_grad()
{masks}            logits = model(x_train[batch])
            loss = criterion({output}, y_train[batch]){plus_penalty}
            loss.backward()
{update}{step}        train_score = score(x_train, y_train)
{with_penalty}        yield epoch, train_score, score(x_val, y_val) if len(x_val) else None


{main}'''
WITH_PENALTY = """\
        train_score = train_score._replace(loss=train_score.loss + penalty().item())
"""


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
