"""Builds, serves and tests the page: `build.py` is its command line.

In reading order: `tools` (the programs that a build needs), `numpy_wheel` and `runtime`
(the bytes of Python), `page`, `language`, `documents`, `licences`, `offline` and `site` (`web/`
and the runtime to `dist/`), `onefile`, `server`, `watch`, `browser`, `locks` (the pinned
versions), `checks`. `pack.py` runs in Pyodide, started in Node by `run-in-pyodide.mjs`;
`lesson.py` and `compress.py` run in the virtual environment. All else imports only the
standard library.
"""
