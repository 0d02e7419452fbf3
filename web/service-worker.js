// @ts-check
// The offline copy of the page: keeps its files and serves them. The build puts FILES in front: every file of
// the site with its SHA-256. A version is kept whole or not at all, and served alone.

const worker = /** @type {any} */ (
  self
); /* TypeScript knows no service worker beside the page's types */
const { version, files } = FILES;
const HASHED = /^(runtime\/|main\.js$|style\.css$)/; // with their hash in the address
// caches belong to all of a host, and this page may be there twice
const PREFIX = `watch-it-learn ${worker.registration.scope} `;

/** The key of a file in a cache: it changes with the contents. @param {string} file */
const key = (file) => new URL(`${file}?sha256=${files[file]}`, worker.registration.scope).href;

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keep()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(tidy()));
worker.addEventListener("message", (/** @type {MessageEvent} */ { data }) => {
  if (data === "take over") worker.skipWaiting();
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const file = fileOf(event.request);
  if (file !== undefined) event.respondWith(kept(file, event));
});

/** Keep every file; where one does not come as it should, none is kept. */
async function keep() {
  const cache = await caches.open(PREFIX + version);
  try {
    await Promise.all(
      Object.keys(files).map(async (file) => {
        const known = await caches.match(key(file)); // in the cache of an earlier version
        await cache.put(key(file), known ?? (await fetched(file)));
      }),
    );
  } catch (error) {
    await caches.delete(PREFIX + version);
    throw error;
  }
}

/** A file from the network, or from the browser's cache where that is right. @param {string} file */
async function fetched(file) {
  // What the page asks for by its hash is asked for in the same way, so that it need not
  // travel twice; where what the browser has of it is wrong, it is asked for anew.
  if (!HASHED.test(file)) return whole(file, await fetch(file, { cache: "no-cache" }));
  const address = `${file}?${files[file]?.slice(0, 16)}`;
  try {
    return await whole(file, await fetch(address));
  } catch {
    return whole(file, await fetch(address, { cache: "reload" }));
  }
}

/** The response again, if it has what the build put into the file. @param {string} file @param {Response} response */
async function whole(file, response) {
  if (!response.ok) throw new Error(`${file}: the server answered ${response.status}.`);
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (sha256 !== files[file]) throw new Error(`${file} is not of this version.`);
  // A new response: one that was redirected could not answer a navigation.
  return new Response(bytes, { headers: response.headers });
}

/** Drop what earlier versions kept: their pages are gone. */
async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== PREFIX + version) await caches.delete(name);
  }
}

/** The file of this version that a request is for, if any. @param {Request} request */
function fileOf({ method, url }) {
  const { scope } = worker.registration;
  const { href, search } = new URL(url);
  const address = href.split(/[?#]/)[0] ?? "";
  if (method !== "GET" || !address.startsWith(scope)) return undefined;
  const file = address.slice(scope.length) || "index.html";
  // The page asks for such a file by the hash that it was built with.
  const isOther = /^\?[0-9a-f]{16}$/.test(search) && !files[file]?.startsWith(search.slice(1));
  return file in files && !isOther ? file : undefined;
}

/**
 * The file as it is kept. Where the page asks for it anew, what is kept may be spoiled: it
 * comes from the network then, and is kept if it is right.
 *
 * @param {string} file
 * @param {any} event
 */
async function kept(file, event) {
  const { request } = event;
  const cache = await caches.open(PREFIX + version);
  if (request.cache !== "reload" || request.mode === "navigate") {
    return (await cache.match(key(file))) ?? fetch(request);
  }
  const response = await fetch(request);
  const right = whole(file, response.clone());
  event.waitUntil(
    right.then(
      (copy) => cache.put(key(file), copy),
      () => {},
    ),
  );
  return response;
}
