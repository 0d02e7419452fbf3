"""The last part of an exported program: train, and print how it goes."""

from collections.abc import Iterator

from ..datasets import Points
from ..run.evaluation import Score, evaluate_both
from ..run.setup import apply_schedule, assemble, in_training
from ..settings.table import Settings
from ..training import training_loop

EPOCHS = 100
METRIC = "accuracy"  # or "rmse", of values
CUSTOM_POINTS: Points | None = None  # custom points, in the dataset's place


def train(epochs: int) -> Iterator[tuple[int, Score, Score | None]]:
    """Each epoch as it ends: its number, training score, validation score if any."""
    settings = Settings()
    run, data = assemble(settings, CUSTOM_POINTS)
    epoch = 0
    for stage in in_training(run.network, training_loop(run)):
        if stage == "update" and run.epoch > epoch:
            epoch = run.epoch
            if settings.schedule != "constant":
                apply_schedule(settings, run)
            yield epoch, *evaluate_both(run, data, settings.threshold)
            if epoch >= epochs:
                return


def main() -> None:
    """Print about 20 epochs, evenly spread, and the last; accuracies in percent."""
    names = f"train_{METRIC}", f"val_{METRIC}"
    digits = 1 if METRIC == "accuracy" else 4
    print(f"epoch  train_loss  val_loss  {names[0]:>14}  {names[1]:>12}")
    for epoch, train_score, val_score in train(EPOCHS):
        if epoch % max(1, EPOCHS // 20) and epoch < EPOCHS:
            continue
        loss, metric = train_score
        val_loss, val_metric = "-", "-"
        if val_score:
            val_loss = f"{val_score.loss:.6f}"
            val_metric = f"{val_score.metric:.{digits}f}"
        print(
            f"{epoch:5}  {loss:10.6f}  {val_loss:>8}"
            f"  {metric:14.{digits}f}  {val_metric:>12}"
        )


if __name__ == "__main__":
    main()
