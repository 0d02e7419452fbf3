"""Exports: programs that train as the session does, weights, numbers."""

import ast
import csv
import importlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping
from io import StringIO

import numpy as np
import pytest
from seen import Session, Workspace

from trainer import DATASETS
from trainer.activations import ACTIVATIONS
from trainer.errors import SettingError
from trainer.export import main
from trainer.export.losses_csv import history_as_csv
from trainer.export.python import as_python
from trainer.export.pytorch import as_pytorch
from trainer.page.edited_code import packaged
from trainer.run.weights_file import weights_as_json, weights_from_json
from trainer.settings.json_text import LARGEST

TEXTS = packaged()
EPOCHS = 100
RUNS = [
    *({"dataset": name} for name in DATASETS),
    *({"activation": name} for name in ACTIVATIONS),
    {"optimizer": "momentum", "momentum": 0.8},
    {"optimizer": "adam", "learning_rate": 0.01, "beta1": 0.8, "beta2": 0.99},
    {"optimizer": "nesterov", "momentum": 0.8},
    {"optimizer": "adagrad"},
    {"optimizer": "rmsprop", "learning_rate": 0.01},
    {"optimizer": "adamw", "learning_rate": 0.01, "beta1": 0.8, "l2": 0.01},
    {"l1": 0.002},
    {"l2": 0.01},
    {"l1": 0.001, "l2": 0.01, "dataset": "moons"},
    {"loss": "squared_error"},
    {"order": "by_class", "shuffle": False},
    {"hidden_layers": ""},
    {"features": "x1_squared,x2_squared,x1_x2", "dataset": "circle"},
    {"features": "sin_x1,x2", "hidden_layers": "4,4"},
    {"initialization": "uniform", "hidden_layers": "5,4,3", "seed": 7, "data_seed": 9},
    {"initialization": "xavier", "activation": "tanh"},
    {"activation": "tanh,relu,sine", "hidden_layers": "5,4,3"},
    {"dataset": "spiral", "classes": 4},
    {"dataset": "gaussians", "classes": 6},
    {"dataset": "hills", "loss": "mean_absolute_error"},
    {"custom_points": "x,y,value|0,0,0.5|1,0,-1|0,1,1|1,1,-0.25|-1,0,0.75"},
    {"validation_split": 0},
    {"batch_size": 7, "early_stopping": True, "patience": 1},
    {"schedule": "step", "schedule_epochs": 30},
    {"schedule": "cosine", "schedule_epochs": 50, "learning_rate": 0.3},
    {"schedule": "warm_up", "schedule_epochs": 20},
    {"dropout": 0.3, "hidden_layers": "5,4"},
    {"dropout": 0.2, "frozen": "0", "optimizer": "adam", "learning_rate": 0.01},
    {"frozen": "0.0.2,0.1.3,0.b.1,1.b.0", "optimizer": "momentum", "l2": 0.01},
]
SOFTSIGN = r"""

def softsign(z):
    return z / (1 + abs(z))


ACTIVATIONS["soft \"\"\"sign"] = Activation(
    "soft \"\"\"sign", softsign, lambda z: 1 / (1 + abs(z)) ** 2
)
"""
TEACHER = """

def teacher(n, noise, turns, rng):
    import numpy as numbers
    x = rng.uniform(-1, 1, (n, 2))
    network = MLP((2, 5, 1), KNOWN["tanh"], rng)
    y = network.forward(x)[-1].a[:, 0] > math.sin(0)
    return x, y.astype(numbers.int64)


DATASETS["teacher"] = Dataset("Teacher", teacher)
"""
ODD_DOCSTRING = r'''"""Mine,\rand \x0cyours:\u2028 \"\"\" ours."""
'''
BY_HAND = (
    TEXTS["training.py"]
    .replace("    while True:\n", "    velocity = np.zeros(1)\n    while True:\n")
    .replace(
        "            run.optimizer.update(run.network, run.gradients)\n",
        "            g = np.concatenate([p.ravel() for G in run.gradients for p in G])\n"
        "            velocity = 0.9 * velocity + g\n"
        "            run.network.theta -= 0.05 * velocity\n",
    )
)
has_torch = importlib.util.find_spec("torch") is not None
needs_torch = pytest.mark.skipif(
    not has_torch,
    reason="PyTorch is not installed: THE PYTORCH PROGRAMS WERE WRITTEN BUT NOT RUN",
)


