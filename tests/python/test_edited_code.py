"""The workspace: edits that work, edits that do not, and what is told of them."""

import gc
import json
import sys
from itertools import count
from weakref import ref

import numpy as np
import pytest
from seen import PlainSession, Session, Workspace

from trainer.errors import CodeError, SettingError
from trainer.messages import english
from trainer.page.bridge import handle, the_workspace
from trainer.page.edited_code import FILES, packaged
from trainer.settings.table import Settings

TEXTS = packaged()
BROKEN = {"layers.py": TEXTS["layers.py"].replace("x @ self.W", "x @ self.V")}


def edit(file: str, *changes: tuple[str, str]) -> dict[str, str]:
    """A file with each old text replaced by a new one."""
    text = TEXTS[file]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {file: text}


def run(*files: dict[str, str]) -> Workspace:
    workspace = Workspace()
    workspace.run_code({name: text for file in files for name, text in file.items()})
    return workspace


def trained(workspace: Workspace, epochs: int = 20) -> Session:
    workspace.do(lambda session: session.step("epoch", epochs))
    return workspace.session


def refused(files: dict[str, str]) -> CodeError:
    with pytest.raises(CodeError) as error:
        Workspace().run_code(files)
    return error.value


def test_the_files_as_packaged_count_as_no_edit():
    workspace = run(TEXTS)
    assert workspace.edits == {}
    assert type(workspace.viewer.session) is PlainSession


def test_a_comment_changes_nothing_of_the_run():
    workspace = run(edit("training.py", ("while True:", "while True:  # for ever")))
    assert list(workspace.edits) == ["training.py"]
    plain = Session(Settings(engine="numpy"))
    plain.step("epoch", 20)
    mine = trained(workspace).run.network.theta
    np.testing.assert_allclose(mine, plain.run.network.theta, rtol=1e-9)


def test_nothing_is_kept_of_code_that_was_replaced():
    files = edit("training.py", ("while True:", "while True:  # for ever"))
    workspace = run(files)
    replaced = ref(type(workspace.viewer.session))
    gc.disable()
    try:
        workspace.run_code(files)
        assert replaced() is None
    finally:
        gc.enable()


def test_the_run_starts_anew_with_the_same_settings():
    workspace = Workspace()
    workspace.session.configure({"dataset": "circle", "seed": 5})
    workspace.session.step("epoch", 3)
    workspace.run_code(edit("training.py", ("while True:", "while True:  # mine")))
    assert workspace.session.run.update == 0
    assert workspace.session.frame()["link"] == "dataset=circle&seed=5"


def test_the_shuffle_can_be_deleted_with_its_stage_or_without():
    line = next(
        x for x in TEXTS["training.py"].splitlines(True) if "rng.permutation" in x
    )
    for changes in ([(line, "")], [(line, ""), ('        yield "shuffle"\n', "")]):
        session = trained(run(edit("training.py", *changes)))
        assert session.run.order.tolist() == list(range(160))
        assert session.run.epoch == 20


def test_full_batch_descent():
    session = trained(
        run(
            edit(
                "training.py",
                ("[run.start : run.start + run.batch_size]", ""),
            )
        )
    )
    assert session.run.update == 20
    assert len(session.run.batch) == 160


def test_a_mean_in_place_of_the_sum_is_another_run():
    session = trained(run(edit("layers.py", ("dz.sum(axis=0)", "dz.mean(axis=0)"))))
    plain = Session()
    plain.step("epoch", 20)
    assert session.run.network.theta.tolist() != plain.run.network.theta.tolist()


def test_a_new_activation_stands_in_the_options_and_trains():
    softsign = """
ACTIVATIONS["softsign"] = Activation(
    "soft sign", lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2
)
"""
    workspace = run({"activations.py": TEXTS["activations.py"] + softsign})
    assert workspace.session.options()["activation"]["softsign"] == "soft sign"
    workspace.do(lambda session: session.configure({"activation": "softsign"}))
    assert trained(workspace).settings.activation == "softsign"
    workspace.run_code({})
    assert workspace.session.settings.activation == "relu"
    assert "softsign" in english(*workspace.session.note)


