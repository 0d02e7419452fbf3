"""What a random user may do next, chosen from what the page shows, and doing it."""

import random
from typing import Any, NamedTuple
from urllib.parse import quote

from playwright.sync_api import Error, Page

from trainer.page.edited_code import packaged

REACH = 1500  # milliseconds to reach what is to be pressed; it may be covered
SIZES = [(1366, 768), (1024, 700), (390, 844), (1920, 1080), (320, 640)]
FILES = packaged()
LOUD = FILES["training.py"].replace(
    "run.update += 1\n", "run.update += 1\n            print(run.update)\n"
)
FUSSY = FILES["layers.py"].replace(
    "z = x @ self.W", "assert len(x) != 1\n        z = x @ self.W"
)

# Every control that can be used now, with a selector that finds it again.
CONTROLS = """() => {
  const states = ["data-edited", "data-changed", "data-pointed", "data-touched"];
  const isOne = (selector) => document.querySelectorAll(selector).length === 1;
  const selectorOf = (e) => {
    for (const { name, value } of e.attributes) {
      const names = name.startsWith("data-") || ["id", "href", "aria-label"].includes(name);
      const selector = `[${name}="${CSS.escape(value)}"]`;
      if (names && !states.includes(name) && isOne(selector)) return selector;
    }
    if (e === document.body) return "body";
    const place = [...e.parentElement.children].indexOf(e) + 1;
    return `${selectorOf(e.parentElement)} > :nth-child(${place})`;
  };
  const kindOf = (e) => {
    if (e.matches("[data-language-choice]")) return "language";
    if (e.matches("button, summary, a, [type=checkbox], [type=radio]")) return "press";
    if (e.matches("select")) return "select";
    if (e.matches("[type=range]")) return "slide";
    return e.readOnly || e.type === "file" ? "" : "type";
  };
  const root = document.querySelector("dialog:modal") ?? document.body;
  return [...root.querySelectorAll("button, summary, a[href^='#'], select, input, textarea")]
    .filter((e) => !e.matches(":disabled") && e.checkVisibility({ visibilityProperty: true }))
    .map((e) => ({
      kind: kindOf(e),
      selector: selectorOf(e),
      isSwitch: e.matches("input"),
      setting: e.dataset.setting ?? "",
      rule: e.tagName === "TEXTAREA" ? "points" : e.inputMode,
      options: [...(e.options ?? [])].map(({ value }) => value),
    }));
}"""

