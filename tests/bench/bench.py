"""How fast the page in dist/ is here: `python3 build.py bench`. Takes about 20 minutes.

Each part is a table: the engine against NumPy, JavaScript and C; training and drawing by
the session; from navigation to ready; how smooth the page stays while it trains, and how
fast it is then; how soon it has learned; and what a classroom asks of it, in classroom.py.
"""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Thread
from typing import TypedDict

from playwright.sync_api import Browser, Page, Worker

sys.path.insert(0, str(Path(__file__).parents[2] / "py"))

from browser import chromium
from classroom import (
    first_visit,
    make_plain,
    memory,
    progress,
    slow_laptop,
    start_against_plain,
)

from builder.server import ADDRESS, server
from builder.site import DIST, manifest
from builder.tools import NODE_MODULES, run

HERE = Path(__file__).parent
NETWORKS = [
    ((4, 2), "tanh"),
    ((8,), "relu"),
    ((8, 8), "relu"),
    ((32, 32), "relu"),
    ((64, 64), "relu"),
]
BATCH_SIZES = (10, 32, 128)
RIVALS = ("NumPy", "float64", "float32", "JavaScript", "C")
ROUNDS = 5
SECONDS = 0.1  # of each measurement, at least
LOADS = 5
DATASETS = ["xor", "spiral"]
SPEEDS = ["fastest", "epoch", "update"]
FASTEST = [("xor", "auto"), ("spiral", "auto"), ("moons", "auto"), ("xor", "numpy")]
CHANGES = {
    "dataset": [
        "circle",
        "spiral",
        "moons",
        "gaussians",
        "rings",
        "hills",
        "iris",
        "xor",
    ],
    "hidden_layers": ["4", "8,8", "16,16", "32,32", "3", "12,6", "8"],
    "activation": ["tanh", "sigmoid", "sine", "relu", "linear", "tanh"],
}
IDLE, TRAINING, FIRST = 1500, 5000, 1000  # milliseconds
ENOUGH = 98  # percent of the training examples
PLACE = "site"  # of dist/ below the server's root

BLANK = "<!doctype html><title>Bench</title>"
START_WORKER = "new Worker('worker.js', { type: 'module' })"
START_PYTHON = "async (assets) => (await import(location.href)).start(assets)"
CHALLENGE = "async (network) => (await import(location.href)).challenge(network)"
MEASURE = "async (args) => (await import(location.href)).measure(...args)"
RUN_PYTHON = "async (source) => (await import(location.href)).run(source)"


class Watched(TypedDict):
    """What meter.js saw on the main thread; times in milliseconds but for `seconds`."""

    ticks: int  # of requestAnimationFrame
    painted: int  # frames
    updates: int  # of the run
    longestGap: float  # between two timers that were to follow each other at once
    longTasks: int  # of over 50 ms
    longestTask: float  # of these
    seconds: float


def main() -> None:
    """Measure everything and print it."""
    with served() as address, chromium() as browser:
        print(f"{processor()}, {os.cpu_count()} cores; {platform.system()};", end=" ")
        print(f"Chromium {browser.version}; load {load()} before")
        for part in PARTS:
            title, rows = part(browser, address)
            print(f"\n{title}\n\n{table(rows)}", flush=True)
        print(f"\nload {load()} after")


