import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, mock, test } from "node:test";
import { fetchedBytes } from "../../web/boot/fetching.js";

const CONTENTS = { numpy: Buffer.from("arrays"), trainer: Buffer.from("loops") };
const ASSETS = Object.entries(CONTENTS).map(([name, data]) => ({
  name,
  file: `runtime/${name}.bin`,
  bytes: data.length,
  sha256: createHash("sha256").update(data).digest("hex"),
}));
const TOTAL = ASSETS.reduce((sum, { bytes }) => sum + bytes, 0);

/** What the server answers for each asset, by name. */
let answers;
let requests;

beforeEach(() => {
  answers = Object.fromEntries(
    Object.entries(CONTENTS).map(([name, data]) => [name, () => new Response(data)]),
  );
  requests = [];
  mock.method(globalThis, "fetch", async (url, options) => {
    requests.push({ url, cache: options.cache });
    return answers[/runtime\/(\w+)\./.exec(url)[1]]();
  });
});

afterEach(() => mock.reset());

const ignore = () => {};
const all = (onProgress) => Promise.all(Object.values(fetchedBytes(ASSETS, onProgress)));
const file = "runtime/numpy.bin";
const refused = (code, params = {}) =>
  assert.rejects(all(ignore), { told: { code, params: { file, ...params } } });

test("every asset arrives, and every byte is counted", async () => {
  const progress = [];
  const bytes = await all((now) => progress.push(now));
  const texts = bytes.map((data) => new TextDecoder().decode(data));
  assert.deepEqual(texts, ["arrays", "loops"]);
  assert.deepEqual(progress.at(0), { received: 0, total: TOTAL });
  assert.deepEqual(progress.at(-1), { received: TOTAL, total: TOTAL });
});

test("a missing file is named with the server's answer", async () => {
  answers.numpy = () => new Response("not here", { status: 404 });
  await refused("fetch.status", { status: 404 });
});

test("an empty file is not taken for the real one", async () => {
  answers.numpy = () => new Response("");
  await refused("fetch.partial", { received: 0, bytes: CONTENTS.numpy.length });
});

test("a page that a filter sends instead is told by its length", async () => {
  answers.numpy = () => new Response("x".repeat(1234));
  await refused("fetch.partial", { received: 1234, bytes: CONTENTS.numpy.length });
});

test("other bytes of the right length are refused", async () => {
  answers.numpy = () => new Response(CONTENTS.numpy.map((byte) => byte ^ 1));
  await refused("fetch.other-bytes");
});

test("a broken connection is named", async () => {
  answers.numpy = () => Promise.reject(new TypeError("Failed to fetch"));
  await refused("fetch.connection");
});

test("a connection that falls silent midway is given up after 20 seconds", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const silent = new ReadableStream({
    pull(controller) {
      if (controller.desiredSize === 1) controller.enqueue(CONTENTS.numpy.subarray(0, 5));
      return new Promise(ignore);
    },
  });
  answers.numpy = () => new Response(silent);
  const outcome = refused("fetch.silence", { seconds: 20 });
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  mock.timers.tick(20_000);
  await outcome;
});

test("addresses carry the hash, and a retry goes round the browser's cache", async () => {
  await Promise.all(Object.values(fetchedBytes(ASSETS, ignore, "reload")));
  assert.equal(requests[0].url, `runtime/numpy.bin?${ASSETS[0].sha256.slice(0, 16)}`);
  assert.equal(requests[0].cache, "reload");
});
