"""Features: what the network is given of each point, and all that has to know of it."""

import numpy as np
import pytest
from hosts import HOST

from trainer.engine.modules import Compiler
from trainer.errors import CodeError, SettingError
from trainer.features import FEATURES, features_of
from trainer.messages import english
from trainer.page.edited_code import packaged
from trainer.page.workspace import Workspace
from trainer.run.plane import CELLS
from trainer.run.session import Session
from trainer.run.weights_file import weights_as_json
from trainer.settings.permalink import from_link, to_link
from trainer.settings.table import Settings
from trainer.view.hinges import hinges
from trainer.view.pictures import pictures_of
from trainer.view.viewer import Viewer

COMPILER = Compiler(HOST)
ALL = tuple(FEATURES)
POINTS = np.array([[0.5, -1.0], [-0.25, 2.0]])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x1", [0.5, -0.25]),
        ("x2", [-1, 2]),
        ("x1_squared", [0.25, 0.0625]),
        ("x2_squared", [1, 4]),
        ("x1_x2", [-0.5, -0.5]),
        ("sin_x1", [1, -np.sqrt(0.5)]),
        ("sin_x2", [0, 0]),
    ],
)
def test_a_feature_is_what_its_name_says(name, expected):
    np.testing.assert_allclose(features_of(POINTS, [name])[:, 0], expected, atol=1e-12)


def test_features_stand_side_by_side_and_the_first_layer_is_as_wide():
    session = Session(Settings(features=ALL))
    assert session.run.network.sizes == (7, 8, 1)
    np.testing.assert_array_equal(session.run.x, features_of(session.data.x, ALL))
    assert session.data.x.shape[1] == 2  # the plane stays the plane
    assert Viewer(session).frame()["layer_sizes"] == [7, 8, 1]


def test_the_default_is_the_point_itself():
    session = Session()
    np.testing.assert_array_equal(session.run.x, session.data.x)
    assert to_link(session.settings) == ""


@pytest.mark.parametrize("seed", range(5, 10))
def test_with_the_product_xor_needs_no_hidden_layer(seed):
    session = Session(
        Settings(features="x1_x2", hidden_layers="", seed=seed, noise=0.1)
    )
    session.step("epoch", 60)
    train, _ = session.trainer.scores()
    assert train.metric == 100
    without = Session(Settings(hidden_layers="", seed=seed))
    without.step("epoch", 60)
    assert without.trainer.scores()[0].metric < 90


@pytest.mark.parametrize("engine", ["auto", "float32"])
@pytest.mark.parametrize(
    "features", [ALL, ("x2",), ("x1_squared", "x2_squared"), ("x1", "sin_x2")]
)
def test_the_engine_trains_as_numpy_does(features, engine):
    own = {"features": features, "dataset": "circle", "hidden_layers": (6, 4)}
    compiled = Session(Settings(**own, engine=engine), compiler=COMPILER)
    numpy = Session(Settings(**own, engine="numpy"))
    for session in (compiled, numpy):
        session.step("epoch", 40)
    assert compiled.trainer.is_compiled
    near = {"rtol": 1e-8} if engine == "auto" else {"atol": 1e-3}
    theta = numpy.run.network.theta
    np.testing.assert_allclose(compiled.run.network.theta, theta, **near)
    for a, b in zip(compiled.trainer.scores(), numpy.trainer.scores(), strict=True):
        np.testing.assert_allclose(a, b, **near)
    pictures = compiled.trainer.compiled_pictures()
    for a, b in zip(pictures, pictures_of(compiled.run), strict=True):
        np.testing.assert_allclose(a.ravel(), b.ravel(), atol=1e-4)


def test_the_pictures_of_the_inputs_are_the_features():
    _, units = pictures_of(Session(Settings(features=ALL)).run)
    for name, picture in zip(ALL, units, strict=False):
        values = features_of(CELLS, [name]).reshape(100, 100)[2::4, 2::4]
        expected = 0.5 + 0.5 * values / np.abs(values).max()
        np.testing.assert_allclose(picture, expected)


def test_links_files_and_texts_keep_them_in_the_registrys_order():
    settings, problems = from_link("features=x1_x2,x1&hidden_layers=")
    assert not problems
    assert settings.features == ("x1", "x1_x2")
    assert to_link(settings) == "features=x1,x1_x2&hidden_layers="


