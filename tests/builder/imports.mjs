// Boots the built runtime in Node and imports modules: node imports.mjs DIST MODULE ...
// Prints, one a line, each that fails.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadPyodide } from "pyodide";
import { unpack } from "../../web/unpack.js";

const [dist, ...modules] = process.argv.slice(2);
const asset = (name) => gunzipSync(readFileSync(join(dist, "runtime", `${name}.zip.gz.bin`)));

const stdLibURL = join(mkdtempSync(join(tmpdir(), "imports-")), "stdlib.zip");
writeFileSync(stdLibURL, asset("stdlib"));
const pyodide = await loadPyodide({
  stdLibURL,
  fsInit: async (FS, { sitePackages }) => {
    for (const name of ["numpy", "trainer"]) unpack(FS, sitePackages, new Uint8Array(asset(name)));
  },
});
for (const module of modules) {
  try {
    pyodide.pyimport(module);
  } catch (error) {
    console.log(module, error.message.trimEnd().split("\n").at(-1));
  }
}
