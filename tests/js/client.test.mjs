import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "../../web/client.js";

function connected() {
  const posted = [];
  const replies = [];
  const trainer = connect(
    { postMessage: (request) => posted.push(request) },
    (reply) => replies.push(reply),
    () => {},
  );
  return { posted, replies, trainer };
}

const step = { type: "step", unit: "update", amount: 1 };
const frame = { type: "frame" };

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
