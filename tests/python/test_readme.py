"""README and CONTRIBUTING say what is so: their code runs, their files are there."""

import ast
import inspect
import re
import textwrap
from pathlib import Path

import pytest

import trainer
from trainer import ACTIVATIONS, DATASETS, training_loop

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
CONTRIBUTING = ROOT / ".github/CONTRIBUTING.md"
DOCUMENTS = [
    README,
    CONTRIBUTING,
    ROOT / "web/settings.md",
    *sorted((ROOT / "web/teachers").glob("*/*.md")),
]


def code_of(function: ast.stmt) -> str:
    """A function without its docstring, comments and line breaks."""
    assert isinstance(function, ast.FunctionDef)
    if ast.get_docstring(function):
        del function.body[0]
    return ast.unparse(function)


def test_the_loop_it_shows_is_the_loop_that_runs():
    text = README.read_text("utf-8")
    shown = re.search(r"```python\n(def training_loop.*?)```", text, re.DOTALL)
    runs = textwrap.dedent(inspect.getsource(training_loop))
    assert code_of(ast.parse(shown[1]).body[0]) == code_of(ast.parse(runs).body[0])


def test_its_reading_order_is_the_packages():
    ordered = re.search(r"in this order: (.*?)\.", README.read_text("utf-8"))[1]
    listed = re.findall(r"^    (\w+)  ", trainer.__doc__, re.MULTILINE)
    named = re.findall(r"`(\w+)`", ordered)
    assert named == listed[: len(named)]
    folders = {
        path.parent.name for path in Path(trainer.__file__).parent.glob("*/*.py")
    }
    assert {*listed[len(named) :]} == folders - {"__pycache__"}


def test_it_is_short():
    assert len(README.read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize(("document", "count"), [(README, 1), (CONTRIBUTING, 2)])
def test_its_examples_run(document, count):
    text = document.read_text("utf-8")
    examples = re.findall(r"```python\n((?:from|import) .*?)```", text, re.DOTALL)
    assert len(examples) == count
    before = [(registry, set(registry)) for registry in (DATASETS, ACTIVATIONS)]
    try:
        for example in examples:
            exec(example, {})
    finally:
        for registry, names in before:
            for name in set(registry) - names:
                del registry[name]


@pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_every_file_that_it_names_is_there(document):
    text = document.read_text("utf-8")
    links = [
        document.parent / link
        for link in re.findall(r"\]\(([^)]+)\)", text)
        if not link.startswith(("https:", "#"))
    ]
    named = [ROOT / path for path in re.findall(r"`((?:py|web|tests)/[^` *]+)", text)]
    assert links or named
    assert [path for path in (*links, *named) if not path.exists()] == []


def pictured() -> list[str]:
    """The paths in CONTRIBUTING's picture of the folders; a folder's ends in a slash."""
    text = CONTRIBUTING.read_text("utf-8")
    picture = re.search(r"```\n(build\.py .*?)```", text, re.DOTALL)[1]
    paths, above = [], []
    for line in picture.splitlines():
        indent, name = re.match(r"( *)(\S+) ", f"{line} ").groups()
        above[len(indent) // 2 :] = [name]
        paths.append("".join(above))
    return paths


def there() -> list[str]:
    """What the picture has to show: every folder, but for those of a language, and the
    files at the top of the trainer."""
    files = [
        path
        for top in ("py", "web", "tests")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and not re.search(r"__pycache__|\.egg-info", str(path))
    ]
    folders = {
        f"{folder}/" for file in files for folder in file.relative_to(ROOT).parents
    }
    return [
        "build.py",
        *(
            folder
            for folder in folders - {"./"}
            if not re.search("(lesson|teachers)/.", folder)
        ),
        *(f"py/trainer/{path.name}" for path in (ROOT / "py/trainer").glob("*.py")),
    ]


def test_the_picture_of_the_folders_is_the_tree():
    assert sorted(pictured()) == sorted(there())


# a browser test for each row of the table that compares the page with others
ROWS = {
    "circle, spiral and": "every_dataset_is_learned_with_its_defaults",
    "three to six classes": "three_clouds_are_told_apart",
    "values to learn": "values_have_an_error_in_place_of_right_and_wrong",
    "input features": "with_the_product_xor_is_learned_without_a_hidden_layer",
    "a feature, an activation": "the_readers_own_feature_becomes_a_switch",
    "the plane as a hidden": "the_plane_bends_while_it_trains",
    "points added while": "points_are_drawn_while_it_trains_and_it_goes_on",
    "an empty plane": "it_begins_on_an_empty_plane_with_both_buttons",
    "a data file": "an_export_of_a_german_spreadsheet_trains",
    "measured data": "measured_data_show_their_source",
    "numbers on the axes": "axes_and_scale_have_numbers_as_the_reader_writes_them",
    "a unit enlarged": "a_unit_that_is_pointed_at_takes_the_place_of_the_plane_with_its_formula",
    "training or validation": "either_kind_of_points_can_be_switched_off_and_the_link_says_so",
    "P(class) at a place": "a_pointer_reads_the_plane_and_the_point_below_it",
    "L1 and L2": "every_setting_has_one_control_that_works_and_stands_in_the_link",
    "optimizers besides": "every_setting_has_one_control_that_works_and_stands_in_the_link",
    "learning rate schedules": "early_stopping_ends_the_run_and_names_its_best_epoch",
    "stage by stage": "numbers_are_the_arrays_under_their_names_with_their_shapes",
    "the code that trains": "edited_code_runs_by_button_and_by_key_with_the_same_settings",
    "back in time": "the_slider_goes_back_in_time_and_training_goes_on_from_there",
    "experiments over": "an_experiment_is_predicted_run_and_answered_in_every_language",
    "NumPy and PyTorch": "the_python_program_ends_at_the_losses_of_the_page",
    "a project file": "another_opens_it_and_finds_everything",
    "a link to what": "a_shared_link_brings_the_very_state_back",
    "controls hidden": "a_teacher_chooses_what_learners_see",
    "a lesson, with": "a_check_is_drawn_from_the_run_and_says_where_it_went_wrong",
    "experiments written": "a_teacher_writes_one_previews_it_and_hands_it_out",
    "a lab report": "it_grows_by_itself_stays_and_is_handed_in",
    "plans and worksheets": "a_worksheet_has_its_links_as_qr_codes_and_opens_what_it_is_about",
    "without a network": "chromium_trains_from_a_double_click",
    "an activation for": "each_layer_may_have_an_activation_of_its_own",
    "dropout": "dropout_leaves_units_out_of_a_batch_and_the_diagram_shows_it",
    "a layer or a weight": "a_frozen_weight_and_a_frozen_layer_stay_as_they_are",
}


def test_a_browser_test_tries_each_row_of_the_comparison():
    text = (ROOT / ".github/COMPARISON.md").read_text("utf-8")
    rows = re.findall(r"(?m)^\| (\w.*?) \|.* yes \|$", text)
    assert len(rows) == len(ROWS)
    files = (ROOT / "tests/browser").glob("test_*.py")
    tests = "\n".join(file.read_text("utf-8") for file in files)
    for row, (begins, test) in zip(rows, ROWS.items(), strict=True):
        assert row.startswith(begins)
        assert f"def test_{test}(" in tests, row
