"""Settings: rules, defaults, errors, links, and what is made from the table."""

import json
import random
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.datasets import DATASETS
from trainer.errors import SettingError
from trainer.messages import english
from trainer.page.declarations import declarations
from trainer.page.schema import as_json
from trainer.run.setup import assemble
from trainer.settings.axes import Axes, Axis
from trainer.settings.fields import (
    AxesField,
    Choice,
    Number,
    Places,
    PointsField,
    Switch,
    Widths,
)
from trainer.settings.permalink import LONGEST, from_link, to_link
from trainer.settings.table import (
    FIELDS,
    Settings,
    defaults,
    fitting,
    non_default,
    parse,
    resolve,
)


def values(field):
    match field:
        case Choice(options):
            return st.sampled_from(sorted(options))
        case Number(low, high, integer):
            return st.integers(int(low), int(high)) if integer else st.floats(low, high)
        case Switch():
            return st.booleans()
        case Widths(layers, units):
            return st.lists(st.integers(1, units), max_size=layers).map(tuple)
        case Places():
            one = st.integers(0, 99)
            weight = st.tuples(one, st.just("b") | one, one)
            place = one.map(str) | weight.map(lambda a: ".".join(map(str, a)))
            return st.lists(place).map(lambda a: tuple(sorted({*a})))
        case AxesField():
            word = st.text(max_size=8)
            end = st.integers(-99, 99)
            axis = st.tuples(word, end, end).map(
                lambda a: Axis(a[0].strip(), min(a[1:]) - 0.5, max(a[1:]) + 0.0)
            )
            names = st.lists(word.map(str.strip), max_size=6).map(tuple)
            return st.none() | st.tuples(axis, axis, axis, names).map(
                lambda a: Axes(*a)
            )
        case PointsField():
            place = st.integers(-150, 150).map(lambda n: n / 100)
            kinds = st.integers(0, 5), st.integers(-100, 100).map(lambda n: n / 100)
            some = [
                st.lists(st.tuples(place, place, kind), min_size=4, max_size=60)
                for kind in kinds
            ]
            return st.just(()) | st.one_of(some).map(tuple)


some_settings = st.fixed_dictionaries(
    {name: values(field) for name, field in FIELDS.items()}
).map(lambda chosen: Settings(**fitting(chosen)))


@given(some_settings)
def test_a_link_carries_any_settings_there_and_back(settings):
    assert from_link(f"#{to_link(settings)}") == (settings, [])


@given(some_settings)
def test_what_was_chosen_gives_the_settings_back(settings):
    assert resolve(non_default(settings)) == settings


@given(st.text(max_size=300))
def test_no_link_breaks_the_reader(text):
    settings, problems = from_link(text)
    assert isinstance(settings, Settings)
    assert english(*problems) or not problems


@given(st.sampled_from(sorted(set(FIELDS) - {"custom_points"})), st.text(max_size=30))
def test_a_setting_is_taken_or_named_with_its_value(name, text):
    try:
        value = parse(name, text)
    except SettingError as error:
        sentence = str(error)
    else:
        sentence = f"{name} must be what it is; got {text!r}"
        assert parse(name, FIELDS[name].format(value)) == value
    assert sentence.startswith(f"{name} must be ")
    assert repr(text)[:20] in sentence


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("learning_rate", "11", "a number from 0.00001 to 10; got '11'"),
        ("learning_rate", float("nan"), "a number from 0.00001 to 10; got nan"),
        ("learning_rate", "fast", "a number from 0.00001 to 10; got 'fast'"),
        ("learning_rate", "1" * 50, "a number from 0.00001 to 10; got '111"),
        ("batch_size", 2.5, "a whole number from 1 to 5000; got 2.5"),
        ("batch_size", True, "a whole number from 1 to 5000; got True"),
        ("shuffle", "perhaps", "true or false; got 'perhaps'"),
        ("shuffle", [], "true or false; got []"),
        (
            "optimizer",
            "lion",
            "one of sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw; got 'lion'",
        ),
        ("hidden_layers", "8,0", "up to 6 whole numbers from 1 to 64"),
        ("hidden_layers", "1,1,1,1,1,1,1", "up to 6 whole numbers from 1 to 64"),
        ("hidden_layers", 8, "up to 6 whole numbers from 1 to 64"),
        ("hidden_layers", "8,,8", "up to 6 whole numbers from 1 to 64"),
        ("hidden_layers", "8x8", "up to 6 whole numbers from 1 to 64"),
        ("points", "1,000", "a whole number from 10 to 5000; got '1,000'"),
        ("points", "1.000", "a whole number from 10 to 5000; got '1.000'"),
        ("points", "200.0", "a whole number from 10 to 5000; got '200.0'"),
        ("points", "1_000", "a whole number from 10 to 5000; got '1_000'"),
        ("points", 10**400, "a whole number from 10 to 5000; got 1000"),
        ("noise", 10**400, "a number from 0 to 1; got 1000"),
        ("noise", "1e400", "a number from 0 to 1; got '1e400'"),
        ("noise", "0_1", "a number from 0 to 1; got '0_1'"),
        ("noise", "0,0,5", "a number from 0 to 1; got '0,0,5'"),
        ("noise", "0x1", "a number from 0 to 1; got '0x1'"),
        ("noise", "nan", "a number from 0 to 1; got 'nan'"),
        ("noise", ",", "a number from 0 to 1; got ','"),
        ("noise", np.bool_(True), "a number from 0 to 1; got "),
        ("noise", None, "a number from 0 to 1; got None"),
    ],
)
def test_a_wrong_value_gets_one_clear_sentence(name, value, sentence):
    with pytest.raises(SettingError) as error:
        parse(name, value)
    assert f"{name} must be {sentence}" in str(error.value)
    assert error.value.message["setting"] == name