def words(run: Mapping[str, object]) -> str:
    return ",".join(f"{name}={value}" for name, value in run.items())


def scores(session: Session) -> list[float]:
    """Losses and accuracies of the session after 100 epochs from update 0."""
    session.configure({"early_stopping": False})
    session.restart()
    session.step("epoch", EPOCHS)
    assert session.run.epoch == EPOCHS
    last = session.monitor.last_epoch
    val = (last.val_loss, last.val_metric)
    return [x for x in (last.train_loss, last.train_metric, *val) if x is not None]


def program_scores(text: str) -> list[float]:
    """The same of an exported program."""
    ast.parse(text)
    names = {"__name__": "taken_home"}
    module = type(sys)("taken_home")
    module.__dict__.update(names)
    sys.modules["taken_home"] = module  # where dataclasses look for it
    try:
        exec(compile(text, "taken_home.py", "exec"), module.__dict__)
        *_, (epoch, train, val) = module.train(EPOCHS)
    finally:
        del sys.modules["taken_home"]
    assert epoch == EPOCHS
    return [*train, *(val or ())]


def session_of(run: Mapping[str, object]) -> Session:
    session = Session()
    session.configure(run)
    return session


def workspace_of(files: dict[str, str], run: Mapping[str, object]) -> Workspace:
    workspace = Workspace()
    workspace.run_code(files)
    workspace.do(lambda session: session.configure(run))
    return workspace


def taken_home(files: dict[str, str], **run: object) -> tuple[str, Session]:
    workspace = workspace_of(files, run)
    return as_python(workspace.session, workspace.edits), workspace.session


@pytest.mark.parametrize("run", RUNS, ids=words)
@pytest.mark.slow
def test_the_python_program_ends_at_the_sessions_losses(run):
    session = session_of(run)
    program = as_python(session, {})
    np.testing.assert_allclose(program_scores(program), scores(session), rtol=1e-6)
    assert not any(line.startswith("from .") for line in program.splitlines())
    code = [line for line in program.splitlines() if "#" not in line]
    assert max(map(len, code)) <= 88


@needs_torch
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("run", RUNS, ids=words)
def test_the_pytorch_program_ends_at_the_sessions_losses(run):
    importlib.import_module("torch").set_num_threads(1)  # faster, where it is so small
    session = session_of(run)
    program = as_pytorch(session, {})
    np.testing.assert_allclose(program_scores(program), scores(session), rtol=1e-6)


@pytest.mark.parametrize("run", RUNS, ids=words)
def test_the_pytorch_program_is_python_of_no_long_lines(run):
    program = as_pytorch(session_of(run), {})
    ast.parse(program)
    code = [line for line in program.splitlines() if "#" not in line]
    assert max(map(len, code)) <= 88


