// Bundles web/ into a folder: node bundle.mjs FOLDER
// Classic scripts for the page, its workers and its editor, and one style sheet.
import { build } from "esbuild";

const [outdir] = process.argv.slice(2);

const options = {
  outdir,
  entryNames: "[name]",
  bundle: true,
  format: "iife",
  charset: "utf8",
  minify: true,
  logLevel: "error",
  // Pyodide asks a worker whether it is a classic one by calling importScripts, and
  // refuses if that works; nothing else in it needs a module. Without importScripts
  // one classic worker does for the site and, from a blob, for the single file.
  define: { "globalThis.importScripts": "null", "import.meta.url": "location.href" },
  external: ["node:*", "ws"], // what Pyodide imports when it runs in Node
};

const names = [
  "main.js",
  "boot/worker.js",
  "panels/editor.js",
  "service-worker.js",
  "teachers.js",
  "style.css",
  "style/document.css",
];
const builds = [
  { ...options, entryPoints: names.map((name) => `web/${name}`) },
  // It has to run where nothing else does.
  { ...options, entryPoints: ["web/boot/watcher.js"], target: "es2017" },
];
await Promise.all(builds.map(build)).catch(() => {
  process.exitCode = 1; // esbuild has said why
});
