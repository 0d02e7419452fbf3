// @ts-check
// Copies a field's text. On plain http, and in some frames, a page has no clipboard of the
// newer kind; the older command does there.

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field  Where it fails, what is in it stays selected.
 * @param {Event} event  The click on a button, which has the focus again where it works.
 * @returns {Promise<boolean>}  Whether it worked.
 */
export async function copied(field, { currentTarget }) {
  const button = /** @type {HTMLElement} */ (currentTarget);
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand("copy")) return false;
  }
  button.focus();
  return true;
}
