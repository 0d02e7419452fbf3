// Boots the built runtime in Node and runs a program there: node built.mjs DIST PROGRAM [STAGE]
// With "start" for STAGE it has only what comes before the page is ready.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPyodide } from "pyodide";
import { complete, EMPTY_ZIP, LIBRARY, unpackAll } from "../../web/boot/start-python.js";
import { decompressed } from "../../web/boot/zstd.js";

const [dist, program, stage] = process.argv.slice(2);
const asset = (name) => decompressed(readFileSync(join(dist, "runtime", `${name}.zip.zst.bin`)));
const files = { library: await asset("library"), trainer: await asset("trainer") };

// as web/boot/start-python.js does it
const folder = mkdtempSync(join(tmpdir(), "built-"));
const stdLibURL = join(folder, "empty.zip");
writeFileSync(stdLibURL, EMPTY_ZIP);
const pyodide = await loadPyodide({
  stdLibURL,
  env: { PYTHONPATH: LIBRARY },
  fsInit: async (FS) => unpackAll(FS, files),
});
pyodide.pyimport("numpy").destroy();
if (stage !== "start") {
  complete(pyodide, { library: await asset("library-rest"), trainer: await asset("trainer-rest") });
}
await pyodide.runPython(program); // a coroutine at its end, too
