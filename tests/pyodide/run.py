"""Runs tests/python inside Pyodide, by the page's own Python (see run-in-pyodide.mjs)."""

import sys


def main(packages: str, *options: str) -> int:
    """Run the tests with the pytest that lies in `packages`; its exit code."""
    sys.path.append(packages)
    import pytest

    # There are no threads to dump a traceback from, and no second process to share a cache.
    plugins = ["-p", "no:faulthandler", "-p", "no:cacheprovider"]
    return int(pytest.main(["--quiet", "tests/python", *plugins, *options]))