def contest(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 1: updates a second and the probe, everyone in turn on the same machine."""
    page, worker = python_worker(browser, address)
    worker.evaluate(RUN_PYTHON, (HERE / "contest.py").read_text("utf-8"))
    rows = [["network, batch", *RIVALS, "f32/C", "f32/JS", "f64/f32"]]
    probes = [["probe of 100 x 100, ms", *RIVALS, "f32/C", "first update, ms"]]
    for widths, activation in NETWORKS:
        sizes = [2, *widths, 1]
        name = "-".join(map(str, sizes))
        for batch_size in BATCH_SIZES:
            progress(f"contest {name}, {batch_size}")
            network = {
                "sizes": sizes,
                "activation": activation,
                "batchSize": batch_size,
            }
            call = f"challenge({widths!r}, {activation!r}, {batch_size})"
            worker.evaluate(RUN_PYTHON, call)
            network["code"] = list(c_kernel(sizes, activation, batch_size))
            worker.evaluate(CHALLENGE, network)
            speeds = {n: 1 / t for n, t in times(worker, "train").items()}
            ratios = [
                speeds["float32"] / speeds["C"],
                speeds["float32"] / speeds["JavaScript"],
                speeds["float64"] / speeds["float32"],
            ]
            shown = [f"{speeds[rival]:,.0f}" for rival in RIVALS]
            rows.append(
                [f"{name} {activation}, {batch_size}", *shown, *map(ratio, ratios)]
            )
        seconds = times(worker, "probe")
        shown = [f"{1000 * seconds[rival]:.3f}" for rival in RIVALS]
        call = f"first_update({widths!r}, {activation!r})"
        first = median(worker.evaluate(RUN_PYTHON, call) for _ in range(ROUNDS))
        shown += [ratio(seconds["C"] / seconds["float32"]), f"{1000 * first:.0f}"]
        probes.append([name, *shown])
    page.close()
    width = len(rows[0])
    padded = [[*row, *[""] * (width - len(row))] for row in probes]
    return (
        "Updates per second of the bare training, its order given: the NumPy loop, the\n"
        "engine, typed arrays in JavaScript, C by clang -O3. Medians of 5 rounds. Aims:\n"
        "float32 at least 0.85 of C (the probe 0.8), 20 times JavaScript from 2-8-8-1 on;\n"
        "float64 at least 0.4 of float32; a new network's first update within 20 ms. The probe\n"
        "of both engines is float32.",
        [*rows, [""] * width, *padded],
    )


def times(worker: Worker, what: str) -> dict[str, float]:
    """Seconds of an update or a picture by each of RIVALS: medians of rounds in turn."""
    samples: dict[str, list[float]] = {rival: [] for rival in RIVALS}
    for turn in range(ROUNDS + 1):
        for rival, taken in samples.items():
            if rival in ("JavaScript", "C"):
                seconds = worker.evaluate(MEASURE, [rival, what, SECONDS])
            else:
                call = f"measure({rival!r}, {what!r}, {SECONDS})"
                seconds = worker.evaluate(RUN_PYTHON, call)
            if turn:  # the first round warms up
                taken.append(seconds)
    return {rival: median(taken) for rival, taken in samples.items()}


def c_kernel(sizes: Sequence[int], activation: str, batch_size: int) -> bytes:
    """kernel.c for one network, by the clang that comes with ziglang."""
    exported = (
        "train",
        "probe",
        "points",
        "classes",
        "cells",
        "probability",
        "order",
        "weights",
    )
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "kernel.wasm")
        clang = [sys.executable, "-m", "ziglang", "cc", "--target=wasm32-freestanding"]
        options = ["-nostdlib", "-O3", "-ffast-math", "-msimd128", "-Wl,--no-entry"]
        options += [f"-Wl,--export={name}" for name in exported]
        options.append(f"-DSIZES={','.join(map(str, sizes))}")
        options += [f"-DTANH={int(activation == 'tanh')}", f"-DBATCH={batch_size}"]
        run([*clang, *options, HERE / "kernel.c", "-o", made], "clang failed.")
        return made.read_bytes()


def ratio(value: float) -> str:
    return f"{value:.2f}"


def python_worker(browser: Browser, address: str) -> tuple[Page, Worker]:
    """A page whose worker runs the page's own Python, with nothing started in it."""
    assets = [{**asset, "file": f"{PLACE}/{asset['file']}"} for asset in manifest(DIST)]
    page = browser.new_page()
    page.goto(address)
    with page.expect_worker() as started:
        page.evaluate(f"void {START_WORKER}")
    worker = started.value
    worker.evaluate(START_PYTHON, assets)
    return page, worker


def training_speed(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 2: updates a second, and what a picture costs."""
    page, worker = python_worker(browser, address)
    worker.evaluate(RUN_PYTHON, (HERE / "loop.py").read_text("utf-8"))
    batch_sizes = json.loads(worker.evaluate(RUN_PYTHON, "json.dumps(BATCH_SIZES)"))
    bare = [f"batch {size}" for size in batch_sizes]
    watched = [f"watched {size}" for size in batch_sizes]
    rows = [["network", *bare, *watched, "probe ms", "frame ms"]]
    for widths, activation in NETWORKS:
        name = "-".join(map(str, (2, *widths, 1)))
        progress(f"training {name}")
        call = f"measure({widths!r}, {activation!r})"
        got = json.loads(worker.evaluate(RUN_PYTHON, call))
        speeds = [f"{speed:,.0f}" for speed in got["bare"] + got["watched"]]
        costs = [f"{got[cost]:.2f}" for cost in ("probe_ms", "frame_ms")]
        rows.append([f"{name} {activation}", *speeds, *costs])
    page.close()
    return (
        "Updates per second of the training loop, and of the session that the page steps\n"
        "(watched); the 100 x 100 probe and the whole frame. Medians of 5.",
        rows,
    )


def full_speed(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 3: what of the engine's speed is left to a session."""
    page, worker = python_worker(browser, address)
    worker.evaluate(RUN_PYTHON, (HERE / "contest.py").read_text("utf-8"))
    rows = [["dataset", "bare", "session", "part"]]
    for dataset in ("xor", "spiral", "moons"):
        progress(f"full speed on {dataset}")
        got = json.loads(worker.evaluate(RUN_PYTHON, f"full_speed({dataset!r})"))
        bare, session, part = got
        rows.append([dataset, f"{bare:,.0f}", f"{session:,.0f}", ratio(part)])
    page.close()
    return (
        "Updates per second with a dataset's defaults: the engine in one endless epoch, and the\n"
        "session, which shuffles, scores every epoch, keeps the history and makes the last\n"
        "update of each step of 12 ms in NumPy. Aim: at least a third. Medians of 5 turns.",
        rows,
    )


def many_runs(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 4: many runs, on all cores and on one."""
    page, worker = python_worker(browser, address)
    worker.evaluate(RUN_PYTHON, (HERE / "many.py").read_text("utf-8"))
    rows = [["200 runs to 98 %", "all cores, s", "one, s", "times", "reached it"]]
    for dataset in DATASETS:
        progress(f"many runs of {dataset}")
        taken: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(ROUNDS):
            for on_all, seconds in taken.items():
                call = f"many({dataset!r}, {on_all})"
                second, reached = worker.evaluate(RUN_PYTHON, call)
                seconds.append(second)
        on_all, on_one = median(taken[True]), median(taken[False])
        rows.append(
            [
                dataset,
                f"{on_all:.2f}",
                f"{on_one:.2f}",
                ratio(on_one / on_all),
                f"{reached}",
            ]
        )
    page.close()
    return (
        "Runs of a dataset's defaults from fresh seeds, each until 98 % of its training examples\n"
        "are correct, 1,000 epochs at most. Aims: XOR 0.5 s, the spiral 3 s; nearly twice as\n"
        "fast on two cores as on one. Medians of 5 turns.",
        rows,
    )


def frame_costs(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 5: what a frame costs where there is most to show."""
    page, worker = python_worker(browser, address)
    worker.evaluate(RUN_PYTHON, (HERE / "loop.py").read_text("utf-8"))
    custom = "|".join(
        f"{i % 97 / 97:.4g},{i % 89 / 89:.4g},{i % 2}" for i in range(4000)
    )
    cases: dict[str, dict[str, object]] = {
        "largest data, largest network": {"points": 5000, "hidden_layers": [64] * 6},
        "4,000 custom points": {"custom_points": custom},
    }
    rows = [["", "frame ms", "all of it, anew, ms", "part"]]
    for name, changes in cases.items():
        progress(f"frame of {name}")
        fresh = {"custom_points": "", "points": 200, "hidden_layers": [8], **changes}
        call = f"frame_costs({fresh!r})"
        lean, whole = json.loads(worker.evaluate(RUN_PYTHON, call))
        rows.append([name, f"{lean:.1f}", f"{whole:.1f}", ratio(lean / whole)])
    page.close()
    return (
        "A frame as the page gets it, against one that computes what no open panel shows and\n"
        "sends what the page has. Aims: 60 and 12 ms. Medians of 5.",
        rows,
    )


def time_to_ready(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 6: from navigation to a page that can train."""
    cold, warm = [], []
    for number in range(LOADS):
        progress(f"load {number + 1} of {LOADS}")
        page = open_page(browser, f"{address}{PLACE}/")
        cold.append(page.evaluate("meter.readyAt"))
        page.reload()
        wait_until_ready(page)
        warm.append(page.evaluate("meter.readyAt"))
        page.context.close()
    rows = [["", "median s", "fastest", "slowest"]]
    for name, times in [("cold (new context)", cold), ("warm (reloaded)", warm)]:
        shown = [median(times), min(times), max(times)]
        rows.append([name, *(f"{time / 1000:.2f}" for time in shown)])
    return f"From navigation to ready, from this machine, {LOADS} loads each.", rows


def smoothness(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 7: what the main thread does before and during training."""
    idle_names = ["idle frames/s", "idle gap ms"]
    names = ["frames/s", "painted/s", "gap ms", "longest task ms"]
    rows = [["dataset, speed", *idle_names, *names]]
    for dataset in DATASETS:
        for speed in SPEEDS:
            progress(f"{dataset} at {speed}")
            link = f"#dataset={dataset}&speed={speed}"
            page = open_page(browser, f"{address}{PLACE}/{link}")
            idle = watch(page, IDLE)
            page.locator("[data-action=train]").click()
            training = watch(page, TRAINING)
            page.context.close()
            shown = [
                f"{idle['ticks'] / idle['seconds']:.1f}",
                f"{idle['longestGap']:.0f}",
                f"{training['ticks'] / training['seconds']:.1f}",
                f"{training['painted'] / training['seconds']:.1f}",
                f"{training['longestGap']:.0f}",
                f"{training['longestTask']:.0f}" if training["longTasks"] else "< 50",
            ]
            rows.append([f"{dataset}, {speed}", *shown])
    return (
        "The main thread, idle and for 5 s of training. Aims: no task of 50 ms (a gap is\n"
        "a timer's 4 ms and the tasks between), 55 painted frames a second of 60.",
        rows,
    )


def page_at_full_speed(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 8: what the page at full speed makes of the bare training."""
    python, worker = python_worker(browser, address)
    worker.evaluate(RUN_PYTHON, (HERE / "contest.py").read_text("utf-8"))
    rows = [["dataset, engine", "bare", "page", "part", "painted/s", "longest task ms"]]
    for dataset, engine in FASTEST:
        progress(f"{dataset} at full speed, {engine}")
        call = f"bare_rate({{'dataset': {dataset!r}, 'engine': {engine!r}}}, {SECONDS})"
        bare = median(worker.evaluate(RUN_PYTHON, call) for _ in range(ROUNDS))
        url = f"{address}{PLACE}/#dataset={dataset}&engine={engine}&speed=fastest"
        page = open_page(browser, url)
        watch(page, IDLE)
        page.locator("[data-action=train]").click()
        seen = watch(page, TRAINING)
        page.context.close()
        made = seen["updates"] / seen["seconds"]
        painted = f"{seen['painted'] / seen['seconds']:.1f}"
        longest = f"{seen['longestTask']:.0f}" if seen["longTasks"] else "< 50"
        shown = [f"{bare:,.0f}", f"{made:,.0f}", ratio(made / bare), painted, longest]
        rows.append([f"{dataset}, {engine}", *shown])
    python.close()
    return (
        "Updates per second: the bare training, and the page at full speed for 5 s. Aims: a\n"
        "third of the engine's, half of the NumPy loop's, 59 painted frames a second of 60.",
        rows,
    )


def from_train_to_enough(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 9: how soon the problem is solved, and what is seen meanwhile."""
    rows = [["dataset", "ms to 98 %", "slowest", "painted/s", "longest task ms"]]
    for dataset in DATASETS:
        milliseconds, painted, tasks = [], [], []
        for number in range(LOADS):
            progress(f"{dataset} to {ENOUGH} %, {number + 1} of {LOADS}")
            url = f"{address}{PLACE}/#dataset={dataset}&speed=fastest"
            page = open_page(browser, url)
            watch(page, IDLE)  # somebody who looks before he presses
            both = f"Promise.all([meter.reach({ENOUGH}), meter.watch({FIRST})])"
            taken, seen = page.evaluate(both)
            page.context.close()
            milliseconds.append(taken)
            painted.append(seen["painted"] / seen["seconds"])
            tasks.append(seen["longestTask"])
        shown = [f"{median(milliseconds):.0f}", f"{max(milliseconds):.0f}"]
        worst = max(tasks)
        shown += [f"{median(painted):.1f}", f"{worst:.0f}" if worst else "< 50"]
        rows.append([dataset, *shown])
    return (
        f"From pressing Train at full speed to {ENOUGH} % of the training examples: medians of\n"
        f"{LOADS} pages, and the slowest; the frames painted in the first second. Aims: the\n"
        "spiral in less than a second, 55 frames, no task of 50 ms.",
        rows,
    )


def from_change_to_frame(browser: Browser, address: str) -> tuple[str, list[list[str]]]:
    """Part 10: how soon another dataset, width or activation is seen."""
    rows = [["changed", "mean ms", "slowest"]]
    page = open_page(browser, f"{address}{PLACE}/")
    watch(page, IDLE)
    for name, values in CHANGES.items():
        progress(f"changes of {name}")
        taken = []
        for value in values:
            taken.append(
                page.evaluate("change => meter.change(...change)", [name, value])
            )
            watch(page, IDLE)
        rows.append([name, f"{sum(taken) / len(taken):.0f}", f"{max(taken):.0f}"])
    page.context.close()
    return "From a change to the first frame that is painted with it. Aim: 50 ms.", rows


def open_page(browser: Browser, url: str) -> Page:
    """A page of a new context, ready to train."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.add_init_script(path=HERE / "meter.js")
    page.goto(url)
    wait_until_ready(page)
    return page


def wait_until_ready(page: Page) -> None:
    page.locator("body[data-status=ready]").wait_for(timeout=60_000)


def watch(page: Page, milliseconds: int) -> Watched:
    watched: Watched = page.evaluate("time => meter.watch(time)", milliseconds)
    return watched


@contextmanager
def served() -> Iterator[str]:
    """The address of an empty page, of worker.js beside it, and of dist/ below."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / PLACE).symlink_to(DIST)
        (root / "index.html").write_text(BLANK, "utf-8")
        bundle(HERE / "worker.js", root)
        make_plain(root)
        with server(root, 0) as running:
            Thread(target=running.serve_forever, daemon=True).start()
            yield f"http://{ADDRESS}:{running.server_port}/"
            running.shutdown()


def bundle(script: Path, folder: Path) -> None:
    """Make one module of `script` and what it imports."""
    options = ["--bundle", "--format=esm", "--external:node:*", "--external:ws"]
    esbuild = NODE_MODULES / "esbuild/bin/esbuild"
    run([esbuild, script, *options, f"--outdir={folder}"], "esbuild failed.")


def processor() -> str:
    """The name of this machine's processor, as far as it tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return names[0] if names else platform.processor() or platform.machine()


def load() -> str:
    """How many programs wanted to run during the last minute, on average."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns, all but the first to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *rest in rows:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(w) for cell, w in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join(cells))
    return "\n".join(lines)


PARTS = (
    contest,
    training_speed,
    full_speed,
    many_runs,
    frame_costs,
    time_to_ready,
    smoothness,
    page_at_full_speed,
    from_train_to_enough,
    from_change_to_frame,
    start_against_plain,
    first_visit,
    slow_laptop,
    memory,
)

if __name__ == "__main__":
    main()
