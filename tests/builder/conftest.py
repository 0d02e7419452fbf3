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


@pytest.fixture
def unsatisfiable(monkeypatch, tmp_path):
    """A lock that no index can satisfy, for there is none."""
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(tools, "ROOT", tmp_path)
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}", "utf-8")
    return lock