@pytest.mark.parametrize(
    "files",
    [
        ("activations.py",),
        ("losses.py",),
        ("layers.py",),
        ("activations.py", "layers.py"),
    ],
    ids=" ".join,
)
def test_files_of_version_1_0_train_and_can_be_inspected(files):
    old = {
        name: TEXTS[name].replace("derivative", "slope").replace("per_example", "each")
        for name in files
    }
    workspace = run(old)
    workspace.do(lambda session: session.step("stage", 4))
    assert workspace.do(lambda session: session.inspect())["derivations"]
    plain = Session(Settings(engine="numpy"))
    plain.step("epoch", 20)
    mine = trained(workspace).run.network.theta
    np.testing.assert_allclose(mine, plain.run.network.theta, rtol=1e-9)


def test_a_new_dataset_stands_in_the_options_and_trains():
    stripes = """
def stripes(n, noise, rng):
    x = rng.uniform(-1, 1, (n, 2))
    return x, np.floor(2 * x[:, 0]).astype(int) % 2

DATASETS["stripes"] = Dataset("Stripes", stripes)
"""
    workspace = run({"datasets.py": TEXTS["datasets.py"] + stripes})
    assert workspace.session.options()["dataset"]["stripes"] == "Stripes"
    workspace.do(lambda session: session.configure({"dataset": "stripes"}))
    assert trained(workspace).run.epoch == 20


def test_a_dataset_of_four_arguments_is_told_the_turns():
    rows = """
def rows(n, noise, turns, rng):
    y = np.arange(n) % 2
    return np.column_stack([np.linspace(-1, 1, n), turns * y]), y

DATASETS["rows"] = Dataset("Rows", rows)
"""
    workspace = run({"datasets.py": TEXTS["datasets.py"] + rows})
    workspace.do(lambda session: session.configure({"dataset": "rows", "turns": 0.75}))
    assert workspace.session.run.x[:, 1].max() == 0.75


def test_a_dataset_that_fails_leaves_run_and_settings_as_they_were():
    bad = """
def bad(n, noise, rng):
    return 1 / 0

DATASETS["bad"] = Dataset("Bad", bad)
"""
    workspace = run({"datasets.py": TEXTS["datasets.py"] + bad})
    with pytest.raises(CodeError, match="ZeroDivisionError"):
        workspace.do(lambda session: session.configure({"dataset": "bad"}))
    assert workspace.session.settings.dataset == "xor"
    assert trained(workspace).run.epoch == 20


def test_momentum_written_by_hand_equals_the_optimizers():
    by_hand = edit(
        "training.py",
        ("    while True:\n", "    velocity = 0.0\n    while True:\n"),
        (
            "            run.optimizer.update(run.network, run.gradients)\n",
            "            g = np.concatenate([p.ravel() for G in run.gradients for p in G])\n"
            "            velocity = 0.9 * velocity + g\n"
            "            run.network.theta -= 0.05 * velocity\n",
        ),
    )
    mine = trained(run(by_hand)).run.network.theta
    session = Session()
    session.configure({"optimizer": "momentum"})
    session.step("epoch", 20)
    np.testing.assert_allclose(mine, session.run.network.theta, rtol=1e-12)


def test_a_schedule_written_into_the_loop():
    schedule = edit(
        "training.py",
        (
            "    while True:\n",
            "    while True:\n        run.optimizer.learning_rate *= 0.5\n",
        ),
    )
    session = trained(run(schedule), 4)
    assert session.run.optimizer.learning_rate == pytest.approx(0.05 / 2**4)


def test_prints_go_to_the_console_which_drops_the_oldest():
    loud = edit(
        "training.py",
        (
            "            run.update += 1\n",
            "            run.update += 1\n            print('loss', run.batch_loss)\n",
        ),
    )
    workspace = run(loud)
    assert workspace.console.text() == ""
    workspace.do(lambda session: session.step("update", 3))
    lines = workspace.console.text().splitlines()
    assert [line.split()[0] for line in lines] == ["loss"] * 3
    assert 0 < float(lines[0].split()[1]) < 5
    workspace.do(lambda session: session.step("update", 1000))
    first, *rest = workspace.console.text().splitlines()
    assert first == "… 803 earlier lines"
    assert len(rest) == 200


def test_what_a_file_prints_when_it_is_read_is_there_once():
    workspace = run({"training.py": TEXTS["training.py"] + "print('read')\n"})
    assert workspace.console.text() == "read\n"


def test_what_the_making_of_a_run_prints_is_there_once():
    made = ("        self.sizes", "        print('made')\n        self.sizes")
    workspace = run(edit("layers.py", made))
    assert workspace.console.text() == "made\n"