NUMBERS = ["0", "1", "2", "5", "16", "50", "200", "0.5", "0,5", "0.05", "0,05", "0.9"]
NUMBERS += [
    "1e-3",
    ".1",
    "-1",
    "99",
    "1e9",
    "1,5,2",
    "abc",
    "0x10",
    "nan",
    "-",
    "1.2.3",
]
WIDTHS = ["8,8", "8 8", "8;8", "4,3,2", "16,16", "", "1", "0", "65", "3,,3", "a", "64"]
POINTS = [
    "0.5,-1,0\n1,0.25,1\n-0.5,0,1\n0,1.25,0",
    "0,5;-1;0\n1;0,25;1\n-0,5;0;1\n0;1,25;0",
    "1,2,0\n1,b,1",
    "0.001,0,0\n0.003,0,1\n0.002,1,0\n0,0.5,1",
    "1e308,0,0\n1.7e308,1,1\n0,0,0\n1,1,1",
    "",
]
LINKS = [
    "dataset=spiral&hidden_layers=16,16&learning_rate=0.03",
    "dataset=circle&noise=0,02",
    "dataset=moons&epoch=5",
    "batch_size=5&stage=forward&tab=numbers",
    "speed=fastest&train=1",
    "early_stopping=true&patience=1&min_improvement=1",
    "learning_rate=10&hidden_layers=8,8&activation=linear",
    "section=words",
    "tab=epochs",
    "experiment=symmetry",
    "experiment=batch-size",
    "experiment=nothing",
    "experiment=%7B%22title%22:3%7D",
    "learning_rate=fast&colour=green",
    "hidden_layers=,&points=%00",
    "section=nothing",
    "lang=xx",
    "z=AAAA",
    "__proto__=1&custom_points=1,2",
    "custom_points=" + quote(POINTS[0].replace("\n", "|")),
    "custom_points=" + quote(POINTS[4].replace("\n", "|")),
    "fix=seed",
    "theme=dark",
    "view=code",
    "projector=1",
    "hinges=true&chart=accuracy&loss_scale=log",
    "speed=stage&train=1",
    "tab=gradients",
    f"code.training.py={quote(LOUD)}",
    f"code.layers.py={quote(FUSSY)}",
    "code.losses.py=x%20%3D%201",
    "code.evil.py=x",
    "",
]
SHORTCUTS = ["<Space>", ",", ".", "e", "r", "?"]
MOVES = ["<Tab>", "<Tab>", "<Tab>", "<Shift+Tab>", "<ArrowUp>", "<ArrowDown>"]
MOVES += ["<ArrowLeft>", "<ArrowRight>", "<Enter>", "<Escape>", "<Home>", "<End>"]
CODE = [
    ("<End>", "<Enter>", "# learning, here? e.r"),
    ("<End>", "<Enter>", "print('update', run.update)", "<Control+Enter>"),
    ("<End>", "<Enter>", "x = 1", "<Control+Enter>"),
    ("<End>", "  # e, r. ?"),
    ("<End>", ")", "<Control+Enter>"),
    ("<Home>", "<Enter>", "raise ValueError('no, never.')", "<Control+Enter>"),
    ("<Control+Home>", "assert 1 == 1, 'e.r?'\n", "<Control+Enter>"),
    ("<Backspace>", "<Backspace>"),
    ("<End>", "<Shift+Home>", "<Delete>"),
    ("<Control+z>",),
    ("<Control+z>", "<Control+z>", "<Control+z>", "<Control+Enter>"),
    ("<Control+y>",),
    ("<Control+Enter>",),
    ("<Tab>",),
]
WEIGHTS = {
    "press": 28,
    "by key": 12,
    "set": 26,
    "shortcut": 8,
    "move": 6,
    "code": 9,
    "link": 5,
    "history": 3,
    "draw": 7,
    "wheel": 3,
    "size": 2,
    "language": 0.5,
}


# The text of what has the focus, where it can be read: the code, or a field.
FOCUSED_TEXT = """() => {
  let focused = document.activeElement;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused.isContentEditable ? focused.innerText : focused.value;
}"""


ON_CONTROLS = {"press", "select", "by key", "slide", "type", "wheel"}


class TypingLostError(Exception):
    """What was typed did not arrive."""


class Step(NamedTuple):
    """One thing done. In `keys`, "<End>" is a key, and anything else is typed."""

    kind: str
    target: str = ""
    keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = [repr(key[:60]) for key in self.keys]
        return " ".join([self.kind, self.target[:90], *words])


def choose_step(page: Page, rng: random.Random) -> Step:
    """What to do next, the same for the same page and the same state of `rng`."""
    kind = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    plain = {
        "shortcut": lambda: Step("keys", keys=(rng.choice(SHORTCUTS),)),
        "move": lambda: Step("keys", keys=tuple(rng.choices(MOVES, k=3))),
        "code": lambda: Step("code", str(rng.randrange(1000)), rng.choice(CODE)),
        "link": lambda: Step("link", rng.choice(LINKS)),
        "history": lambda: Step(rng.choice(["back", "back", "forward"])),
        "draw": lambda: Step("draw", rng.choice(["left", "right"]), places(rng)),
        "size": lambda: Step("size", "x".join(map(str, rng.choice(SIZES)))),
    }
    if kind in plain:
        return plain[kind]()
    controls = page.evaluate(CONTROLS)
    if page.locator("dialog:modal").count() and rng.random() < 0.3:
        return Step("keys", keys=("<Escape>",))
    if kind == "wheel":
        control = rng.choice(controls)
        return Step("wheel", control["selector"], (rng.choice(["120", "-120"]),))
    kinds = {"set": ("select", "slide", "type")}.get(kind, ("press",))
    if kind == "language":
        kinds = ("language",)
    fitting = [control for control in controls if control["kind"] in kinds]
    if kind == "set":  # switches are set, too
        fitting += [
            each for each in controls if each["kind"] == "press" and each["isSwitch"]
        ]
    if not fitting:
        return Step("keys", keys=("<Tab>",))
    return use(rng.choice(fitting), kind, rng)


