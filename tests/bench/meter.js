// @ts-check
// What bench.py has every page run before its own scripts: measures the page from inside.

const meter = {
  readyAt: 0, // milliseconds after the navigation began

  /**
   * Press Train and wait for a training accuracy, as the page shows it: in every third frame.
   *
   * @param {number} percent
   * @returns {Promise<number>}  Milliseconds from the press; rejects after ten seconds.
   */
  reach(percent) {
    const accuracy = /** @type {Element} */ (
      document.querySelector("[data-readout=train_accuracy]")
    );
    const began = performance.now();
    /** @type {HTMLElement} */ (document.querySelector("[data-action=train]")).click();
    return new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${percent} % was not reached`)), 10_000);
      new MutationObserver((_, observer) => {
        if (Number.parseFloat(accuracy.textContent ?? "") < percent) return;
        observer.disconnect();
        resolve(performance.now() - began);
      }).observe(accuracy, { childList: true });
    });
  },

  /**
   * Choose a setting's value, and wait until the first frame with it is painted.
   *
   * @param {string} name
   * @param {string} value
   * @returns {Promise<number>}  Milliseconds.
   */
  change(name, value) {
    const control = /** @type {HTMLSelectElement} */ (
      document.querySelector(`[data-setting=${name}]`)
    );
    const began = performance.now();
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
    return new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        if (document.body.dataset.busy !== undefined) return;
        observer.disconnect();
        // the page paints in the next frame, asked for before this
        requestAnimationFrame(() => resolve(performance.now() - began));
      }).observe(document.body, { attributeFilter: ["data-busy"] });
    });
  },

  /**
   * Count what happens on the main thread for a while.
   *
   * @param {number} milliseconds
   */
  async watch(milliseconds) {
    const seen = { ticks: 0, painted: 0, longestGap: 0, longTasks: 0, longestTask: 0 };
    const painted = new MutationObserver(() => {
      seen.painted += 1; // once, however much of the readout changed
    });
    const update = /** @type {Element} */ (document.querySelector("[data-readout=update]"));
    const first = Number(update.textContent);
    painted.observe(update, { childList: true });

    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        seen.longTasks += 1;
        seen.longestTask = Math.max(seen.longestTask, duration);
      }
    });
    tasks.observe({ type: "longtask" });

    const tick = () => {
      seen.ticks += 1;
      handle = requestAnimationFrame(tick);
    };
    let handle = requestAnimationFrame(tick);

    const began = performance.now();
    for (let last = began; last - began < milliseconds; ) {
      await new Promise((resolve) => setTimeout(resolve));
      const now = performance.now();
      seen.longestGap = Math.max(seen.longestGap, now - last);
      last = now;
    }
    cancelAnimationFrame(handle);
    painted.disconnect();
    tasks.disconnect();
    const updates = Number(update.textContent) - first;
    return { ...seen, updates, seconds: (performance.now() - began) / 1000 };
  },
};

new MutationObserver((_, observer) => {
  if (document.body?.dataset.status !== "ready") return;
  meter.readyAt = performance.now();
  observer.disconnect();
}).observe(document, { attributes: true, attributeFilter: ["data-status"], subtree: true });

Object.assign(globalThis, { meter });
