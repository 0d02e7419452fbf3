"""How fast the trainer trains and draws; bench.py runs this by the page's own Python."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from statistics import median
from time import perf_counter

from trainer.page.bridge import handle, the_workspace
from trainer.page.wire import to_wire
from trainer.run.plane import CELLS
from trainer.run.session import Session
from trainer.run.setup import assemble
from trainer.settings.table import Settings
from trainer.training import STAGES, training_loop
from trainer.view.viewer import Viewer

BATCH_SIZES = (10, 32, 128)
POINTS = 800  # 640 are trained on: the fewest that make whole batches of every size
REPEATS = 5
SECONDS = 0.15  # of each repeat, at least


def seconds_a_call(act: Callable[[], object]) -> float:
    """How long `act` takes: the median over the repeats, after a first that warms up."""
    act()
    samples = []
    for _ in range(REPEATS):
        calls, elapsed, began = 0, 0.0, perf_counter()
        while elapsed < SECONDS:
            act()
            calls += 1
            elapsed = perf_counter() - began
        samples.append(elapsed / calls)
    return median(samples)


def updates_per_second(settings: Settings) -> tuple[float, float]:
    """Of the bare training loop, and of the session that the page steps."""
    run, _ = assemble(settings)
    stages = training_loop(run)
    updates = len(run.x) // settings.batch_size  # of one epoch
    epoch = 1 + updates * len(STAGES[1:])  # stages
    bare = seconds_a_call(lambda: deque(islice(stages, epoch), maxlen=0))
    session = Session(settings)
    watched = seconds_a_call(lambda: session.step("epoch", 1))
    return updates / bare, updates / watched


def measure(hidden_layers: Sequence[int], activation: str) -> str:
    """One network's numbers, as JSON."""
    batches = [
        Settings(
            points=POINTS,
            hidden_layers=tuple(hidden_layers),
            activation=activation,
            batch_size=size,
        )
        for size in BATCH_SIZES
    ]
    session = Session(batches[0])
    session.step("epoch", 10)  # so that a frame carries losses
    network = session.run.network
    viewer = Viewer(session, ("epochs",))
    bare, watched = zip(*map(updates_per_second, batches), strict=True)
    return json.dumps(
        {
            "bare": bare,
            "watched": watched,
            "probe_ms": 1000 * seconds_a_call(lambda: network.forward(CELLS)),
            "frame_ms": 1000 * seconds_a_call(lambda: to_wire(viewer.frame())),
        }
    )


def frame_costs(changes: dict[str, object]) -> str:
    """Milliseconds of a frame as the page gets it, with the tab Epochs closed and open."""

    def ask(**request: object) -> None:
        header = json.loads(handle(json.dumps(request))[0])
        assert header["type"] == "frame", header

    def look() -> None:
        ask(type="look")

    def look_anew() -> None:
        the_workspace().forget_told()  # so that points and their text travel again
        look()

    ask(type="configure", changes=changes)
    ask(type="step", unit="update", amount=50)  # so that the engine is compiled
    costs = []
    for panels, act in (([], look), (["epochs"], look_anew)):
        ask(type="show", axes=[-1, -1, -1], panels=panels)
        costs.append(1000 * seconds_a_call(act))
    return json.dumps(costs)
