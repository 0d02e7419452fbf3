import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { connect } from "../../web/lib/client.js";

function connected(complete = async () => {}) {
  const posted = [];
  const replies = [];
  const trainer = connect(
    { postMessage: (request) => posted.push(request) },
    complete,
    (reply) => replies.push(reply),
    () => {},
  );
  return { posted, replies, trainer };
}

const turn = () => new Promise(setImmediate);
const step = { type: "step", unit: "update", amount: 1 };
const array = { shape: [1], data: new Float32Array(1) };
const names = [
  ...["grid", "units", "theta", "frozen", "points", "batch"],
  ...["epoch_scores", "update_losses", "hinges", "last_epochs", "confusion"],
  ...["layer_norms", "activation_histograms"],
];
const frame = { type: "frame", ...Object.fromEntries(names.map((name) => [name, array])) };

test("one request is under way at any time, the others wait in order", () => {
  const { posted, replies, trainer } = connected();
  assert.ok(trainer.isIdle());
  trainer.send(step);
  trainer.send({ type: "restart", renew: "data" });
  assert.deepEqual(posted, [step]);
  assert.ok(!trainer.isIdle());
  trainer.receive(frame);
  assert.equal(posted.length, 2);
  trainer.receive(frame);
  assert.deepEqual(replies, [frame, frame]);
  assert.ok(trainer.isIdle());
});

test("settings that wait together travel together, the newest value last", () => {
  const { posted, trainer } = connected();
  trainer.send(step);
  trainer.send({ type: "configure", changes: { noise: "0.1", l2: "0.2" } });
  trainer.send({ type: "configure", changes: { noise: "0.3" } });
  trainer.receive(frame);
  assert.deepEqual(posted[1], { type: "configure", changes: { noise: "0.3", l2: "0.2" } });
  trainer.receive(frame);
  assert.ok(trainer.isIdle());
});

test("a setting is unanswered from its sending to its reply", () => {
  const { trainer } = connected();
  trainer.send({ type: "configure", changes: { noise: "0.1" } });
  trainer.send({ type: "configure", changes: { l2: "0.2" } });
  assert.deepEqual(trainer.unansweredSettings(), { noise: "0.1", l2: "0.2" });
  trainer.receive({ type: "refused", message: { code: "no", params: {} } });
  assert.deepEqual(trainer.unansweredSettings(), { l2: "0.2" });
  trainer.receive(frame);
  assert.deepEqual(trainer.unansweredSettings(), {});
});

test("what is no answer to the request under way is ignored", async () => {
  const { posted, replies, trainer } = connected();
  trainer.receive(frame); // nobody asked
  trainer.send(step);
  trainer.send({ type: "export", format: "python" });
  for (const forged of [
    null,
    {},
    ...names.map((name) => ({ ...frame, [name]: undefined })), // without one of its arrays
    { type: "exported", name: "evil.exe", text: "" },
    { type: "trial", grids: array, curves: array, points: array },
    { type: "constructor", message: "x" },
    { type: "refused" },
  ])
    trainer.receive(forged);
  assert.deepEqual(replies, []);
  trainer.receive(frame);
  await turn();
  assert.equal(posted.length, 2);
  trainer.receive({ type: "exported", name: "program.py", text: "" });
  assert.equal(replies.length, 2);
});

test("a reply's arrays leave for the worker as one buffer", () => {
  const { port1, port2 } = new MessageChannel();
  const trainer = connect(
    port1,
    async () => {},
    () => {},
    () => {},
  );
  const data = new Float32Array(4).subarray(1, 3);
  trainer.giveBack({ shape: [2], data });
  assert.equal(data.length, 0);
  const { type, buffer } = receiveMessageOnPort(port2).message;
  assert.deepEqual([type, buffer.byteLength], ["spare", 16]);
  assert.ok(trainer.isIdle());
  port1.close();
});

const code = { type: "run", files: { "training.py": "import csv" } };
/** A client whose worker has not all of Python until `arrive` is called. */
function incomplete() {
  let arrive;
  const rest = new Promise((resolve) => {
    arrive = resolve;
  });
  return { ...connected(() => rest), arrive };
}

test("code waits until all of Python is there, and what follows it waits behind it", async () => {
  const { posted, trainer, arrive } = incomplete();
  trainer.send(code);
  trainer.send(step);
  await turn();
  assert.deepEqual(posted, []);
  assert.ok(!trainer.isIdle());
  arrive();
  await turn();
  assert.deepEqual(posted, [code]);
});

test("where the rest does not come, code is refused and the next request goes on", async () => {
  const told = { code: "no", params: {} };
  const { posted, replies, trainer } = connected(async () => told);
  trainer.send(code);
  trainer.send(step);
  await turn();
  assert.deepEqual(replies, [{ type: "refused", message: told }]);
  assert.deepEqual(posted, [step]);
});

test("once the connection is closed, code that waited is not sent", async () => {
  const { posted, trainer, arrive } = incomplete();
  trainer.send(code);
  trainer.close();
  arrive();
  await turn();
  assert.deepEqual(posted, []);
});
