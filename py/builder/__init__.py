"""Builds the site, the single file, and runs the checks: `build.py` is the way in.

In reading order: `tools` (the programs that a build needs), `numpy_wheel` and
`runtime` (the bytes of Python), `page` and `site` (`web/` and runtime to `dist/`),
`onefile`, `server`, `browser`, `checks`. `inside.mjs`, `pack.py` and `late.py` are the part
that runs in Pyodide, in Node. Only the standard library is imported.
"""