def test_an_entry_without_a_label_goes_by_its_name():
    workspace = run({"datasets.py": TEXTS["datasets.py"] + "DATASETS['mine'] = xor\n"})
    assert workspace.session.options()["dataset"]["mine"] == "mine"


def test_many_points_of_ones_own_outlive_a_change_of_code():
    workspace = Workspace()
    rows = "|".join(f"{i / 200:g},0.5,{i % 2}" for i in range(300))
    workspace.session.configure({"custom_points": rows, "learning_rate": "0.3"})
    workspace.run_code(edit("training.py", ("while True:", "while True:  # for ever")))
    assert len(workspace.session.settings.custom_points) == 300
    assert workspace.session.settings.learning_rate == 0.3


def test_a_syntax_error_names_its_line():
    error = refused(edit("training.py", ("while True:", "while True")))
    line = TEXTS["training.py"].splitlines().index("    while True:") + 1
    assert (error.file, error.line) == ("training.py", line)
    assert "Python cannot read line" in english(error.message)
    assert "SyntaxError: expected ':'" in english(error.message)


def test_an_exception_names_the_readers_line_and_shows_no_other():
    error = refused(BROKEN)
    line = next(
        i for i, x in enumerate(BROKEN["layers.py"].splitlines(), 1) if "self.V" in x
    )
    assert (error.file, error.line) == ("layers.py", line)
    assert "'Dense' object has no attribute 'V'" in english(error.message)
    assert f'File "layers.py", line {line}' in error.traceback
    assert "z = x @ self.V + self.b" in error.traceback
    assert "workspace" not in error.traceback
    assert "session.py" not in error.traceback


def test_code_that_fails_leaves_the_last_good_run_in_place():
    workspace = Workspace()
    workspace.session.step("epoch", 3)
    before = workspace.viewer
    with pytest.raises(CodeError):
        workspace.run_code(BROKEN)
    assert workspace.viewer is before
    assert workspace.edits == {}
    assert workspace.do(lambda session: session.step("epoch"))["epoch"] == 4


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '            yield "loss"\n',
            "",
            "After 'forward' training_loop must yield 'loss'; it yielded 'backward'.",
        ),
        (
            'yield "loss"',
            'yield "lost"',
            "training_loop must yield shuffle, batch, forward, loss, backward, update; "
            "it yielded 'lost'.",
        ),
        ("while True:", "for _ in range(1):", None),
        (
            'yield "shuffle"',
            'yield "forward"',
            "At first training_loop must yield 'shuffle' or 'batch'; it yielded 'forward'.",
        ),
    ],
)
def test_a_loop_that_breaks_the_stages_is_told_so(old, new, sentence):
    files = edit("training.py", (old, new))
    if sentence:
        assert english(refused(files).message) == sentence
        return
    workspace = run(files)
    with pytest.raises(CodeError, match="must go on while it is asked"):
        trained(workspace)


def test_an_error_later_on_keeps_the_state_until_then():
    late = edit(
        "training.py",
        (
            "            run.update += 1\n",
            "            run.update += 1\n            1 / (run.update - 7)\n",
        ),
    )
    workspace = run(late)
    with pytest.raises(CodeError, match="ZeroDivisionError"):
        trained(workspace)
    assert workspace.session.run.update == 7
    with pytest.raises(CodeError, match="Press Reset to start the run again"):
        trained(workspace)
    assert workspace.do(lambda session: session.frame())["update"] == 7
    assert workspace.do(lambda session: session.restart())["update"] == 0


def test_exit_is_an_error_like_any_other():
    error = refused(
        edit("training.py", ("    while True:\n", "    exit(3)\n    while True:\n"))
    )
    assert "SystemExit" in english(error.message)
    assert error.line > 50


def test_code_that_fails_leaves_no_line_of_itself_in_later_tracebacks():
    late = edit(
        "training.py",
        (
            "            run.update += 1\n",
            "            run.update += 1\n            1 / (run.update - 7)\n",
        ),
    )
    workspace = run(late)
    with pytest.raises(CodeError):
        workspace.run_code({"training.py": "# other\n" * 90 + "1 / 0\n"})
    with pytest.raises(CodeError) as error:
        trained(workspace)
    assert "1 / (run.update - 7)" in error.value.traceback


