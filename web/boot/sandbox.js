// @ts-check
// The reader's code runs in the worker, perhaps code that came with a link. What it has no need
// of it shall not reach: least of all the copy of the page that is kept for offline, the page's
// ear, and the worker's own end.

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
export function giveUpRights() {
  for (let owner of [self, navigator]) {
    for (; owner; owner = Object.getPrototypeOf(owner)) {
      for (const name of NEEDLESS) Reflect.deleteProperty(owner, name);
    }
  }
}
