import pytest

from builder import locks, tools


@pytest.fixture
def broken(unsatisfiable, monkeypatch):
    """One lock that does not install, and npm's, which does."""
    monkeypatch.setattr(locks, "ROOT", unsatisfiable.parent)
    monkeypatch.setattr(locks, "LOCKS", (unsatisfiable,))
    monkeypatch.setattr(locks, "PACKAGES", unsatisfiable.with_name("package-lock.json"))
    monkeypatch.setattr(locks, "check_packages", lambda: None)


def test_a_lock_that_does_not_install_fails_the_check_and_the_next_is_checked(
    broken, capsys
):
    assert locks.check() == 1
    first, *words, last = capsys.readouterr().out.splitlines()
    assert first == "FAILED    requirements.txt"
    assert "no-such-package==1.0" in words[-1]
    assert last == "installs  package-lock.json"


def test_the_command_renews_every_lock(monkeypatch, capsys):
    made = []
    monkeypatch.setattr(locks, "pip_install", lambda lock: None)
    monkeypatch.setattr(locks, "npm", lambda: ("npm", {}))
    monkeypatch.setattr(locks, "run", lambda command, *_, **__: made.append(command))
    assert locks.renew() == 0
    *pip, npm = made
    assert [locks.ROOT / command[-1] for command in pip] == list(tools.LOCKS)
    assert npm[:2] == ["npm", "update"]
    assert len(capsys.readouterr().out.splitlines()) == len(made)
