// An experiment as its author writes it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import {
  draftOf,
  linkOf,
  newDraft,
  settingsOf,
  textOf,
  typedNumber,
} from "../../web/lib/experiment-draft.js";

const FOLDER = new URL("../../web/experiments/", import.meta.url);

test("the page's own experiments come back as they are", () => {
  for (const name of readdirSync(FOLDER)) {
    const text = readFileSync(new URL(name, FOLDER), "utf8");
    const draft = draftOf(text);
    assert.ok(draft, name);
    const { seeds, settings, same_data, ...back } = JSON.parse(textOf(draft));
    const { seeds: _, settings: __, same_data: ___, ...was } = JSON.parse(text);
    assert.deepEqual(back, was, name);
  }
});

test("settings are written as in a link, and read from a whole one", () => {
  const settings = { dataset: "xor", hidden_layers: "8,8", learning_rate: "0.1" };
  assert.deepEqual(settingsOf(linkOf(settings)), settings);
  assert.deepEqual(settingsOf(`https://a.example/x/#${linkOf(settings)}`), settings);
  assert.equal(
    linkOf({ hidden_layers: [8, 8], shuffle: false }),
    "hidden_layers=8,8&shuffle=false",
  );
  assert.deepEqual(settingsOf(" "), {});
  assert.deepEqual(settingsOf(linkOf({ axes: "a+b & c%#" })), { axes: "a+b & c%#" });
  assert.equal(linkOf(null), "");
});

test("numbers are read in any notation, and what is none stays as it is typed", () => {
  assert.deepEqual(["0.5", "0,5", " 2 ", "-1"].map(typedNumber), [0.5, 0.5, 2, -1]);
  assert.deepEqual(["", "two", "1,2,3", "1,000"].map(typedNumber), ["", "two", "1,2,3", "1,000"]);
});

test("what is no experiment is none", () => {
  for (const text of [
    "",
    "[]",
    "7",
    "null",
    "{",
    '{"arms": 3}',
    '{"choices": ["a"]}',
    '{"plots": [{}]}',
  ])
    assert.equal(draftOf(text), undefined);
  assert.equal(draftOf('{"title": "t", "other": 1}')?.title, "t");
  assert.equal(JSON.parse(textOf({ ...newDraft(""), same_data: true })).same_data, true);
});