@pytest.mark.skipif(sys.platform == "emscripten", reason="no processes in Pyodide")
def test_the_file_runs_by_itself_and_prints_the_table(tmp_path):
    session = session_of({"dataset": "circle"})
    file = tmp_path / "circle.py"
    file.write_text(as_python(session, {}), "utf-8")
    command = [sys.executable, "-I", "-W", "error", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    head, *rows = done.stdout.splitlines()
    assert head.split() == [
        "epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy"
    ]  # fmt: skip
    assert [row.split()[0] for row in rows] == [str(n) for n in range(5, 101, 5)]
    assert {len(row) for row in rows} == {len(head)}
    loss, accuracy, val_loss, _ = scores(session)
    last = rows[-1].split()
    assert last[1:4] == [f"{loss:.6f}", f"{val_loss:.6f}", f"{accuracy:.1f}"]


def test_the_last_section_also_runs_where_it_is_kept(capsys, monkeypatch):
    monkeypatch.setattr(main, "EPOCHS", 3)
    main.main()
    assert [row.split()[0] for row in capsys.readouterr().out.splitlines()] == [
        "epoch", "1", "2", "3"
    ]  # fmt: skip


@pytest.mark.parametrize("file", TEXTS)
def test_the_program_has_the_learners_files_whole(file):
    text = TEXTS[file]
    imports = (ast.Import, ast.ImportFrom, ast.Expr)
    first = next(n for n in ast.parse(text).body if not isinstance(n, imports))
    lines = text.splitlines()[first.lineno - 1 :]
    assert "\n".join(lines) in as_python(Session(), {})


def test_other_entries_may_be_chosen_in_the_settings_of_the_program():
    program = as_python(Session(), {})
    for default, other in [("relu", "tanh"), ("xor", "moons"), ("sgd", "momentum")]:
        program = program.replace(f'str = "{default}"', f'str = "{other}"')
    run = {"activation": "tanh", "dataset": "moons", "optimizer": "momentum"}
    session = session_of({**run, "noise": 0.1, "learning_rate": 0.05})
    np.testing.assert_allclose(program_scores(program), scores(session), rtol=1e-6)


def test_the_program_trains_for_as_many_epochs_as_the_session_has():
    session = Session()
    assert "\nEPOCHS = 100\n" in as_python(session, {})
    session.step("epoch", 120)
    assert "\nEPOCHS = 120\n" in as_python(session, {})


def test_the_docstring_tells_of_edits_and_of_an_early_stop():
    program, _ = taken_home({"training.py": BY_HAND}, early_stopping=True)
    docstring = ast.get_docstring(ast.parse(program)) or ""
    assert "Edited by hand: training.py." in docstring
    assert "this program trains on" in " ".join(docstring.split())
    assert "#early_stopping=true" in docstring


@pytest.mark.parametrize(
    ("files", "run"),
    [
        ({"training.py": BY_HAND}, {}),
        (
            {"activations.py": TEXTS["activations.py"] + SOFTSIGN},
            {"activation": 'soft """sign'},
        ),
        ({"layers.py": TEXTS["layers.py"].replace("dz.sum", "dz.mean")}, {}),
        (
            {
                "losses.py": TEXTS["losses.py"]
                .replace("sigmoid(", "squash(")
                .replace("Array, sigmoid", "Array, sigmoid as squash")
            },
            {"loss": "squared_error"},
        ),
        (
            {
                "training.py": "from __future__ import annotations\nimport math\n"
                + TEXTS["training.py"].replace(
                    "loss.value(logits, y)", "loss.value(logits, y) * math.pi"
                )
            },
            {},
        ),
        (
            {
                "datasets.py": TEXTS["datasets.py"]
                + "\nfrom .layers import MLP\n"
                + "from .activations import ACTIVATIONS as KNOWN; import math\n"
                + TEACHER
            },
            {"dataset": "teacher"},
        ),
        ({"losses.py": ODD_DOCSTRING + TEXTS["losses.py"]}, {}),
        ({name: f"{text}\n# mine\n" for name, text in TEXTS.items()}, {}),
    ],
    ids=[
        "momentum",
        "softsign",
        "mean",
        "renamed",
        "no docstring",
        "teacher",
        "odd docstring",
        "all",
    ],
)
@pytest.mark.slow
def test_edited_code_goes_along(files, run):
    program, session = taken_home(files, **run)
    assert program.count("# mine") == sum(t.count("# mine") for t in files.values())
    np.testing.assert_allclose(program_scores(program), scores(session), rtol=1e-6)


@pytest.mark.parametrize("file", ["activations.py", "losses.py", "layers.py"])
def test_a_file_of_version_1_0_goes_along_with_the_packaged(file):
    text = TEXTS[file].replace("derivative", "slope").replace("per_example", "each")
    assert text != TEXTS[file]
    program, session = taken_home({file: text})
    np.testing.assert_allclose(program_scores(program), scores(session), rtol=1e-6)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("from . import layers", "`from . import layers` in line 5 of optimizers.py"),
        ("from numpy import *", "`from numpy import *`"),
        ("from trainer import Session", "cannot go into one file"),
        ("from .settings.table import Settings", "cannot go into one file"),
        ("from .datasets import noisy", "from one of numpy, .activations, .layers, "),
        ("def f():\n    from .layers import MLP", "in line 6 of optimizers.py cannot"),
        ("import math; e = math.e", "Line 5 of optimizers.py has an import"),
        (
            "def noisy(): pass",
            "noisy has one meaning in optimizers.py and another in d",
        ),
        ("def f():\n    global sigmoid\n    sigmoid = 1", "sigmoid has one meaning in"),
        ("from cmath import sqrt as np", "np has one meaning in activations.py and an"),
        ("np = 3", "np has one meaning in activations.py and another in optimizers.py"),
        ("zip = list", "zip has one meaning in layers.py and another in optimizers.py"),
    ],
)
def test_what_one_file_cannot_have_is_told(line, words):
    text = '"""Optimizers.\n\nMine.\n"""\n' + line + "\n" + TEXTS["optimizers.py"]
    with pytest.raises(SettingError) as error:
        as_python(Session(), {"optimizers.py": text})
    assert words in str(error.value)


