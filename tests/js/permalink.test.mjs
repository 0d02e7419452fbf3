import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { expanded, isShort, lasting, readLink, shortened } from "../../web/url/permalink.js";

test("a setting that was renamed keeps its old name in links", () => {
  const { options, settings } = readLink("#own=1,2,1&fix=noise,own");
  assert.equal(settings, "custom_points=1,2,1");
  assert.deepEqual(options, { fix: "noise,custom_points" });
});

test("what is the page's own is told from the settings", () => {
  const link = "#dataset=spiral&lang=de&hide=code,noise&epoch=40&custom_points=1,2,1%7C0,1,0";
  assert.deepEqual(readLink(link), {
    options: { lang: "de", hide: "code,noise", epoch: "40" },
    settings: "dataset=spiral&custom_points=1,2,1%7C0,1,0",
    problem: undefined,
  });
});

test("every tab of the page has a link", () => {
  const page = readFileSync(new URL("../../web/index.html", import.meta.url), "utf-8");
  const [list] = page.match(/<div class="tabs"[^>]*data-views>[\s\S]*?<\/div>/) ?? [""];
  const tabs = [...list.matchAll(/id="tab-(\w+)"/g)].map(([, name]) => name);
  assert.ok(tabs.length > 4);
  for (const tab of tabs) assert.deepEqual(readLink(`#tab=${tab}`).options, { tab });
});

test("what cannot be is named with its value, and not taken", () => {
  for (const [part, params] of [
    ["theme=pink", { name: "theme", value: '"pink"' }],
    ["lang=%3Cb%3E", { name: "lang", value: '"%3Cb%3E"' }],
    ["epoch=0", { name: "epoch", value: '"0"' }],
    ["hide=a%20b", { name: "hide", value: '"a%20b"' }],
    ["hide=%", { name: "hide", value: '"%"' }],
  ]) {
    const problem = { code: "link.invalid", params };
    assert.deepEqual(readLink(`#${part}&noise=0`), { options: {}, settings: "noise=0", problem });
  }
});

test("only what lasts stays in the address", () => {
  assert.equal(lasting({ epoch: "4", embed: "1", theme: "dark" }), "theme=dark&embed=1");
});

test("a link that is too long is refused as a whole", () => {
  const { settings, problem } = readLink(`#noise=0&code.training.py=${"x".repeat(500_000)}`);
  assert.equal(settings, "");
  assert.equal(problem.code, "link.too-long");
  assert.ok(problem.params.length > 500_000);
});

test("a short link holds the long one, and is never longer", async () => {
  const long = `custom_points=${"0.12,0.34,1|".repeat(150)}`;
  const short = await shortened(long);
  assert.ok(short.length < long.length / 4);
  assert.ok(isShort(`#${short}`));
  assert.equal(await expanded(`#${short}`), long);
  assert.equal(await shortened("noise=0"), "noise=0");
});

test("a short link that is broken, or swells without end, is refused", async () => {
  const { deflateRawSync } = await import("node:zlib");
  const bomb = deflateRawSync(Buffer.alloc(50_000_000)).toString("base64url");
  for (const text of ["", "!!", "AAAA", bomb]) {
    await assert.rejects(expanded(`#z=${text}`), {
      told: { code: "link.not-whole", params: {} },
    });
  }
});

test("10,000 links of a stranger: none throws, nothing unknown gets through", () => {
  const pieces = [
    "lang",
    "theme",
    "hide",
    "embed",
    "epoch",
    "=",
    "&",
    "#",
    "%",
    "%3C",
    "<script>",
    "__proto__",
    "constructor",
    "toString",
    "javascript:",
    "de",
    "1",
    ",",
    "\u0000",
    "\ud800",
    "ü",
    "code.training.py",
    "experiment",
    "{",
    '"',
    "z=",
    " ",
  ];
  let seed = 1;
  const random = (n) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  for (let i = 0; i < 10_000; i++) {
    const link = `#${Array.from({ length: random(30) }, () => pieces[random(pieces.length)]).join("")}`;
    const { options, settings, problem } = readLink(link);
    for (const value of Object.values(options)) assert.match(value, /^[a-z0-9_,-]+$/);
    assert.equal(typeof settings, "string");
    if (problem) assert.equal(problem.code, "link.invalid");
    assert.doesNotMatch(lasting(options), /[<>"'\s]/);
  }
});
