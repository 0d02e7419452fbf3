"""What batches are worth and cost, and the phases of a run."""

import numpy as np
import pytest

from trainer.run.history import EPOCH, TRAIN_LOSS, VAL_LOSS
from trainer.run.session import Session
from trainer.settings.table import Settings
from trainer.view import batches
from trainer.view.charts import (
    GOOD,
    LEARNING,
    NO_PHASE,
    OVERFITTING,
    epoch_plan,
    phases,
)
from trainer.view.viewer import Viewer


@pytest.mark.slow
def test_a_larger_batch_is_a_better_guess():
    viewer = Viewer(Session(Settings(batch_size=16)))
    theta = viewer.session.run.network.theta.copy()
    one, some, every = viewer.measure_batches()["rows"]
    assert [one[0], some[0], every[0]] == [1, 16, 160]
    assert every[1:3] == [pytest.approx(0, abs=1e-3)] * 2
    assert one[1] > some[1] > 0
    assert one[2] > some[2]
    assert one[2] < 90
    assert min(row[4] for row in (one, some, every)) > 0
    assert (viewer.session.run.network.theta == theta).all()
    assert viewer.session.run.update == 0


def test_memory_is_that_of_what_forward_keeps():
    run = Session(Settings(hidden_layers=(8,))).run
    numbers = (
        2 + 8 + 8 + 1
    )  # x, z and a of the hidden layer, the logit, for each example
    assert batches.kilobytes(run.network.forward(run.x[:10])) == 10 * numbers * 8 / 1000


def test_one_row_where_sizes_are_the_same():
    rows = batches.measured(
        Settings(points=20, batch_size=5000, validation_split=0), None
    )
    assert [row[0] for row in rows["rows"]] == [1, 20]


def phases_of(val_losses, train_losses=None):
    scores = np.full((len(val_losses), 6), np.nan)
    scores[:, EPOCH] = np.arange(len(val_losses))
    scores[:, TRAIN_LOSS] = 1.0 if train_losses is None else train_losses
    scores[:, VAL_LOSS] = val_losses
    table = scores[:, [EPOCH, TRAIN_LOSS, VAL_LOSS]]
    return phases(scores, table).tolist()


def test_the_phases_of_a_run():
    learning, good, over = LEARNING, GOOD, OVERFITTING
    assert phases_of([1.0, 0.5, 0.32, 0.3, 0.31, 0.4]) == [
        *(learning, learning, good, good, good, over)
    ]
    assert phases_of([1.0, 0.5, 0.32, 0.3]) == [learning] * 4  # it may go on falling
    assert phases_of([1.0, 0.5, 0.6, 0.4, 0.41]) == [learning] * 3 + [good] * 2
    assert phases_of([np.nan] * 2) == [NO_PHASE] * 2
    assert phases_of([0.3, 0.9, np.nan], [0.3, 0.8, np.nan]) == [good] + [NO_PHASE] * 2


def test_a_run_that_diverges_is_not_said_to_overfit():
    session = Session(Settings(learning_rate=10, optimizer="momentum"))
    viewer = Viewer(session, ("epochs",))
    session.step("epoch", 5)
    epoch, train, _, phase = viewer.frame()["last_epochs"].T
    assert train[0] > train[-1]
    assert OVERFITTING not in phase[train > train[epoch == 0]]


def test_the_plan_says_which_batch_was_taken_last():
    session = Session(Settings(batch_size=50))  # of 160: the last has 10
    seen = []
    for _ in range(4):
        seen.append(epoch_plan(session.run)["batch"])
        session.step("update", 1)
    assert [*seen, epoch_plan(session.run)["batch"]] == [0, 1, 2, 3, 4]
    session.step("stage", 1)
    assert epoch_plan(session.run)["batch"] == 0
