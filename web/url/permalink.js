// @ts-check
// What a link says of the page itself, beside the settings, which are Python's to read.
// A link is data from a stranger: every part is checked, and nothing of it ever becomes HTML.

import { MessageError, message } from "../lib/message.js";
import { STAGES } from "../lib/stages.js";

/** @import { Message } from "../lib/message.js" */

const LONGEST = 400_000; // characters; code may travel in a link
const NAMES = /^[a-z0-9_-]{1,30}(,[a-z0-9_-]{1,30}){0,60}$/;

/** What stays with the page, and what a link only does once. */
const LASTING = {
  lang: /^(en|de|es)$/,
  theme: /^(light|dark)$/,
  view: /^(watch|code)$/,
  projector: /^1$/,
  embed: /^1$/,
  hide: NAMES,
  fix: NAMES,
  sections: NAMES,
  experiments: NAMES,
};
const ONCE = {
  section: /^[a-z]{1,20}$/,
  tab: /^(network|space|numbers|gradients|epochs|console)$/,
  stage: new RegExp(`^(${STAGES.join("|")})$`),
  epoch: /^[1-9]\d{0,3}$/,
  update: /^[1-9]\d{0,5}$/,
  train: /^1$/,
  report: /^1$/,
  write: /^1$/,
};
const RULES = { ...LASTING, ...ONCE };

/** @typedef {Partial<Record<keyof typeof RULES, string>>} PageOptions */

/**
 * @param {string} hash
 * @returns {{ options: PageOptions, settings: string, problem: Message | undefined }}
 */
export function readLink(hash) {
  if (hash.length > LONGEST) {
    const problem = message("link.too-long", { length: hash.length, most: LONGEST });
    return { options: {}, settings: "", problem };
  }
  /** @type {PageOptions} */
  const options = {};
  const settings = [];
  /** @type {Message | undefined} */
  let problem;
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [given = "", text = ""] = part.split("=", 2);
    const name = renamed(given);
    if (!Object.hasOwn(RULES, name)) settings.push(part.replace(given, name));
    else if (RULES[/** @type {keyof typeof RULES} */ (name)].test(decoded(text)))
      options[/** @type {keyof typeof RULES} */ (name)] = decoded(text)
        .split(",")
        .map(renamed)
        .join();
    else problem ??= invalid(name, text);
  }
  return { options, settings: settings.join("&"), problem };
}

/** @param {string} name @param {string} text */
export function invalid(name, text) {
  return message("link.invalid", { name, value: JSON.stringify(text.slice(0, 40)) });
}

/** What a setting is called since it was renamed: old links go on working. @param {string} name */
function renamed(name) {
  return name === "own" ? "custom_points" : name;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The options that stay in the address. @param {PageOptions} options */
export function lasting(options) {
  return Object.keys(LASTING)
    .filter((name) => options[/** @type {keyof PageOptions} */ (name)] !== undefined)
    .map((name) => `${name}=${options[/** @type {keyof PageOptions} */ (name)]}`)
    .join("&");
}

/**
 * The same link in fewer characters, where packing helps.
 *
 * @param {string} link
 */
export async function shortened(link) {
  const bytes = await through(new TextEncoder().encode(link), new CompressionStream("deflate-raw"));
  const short = `z=${btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")}`;
  return short.length < link.length ? short : link;
}

/** Whether `shortened` made it. @param {string} hash */
export function isShort(hash) {
  return hash.startsWith("#z=");
}

/**
 * The long form again; rejects with a message where it is not one.
 *
 * @param {string} hash
 */
export async function expanded(hash) {
  try {
    const text = atob(hash.slice(3, LONGEST).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    return new TextDecoder().decode(
      await through(bytes, new DecompressionStream("deflate-raw"), LONGEST),
    );
  } catch {
    throw new MessageError("link.not-whole");
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @param {number} most  Bytes that may come out of it.
 */
async function through(bytes, stream, most = Number.POSITIVE_INFINITY) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) throw new RangeError("too long");
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
