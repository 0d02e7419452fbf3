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
  const extractDir = pyodide.runPython("import site; site.getsitepackages()[0]");
  pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel", { extractDir });
  pyodide.FS.mkdirTree("/project");
  pyodide.mountNodeFS("/project", root);
  pyodide.FS.chdir("/project");
  // Without runpy and the like: pack.py looks at what its start imports.
  const globals = pyodide.toPy({ __name__: script });
  pyodide.runPython(readFileSync(script, "utf8"), { globals, filename: script });
  process.exitCode = globals.get("main")(...rest);
} catch (error) {
  // the error itself: Node would print a line of minified code instead
  console.error(error.message);
  process.exitCode = 1;
}
