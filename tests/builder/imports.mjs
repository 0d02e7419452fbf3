// Boots the built runtime in Node and imports modules: node imports.mjs DIST MODULE ...
// Prints, one a line, each that fails.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPyodide } from "pyodide";
import { unpack } from "../../web/unpack.js";
import { decompressed } from "../../web/zstd.js";

const [dist, ...modules] = process.argv.slice(2);
const asset = (name) => decompressed(readFileSync(join(dist, "runtime", `${name}.zip.zst.bin`)));

const stdLibURL = join(mkdtempSync(join(tmpdir(), "imports-")), "stdlib.zip");
writeFileSync(stdLibURL, await asset("stdlib"));
const pyodide = await loadPyodide({
  stdLibURL,
  fsInit: async (FS, { sitePackages }) => {
    for (const name of ["numpy", "trainer"]) unpack(FS, sitePackages, await asset(name));
  },
});
for (const module of modules) {
  try {
    pyodide.pyimport(module);
  } catch (error) {
    console.log(module, error.message.trimEnd().split("\n").at(-1));
  }
}
