"""Builds the site, the single file, and runs the checks: `build.py` is the way in.

In reading order: `tools` (the programs that a build needs), `numpy_wheel` and
`runtime` (the bytes of Python), `page` and `site` (`web/` and runtime to `dist/`),
`onefile`, `server`, `browser`, `checks`. `pack.py` and `lazy_imports.py` run in
Pyodide, started in Node by `run-in-pyodide.mjs`. Only the standard library is imported.
"""
