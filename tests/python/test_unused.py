"""Which settings change nothing, because of the others."""

import pytest

from trainer.run.session import Session
from trainer.run.unused import unused
from trainer.settings.table import resolve

# what may be unused, and another value that is seen wherever it is used
OTHER = {
    "points": "120",
    "noise": "0.4",
    "classes": "4",
    "turns": "2.5",
    "axes": "length,1,5|width|kind|a|b",
    "activation": "tanh",
    "dropout": "0.5",
    "schedule_epochs": "3",
    "momentum": "0.3",
    "beta1": "0.3",
    "beta2": "0.3",
    "patience": "1",
    "threshold": "0.95",
}
# of those, the ones that a run with the default settings does not use
PLAIN = {"axes", "classes", "turns", "schedule_epochs", "patience"}
PLAIN |= {"momentum", "beta1", "beta2"}
OWN = "0.5,-1,0|1,0.25,1|-0.5,0,1|0,1.25,0|1,1,0|-1,-1,1"
CASES = [  # a link, what it uses beyond the default, and what it does not
    ("noise=0.6", set(), set()),
    ("noise=0.6&optimizer=nesterov", {"momentum"}, set()),
    ("noise=0.6&optimizer=adamw", {"beta1", "beta2"}, set()),
    ("noise=0.6&schedule=step", {"schedule_epochs"}, set()),
    ("noise=0.6&early_stopping=true&min_improvement=0.5", {"patience"}, set()),
    ("noise=0.6&hidden_layers=", set(), {"activation", "dropout"}),
    ("dataset=spiral&optimizer=sgd", {"classes", "turns"}, set()),
    ("dataset=gaussians&noise=0.6", {"classes"}, set()),
    ("dataset=rings&classes=3", {"classes"}, {"threshold"}),
    ("dataset=iris", set(), {"noise", "threshold"}),
    ("dataset=slope", set(), {"threshold"}),
    (f"custom_points={OWN}", {"axes"}, {"points", "noise"}),
]


def settings_of(link):
    return resolve(dict(pair.split("=") for pair in link.split("&") if pair))


def seen(link, **changes):
    """What a run of twenty epochs comes to."""
    session = Session(settings_of(f"{link}&engine=numpy"))  # the same to the last bit
    session.configure(changes)
    session.step("epoch", 20)
    run = session.run
    return (
        *(run.network.theta.tobytes(), run.x.tobytes(), run.optimizer.learning_rate),
        *(session.trainer.scores(), session.trainer.status, session.axes),
    )


@pytest.mark.parametrize(("link", "used", "more"), CASES)
def test_unused_settings_change_nothing_and_the_others_something(link, used, more):
    names = (PLAIN - used) | more
    settings = settings_of(link)
    assert set(unused(settings, Session(settings).run)) == names
    before = seen(link)
    for name, value in OTHER.items():
        assert (seen(link, **{name: value}) == before) == (name in names), name