def test_a_number_too_long_for_python_to_print_is_refused_like_others():
    for name in ("points", "noise"):
        with pytest.raises(
            SettingError, match=f"{name} must be .* a value of type int"
        ):
            parse(name, 10**5000)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("learning_rate", "0,05", 0.05),
        ("learning_rate", " 5E-2 ", 0.05),
        ("learning_rate", "+,05", 0.05),
        ("noise", "1.", 1.0),
        ("noise", np.float32(0.5), 0.5),
        ("points", np.int64(50), 50),
        ("points", np.float64(50), 50),
        ("points", 50.0, 50),
        ("shuffle", np.bool_(False), False),
        ("hidden_layers", "8 4", (8, 4)),
        ("hidden_layers", "8;4", (8, 4)),
        ("hidden_layers", " 8 , 4\t2", (8, 4, 2)),
        ("hidden_layers", np.array([8, 4]), (8, 4)),
    ],
)
def test_values_are_read_as_people_and_numpy_write_them(name, text, value):
    assert parse(name, text) == value
    assert type(parse(name, text)) is type(value)


def test_an_unknown_setting_is_named():
    with pytest.raises(SettingError, match="no setting named 'depth'"):
        parse("depth", "3")


def test_texts_and_values_read_alike():
    assert resolve(
        {"hidden_layers": "16, 4", "shuffle": "false", "batch_size": "7"}
    ) == (replace(Settings(), hidden_layers=(16, 4), shuffle=False, batch_size=7))
    assert parse("hidden_layers", "") == parse("hidden_layers", []) == ()


def test_a_bad_link_names_what_is_wrong_and_takes_the_rest():
    settings, problems = from_link("#dataset=spiral&learning_rate=fast&depth=3&noise=0")
    assert settings == replace(defaults("spiral"), noise=0.0)
    assert len(problems) == 3
    assert "learning_rate must be a number" in english(problems[0])
    assert "'depth'" in english(problems[2])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, wrong) for name in FIELDS for wrong in (object(), float("nan"))),
        *((name, None) for name in FIELDS if name != "axes"),  # which may be none
        ("learning_rate", 11),
        ("points", 2.5),
        ("points", True),
        ("shuffle", 1),
        ("dataset", "cloud"),
        ("dataset", ["xor"]),
        ("hidden_layers", (8, -1)),
        ("hidden_layers", 8),
        ("custom_points", ((0, 0, 0),)),
    ],
)
def test_settings_check_every_value(name, value):
    with pytest.raises(SettingError, match=f"^{name} must be ") as error:
        Settings(**{name: value})
    assert error.value.message["setting"] == name