def test_pytorch_needs_the_loop_as_packaged():
    with pytest.raises(SettingError, match=r"restore layers.py, training.py first"):
        as_pytorch(Session(), {"training.py": "", "layers.py": "", "datasets.py": ""})


def test_an_activation_that_pytorch_has_not_is_told(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "mine", ACTIVATIONS["tanh"])
    session = session_of({"activation": "mine"})
    with pytest.raises(SettingError, match=r"activation must be one of .*; got 'mine'"):
        as_pytorch(session, {})


def test_pytorch_takes_an_edited_dataset():
    stripes = """

def stripes(n, noise, rng):
    x = rng.uniform(-1, 1, (n, 2))
    return x, np.floor(2 * x[:, 0]).astype(int) % 2


DATASETS["stripes"] = Dataset("Stripes", stripes)
"""
    files = {"datasets.py": TEXTS["datasets.py"] + stripes}
    workspace = workspace_of(files, {"dataset": "stripes"})
    program = as_pytorch(workspace.session, workspace.edits)
    ast.parse(program)
    if has_torch:
        expected = scores(workspace.session)
        np.testing.assert_allclose(program_scores(program), expected, rtol=1e-6)


def test_a_dataset_that_needs_more_than_pytorch_has_is_told():
    text = TEXTS["datasets.py"].replace("import Array", "import Array, sigmoid")
    with pytest.raises(SettingError, match=r"activations import Array, sigmoid` in"):
        as_pytorch(Session(), {"datasets.py": text})


def document() -> dict:
    session = session_of({"hidden_layers": "3,2"})
    session.step("epoch", 2)
    return json.loads(weights_as_json(session.settings, session.run))


def test_weights_come_back_bit_for_bit():
    session = session_of({"dataset": "spiral", "l2": 0.001})
    session.step("epoch", 5)
    text = weights_as_json(session.settings, session.run)
    settings, theta = weights_from_json(text)
    assert theta == session.run.network.theta.tolist()
    assert session_of(settings).settings == session.settings
    plain = json.loads(text)
    assert [layer["shape"] for layer in plain["layers"]] == [[2, 16], [16, 16], [16, 1]]
    assert (plain["epoch"], plain["update"]) == (5, 25)
    assert len(text.splitlines()) < 100


def test_the_largest_network_fits():
    session = session_of({"hidden_layers": "64,64,64,64,64,64"})
    assert len(weights_as_json(session.settings, session.run)) < LARGEST
    assert (
        len(weights_from_json(weights_as_json(session.settings, session.run))[1])
        > 20_000
    )


