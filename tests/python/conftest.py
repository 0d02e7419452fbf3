"""Every property test draws the same examples on every machine, and none is timed."""

import pytest
from hosts import HOST
from hypothesis import settings

from trainer.engine.modules import Compiler

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("steady")


@pytest.fixture(scope="module")
def compiled_sessions():
    """What the page does, natively too: many whole runs take NumPy minutes."""
    compiler = Compiler(HOST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trainer.run.session.the_compiler", lambda: compiler)
        yield
