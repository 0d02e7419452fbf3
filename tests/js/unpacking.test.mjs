import assert from "node:assert/strict";
import { test } from "node:test";
import { unpack } from "../../web/boot/unpacking.js";

// What pack.py's stored() makes of a/b.py, the empty a/c/d.txt, and top.py.
const ZIP =
  "UEsDBBQAAAAAAAAAIQB2oVtHBQAAAAUAAAAGAAAAYS9iLnB5eCA9IDFQSwMEFAAAAAAAAAAhAAAAAAAAAAAAAAAAAAkAAABhL2MvZC50eHRQSwMEFAAAAAAAAAAhANVp2WMCAAAAAgAAAAYAAAB0b3AucHnDvFBLAQIUAxQAAAAAAAAAIQB2oVtHBQAAAAUAAAAGAAAAAAAAAAAAAACAAQAAAABhL2IucHlQSwECFAMUAAAAAAAAACEAAAAAAAAAAAAAAAAACQAAAAAAAAAAAAAAgAEpAAAAYS9jL2QudHh0UEsBAhQDFAAAAAAAAAAhANVp2WMCAAAAAgAAAAYAAAAAAAAAAAAAAIABUAAAAHRvcC5weVBLBQYAAAAAAwADAJ8AAAB2AAAAAAA=";

test("a stored zip is unpacked into folders, without copying", () => {
  const zip = Uint8Array.from(Buffer.from(ZIP, "base64"));
  const folders = [];
  const files = {};
  const FS = {
    mkdirTree: (path) => folders.push(path),
    writeFile: (path, data, { canOwn }) => {
      assert.ok(canOwn);
      assert.equal(data.buffer, zip.buffer);
      files[path] = new TextDecoder().decode(data);
    },
  };
  unpack(FS, "/site", zip);
  assert.deepEqual(folders, ["/site/a", "/site/a/c", "/site"]);
  assert.deepEqual(files, { "/site/a/b.py": "x = 1", "/site/a/c/d.txt": "", "/site/top.py": "ü" });
});