@pytest.mark.parametrize("features", ["x1_x2", "x1,x2", ALL])
def test_a_weights_file_comes_back(features):
    session = Session(Settings(features=features))
    session.step("epoch", 3)
    kept = session.run.network.theta.copy()
    text = weights_as_json(session.settings, session.run)
    other = Session()
    other.load(text)
    np.testing.assert_array_equal(other.run.network.theta, kept)


def test_of_a_link_what_is_known_is_taken():
    settings, problems = from_link("features=radius,x1_x2,x1")
    assert settings.features == ("x1", "x1_x2")
    assert "Not all of features is known, of 'radius,x1_x2,x1'" in english(*problems)
    settings, problems = from_link("features=radius")
    assert settings.features == ("x1", "x2")
    assert "The default is used instead." in english(*problems)


@pytest.mark.parametrize("value", ["", "x3", "x1,x3", (), "x1;;x2,", 3, None, [1]])
def test_what_is_no_feature_is_named_and_refused(value):
    with pytest.raises(SettingError, match="features must be one or more of x1, x2, "):
        Settings(features=value)


def test_looking_knows_places_from_inputs():
    viewer = Viewer(
        Session(Settings(features="x1_squared,x2_squared", dataset="circle"))
    )
    session = viewer.session
    session.step("epoch", 60)
    places = session.data.x
    assert viewer.choose(*places[7])["point"] == 7
    for stage in ("shuffle", "batch", "forward", "loss", "backward", "update"):
        session.step("stage", 1)
        seen = viewer.inspect()
        assert seen["stage"] == stage
        if stage == "shuffle":
            first = session.run.order[:20]
            np.testing.assert_array_equal(seen["order"], places[first])
        if stage == "loss":
            np.testing.assert_array_equal(
                seen["losses"][:, :2], places[session.run.batch]
            )
        batch = session.run.batch
        np.testing.assert_array_equal(seen["batch_rows"][:, 1:3], places[batch])
    radius = np.hypot(*seen["boundary"].T)
    assert len(radius)
    assert ((radius > 0.3) & (radius < 1)).all()
    shown = {each["name"]: each for each in seen["arrays"]}
    assert shown["x"]["shape"] == [32, 2]
    np.testing.assert_allclose(shown["x"]["rows"][0], session.run.x[batch[0]])
    viewer.panels = ["epochs"]
    assert viewer.frame()["confusion"].sum() == len(places) + len(session.data.x_val)


def test_only_straight_hinges_are_lines():
    assert len(hinges(Session(Settings(features=ALL)).trainer)) == 0
    upright = hinges(Session(Settings(features="x1", initialization="he")).trainer)
    assert len(upright)
    np.testing.assert_allclose(upright[:, 1], upright[:, 3])  # x1 at both ends


RADIUS = '    "radius": lambda x1, x2: np.hypot(x1, x2),\n}\n'


def test_a_readers_own_feature_is_offered_and_trains():
    workspace = Workspace()
    text = packaged()["features.py"].replace("}\n", RADIUS, 1)
    workspace.run_code({"features.py": text})
    assert workspace.viewer.options()["features"]["radius"] == "radius"
    session = workspace.viewer.session
    session.configure(
        {"features": "radius", "dataset": "circle", "hidden_layers": "", "noise": 0.02}
    )
    session.step("epoch", 300)
    assert session.trainer.scores()[0].metric > 95
    np.testing.assert_allclose(
        session.run.x[:, 0], np.hypot(*session.data.x.T), rtol=1e-12
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("np.log(x1)", "a finite number all over the plane; it is nan at x1 = -1.4"),
        ("1 / (x1 - x1)", "it is inf at"),
        ("x1[:3]", "for 10000 points it has the shape (3,)"),
        ("1.0", "it has the shape ()"),
        ("x1.astype(str)", "it is of type <U32"),
    ],
)
def test_a_feature_that_is_no_number_is_told_at_its_line(body, sentence):
    own = f'    "own": lambda x1, x2: {body},\n}}\n'
    text = packaged()["features.py"].replace("}\n", own, 1)
    with pytest.raises(CodeError) as error:
        Workspace().run_code({"features.py": text})
    assert sentence in str(error.value)
    assert "The feature own must be" in str(error.value)
    assert error.value.file == "features.py"
    assert '"own": lambda' in text.splitlines()[error.value.line - 1]


def test_a_name_that_no_link_can_hold_is_refused():
    own = '    "my radius, <b>": lambda x1, x2: np.hypot(x1, x2),\n}\n'
    text = packaged()["features.py"].replace("}\n", own, 1)
    with pytest.raises(CodeError, match="The name of a feature must be of letters"):
        Workspace().run_code({"features.py": text})
