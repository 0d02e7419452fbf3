"""The rehearsal: training that nobody sees."""

import numpy as np

from trainer.page.warmup import FRAMES, rehearsal
from trainer.run.session import Session


def test_the_rehearsal_trains_by_the_session_and_ends(monkeypatch):
    asked = []
    monkeypatch.setattr(Session, "step", lambda _, *step: asked.append(step))
    assert len(list(rehearsal())) == FRAMES
    assert set(asked) == {("milliseconds", 1)}


def test_a_run_goes_on_after_a_rehearsal_as_if_there_had_been_none():
    rehearsed, alone = Session(), Session()
    for session in (rehearsed, alone):
        session.step("update", 7)
    list(rehearsal())
    for session in (rehearsed, alone):
        session.step("epoch", 3)
    np.testing.assert_array_equal(rehearsed.run.network.theta, alone.run.network.theta)
    assert rehearsed.run.update == alone.run.update
