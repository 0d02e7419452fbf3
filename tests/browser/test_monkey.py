"""A random user finds nothing wrong: for a while at each size, and by hand as long as one likes."""

import pytest
from monkey import explore

SECONDS = 20
STEPS = 100_000  # more than there is time for
RUNS = [((1366, 768), 1, "en"), ((1024, 700), 2, "de"), ((390, 844), 3, "es")]


@pytest.mark.parametrize(
    ("size", "seed", "language"), RUNS, ids=["1366x768", "1024x700", "390x844"]
)
@pytest.mark.slow
def test_a_random_user_finds_nothing(chromium, site, size, seed, language):
    options = {"steps": STEPS, "seconds": SECONDS, "language": language}
    report = next(explore(chromium, site, seed, size, **options), None)
    assert report is None, f"\n{report}"
