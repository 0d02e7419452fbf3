// @ts-check
// One weight or bias: its value, its gradient, and a new value by hand.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { makeNumberField } from "../lib/number-field.js";
import { setText, showMessage } from "../lib/show.js";
import { parametersOf } from "../lib/theta.js";
import { number } from "../lib/translate.js";

/** @import { Configure, NumberField } from "../lib/setting.js" */
/** @import { Checked, Frame, Request } from "../protocol.js" */

const field = (/** @type {string} */ name) =>
  /** @type {HTMLInputElement} */ (find(`[data-parameter=${name}]`));

/**
 * One weight or bias to read, set and check: found by a press on the network, or by the
 * layer, row and column of its fields.
 *
 * @param {() => Frame | undefined} newest
 * @param {(request: Request) => void} send
 * @param {NumberField} weight
 * @param {Configure} configure
 */
export function makeWeightInspector(newest, send, weight, configure) {
  const [layer, from, to, value] = ["layer", "from", "to", "value"].map(field);
  const [freeze, freezeLayer] = ["freeze", "freeze-layer"].map(field);
  const result = find("[data-parameter=result]");
  find("[data-weight]").addEventListener("toggle", ({ target }) =>
    /** @type {Element} */ (target).scrollIntoView({ block: "nearest" }),
  );
  let index = 0;
  let checkedAt = ""; // the moment that the last check of a gradient is of
  const momentOf = (/** @type {Frame} */ { update, stage, theta, link }) =>
    [index, update, stage, theta.data[index], link].join();

  for (const input of [layer, from, to]) input?.addEventListener("change", readPlace);
  if (value) {
    makeNumberField(value, weight);
    value.addEventListener("change", () => {
      send({ type: "parameter", index, value: value.value });
    });
  }
  for (const input of [layer, from, to, value]) {
    input?.addEventListener("input", () => {
      input.dataset.edited = "true";
    });
    input?.addEventListener("change", () => {
      delete input.dataset.edited;
    });
  }
  freeze?.addEventListener("change", () => setFrozen(placeText(), freeze.checked));
  freezeLayer?.addEventListener("change", () => setFrozen(layer?.value ?? "", freezeLayer.checked));
  find("[data-action=check-gradient]").addEventListener("click", () => {
    send({ type: "check", index });
  });

  /** The fields, out of `index`: from row n_in on it is the bias. @param {Frame} frame */
  function showPlace(frame) {
    const found = parametersOf(frame.layer_sizes);
    const at = found.findLastIndex(({ start }) => start <= index);
    const of = found[at];
    if (!of || !layer || !from || !to) return;
    const { start, n_in, n_out } = of;
    const row = Math.floor((index - start) / n_out);
    layer.value = String(at);
    layer.max = String(found.length - 1);
    from.value = row === n_in ? "b" : String(row);
    to.value = String((index - start) % n_out);
    to.max = String(n_out - 1);
    showValue(frame);
  }

  function readPlace() {
    const frame = newest();
    if (!frame || !layer || !from || !to) return;
    const found = parametersOf(frame.layer_sizes);
    const clamp = (/** @type {string} */ text, /** @type {number} */ most) =>
      Math.min(most, Math.max(0, Math.floor(Number(text)) || 0));
    const of = found[clamp(layer.value, found.length - 1)];
    if (!of) return;
    const { start, n_in, n_out } = of;
    const row = from.value.trim() === "b" ? n_in : clamp(from.value, n_in - 1);
    index = start + row * n_out + clamp(to.value, n_out - 1);
    setText(result, "");
    showPlace(frame);
  }

  /** The weight as the setting `frozen` names it. */
  const placeText = () => [layer, from, to].map((input) => input?.value).join(".");
  const frozenPlaces = () => (newest()?.settings.frozen ?? "").split(",").filter(Boolean);

  /** @param {string} place @param {boolean} isFrozen */
  function setFrozen(place, isFrozen) {
    const others = frozenPlaces().filter((each) => each !== place);
    configure({ frozen: [...others, ...(isFrozen ? [place] : [])].join(",") });
  }

  /** @param {Frame} frame */
  function showValue({ theta }) {
    const frozen = frozenPlaces();
    if (freezeLayer) freezeLayer.checked = frozen.includes(layer?.value ?? "");
    if (freeze) {
      freeze.checked = Boolean(freezeLayer?.checked) || frozen.includes(placeText());
      freeze.disabled = Boolean(freezeLayer?.checked);
    }
    if (value && !value.dataset.edited)
      value.value = number(Number((theta.data[index] ?? 0).toPrecision(6)));
  }

  return {
    /** Open the fields for a parameter. @param {number} chosen  Its index in theta. */
    choose(chosen) {
      const frame = newest();
      if (!frame) return;
      /** @type {HTMLDetailsElement} */ (find("[data-weight]")).open = true;
      index = chosen;
      setText(result, "");
      showPlace(frame);
      value?.focus();
      value?.select();
    },
    /** @param {Frame} frame */
    show(frame) {
      if (index >= frame.theta.data.length) index = 0;
      if (momentOf(frame) !== checkedAt) setText(result, "");
      if ([layer, from, to].some((input) => input?.dataset.edited)) showValue(frame);
      else showPlace(frame);
    },
    /** @param {Checked} checked */
    showCheck({ name, backpropagation, central_difference }) {
      const frame = newest();
      checkedAt = frame ? momentOf(frame) : "";
      const numbers = { gradient: backpropagation, difference: central_difference };
      showMessage(result, message("weight.checked", { name, ...numbers }));
      result.scrollIntoView({ block: "nearest" });
    },
  };
}
