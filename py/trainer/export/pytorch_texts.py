"""The parts that a PyTorch program is made of."""

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
