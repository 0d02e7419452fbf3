"""The warm-up: it trains before the reader asks."""

import numpy as np

from trainer.page.warmup import FRAMES, warmup
from trainer.run.session import Session


def test_the_warmup_trains_by_the_session_and_ends(monkeypatch):
    asked = []
    monkeypatch.setattr(Session, "step", lambda _, *step: asked.append(step))
    assert len(list(warmup())) == FRAMES
    assert set(asked) == {("milliseconds", 1)}


def test_a_run_goes_on_after_a_warmup_as_if_there_had_been_none():
    warmed, alone = Session(), Session()
    for session in (warmed, alone):
        session.step("update", 7)
    list(warmup())
    for session in (warmed, alone):
        session.step("epoch", 3)
    np.testing.assert_array_equal(warmed.run.network.theta, alone.run.network.theta)
    assert warmed.run.update == alone.run.update
