// @ts-check
// The page's side of the offline copy: registers service-worker.js, and offers new versions.

import { isEmbedded } from "./embedded.js";

/**
 * Have the browser keep the page for when the network is gone, and offer a new version
 * once it is here, whole. Where the browser does not allow it, all else works.
 *
 * @param {HTMLElement} offer  The button that loads the new version.
 * @param {() => void} onUpdate  It was pressed.
 */
export async function keepOffline(offer, onUpdate) {
  if (isEmbedded() || !navigator.serviceWorker) return;
  let registration;
  try {
    registration = await navigator.serviceWorker.register("service-worker.js", {
      updateViaCache: "none",
    });
  } catch {
    return; // in a frame of another site, or where storage is blocked
  }
  // On a first visit it waits for a moment, too, before it is active: that is no new version.
  const showOffer = () => {
    offer.hidden = !(registration.waiting && registration.active);
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", showOffer);
  });
  showOffer();
  offer.addEventListener("click", () => {
    onUpdate();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    registration.waiting?.postMessage("take over");
  });
}