LONG = "raise ValueError('a' * 1_000_000 + 'end')"
HOSTILE = {
    "a message like a book": LONG,
    "a setting's error like a book": (
        "from .errors import SettingError\n"
        "raise SettingError('text', text='a' * 1_000_000 + 'end')"
    ),
    "str raises": """
class Hostile(Exception):
    def __str__(self): raise self
    __repr__ = __str__
raise Hostile""",
    "str gives no text": """
class Hostile(Exception):
    def __str__(self): return 3
raise Hostile""",
    "str exits": """
class Hostile(Exception):
    def __str__(self): exit(1)
raise Hostile""",
    "attributes raise": """
class Hostile(Exception):
    @property
    def __notes__(self): raise self
    __class__ = __traceback__ = __cause__ = __context__ = __notes__
raise Hostile""",
    "the class has no name": """
class Meta(type):
    def __getattribute__(cls, name): raise ValueError
class Hostile(Exception, metaclass=Meta): pass
raise Hostile""",
    "a syntax error of numbers": "raise SyntaxError(1, (2, 'x', 3.5, b'', None, 0))",
    "a syntax error at no line": (
        "raise SyntaxError('m', ('activations.py', 'ten', None, None))"
    ),
    "a syntax error beyond the end": (
        "raise SyntaxError('m', ('activations.py', 10**400, None, None))"
    ),
    "a syntax error without a message": """
error = SyntaxError('m', ('activations.py', 1, 1, 'text'))
error.msg = type('Hostile', (), {'__str__': lambda self: 1 / 0})()
raise error""",
    "a syntax error of one's own": """
class Hostile(SyntaxError):
    @property
    def filename(self): raise self
    lineno = msg = text = filename
raise Hostile""",
    "a file name that raises": """
class Name(str):
    def __hash__(self): raise ValueError
    def __eq__(self, other): raise ValueError
error = SyntaxError('m')
error.filename = Name('activations.py')
raise error""",
    "a loop's error": """
from .errors import LoopError
class Hostile(LoopError):
    def __str__(self): raise self
raise Hostile""",
    "a setting's error": """
from .errors import SettingError
class Hostile(SettingError):
    def __init__(self): pass
    def __str__(self): raise self
    setting = property(__str__)
raise Hostile""",
    "deep down": """
def f(n): g(n + 1)
def g(n): f(n + 1)
f(0)""",
    "a group": "raise BaseExceptionGroup(LONG, [ValueError('a' * 9000)] * 9000)".replace(
        "LONG", "'a' * 1_000_000"
    ),
}


@pytest.mark.parametrize("raising", HOSTILE.values(), ids=HOSTILE)
def test_errors_that_are_long_or_hostile_are_told_like_others(raising):
    the_workspace.cache_clear()
    body = raising.strip().replace("\n", "\n    ")
    text = f"{TEXTS['activations.py']}\ndef fail():\n    {body}\n\nfail()\n"
    header, _ = handle(json.dumps({"type": "run", "files": {"activations.py": text}}))
    reply = json.loads(header)
    if reply["type"] == "refused":
        assert "setting's error" in next(k for k, v in HOSTILE.items() if v == raising)
    else:
        assert reply["type"] == "broken"
        assert reply["file"] == "activations.py"
        assert reply["line"] > len(TEXTS["activations.py"].splitlines())
        assert "An error in line " in english(reply["message"])
    assert all(len(str(text)) < 5000 for text in reply.values())
    if "1_000_000 + " in raising:
        assert "characters more …" in english(reply["message"])
        assert english(reply["message"]).endswith("end")
    assert json.loads(handle('{"type": "step", "unit": "epoch", "amount": 1}')[0])


@pytest.mark.skipif(sys.version_info < (3, 12), reason="needs sys.monitoring")
def test_an_error_that_never_says_what_it_is_is_told_all_the_same(monkeypatch):
    monkeypatch.setattr("trainer.page.workspace.ASKING", 0.2)
    error = refused(
        edit(
            "layers.py",
            (
                "z = x @ self.W",
                "class E(Exception):\n            def __str__(self):\n"
                "                while True: pass\n        raise E\n        z = x @ self.W",
            ),
        )
    )
    assert english(error.message).endswith("E: <exception str() failed>")


