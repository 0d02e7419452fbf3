"""The last part of an exported program: train, and print how it goes."""

from collections.abc import Iterator

from ..datasets import Points
from ..run.evaluation import Score, evaluate_both
from ..run.setup import apply_schedule, assemble
from ..settings.table import Settings
from ..training import training_loop

EPOCHS = 100
CUSTOM_POINTS: Points | None = None  # custom points, in the dataset's place


def train(epochs: int) -> Iterator[tuple[int, Score, Score | None]]:
    """Each epoch as it ends: its number, training score, validation score if any."""
    settings = Settings()
    run, data = assemble(settings, CUSTOM_POINTS)
    epoch = 0
    for stage in training_loop(run):
        if stage == "update" and run.epoch > epoch:
            epoch = run.epoch
            if settings.schedule != "constant":
                apply_schedule(settings, run)
            yield epoch, *evaluate_both(run, data, settings.threshold)
            if epoch >= epochs:
                return


def main() -> None:
    """Print about 20 epochs, evenly spread, and the last; accuracies in percent."""
    print("epoch  train_loss  val_loss  train_accuracy  val_accuracy")
    for epoch, train_score, val_score in train(EPOCHS):
        if epoch % max(1, EPOCHS // 20) and epoch < EPOCHS:
            continue
        loss, accuracy = train_score
        val_loss, val_accuracy = "-", "-"
        if val_score:
            val_loss = f"{val_score.loss:.6f}"
            val_accuracy = f"{val_score.accuracy:.1f}"
        print(
            f"{epoch:5}  {loss:10.6f}  {val_loss:>8}"
            f"  {accuracy:14.1f}  {val_accuracy:>12}"
        )


if __name__ == "__main__":
    main()
