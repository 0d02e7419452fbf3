// A change to Emscripten's linker within Pyodide's script. For each shared object that Python
// loads it looks at all its 8,800 symbols, whether one of them waits for an address. Here it
// looks at those that did: with eight shared objects that saves a twentieth of the start.
import { readFile } from "node:fs/promises";

const CHANGES = [
  ["var GOT={};", "var GOT={},waiting=new Set();"],
  [
    'rtn=GOT[symName]=new WebAssembly.Global({value:"i32",mutable:true},-1)',
    'rtn=GOT[symName]=new WebAssembly.Global({value:"i32",mutable:true},-1);waiting.add(symName)',
  ],
  [
    "for(var[symName,entry]of Object.entries(GOT)){if(entry.value==-1){",
    "for(var symName of waiting){var entry=GOT[symName];if(entry.value!=-1)waiting.delete(symName);else{",
  ],
];

/** Pyodide's script with the changes. An error where it has become another. @param {string} path */
export async function changed(path) {
  let script = await readFile(path, "utf8");
  for (const [old, other] of CHANGES) {
    if (script.split(old).length !== 2)
      throw new Error(`${path} does not hold ${old} once: linker.mjs must change.`);
    script = script.replace(old, other);
  }
  return script;
}

/** For esbuild. */
export const linker = {
  name: "linker",
  setup(build) {
    build.onLoad({ filter: /pyodide\.asm\.mjs$/ }, async ({ path }) => ({
      contents: await changed(path),
    }));
  },
};
