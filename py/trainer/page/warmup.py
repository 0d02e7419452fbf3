"""The warm-up: trains before the reader asks, so that the first seconds run smoothly."""

from collections.abc import Iterator

from ..run.session import Session
from ..view.viewer import Viewer

FRAMES = 100  # after which a browser was seen to have compiled what training runs


def warmup() -> Iterator[None]:
    """Train a run of its own as at full speed, by a short frame at each step.

    A browser compiles Python well only once it has run for a while.
    """
    viewer = Viewer(Session())
    for _ in range(FRAMES):
        viewer.session.step("milliseconds", 1)
        viewer.frame()
        yield
