"""Whether a run is the one that its link gives."""

import pytest

from trainer.run.session import Session
from trainer.settings.table import LIVE, WATCHING, Settings

OTHER = {"learning_rate": "0.3", "batch_size": "160", "shuffle": "false", "l2": "0.1"}


def trained(epochs=2):
    session = Session(Settings())
    session.step("epoch", epochs)
    return session


@pytest.mark.parametrize("name", sorted(OTHER))
def test_a_change_amid_a_run_is_noted_and_the_link_gives_another(name):
    session = trained()
    assert not session.trainer.is_altered
    session.configure({name: OTHER[name]})
    assert session.trainer.is_altered
    session.step("epoch", 1)
    linked = Session(Settings())
    linked.open(session.link)
    linked.step("epoch", 3)
    assert (linked.run.network.theta != session.run.network.theta).any()


@pytest.mark.parametrize("name", sorted(WATCHING))
def test_what_no_update_depends_on_is_no_change(name):
    other = {"early_stopping": "true", "pause_epoch": "9", "pause_loss": "0.1"}
    other |= {"threshold": "0.3", "engine": "numpy", "patience": "7"}
    session = trained()
    session.configure({name: other.get(name, "0.5")})
    assert not session.trainer.is_altered
    assert name in LIVE
    assert getattr(session.settings, name) != getattr(Settings(), name)


def test_before_the_first_update_and_back_at_it_nothing_is_changed():
    session = trained(0.5)
    session.rewind(0)
    session.configure({"learning_rate": "0.3"})
    assert not session.trainer.is_altered
    session.step("epoch", 1)
    session.configure({"learning_rate": "0.1"})
    assert session.trainer.is_altered
    session.rewind(0)
    assert not session.trainer.is_altered


def test_points_that_are_drawn_are_a_change_and_a_project_knows():
    session = trained()
    session.draw("1", [[0.3, 0.3]])
    assert session.trainer.is_altered
    other = Session(Settings())
    other.open_project(session.project({"code": {}, "curves": [], "display": ""}))
    assert other.trainer.is_altered
    other.restart("nothing")
    assert not other.trainer.is_altered
