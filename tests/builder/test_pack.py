import marshal
import zipfile

import pytest

from builder import pack


@pytest.mark.parametrize(
    ("name", "useful"),
    [
        ("numpy/__init__.py", True),
        ("numpy/_core/_multiarray_umath.cpython-314-wasm32-emscripten.so", True),
        ("numpy/ma/core.py", True),
        ("numpy/testing/__init__.py", True),
        ("numpy-2.4.3.dist-info/licenses/LICENSE.txt", True),
        ("numpy/ma/tests/test_core.py", False),
        ("numpy/_core/_rational_tests.cpython-314-wasm32-emscripten.so", False),
        ("numpy/_core/include/numpy/arrayobject.h", False),
        ("numpy/f2py/__init__.py", False),
        ("numpy/__init__.pyi", False),
    ],
)
def test_only_what_no_program_reads_is_left_out_of_numpy(name, useful):
    assert pack.is_useful(name) is useful


def test_python_becomes_bytecode_that_is_taken_unchecked_and_other_files_stay():
    name, made = pack.compiled("early.py", b"x = 1")
    assert name == "early.pyc"
    flags = int.from_bytes(made[4:8], "little")
    assert flags == 0b01  # hash-based, and the hash is not checked against a source
    assert marshal.loads(made[16:]).co_filename == "/lib/python3.14/early.py"
    assert pack.compiled("early.so", b"\0asm") == ("early.so", b"\0asm")


def test_a_packed_zip_is_uncompressed_and_tells_no_time(tmp_path):
    pack.write(tmp_path / "packed.zip", [("a/b.py", b"x = 1")])
    (member,) = zipfile.ZipFile(tmp_path / "packed.zip").infolist()
    assert member.compress_type == zipfile.ZIP_STORED
    assert member.date_time == (1980, 1, 1, 0, 0, 0)


def test_comments_go_and_every_line_stays():
    source = (
        b'# -*- coding: utf-8 -*-\n\nx = \'#1\'  # one\n    # two\ny = """\n# 3\n"""\n'
    )
    made = pack.without_comments(source)
    assert made == b'# -*- coding: utf-8 -*-\n\nx = \'#1\'\n\ny = """\n# 3\n"""\n'
    assert pack.without_comments(b"if (") == b"if ("
