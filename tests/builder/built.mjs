// Boots the built runtime in Node and runs a program there: node built.mjs DIST PROGRAM
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPyodide } from "pyodide";
import { EMPTY_ZIP, LIBRARY } from "../../web/boot/start-python.js";
import { unpack } from "../../web/boot/unpacking.js";
import { decompressed } from "../../web/boot/zstd.js";

const [dist, program] = process.argv.slice(2);
const asset = (name) => decompressed(readFileSync(join(dist, "runtime", `${name}.zip.zst.bin`)));

// as web/boot/start-python.js does it
const folder = mkdtempSync(join(tmpdir(), "built-"));
const stdLibURL = join(folder, "empty.zip");
writeFileSync(stdLibURL, EMPTY_ZIP);
const pyodide = await loadPyodide({
  stdLibURL,
  env: { PYTHONPATH: LIBRARY },
  fsInit: async (FS, { sitePackages }) => {
    unpack(FS, LIBRARY, await asset("stdlib"));
    for (const name of ["numpy", "trainer"]) unpack(FS, sitePackages, await asset(name));
  },
});
await pyodide.runPython(program); // a coroutine at its end, too
