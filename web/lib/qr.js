// @ts-check
// A link as a QR code, for paper and for phones that look at a projector.

import { encode } from "uqr";

const LONGEST = 1200; // characters of a link whose code a camera still reads from paper
const MARGIN = 4; // modules around it, as the standard asks
const SVG = "http://www.w3.org/2000/svg";

/** Whether a camera could read the link's code. @param {string} link */
export function fitsQrCode(link) {
  return link.length <= LONGEST;
}

/** The link's code as a picture, black on white in every theme. @param {string} link  That fits. */
export function qrCode(link) {
  const { data, size } = encode(link, { border: MARGIN });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("class", "qr-code");
  const path = document.createElementNS(SVG, "path");
  const dark = data.flatMap((row, y) => row.flatMap((is, x) => (is ? `M${x} ${y}h1v1h-1z` : [])));
  path.setAttribute("d", dark.join(""));
  svg.append(path);
  return svg;
}
