"""Shrinks files: Zstandard at its strongest, which web/boot/zstd.js undoes.

Run by the virtual environment's Python, with the files as arguments; each gives way to
a file with `.zst.bin` behind its name, so that no host takes it for what it is not.
"""

import sys
from pathlib import Path

from zstandard import ZstdCompressionParameters, ZstdCompressor

SUFFIX = ".zst.bin"
LEVEL = 22
WINDOW = 24  # as a power of two: every file fits into 16 MB


def shrink(file: Path) -> None:
    """Put the small file in the place of `file`."""
    parameters = ZstdCompressionParameters.from_level(LEVEL, window_log=WINDOW)
    data = ZstdCompressor(compression_params=parameters).compress(file.read_bytes())
    file.with_name(file.name + SUFFIX).write_bytes(data)
    file.unlink()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        shrink(Path(name))
