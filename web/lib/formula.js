// @ts-check
// What a unit, or a weight, computes, in a line of the reader's notation.

import { message } from "./message.js";
import { parametersOf } from "./theta.js";
import { number, optionLabel, t } from "./translate.js";

/** @import { Frame, Inspection } from "../protocol.js" */
/** @import { Message } from "./message.js" */

const MOST_TERMS = 4; // of a unit's sum; of more only the largest are told

/**
 * What a unit is, its formula, and what an inspection knows of it.
 *
 * @param {Pick<Frame, "layer_sizes" | "theta" | "settings" | "classes" | "batch">} frame
 * @param {number} unit  Of the network, inputs first.
 * @param {Pick<Inspection, "activations" | "dead" | "left_out"> | undefined} inspection
 * @returns {Message[]}
 */
export function unitWords({ layer_sizes, theta, settings, classes, batch }, unit, inspection) {
  const { layer, at } = placeOf(layer_sizes, unit);
  const output = inspection?.activations.data[unit];
  const value = output === undefined ? [] : [message("unit.output", { value: short(output) })];
  const leftOut = inspection?.left_out.data[unit];
  const features = settings.features?.split(",") ?? [];
  if (layer === 0) return [message("unit.input", { name: nameOf(0, at, features) }), ...value];

  const { start, bias, n_in, n_out } = /** @type {ReturnType<typeof parametersOf>[number]} */ (
    parametersOf(layer_sizes)[layer - 1]
  );
  const terms = Array.from({ length: n_in }, (_, i) => ({
    i,
    weight: theta.data[start + i * n_out + at] ?? 0,
    name: nameOf(layer - 1, i, features),
  })).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const told = n_in > MOST_TERMS ? terms.slice(0, MOST_TERMS - 1) : terms;
  if (n_in <= MOST_TERMS) told.sort((a, b) => a.i - b.i);
  const sum = told.map(({ weight, name }) => signed(weight, `·${name}`));
  const rest = n_in - told.length;
  if (rest) sum.push(`+ ${t("unit.more-terms", { count: rest })}`);
  sum.push(signed(theta.data[bias + at] ?? 0));
  const text = sum.join(" ").replace(/^\+ /, "").replace(/^− /, "−");
  const isOutput = layer === layer_sizes.length - 1;
  const names = (settings.activation ?? "").split(",");
  const own = names[Math.min(layer, names.length) - 1] ?? "";
  const activation = optionLabel("activation", own);
  const ofOutput = { 0: `ŷ = ${text}`, 2: `ŷ = sigmoid(${text})` }[classes];
  const formula = isOutput ? (ofOutput ?? `logit = ${text}`) : `a = ${activation}(${text})`;
  const place = { layer: layer - 1, unit: at };
  return [
    isOutput && classes > 2
      ? message("unit.of-class", { ...place, formula })
      : message(isOutput ? "unit.of-output" : "unit.of-layer", { ...place, formula }),
    ...(isOutput && classes === 2 && output !== undefined
      ? [message("unit.logit", { value: short(output) })]
      : value),
    ...(inspection?.dead.data[unit] ? [message("unit.dead")] : []),
    ...(leftOut ? [message("unit.left-out", { count: leftOut, all: batch.data.length })] : []),
  ];
}

/**
 * A weight's or bias's name in the code and its value; its gradient and its term in the sum,
 * where an inspection knows them.
 *
 * @param {Pick<Frame, "layer_sizes" | "theta" | "frozen">} frame
 * @param {number} index  In theta.
 * @param {Pick<Inspection, "activations" | "gradients"> | undefined} inspection
 * @returns {Message[]}
 */
export function parameterWords({ layer_sizes, theta, frozen }, index, inspection) {
  const layers = parametersOf(layer_sizes);
  const layer = layers.findLastIndex(({ start }) => start <= index);
  const { start, n_in, n_out } = layers[layer] ?? { start: 0, n_in: 0, n_out: 1 };
  const [row, column] = [Math.floor((index - start) / n_out), (index - start) % n_out];
  const isBias = row === n_in;
  const name = `layers[${layer}].${isBias ? `b[${column}]` : `W[${row}, ${column}]`}`;
  const value = short(theta.data[index] ?? 0);
  const words = [message("weight.is", { name, value })];
  if (frozen.data[index]) words.push(message("weight.frozen"));
  const gradient = inspection?.gradients.data[index];
  if (gradient !== undefined) words.push(message("weight.gradient", { value: short(gradient) }));
  const below = layer_sizes.slice(0, layer).reduce((sum, size) => sum + size, 0);
  const input = inspection?.activations.data[below + row];
  if (input !== undefined && !isBias) {
    const product = short((theta.data[index] ?? 0) * input);
    const term = `${value} · ${short(input)} = ${product}`;
    words.push(message("weight.term", { term }));
  }
  return words;
}

/** The layer of a unit, 0 for inputs, and where it is in that. @param {number[]} sizes @param {number} unit */
export function placeOf(sizes, unit) {
  let [layer, at] = [0, unit];
  while (at >= (sizes[layer] ?? Number.POSITIVE_INFINITY)) at -= sizes[layer++] ?? 0;
  return { layer, at };
}

/** What a layer hands on. @param {number} layer  0: the features. @param {number} at @param {string[]} features */
function nameOf(layer, at, features) {
  return layer === 0 ? optionLabel("features", features[at] ?? `x${at + 1}`) : `a[${at}]`;
}

/** @param {number} value @param {string} [times] */
function signed(value, times = "") {
  return `${value < 0 ? "−" : "+"} ${short(Math.abs(value))}${times}`;
}

/** Three digits, with a true minus. @param {number} value */
function short(value) {
  return number(Number(value.toPrecision(3))).replace("-", "−");
}