def test_what_breaks_the_trainer_is_cut_too(monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("a" * 1_000_000)

    the_workspace.cache_clear()
    monkeypatch.setattr(the_workspace(), "do", broken)
    reply = json.loads(handle('{"type": "inspect"}')[0])
    assert reply["type"] == "failed"
    assert all(len(text) < 5000 for text in reply.values())


def test_a_label_that_raises_is_the_readers_error():
    the_workspace.cache_clear()
    text = TEXTS["activations.py"] + (
        "\nclass Bad:\n    @property\n    def label(self): raise ValueError('no label')\n"
        "ACTIVATIONS['bad'] = Bad()\n"
    )
    header, _ = handle(json.dumps({"type": "run", "files": {"activations.py": text}}))
    reply = json.loads(header)
    assert reply["type"] == "broken"
    assert "ValueError: no label" in english(reply["message"])


def test_only_the_six_files_can_be_edited():
    assert set(FILES) == set(TEXTS)
    with pytest.raises(SettingError, match=r"got 'session.py'"):
        Workspace().run_code({"session.py": ""})


needs_monitoring = pytest.mark.skipif(
    sys.version_info < (3, 12), reason="sys.monitoring: runs inside Pyodide"
)


@needs_monitoring
@pytest.mark.parametrize(
    "loop",
    [
        "        while True:\n            pass\n",
        "        while True:\n            try:\n                int('x')\n"
        "            except Exception:\n                pass\n",
        "        def again():\n            return again\n"
        "        while again():\n            again()()\n",
    ],
)
def test_code_that_never_ends_is_stopped_at_its_line(loop, monkeypatch):
    clock = count(step=0.001)  # seconds; it runs when it is read, on any machine alike
    monkeypatch.setattr("trainer.page.time_limit.perf_counter", clock.__next__)
    workspace = Workspace()
    workspace.session.step("epoch", 2)
    with pytest.raises(CodeError, match=r"stopped in line \d+ of training.py") as error:
        workspace.run_code(
            edit("training.py", ("    while True:\n", "    while True:\n" + loop))
        )
    first = TEXTS["training.py"].splitlines().index("    while True:") + 1
    assert first < error.value.line <= first + 6
    assert workspace.do(lambda session: session.step("epoch"))["epoch"] == 3


@needs_monitoring
def test_the_packaged_loop_runs_without_a_time_limit(monkeypatch):
    monkeypatch.setattr("trainer.page.workspace.SECONDS", 0.0)
    monkeypatch.setattr(sys.monitoring, "use_tool_id", None)
    assert trained(Workspace()).run.epoch == 20


@pytest.mark.parametrize(
    ("dataset", "sentence"),
    [
        (
            "Dataset('Bad', xor, classes=4)",
            "must draw points of all its 4 classes; it drew 2",
        ),
        ("Dataset('Bad', gaussians, classes=3)", ""),
        (
            "Dataset('Bad', lambda n, noise, rng: (rng.normal(size=(n, 2)), np.arange(n) % 9), "
            "classes=9)",
            "may have 6 classes at most",
        ),
    ],
)
def test_a_dataset_that_does_not_draw_its_classes_is_refused(dataset, sentence):
    workspace = run(
        {"datasets.py": TEXTS["datasets.py"] + f"DATASETS['bad'] = {dataset}\n"}
    )
    if not sentence:
        workspace.do(lambda session: session.configure({"dataset": "bad"}))
        return
    with pytest.raises(CodeError, match=sentence):
        workspace.do(lambda session: session.configure({"dataset": "bad"}))


def test_layers_that_choose_their_activations_keep_them():
    own = TEXTS["layers.py"].replace(
        "        self.layers[-1].activation",
        '        self.layers[0].activation = ACTIVATIONS["sine"]\n'
        "        self.layers[-1].activation",
    )
    workspace = run({"layers.py": own})
    labels = [
        layer.activation.label for layer in workspace.viewer.session.run.network.layers
    ]
    assert labels == ["sine", "linear"]


def test_a_loss_of_several_classes_may_return_a_number_for_each_example():
    own = TEXTS["losses.py"].replace(
        "    return largest + np.log(total) - of_true",
        "    return (largest + np.log(total) - of_true)[:, 0]",
    )
    workspace = run({"losses.py": own})
    workspace.do(lambda session: session.configure({"dataset": "spiral", "classes": 3}))
    for _ in range(6):
        workspace.do(lambda session: session.step("stage"))
        workspace.viewer.inspect()
