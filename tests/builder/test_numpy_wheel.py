import hashlib

import pytest

from builder import numpy_wheel
from builder.tools import BuildError

GOOD = b"the wheel"
GOOD_HASH = hashlib.sha256(GOOD).hexdigest()
WHEEL = numpy_wheel.Wheel("numpy.whl", GOOD_HASH, "314.0.4")


@pytest.fixture
def world(monkeypatch, tmp_path, said):
    """A cache of its own, and a network in which nothing can be reached."""

    def unreachable(wheel):
        raise numpy_wheel.UnavailableError("not reached")

    monkeypatch.setattr(numpy_wheel, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(numpy_wheel, "locked", lambda: WHEEL)
    monkeypatch.setattr(numpy_wheel, "from_cdn", unreachable)
    monkeypatch.setattr(numpy_wheel, "from_carrier", unreachable)
    return monkeypatch


def test_the_locked_wheel_is_the_one_of_the_installed_pyodide():
    wheel = numpy_wheel.locked()
    assert wheel.pyodide == "314.0.4"
    assert wheel.file.startswith("numpy-2.4.3-cp314")
    assert (
        wheel.sha256
        == "0cad9c1b91f0082e4f959bc0e0bf5835a2efbba6ab3b1e9d1fe6e7e564cca98e"
    )


def test_what_the_cache_has_is_taken_without_a_word(world, tmp_path, said):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/numpy.whl").write_bytes(GOOD)
    assert numpy_wheel.get() == tmp_path / "cache/numpy.whl"
    assert said == []


def test_the_sources_are_asked_in_order_until_one_has_it(world, tmp_path, said):
    asked = []

    def carrier(wheel):
        asked.append("carrier")
        return GOOD

    def cdn(wheel):
        asked.append("CDN")
        raise numpy_wheel.UnavailableError("not reached")

    world.setattr(numpy_wheel, "from_cdn", cdn)
    world.setattr(numpy_wheel, "from_carrier", carrier)
    assert numpy_wheel.get(tmp_path).read_bytes() == GOOD
    assert asked == ["CDN", "carrier"]
    assert said[-1] == "Took numpy.whl from open-webui==0.12.4 on PyPI."


def test_wrong_bytes_are_refused_with_both_hashes_and_the_next_source_is_asked(
    world, said
):
    world.setattr(numpy_wheel, "from_cdn", lambda wheel: b"something else")
    world.setattr(numpy_wheel, "from_carrier", lambda wheel: GOOD)
    assert numpy_wheel.get().read_bytes() == GOOD
    wrong = hashlib.sha256(b"something else").hexdigest()
    refusal = next(line for line in said if "Refused" in line)
    assert wrong in refusal
    assert GOOD_HASH in refusal


def test_a_spoilt_cache_is_refused_and_mended(world, tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/numpy.whl").write_bytes(b"half of i")
    world.setattr(numpy_wheel, "from_cdn", lambda wheel: GOOD)
    assert numpy_wheel.get().read_bytes() == GOOD


def test_the_users_folder_serves_where_no_network_does(world, tmp_path, said):
    (tmp_path / "numpy.whl").write_bytes(GOOD)
    assert numpy_wheel.get(tmp_path).read_bytes() == GOOD
    assert said == [f"Took numpy.whl from {tmp_path}."]


def test_where_no_source_has_it_the_error_names_the_remedy_and_every_trouble(
    world, tmp_path
):
    (tmp_path / "numpy.whl").write_bytes(b"wrong")
    with pytest.raises(BuildError) as caught:
        numpy_wheel.get(tmp_path)
    message = str(caught.value)
    assert "--runtime-folder" in message
    assert "Pyodide's CDN: not reached" in message
    assert GOOD_HASH in message
    assert hashlib.sha256(b"wrong").hexdigest() in message