def put(path: str, value: object) -> dict:
    """A good file with one thing replaced: path "layers.0.b"."""
    whole = document()
    at: object = whole
    *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in way:
        at = at[key]
    at[last] = value
    return whole


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("settings", [], "settings must be an object with a text for each setting; got []."),
        ("settings.noise", 0.1, "settings.noise must be a text; got 0.1."),
        ("settings.noise", "9", "noise must be a number from 0 to 1; got '9'."),
        ("settings.nose", "9", "There is no setting named 'nose'."),
        ("layer_sizes", [2, 1], "layer_sizes must be [2, 3, 2, 1], as in hidden_layers;"),
        ("epoch", -1, "epoch must be a whole number from 0; got -1."),
        ("update", True, "update must be a whole number from 0; got True."),
        ("layers", {}, "layers must be a list of 3; got {}."),
        ("layers", [1], "layers must be a list of 3; got 1."),
        ("layers.1", 5, "layers[1] must be an object with shape, W and b; got 5."),
        ("layers.1.shape", [2, 3], "layers[1].shape must be [3, 2]; got [2, 3]."),
        ("layers.1.W", [[1]], "layers[1].W must be a list of 3; got 1."),
        ("layers.1.W.2", "no", "layers[1].W[2] must be a list of 2; got 'no'."),
        ("layers.1.W.2.0", "1", "layers[1].W[2][0] must be a number from -100000000 to 100000000;"),
        ("layers.0.b.1", float("nan"), "layers[0].b[1] must be a number from"),
        ("layers.0.b.1", True, "layers[0].b[1] must be a number from"),
        ("layers.0.b.1", 10**400, "layers[0].b[1] must be a number from"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_is_told_where(path, value, sentence):
    with pytest.raises(SettingError) as error:
        weights_from_json(json.dumps(put(path, value)))
    assert str(error.value).startswith(sentence)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file must be JSON"),
        ("[" * 100_000, "The file must be JSON with at most 10 brackets open; got 1"),
        ('{"' * 300_000, "The file must be JSON"),
        ("1" * 9999, "The file must be JSON"),
        ("[]", "The file must be one object with settings and layers; got []."),
        (" " * 1_000_001, "The file must be at most 1000000 bytes long; got 1000001."),
    ],
    ids=["empty", "deep", "torn", "number", "list", "long"],
)
def test_what_is_no_such_file_is_told(text, sentence):
    with pytest.raises(SettingError, match=r".") as error:
        weights_from_json(text)
    assert str(error.value).startswith(sentence)


def test_the_history_has_a_row_for_every_epoch():
    session = Session()
    session.step("epoch", 3)
    text = history_as_csv(session)
    assert text.count("\r\n") == text.count("\n") == 5
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["epoch"] for row in rows] == ["0", "1", "2", "3"]
    assert rows[3]["update"] == "15"
    frame = session.frame()
    for name in ("train_loss", "val_loss", "train_accuracy", "val_accuracy"):
        assert float(rows[3][name]) == pytest.approx(frame[name], rel=1e-12)


def test_the_history_has_empty_cells_where_nothing_is_held_back():
    session = session_of({"validation_split": 0})
    rows = list(csv.DictReader(StringIO(history_as_csv(session))))
    assert rows[0]["val_loss"] == rows[0]["val_accuracy"] == ""
    assert rows[0]["train_loss"] != ""


def test_the_history_ends_with_the_last_epoch_when_thinned():
    session = session_of({"points": 10})
    session.step("epoch", 1001)
    rows = list(csv.DictReader(StringIO(history_as_csv(session))))
    assert rows[-1]["epoch"] == "1001"
    assert len(rows) < 900


def test_weights_set_by_hand_are_told_in_the_program():
    session = Session()
    assert "set by hand" not in as_python(session, {})
    session.set_parameter(0, 1.0)
    assert "set by hand" in " ".join(as_python(session, {}).split())
