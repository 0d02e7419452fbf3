"""The rehearsal: training that nobody sees, so that the first seconds run smoothly."""

from collections.abc import Iterator

from ..run.session import Session

FRAMES = 100  # after which a browser was seen to have compiled what training runs


def rehearsal() -> Iterator[None]:
    """Train a run of its own as at full speed, by a short frame at each step.

    In a browser Python is code that is compiled well only once it has run for a while.
    """
    session = Session()
    for _ in range(FRAMES):
        session.step("milliseconds", 1)
        yield
