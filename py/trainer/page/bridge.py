"""The bridge: one message in, one message out. It knows nothing of the browser."""

import json
import traceback
from functools import cache
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from ..errors import LONGEST, CodeError, SettingError, python_of, shortened, shown
from ..export.exported import Exported
from ..view.hidden_space import Axes
from ..view.viewer import Viewer
from .protocol import (
    ActRequest,
    Answer,
    Broken,
    Failed,
    Frame,
    Refused,
    Reply,
    Request,
    SessionRequest,
    Sound,
)
from .wire import to_wire
from .workspace import Workspace


@cache
def the_workspace() -> Workspace:
    """The page's one workspace, made when it is first needed."""
    return Workspace()


def answer(workspace: Workspace, request: Request) -> Answer:
    """Do what the page asks, on the code that the reader has.

    Experiments run the packaged code: their question is not about edits.
    """
    if request["type"] == "experiment":
        # here, for all readers wait for what is imported at the start
        from ..experiments.definition import parse
        from ..experiments.trial import Trial

        experiment, earlier = parse(request["definition"]), workspace.trial
        if earlier:
            earlier.close()
        goes_on = request["again"] and earlier and earlier.experiment == experiment
        workspace.trial = Trial(experiment, earlier if goes_on else None)
        return workspace.trial.frame()
    if request["type"] == "step_trial":
        if not workspace.trial:
            raise SettingError("experiment.none")
        return workspace.trial.step(request["unit"], request["amount"])
    if request["type"] == "check_experiment":
        from ..experiments.definition import parse  # likewise

        parse(request["definition"])
        return Sound(type="sound")
    if request["type"] == "run":
        workspace.run_code(request["files"])
    if request["type"] == "open_project":
        workspace.open_project(request["text"])
    if request["type"] == "open":
        workspace.open(request["link"], request["run"])
    return workspace.do(lambda viewer: ask(workspace, viewer, request))


def ask(workspace: Workspace, viewer: Viewer, request: SessionRequest) -> Answer:
    """The current session's answer to a request."""
    if request["type"] == "export":
        from ..export.formats import export  # here, likewise

        return export(viewer.session, workspace.edits, request["format"])
    if request["type"] == "list":
        from ..export.listed import listed  # likewise

        return listed()
    if request["type"] == "measure_batches":
        return viewer.measure_batches()
    if request["type"] == "ask":
        return viewer.ask(request["section"])
    if request["type"] == "judge":
        return viewer.judge(request["text"])
    if request["type"] == "save_project":
        text = viewer.session.project(request["page"])
        return Exported(type="exported", name="watch-it-learn.json", text=text)
    if request["type"] == "inspect":
        return viewer.inspect()
    if request["type"] == "choose":
        return viewer.choose(request["x1"], request["x2"], request["by"])
    if request["type"] == "choose_example":
        return viewer.choose_example(request["example"])
    if request["type"] == "check":
        return viewer.check(request["index"])
    if request["type"] == "compiled":
        return viewer.compiled()
    if request["type"] == "read_table":
        return workspace.read_table(request["text"])
    if request["type"] == "choose_columns":
        places = request["x1"], request["x2"], request["label"]
        return workspace.choose_columns(*places, request["has_values"], request["one"])
    if request["type"] == "use_table":
        workspace.use_table()
    act(viewer, request)
    is_of_other_code = request["type"] in ("run", "open_project")
    return Frame(
        **workspace.without_known(viewer.frame()),
        type="frame",
        edited=sorted(workspace.edits),
        console=workspace.console.text(),
        options=viewer.options() if is_of_other_code else None,
    )


def act(viewer: Viewer, request: ActRequest) -> None:
    """Change the session, or what is looked at, as a request wants it."""
    session = viewer.session
    if request["type"] == "step":
        session.step(request["unit"], request["amount"])
    elif request["type"] == "rewind":
        session.rewind(request["index"])
    elif request["type"] == "configure":
        session.configure(request["changes"])
    elif request["type"] == "restart":
        session.restart(request["renew"])
    elif request["type"] == "parameter":
        session.set_parameter(request["index"], request["value"])
    elif request["type"] == "weights":
        session.set_weights(request["theta"])
    elif request["type"] == "draw":
        what, places = request["what"], request["places"]
        session.draw(what, places, goes_on=request["goes_on"])
    elif request["type"] == "import":
        session.load(request["text"])
    elif request["type"] == "show":
        viewer.panels = request["panels"]
        viewer.axes = Axes(*request["axes"])
    elif (
        request["type"] != "look"
        and request["type"] != "open"
        and request["type"] != "run"
        and request["type"] != "use_table"
        and request["type"] != "open_project"
    ):  # the workspace has done what there is to do
        assert_never(request)


def reply_to(text: str) -> Reply:
    """Answer a request in JSON; whatever goes wrong becomes a reply, too."""
    workspace = the_workspace()
    try:
        return answer(workspace, json.loads(text))
    except SettingError as error:
        return Refused(type="refused", message=error.message)
    except CodeError as error:
        return Broken(
            type="broken",
            message=error.message,
            file=error.file,
            line=error.line,
            traceback=error.traceback,
            console=workspace.console.text(),
        )
    except Exception as error:
        return Failed(
            type="failed", message=shown(error, LONGEST), traceback=trace_text(error)
        )


def trace_text(error: BaseException) -> str:
    """The whole traceback of an error, cut; its last line where there is no more."""
    try:
        return shortened("".join(traceback.format_exception(error)))
    except Exception:
        return python_of(error)


def handle(text: str) -> tuple[str, NDArray[np.uint8]]:
    """What the worker calls: a request's JSON in, a packed reply out."""
    try:
        return to_wire(reply_to(text))
    except Exception as error:  # what the reader's code gave may fit into no message
        the_workspace().forget_told()  # the page has nothing of that frame
        words, trace = shown(error, LONGEST), trace_text(error)
        return to_wire(Failed(type="failed", message=words, traceback=trace))
