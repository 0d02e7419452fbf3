"""Compresses files with Zstandard, at its highest level; web/boot/zstd.js decompresses them.

Run by the virtual environment's Python, with the files as arguments. Each is replaced by
a file whose name ends in `.zst.bin`: hosts serve that without guessing an encoding.
"""

import sys
from pathlib import Path

from zstandard import ZstdCompressionParameters, ZstdCompressor

SUFFIX = ".zst.bin"
LEVEL = 22
WINDOW = 24  # log2 of bytes; every file is smaller than 16 MiB


def compress(file: Path) -> None:
    """Replace `file` with its compressed form."""
    parameters = ZstdCompressionParameters.from_level(LEVEL, window_log=WINDOW)
    data = ZstdCompressor(compression_params=parameters).compress(file.read_bytes())
    file.with_name(file.name + SUFFIX).write_bytes(data)
    file.unlink()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compress(Path(name))
