// Runs a Python file inside Pyodide, in Node: node run-in-pyodide.mjs WHEEL SCRIPT [ARGUMENT ...]
// The project folder is mounted as the current directory, and NumPy is unpacked from WHEEL.
// The exit code is what the script's main(*arguments) returns.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const [wheel = "", script = "", ...rest] = process.argv.slice(2);
const root = fileURLToPath(new URL("../..", import.meta.url));

const env = {
  PYTHONHASHSEED: "0", // keeps the order of sets, so equal inputs give equal bytes
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONNODEBUGRANGES: process.env.PYTHONNODEBUGRANGES ?? "",
};
const pyodide = await loadPyodide({ env });
try {
  const extractDir = pyodide.pyimport("sysconfig").get_path("platlib");
  pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel", { extractDir });
  pyodide.FS.mkdirTree("/project");
  pyodide.mountNodeFS("/project", root);
  pyodide.FS.chdir("/project");
  process.exitCode = pyodide.pyimport("runpy").run_path(script).get("main")(...rest);
} catch (error) {
  // the error itself: Node would print a line of minified code instead
  console.error(error.message);
  process.exitCode = 1;
}
