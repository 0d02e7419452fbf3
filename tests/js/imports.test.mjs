// Imports go one way: a folder of web/ knows itself and those below it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import test from "node:test";

const MAY_IMPORT = {
  lib: ["lib"],
  boot: ["boot", "lib"],
  paint: ["paint", "lib"],
  url: ["url", "lib"],
  panels: ["panels", "url", "paint", "boot", "lib"],
};
const IMPORT = /^(?:import|export|} from)\b.*?"(\.[^"]+)"/gm;

test("a module imports from its own folder and from below", () => {
  const files = Object.keys(MAY_IMPORT).flatMap((folder) =>
    readdirSync(`web/${folder}`)
      .filter((name) => name.endsWith(".js"))
      .map((name) => `web/${folder}/${name}`),
  );
  assert.ok(files.length > 50);
  for (const file of files) {
    const folder = dirname(file).slice("web/".length);
    for (const [, path] of readFileSync(file, "utf8").matchAll(IMPORT)) {
      const [, other] = normalize(join(dirname(file), path)).split("/");
      assert.ok(MAY_IMPORT[folder].includes(other), `${file} imports ${path}`);
    }
  }
});