def use(control: dict[str, Any], kind: str, rng: random.Random) -> Step:
    """Use one control, by mouse or by key."""
    target = control["selector"]
    match control["kind"]:
        case "press" if kind == "by key":
            key = "<Enter>" if "href=" in target else rng.choice(["<Enter>", "<Space>"])
            return Step("by key", target, (key,))
        case "press":
            return Step("press", target)
        case "select" | "language":
            return Step("select", target, (rng.choice(control["options"] or [""]),))
        case "slide":
            keys = ["<Home>", "<End>", "<ArrowLeft>", "<ArrowRight>", "<PageUp>"]
            return Step("slide", target, tuple(rng.choices(keys, k=2)))
    if control["rule"] == "points":
        text, commits = rng.choice(POINTS), ["<Tab>"]
    else:
        values = WIDTHS if "hidden_layers" in target else NUMBERS
        text, commits = rng.choice(values), ["<Tab>", "<Enter>", "<Shift+Tab>", ""]
    keys = ("<Control+a>", "<Delete>", text, rng.choice(commits))
    if rng.random() < 0.15:
        keys = tuple(rng.choices(["<ArrowUp>", "<ArrowDown>"], k=2))
    return Step("type", target, tuple(key for key in keys if key))


def places(rng: random.Random) -> tuple[str, ...]:
    """One place on the picture, or two of a stroke."""
    return tuple(
        f"{rng.random():.2f},{rng.random():.2f}" for _ in range(rng.randint(1, 2))
    )


def do(page: Page, step: Step) -> bool:
    """Do it as a person does; whether what it needs could be reached."""
    try:
        return attempt(page, step)
    except Error as error:
        if (
            "Timeout" in str(error)
            or "navigat" in str(error)
            or "destroyed" in str(error)
        ):
            return False
        raise


def attempt(page: Page, step: Step) -> bool:
    kind, target, keys = step
    if kind in ON_CONTROLS and not page.locator(target).is_visible():
        return False
    match kind:
        case "press":
            page.locator(target).click(timeout=REACH)
        case "select":
            page.locator(target).select_option(keys[0], timeout=REACH)
        case "by key" | "slide":
            control = page.locator(target)
            control.focus(timeout=REACH)
            if not control.evaluate("e => e === document.activeElement"):
                return False  # it is behind a dialog
            strike(page, keys)
        case "type":
            field = page.locator(target)
            field.click(timeout=REACH)
            # what a field of type number drops, nobody can read
            strike(page, keys, looks=field.get_attribute("type") != "number")
        case "keys":
            strike(page, keys)
        case "code":
            lines = page.locator("[data-view=code] .cm-line")
            view = page.locator("[data-action=view-code]")
            if view.is_visible():
                view.click(timeout=REACH)
            count = lines.count()
            if count == 0 or not lines.first.is_visible():
                return False
            lines.nth(int(target) % count).click(timeout=REACH)
            strike(page, keys, looks=True)
        case "link":
            page.evaluate("hash => { location.hash = hash }", target)
        case "back" | "forward":
            can = "canGoBack" if kind == "back" else "canGoForward"
            page.evaluate(f"navigation.{can} && history.{kind}()")
        case "draw":
            return draw(page, target, keys)
        case "wheel":
            page.locator(target).hover(timeout=REACH)
            page.mouse.wheel(0, int(keys[0]))
        case "size":
            width, height = map(int, target.split("x"))
            page.set_viewport_size({"width": width, "height": height})
    return True


def draw(page: Page, button: str, keys: tuple[str, ...]) -> bool:
    picture = page.locator("[data-boundary]")
    if page.locator("dialog:modal").count() or not picture.is_visible():
        return False
    picture.scroll_into_view_if_needed(timeout=REACH)
    box = picture.bounding_box()
    for number, place in enumerate(keys):
        x, y = map(float, place.split(","))
        page.mouse.move(
            box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4
        )
        if number == 0:
            page.mouse.down(button=button)
    page.mouse.up(button=button)
    return True


def strike(page: Page, keys: tuple[str, ...], looks: bool = False) -> None:
    """Press and type; look whether what was typed is there."""
    for key in keys:
        if key.startswith("<"):
            page.keyboard.press(key[1:-1])
            continue
        page.keyboard.type(key)
        if looks and key.strip() not in (page.evaluate(FOCUSED_TEXT) or ""):
            raise TypingLostError(key)
