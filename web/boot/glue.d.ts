// Emscripten's half of Pyodide comes without types of its own.
declare module "pyodide/pyodide.asm.mjs" {
  import type { PyodideConfig } from "pyodide";

  const createPyodideModule: NonNullable<PyodideConfig["createPyodideModule"]>;
  export default createPyodideModule;
}

/** What editor.js leaves behind for code.js. */
declare var makeEditor: import("../panels/editing.js").MakeEditor;
/** What the build puts in front of service-worker.js: each file's SHA-256. */
declare const FILES: { version: string; files: Record<string, string> };
