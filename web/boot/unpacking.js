// @ts-check
// In the worker: unpacks uncompressed zip archives into Pyodide's file system.

/** @typedef {{ mkdirTree(path: string): void, writeFile(path: string, data: Uint8Array, options: { canOwn: boolean }): void }} FileSystem */

const CENTRAL_ENTRY = 46; // bytes before an entry's name in the central directory
const LOCAL_ENTRY = 30; // and before its name in front of its data
const END_RECORD = 22;

/**
 * Unpack a zip file whose members are stored, not compressed, without copying:
 * the files are views of `zip`, which belongs to the file system from then on.
 *
 * @param {FileSystem} FS
 * @param {string} folder
 * @param {Uint8Array<ArrayBuffer>} zip
 */
export function unpack(FS, folder, zip) {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - END_RECORD; // the build writes no comment behind it
  const text = new TextDecoder();
  const made = new Set();

  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const nameEnd = at + CENTRAL_ENTRY + nameLength;
    const path = `${folder}/${text.decode(zip.subarray(at + CENTRAL_ENTRY, nameEnd))}`;
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);

    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) {
      FS.mkdirTree(parent);
      made.add(parent);
    }
    const start =
      local + LOCAL_ENTRY + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    FS.writeFile(path, zip.subarray(start, start + size), { canOwn: true });
  }
}
