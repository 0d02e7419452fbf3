// @ts-check
// In the worker: removes what the reader's code, perhaps code of a link, must not reach: the offline
// copy of the page, messages to the page, and closing the worker.
const NEEDLESS = [
  "caches",
  "indexedDB",
  "BroadcastChannel",
  "Worker",
  "serviceWorker",
  "storage",
  "postMessage",
  "close",
];

/** Take it all away, before anything else runs. */
export function removeGlobals() {
  for (let owner of [self, navigator]) {
    for (; owner; owner = Object.getPrototypeOf(owner)) {
      for (const name of NEEDLESS) Reflect.deleteProperty(owner, name);
    }
  }
}
