// @ts-check
// Tells the reader where the page's own script or style did not arrive. The build puts it into index.html itself:
// where main.js is missing, nothing else could tell the reader. It fetches nothing else.

/** @type {Record<string, Record<"missing" | "partial" | "broken" | "incomplete" | "stage" | "retry", string>>} */
const WORDS = {
  en: {
    missing: "{} did not arrive: Retry loads the page anew.",
    partial: "{} did not arrive whole: Retry loads the page anew.",
    broken: "{} arrived broken, or this browser is too old for it: Retry loads the page anew.",
    incomplete: "{} is incomplete, or this browser is too old for it: get the file once more.",
    stage: "Python did not start",
    retry: "Retry",
  },
  de: {
    missing: "{} ist nicht angekommen: „Noch einmal“ lädt die Seite neu.",
    partial: "{} ist nicht vollständig angekommen: „Noch einmal“ lädt die Seite neu.",
    broken:
      "{} ist fehlerhaft angekommen, oder dieser Browser ist zu alt dafür: „Noch einmal“ lädt die Seite neu.",
    incomplete:
      "{} ist unvollständig, oder dieser Browser ist zu alt dafür: Hol dir die Datei noch einmal.",
    stage: "Python ist nicht gestartet",
    retry: "Noch einmal",
  },
  es: {
    missing: "{} no ha llegado: «Reintentar» vuelve a cargar la página.",
    partial: "{} no ha llegado completo: «Reintentar» vuelve a cargar la página.",
    broken:
      "{} ha llegado dañado, o este navegador es demasiado antiguo: «Reintentar» vuelve a cargar la página.",
    incomplete:
      "{} está incompleto, o este navegador es demasiado antiguo: consigue el archivo otra vez.",
    stage: "Python no se ha iniciado",
    retry: "Reintentar",
  },
};
const OWN = "script[src], link[rel=stylesheet]";

/** @typedef {"missing" | "partial" | "broken" | "incomplete"} Trouble */

/** What is wrong first, and with what. @type {{ trouble: Trouble, file: string } | undefined} */
let found;
let isShown = false;

/** @param {string} selector */
const element = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
const script = () =>
  /** @type {HTMLScriptElement | null} */ (document.querySelector("script[src]"));
const sheet = () =>
  /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=stylesheet]"));
/** main.js says so in its last line. */
const hasStarted = () => document.body.hasAttribute("data-started");
/** style.css says so in its last line. */
const hasStyle = () =>
  getComputedStyle(document.documentElement).getPropertyValue("--is-whole").trim() === "1";
/** @param {string} address */
const nameOf = (address) =>
  decodeURIComponent(new URL(address).pathname.split("/").pop() || "index.html");

/** @param {Trouble} trouble @param {string} file */
function report(trouble, file) {
  found = found || { trouble, file };
  if (document.readyState !== "loading") show();
}

/** As language.js chooses it. */
function chosenLanguage() {
  const linked = /[#&]lang=(\w\w)/.exec(location.hash);
  /** @type {(string | null | undefined)[]} */
  const wanted = [linked?.[1]];
  try {
    wanted.push(localStorage.getItem("watch-it-learn:language"));
  } catch {} // storage is blocked
  wanted.push(...navigator.languages.map((tag) => tag.slice(0, 2)));
  return wanted.find((tag) => tag && tag in WORDS) || "en";
}

/** Tell the reader, once the page is there to do it. */
function show() {
  if (!found || isShown) return;
  isShown = true;
  const language = chosenLanguage();
  const words = WORDS[language];
  const retry = element("[data-action=retry]");
  if (!words || !retry) return;
  document.body.dataset.status = "error";
  element("[data-readout=status]").textContent = "error";
  element("[data-message]").textContent = words[found.trouble].replace("{}", found.file);
  element("[data-stage]").textContent = words.stage;
  retry.textContent = words.retry;
  for (const each of ["[data-message]", "[data-stage]", "[data-action=retry]"]) {
    element(each).removeAttribute("data-t"); // the page must not tell anything else there
    element(each).lang = language;
  }
  element("[data-progress]").hidden = true;
  retry.hidden = false;
  retry.addEventListener("click", loadAnew);
  const style = sheet();
  if (!style || hasStyle()) return;
  style.disabled = true; // half of it may push the button off the screen
  element("[data-message]").after(retry);
}

/** Load the page once more, past all that this browser keeps of it. */
async function loadAnew() {
  /** @type {HTMLButtonElement} */ (element("[data-action=retry]")).disabled = true;
  const own = /** @type {any[]} */ ([...document.querySelectorAll(OWN)]);
  const here = new URL(".", location.href).href;
  try {
    // With the network gone, what is kept stays.
    const addresses = own.map(({ src, href }) => src || href);
    await Promise.all(addresses.map((address) => fetch(address, { cache: "reload" })));
    for (const name of await caches.keys()) {
      if (name.startsWith(`watch-it-learn ${here} `)) await caches.delete(name);
    }
    // The page registers its worker again, which then keeps every file anew.
    const worker = await navigator.serviceWorker.getRegistration(here);
    if (worker && worker.scope === here) await worker.unregister();
  } catch {} // from a file, or where storage is blocked, there is none of this
  location.reload();
}

addEventListener(
  "error",
  (event) => {
    const { target } = event;
    const { filename } = /** @type {ErrorEvent} */ (event);
    if (target instanceof Element) {
      const { src, href } = /** @type {any} */ (target);
      if (target.matches(OWN)) report("missing", nameOf(src || href));
    } else if (filename && filename === script()?.src && !hasStarted()) {
      report("broken", nameOf(filename));
    }
  },
  true, // the error of an element does not bubble
);
/** A style sheet that is here, but not to its last line; one on its way is judged later. */
function checkStyle() {
  const style = sheet();
  if (style?.sheet && !hasStyle()) report("partial", nameOf(style.href));
}

document.addEventListener("starting", () => {
  checkStyle();
  show();
});
document.addEventListener("DOMContentLoaded", show);
addEventListener("load", () => {
  checkStyle();
  if (hasStarted()) return;
  const { src } = script() || { src: "" };
  report(src ? "broken" : "incomplete", nameOf(src || location.href));
});
