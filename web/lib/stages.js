// @ts-check
// The names of the loop's stages.

/** The stages of the training loop, in order. */
export const STAGES = ["shuffle", "batch", "forward", "loss", "backward", "update"];
