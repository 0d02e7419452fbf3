// @ts-check
// The completion code of a lab report: a few counts and a trace of the name, in 16 letters and
// digits that can be read out, written down and typed. A teacher's page decodes it without any
// server. It finds mistakes of typing; it is no proof, for anybody can read here how it is made.

/**
 * @typedef {{
 *   day: string, answered: number, questions: number, predicted: number, foreseen: number, runs: number,
 * }} Completion  The day as YYYY-MM-DD; questions answered rightly, and how many there are;
 *   experiments predicted, and those whose first prediction was right; runs.
 */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's base 32: no I, L, O, U
const LENGTH = 16;
const VERSION = 1n;
const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAY = 24 * 3600 * 1000;
const CHECK_BITS = 16;
const COUNTS = /** @type {const} */ (["answered", "questions", "predicted", "foreseen", "runs"]);
const BITS = { version: 4, day: 14, count: 6, name: 16 }; // with the check, 80 in all

/** @param {Completion} completion @param {string} name @returns {string} */
export function encoded(completion, name) {
  const days = Math.round((Date.parse(completion.day) - FIRST_DAY) / DAY);
  let bits = joined(VERSION, BITS.day, days);
  for (const count of COUNTS) bits = joined(bits, BITS.count, completion[count]);
  bits = joined(bits, BITS.name, traceOf(name));
  bits = joined(bits, CHECK_BITS, checkOf(bits));
  let code = "";
  for (let i = LENGTH - 1; i >= 0; i--) code += ALPHABET[Number((bits >> BigInt(5 * i)) & 31n)];
  return code.replace(/.{4}(?=.)/g, "$&-");
}

/**
 * What a code says, and whether it was made with a name; nothing where it is no code.
 *
 * @param {string} code  Spaces, hyphens and small letters do not matter; O is 0, I and L are 1.
 * @param {string} name
 * @returns {Completion & { isOfName: boolean } | undefined}
 */
export function decoded(code, name) {
  const plain = code.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  const digits = [...plain].map((letter) => ALPHABET.indexOf(letter));
  if (digits.length !== LENGTH || digits.includes(-1)) return undefined;
  let bits = digits.reduce((so, digit) => (so << 5n) | BigInt(digit), 0n);
  const take = (/** @type {number} */ count) => {
    const low = bits & ((1n << BigInt(count)) - 1n);
    bits >>= BigInt(count);
    return Number(low);
  };
  const check = take(CHECK_BITS);
  if (check !== checkOf(bits)) return undefined;
  const trace = take(BITS.name);
  const counts = [...COUNTS].reverse().map((name) => [name, take(BITS.count)]);
  const day = new Date(FIRST_DAY + take(BITS.day) * DAY).toISOString().slice(0, 10);
  if (bits !== VERSION) return undefined;
  return { day, ...Object.fromEntries(counts), isOfName: trace === traceOf(name) };
}

/** @param {bigint} bits @param {number} size @param {number} value  What is too large becomes the largest. */
function joined(bits, size, value) {
  const most = 2 ** size - 1;
  return (bits << BigInt(size)) | BigInt(Math.min(Math.max(value, 0), most));
}

/** @param {bigint} bits */
function checkOf(bits) {
  return hash(bits.toString(32));
}

/** Case, accents written in two ways, and blanks around do not matter. @param {string} name */
function traceOf(name) {
  return hash(name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase());
}

/** FNV-1a, folded to 16 bits. @param {string} text @returns {number} */
function hash(text) {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  }
  return (sum >>> 16) ^ (sum & 0xffff);
}
