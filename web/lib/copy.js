// @ts-check
// Copies a field's text. On plain http, and in some frames, a page has no clipboard of the
// newer kind; the older command does there.

/** @param {HTMLInputElement | HTMLTextAreaElement} field @returns {Promise<boolean>}  Whether it worked. */
export async function copied(field) {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
