// @ts-check
// The form in which an experiment is written: Python checks it at every change, the page previews
// it, and it leaves as a link or as a file.

import { copied } from "../lib/copy.js";
import { find } from "../lib/dom.js";
import {
  draftOf,
  linkOf,
  newArm,
  newDraft,
  settingsOf,
  textOf,
  typedNumber,
} from "../lib/experiment-draft.js";
import { listenForText } from "../lib/file-input.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { keep, recalled } from "../lib/storage.js";
import { save } from "./downloads.js";
import { choiceField, textField } from "./form-fields.js";

/** @import { Draft, Words } from "../lib/experiment-draft.js" */
/** @import { Message } from "../lib/message.js" */
/** @import { Frame, Request } from "../protocol.js" */

const STORE = "watch-it-learn:experiment";

const part = (/** @type {string} */ name) =>
  /** @type {HTMLInputElement} */ (find(`[data-write=${name}]`));

/** @typedef {"choices" | "closings" | "arms" | "plots"} List */
/** @typedef {{ measures: string[], x: string[], y: string[], most: Record<List, number> }} Choices */

/**
 * @param {Choices} choices  What Python knows, and how many rows it takes.
 * @param {{
 *   newest: () => Frame | undefined,
 *   known: () => Record<string, object>,
 *   shown: () => string | undefined,
 *   send: (request: Request) => void,
 * }} page  The built-in experiments in the reader's language, and the one that is open.
 */