def test_an_activation_for_each_layer_and_the_last_for_the_rest():
    settings = Settings(activation="tanh, relu,relu", hidden_layers=(3, 3, 3, 3))
    assert settings.activation == "tanh,relu"
    run, _ = assemble(settings)
    labels = [layer.activation.label for layer in run.network.layers]
    assert labels == ["tanh", "ReLU", "ReLU", "ReLU", "linear"]
    more, _ = assemble(replace(settings, hidden_layers=(3,)))
    assert more.network.layers[0].activation.label == "tanh"
    with pytest.raises(SettingError, match="or up to 6 of these with commas"):
        Settings(activation="relu,cubic")
    with pytest.raises(SettingError, match="or up to 6 of these with commas"):
        Settings(activation=",".join(["relu", "tanh"] * 4))


def test_a_dataset_brings_its_defaults_for_whatever_was_not_given():
    spiral = Settings(dataset="spiral")
    assert (spiral.optimizer, spiral.hidden_layers) == ("adam", (16, 16))
    given = Settings(dataset="spiral", optimizer="sgd", hidden_layers=(8,), noise=0.1)
    assert (given.optimizer, given.hidden_layers, given.noise) == ("sgd", (8,), 0.1)
    assert given.learning_rate == 0.01
    assert replace(given, seed=2).optimizer == "sgd"


def test_settings_take_numbers_of_numpy_and_hold_those_of_python():
    settings = Settings(
        points=np.int32(50),
        noise=np.float64(0.5),
        shuffle=np.bool_(False),
        hidden_layers=np.array([4, 2]),
        custom_points=np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0.0]]),
    )
    assert json.loads(json.dumps(vars(settings)))["hidden_layers"] == [4, 2]
    assert settings.custom_points[1] == (0.0, 1.0, 1)
    assert type(settings.custom_points[1][2]) is int


def test_an_endless_link_is_refused_whole():
    settings, problems = from_link("noise=0.3&" * 1000)
    assert settings == Settings()
    assert str(LONGEST) in english(*problems)


def test_a_link_is_readable():
    settings = replace(
        defaults("spiral"), learning_rate=0.05, hidden_layers=(16, 8), shuffle=False
    )
    assert to_link(settings) == (
        "dataset=spiral&hidden_layers=16,8&learning_rate=0.05&shuffle=false"
    )
    assert to_link(Settings()) == ""


def test_a_new_dataset_brings_its_defaults_and_keeps_what_was_chosen():
    spiral = resolve({"dataset": "spiral", "learning_rate": 0.2})
    assert (spiral.learning_rate, spiral.optimizer) == (0.2, "adam")
    back = resolve({**non_default(spiral), "dataset": "xor"})
    assert back == replace(Settings(), learning_rate=0.2)


@pytest.mark.parametrize("dataset", sorted(DATASETS))
def test_the_defaults_keep_their_own_rules(dataset):
    for name, field in FIELDS.items():
        value = getattr(defaults(dataset), name)
        assert field.parse(value) == value


def test_the_schema_has_every_setting_with_its_words():
    schema = json.loads(as_json())
    settings, messages = schema["settings"], schema["messages"]
    assert [entry["name"] for entry in settings] == [f.name for f in fields(Settings)]
    for entry in settings:
        assert messages[f"settings.{entry['name']}.label"]
        assert messages[f"settings.{entry['name']}.help"].endswith(".")
    assert messages["options.dataset.xor"] == settings[0]["field"]["options"]["xor"]


def test_the_pages_declarations_are_those_of_the_protocol():
    page = Path(__file__).parents[2] / "web" / "protocol.d.ts"
    assert page.read_text() == declarations(), (
        "stale: run PYTHONPATH=py python -m trainer.page.declarations > web/protocol.d.ts"
    )


def test_10000_links_of_strangers_are_read_without_an_error():
    rng = random.Random(1)
    words = [
        *FIELDS,
        "=",
        "&",
        "#",
        "%",
        "%00",
        "%ff",
        "|",
        ",",
        "1e999",
        "nan",
        "-1",
        "0",
    ]
    words += [
        "<script>",
        "__class__",
        "\ud800",
        "x" * 300,
        "spiral",
        "true",
        "٣",
        "1_0",
    ]
    for _ in range(10_000):
        link = "".join(rng.choice(words) for _ in range(rng.randint(0, 25)))
        settings, problems = from_link(link)
        assert from_link(to_link(settings)) == (settings, [])
        assert all(len(english(problem)) < 400 for problem in problems)
