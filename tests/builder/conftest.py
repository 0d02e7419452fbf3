import pytest

from builder import tools


@pytest.fixture
def said(monkeypatch):
    """The lines of progress, instead of printing them."""
    lines = []
    for name in ["tools", "numpy_wheel", "runtime", "site", "server"]:
        module = __import__(f"builder.{name}", fromlist=["say"])
        monkeypatch.setattr(module, "say", lines.append)
    assert tools.say == lines.append
    return lines
