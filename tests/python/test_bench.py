"""What the bench has Python do: it looks into the engine, and shall keep up with it."""

import importlib.util
import json
from pathlib import Path

import pytest
from hosts import HOST

from trainer.engine import engine
from trainer.engine.modules import Compiler

BENCH = Path(__file__).parents[1] / "bench"
QUICK = 1e-6  # seconds


@pytest.fixture
def contest(monkeypatch):
    """The script as the bench's worker runs it."""
    monkeypatch.setattr(engine, "MIN_CAPACITY", engine.MIN_CAPACITY)  # it sets another
    spec = importlib.util.spec_from_file_location("contest", BENCH / "contest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "here", lambda: HOST)
    monkeypatch.setattr(module, "SECONDS", QUICK)
    monkeypatch.setattr(module, "the_compiler", lambda: Compiler(HOST))
    return module


def test_every_rival_of_the_contest_trains_and_looks(contest):
    contest.challenge((3,), "tanh", 32)
    assert list(contest.rivals) == ["NumPy", "float64", "float32"]
    for name in contest.rivals:
        assert contest.measure(name, "train", QUICK) > 0
        assert contest.measure(name, "probe", QUICK) > 0
    assert contest.first_update((3,), "relu") > 0
    assert contest.bare_rate({"engine": "numpy"}, QUICK) > 0
    assert len(json.loads(contest.full_speed("xor"))) == 3
