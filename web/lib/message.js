// @ts-check
// Messages: what to tell the reader, as data.

/**
 * @typedef {string | number | Message | (string | Message)[]} Param  A message is translated, a
 *   text stands as it is.
 * @typedef {{ code: string, params: Record<string, Param>, setting?: string | null }} Message  What
 *   to tell the reader, in no language: its text is in the catalogues, by its code.
 */

/** @param {string} code @param {Record<string, Param>} params @param {string} [setting] @returns {Message} */
export function message(code, params = {}, setting) {
  return setting ? { code, params, setting } : { code, params };
}

/** What is said in words that are not the page's own. @param {string} text */
export function verbatim(text) {
  return message("text", { text });
}

/** An error to tell the reader of. */
export class MessageError extends Error {
  /** @param {string} code @param {Record<string, Param>} [params] */
  constructor(code, params) {
    super(`${code} ${JSON.stringify(params ?? {})}`);
    this.told = message(code, params);
  }
}

/** An error's message, or its text if it has none. @param {unknown} error */
export function messageOf(error) {
  if (error instanceof MessageError) return error.told;
  return verbatim(/** @type {Error} */ (error).message);
}
