// Runs a Python file inside Pyodide, in Node: node inside.mjs WHEEL SCRIPT [ARGUMENT ...]
// The project's folder is the current directory there too; NumPy comes from WHEEL; the
// script's main(*arguments) returns the exit code.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const [wheel = "", script = "", ...rest] = process.argv.slice(2);
const root = fileURLToPath(new URL("../..", import.meta.url));

// Equal inputs shall give equal bytes, so sets are to be written in one order.
const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" } });
try {
  const extractDir = pyodide.pyimport("sysconfig").get_path("platlib");
  pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel", { extractDir });
  pyodide.FS.mkdirTree("/project");
  pyodide.mountNodeFS("/project", root);
  pyodide.FS.chdir("/project");
  process.exitCode = pyodide.pyimport("runpy").run_path(script).get("main")(...rest);
} catch (error) {
  // Node would show the line of minified code that threw.
  console.error(error.message);
  process.exitCode = 1;
}