export function makeExperimentEditor(choices, { newest, known, shown, send }) {
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-write-dialog]"));
  const link = () => newest()?.link ?? "";
  let draft = newDraft("");
  let isKept = true;
  /** What another took the place of. @type {Draft | undefined} */
  let before;

  /** Say what the form says, and ask whether that can be run. */
  function check() {
    const text = textOf(draft);
    isKept = keep(STORE, text);
    part("unkept").hidden = isKept;
    part("text").value = text;
    send({ type: "check_experiment", definition: text });
  }

  /** @param {boolean} isSound @param {Message} told */
  function tell(isSound, told) {
    showMessage(part("told"), told);
    part("told").toggleAttribute("data-right", isSound);
    for (const action of ["preview", "copy"]) part(action).disabled = !isSound;
  }

  /** @param {Draft} other */
  function take(other) {
    draft = other;
    show();
    check();
  }

  /** Put another in place of what was written, which can be brought back. @param {Draft} other */
  function replace(other) {
    before = structuredClone(draft);
    take(other);
  }

  /** Make the rows of every list. */
  function show() {
    part("undo").hidden = before === undefined;
    for (const name of /** @type {const} */ (["title", "question"])) part(name).value = draft[name];
    for (const name of /** @type {const} */ (["epochs", "seeds"]))
      part(name).value = String(draft[name]);
    part("settings").value = linkOf(draft.settings);
    part("same_data").checked = draft.same_data === true;
    part("measure").value = draft.measure;
    showMessage(part("measure-help"), `measure.${draft.measure}-help`);
    list("choices", draft.choices, wordsCells);
    list("closings", draft.closings, wordsCells);
    list("arms", draft.arms, (arm) => [
      input("write.label", arm.label, (text) => {
        arm.label = text;
      }),
      input("write.arm-settings", linkOf(arm.settings), (text) => {
        arm.settings = settingsOf(text);
      }),
    ]);
    list("plots", draft.plots, (plot) => {
      const by = select("write.by", choices.x, plot[0] ?? "", (x) => {
        plot[0] = x;
      });
      const of = select("write.of", choices.y, plot[1] ?? "", (y) => {
        if ((y === "gradient") !== (plot[0] === "layers"))
          plot[0] = y === "gradient" ? "layers" : "updates";
        plot[1] = y;
        /** @type {HTMLSelectElement} */ (by.querySelector("select")).value = plot[0] ?? "";
      });
      return [of, by];
    });
  }

  /**
   * @template One
   * @param {List} name
   * @param {One[]} items
   * @param {(item: One) => HTMLElement[]} cellsOf
   */
  function list(name, items, cellsOf) {
    const rows = items.map((item, i) => {
      const row = document.createElement("li");
      const remove = Object.assign(document.createElement("button"), { type: "button" });
      remove.textContent = "×";
      showMessage(remove, message("write.remove", { number: i + 1 }), "aria-label");
      remove.disabled = items.length === 1;
      remove.addEventListener("click", () => {
        items.splice(i, 1);
        take(draft);
        /** @type {HTMLElement | null} */ (part(name).querySelector("input, select"))?.focus();
      });
      row.append(...cellsOf(item), remove);
      return row;
    });
    part(name).replaceChildren(...rows);
    const add = /** @type {HTMLButtonElement} */ (find(`[data-add=${name}]`));
    add.disabled = items.length >= choices.most[name];
  }

  /** @param {Words} words */
  function wordsCells(words) {
    const ends = [0, 1].map((i) =>
      input(i ? "write.last" : "write.first", String(words.when[i] ?? ""), (text) => {
        words.when[i] = typedNumber(text);
      }),
    );
    for (const end of ends) end.classList.add("write-number");
    const text = input("write.words", words.text, (given) => {
      words.text = given;
    });
    return [text, ...ends];
  }

  /** @param {string} label @param {string} value @param {(text: string) => void} onInput */
  function input(label, value, onInput) {
    return textField(label, value, (text) => {
      onInput(text);
      check();
    });
  }

  /** @param {string} label @param {string[]} values @param {string} value @param {(value: string) => void} onChange */
  function select(label, values, value, onChange) {
    return choiceField(label, values, value, (chosen) => {
      onChange(chosen);
      check();
    });
  }

  for (const name of /** @type {const} */ (["title", "question", "epochs", "seeds"])) {
    part(name).addEventListener("input", () => {
      const { value } = part(name);
      if (name === "epochs" || name === "seeds") draft[name] = typedNumber(value);
      else draft[name] = value;
      check();
    });
  }
  part("settings").addEventListener("input", () => {
    draft.settings = settingsOf(part("settings").value);
    check();
  });
  part("same_data").addEventListener("change", () => {
    draft.same_data = part("same_data").checked;
    check();
  });
  for (const name of choices.measures) {
    const option = new Option("", name);
    showMessage(option, `measure.${name}`);
    part("measure").append(option);
  }
  part("measure").addEventListener("change", () => {
    draft.measure = part("measure").value;
    showMessage(part("measure-help"), `measure.${draft.measure}-help`);
    check();
  });
  const added = {
    choices: () => draft.choices.push({ text: "", when: ["", ""] }),
    closings: () => draft.closings.push({ text: "", when: ["", ""] }),
    arms: () => draft.arms.push(newArm(link())),
    plots: () => draft.plots.push(["updates", "accuracy"]),
  };
  for (const [name, add] of Object.entries(added)) {
    find(`[data-add=${name}]`).addEventListener("click", () => {
      add();
      take(draft);
      /** @type {HTMLElement | null} */ (
        part(name).lastElementChild?.querySelector("input, select") ?? null
      )?.focus();
    });
  }
  part("from").addEventListener("change", () => {
    const { value } = part("from");
    part("from").value = "";
    replace(draftOf(JSON.stringify(known()[value]) ?? "") ?? newDraft(link()));
  });
  part("undo").addEventListener("click", () => {
    if (before) replace(before);
  });
  part("open").addEventListener("click", () => part("file").click());
  listenForText(
    part("file"),
    (text) => {
      const found = draftOf(text);
      if (found) replace(found);
      else tell(false, message("write.no-experiment"));
    },
    (told) => tell(false, told),
  );
  part("save").addEventListener("click", () =>
    save("experiment.json", new Blob([textOf(draft)], { type: "application/json" })),
  );
  part("copy").addEventListener("click", async (event) => {
    part("link").value = `${location.href.split("#")[0]}#${hash()}`;
    part("link").hidden = false;
    const isDone = await copied(part("link"), event);
    part("link").hidden = isDone; // else it is to be copied from there
    showMessage(part("told"), isDone ? "share.copied" : "share.not-copied");
  });
  part("preview").addEventListener("click", () => {
    dialog.close();
    location.hash = hash();
  });
  const hash = () => `experiment=${encodeURIComponent(JSON.stringify(JSON.parse(textOf(draft))))}`;

  /** @param {boolean} isShown  Write on at the experiment that is open. */
  function open(isShown) {
    const names = Object.entries(known());
    part("from").replaceChildren(
      .../** @type {HTMLOptionElement[]} */ ([...part("from").children].slice(0, 2)),
      ...names.map(([name, own]) => new Option(/** @type {Draft} */ (own).title, name)),
    );
    part("from").value = "";
    for (const other of document.querySelectorAll("dialog")) other.close();
    dialog.showModal();
    tell(false, message("write.checking"));
    const kept = isKept ? draftOf(recalled(STORE) ?? "") : draft;
    take(kept ?? newDraft(link()));
    const open = isShown && draftOf(shown() ?? "");
    if (open && JSON.stringify(open) !== JSON.stringify(draft)) replace(open);
  }
  for (const button of document.querySelectorAll("[data-action=write-experiment]")) {
    button.addEventListener("click", () => open(button.matches("[data-trial]")));
  }

  return {
    /** What was sent can be run, or not: a message says why. @param {string} definition @param {Message} [trouble] */
    judge(definition, trouble) {
      if (definition === textOf(draft)) tell(!trouble, trouble ?? message("write.sound"));
    },
  };
}
