// What the page knows of a setting: the run's come from Python's table, some are the page's own.
import type { SettingName } from "../protocol.js";

export type Choice = { kind: "choice"; options: Record<string, string> };
/** Names of which one or more are on; pictures are (side, side), of values from 0 to 1. */
export type Several = {
  kind: "several";
  options: Record<string, string>;
  pictures: Record<string, number[][]>;
};
export type NumberField = {
  kind: "number";
  low: number;
  high: number;
  step: number | "any";
  logarithmic: boolean;
};
/** Values on a slider, from the slowest to the fastest. */
export type Steps = { kind: "steps"; values: string[] };
export type Switch = { kind: "switch" };
export type Widths = { kind: "widths"; layers: number; units: number };
export type Points = { kind: "points" };
/** Names and units, as text. */
export type Axes = { kind: "axes" };
/** Layers and weights, as text. */
export type Places = { kind: "places" };

type DisplayName =
  | "show_training"
  | "show_validation"
  | "hinges"
  | "decision"
  | "chart"
  | "loss_scale"
  | "speed";

export type Setting = {
  name: SettingName | DisplayName;
  group: string;
  advanced: boolean;
  default: string;
  field: Choice | Several | NumberField | Steps | Switch | Widths | Points | Axes | Places;
};
export type Configure = (changes: Partial<Record<Setting["name"], string>>) => void;
