"""The bridge: one message in, one message out. It knows nothing of the browser."""

import json
import traceback
from collections.abc import Mapping
from functools import cache
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from ..errors import (
    LONGEST,
    CodeError,
    SettingError,
    cut,
    python_of,
    shown,
)
from ..experiments.definition import read
from ..experiments.trial import Trial
from ..run.session import Session
from .edited_code import Workshop
from .protocol import (
    EXACT,
    Broken,
    Checked,
    Exported,
    Failed,
    Frame,
    Inspection,
    Refused,
    Reply,
    Request,
    SessionRequest,
)
from .protocol import Trial as TrialFrame

Answer = Frame | TrialFrame | Inspection | Checked | Exported


@cache
def the_workshop() -> Workshop:
    """The page's one workshop, made when it is first needed."""
    return Workshop()


def ask(session: Session, edits: Mapping[str, str], request: SessionRequest) -> Answer:
    """What the session has to say to a request."""
    if request["type"] == "export":
        # here, for all readers wait for what is imported at the start
        from ..export.formats import export

        return export(session, edits, request["format"])
    if request["type"] == "step":
        return session.step(request["unit"], request["amount"])
    if request["type"] == "rewind":
        return session.rewind(request["index"])
    if request["type"] == "configure":
        return session.configure(request["changes"])
    if request["type"] == "restart":
        return session.restart(request["renew"])
    if request["type"] == "open" or request["type"] == "look":
        return session.frame()
    if request["type"] == "inspect":
        return session.inspect()
    if request["type"] == "choose":
        return session.choose(request["x1"], request["x2"], request["by"])
    if request["type"] == "check":
        return session.check(request["index"])
    if request["type"] == "parameter":
        return session.set_parameter(request["index"], request["value"])
    if request["type"] == "weights":
        return session.set_weights(request["theta"])
    if request["type"] == "draw":
        return session.draw(request["what"], request["places"])
    if request["type"] == "import":
        return session.load(request["text"])
    if request["type"] == "show":
        session.panels = request["panels"]
        return session.frame()
    if request["type"] == "run":
        return session.frame()
    assert_never(request)


def answer(workshop: Workshop, request: Request) -> Answer:
    """Do what the page asks, on the code that the reader has.

    Experiments run the packaged code: their question is not about edits.
    """
    if request["type"] == "experiment":
        workshop.trial = Trial(read(request["definition"]), request["again"])
        return workshop.trial.frame()
    if request["type"] == "step_trial":
        if not workshop.trial:
            raise SettingError("experiment.none")
        return workshop.trial.step(request["unit"], request["amount"])
    if request["type"] == "run":
        workshop.run_code(request["files"])
    if request["type"] == "open":
        workshop.open(request["link"], request["run"])
    reply = workshop.do(lambda session: ask(session, workshop.edits, request))
    if reply["type"] == "frame":
        reply["edited"] = sorted(workshop.edits)
        reply["console"] = workshop.console.text()
        if request["type"] == "run":
            reply["options"] = workshop.do(lambda session: session.options())
        without_known(workshop, reply)
    return reply


def without_known(workshop: Workshop, frame: Frame) -> None:
    """Leave out what the page has from the frame before: points are many, and rarely new."""
    points, own = frame["points"], frame["settings"]["own"]
    known_points, known_own = workshop.told
    if points is known_points and own == known_own:
        frame["points"] = points[:0]
        del frame["settings"]["own"]
    workshop.told = points, own


def reply_to(text: str) -> Reply:
    """Answer a request in JSON; whatever goes wrong becomes a reply, too."""
    workshop = the_workshop()
    try:
        return answer(workshop, json.loads(text))
    except SettingError as error:
        return Refused(type="refused", message=error.message)
    except CodeError as error:
        return Broken(
            type="broken",
            message=error.message,
            file=error.file,
            line=error.line,
            traceback=error.traceback,
            console=workshop.console.text(),
        )
    except Exception as error:
        return Failed(
            type="failed", message=shown(error, LONGEST), traceback=trace_text(error)
        )


def trace_text(error: BaseException) -> str:
    """The whole traceback of an error, cut; its last line where there is no more."""
    try:
        return cut("".join(traceback.format_exception(error)))
    except Exception:
        return python_of(error)


def pack(reply: Reply) -> tuple[str, NDArray[np.uint8]]:
    """A reply as JSON and the bytes of all its arrays, for a single transfer.

    In the JSON each array is {"shape", "offset", "exact"}, its offset in bytes; "tensors"
    lists their names. Arrays that hold counters are exact, in float64, and come first, for
    a float64 has to lie at a multiple of 8; all others are float32.
    """
    header: dict[str, object] = {}
    arrays = {
        name: value for name, value in reply.items() if isinstance(value, np.ndarray)
    }
    parts: list[NDArray[np.uint8]] = []
    offset = 0
    for name in sorted(arrays, key=lambda name: name not in EXACT):
        kind = np.float64 if name in EXACT else np.float32
        flat = np.ascontiguousarray(arrays[name].ravel(), dtype=kind).view(np.uint8)
        parts.append(flat)
        header[name] = {
            "shape": arrays[name].shape,
            "offset": offset,
            "exact": name in EXACT,
        }
        offset += len(flat)
    header |= {name: value for name, value in reply.items() if name not in arrays}
    header["tensors"] = list(arrays)
    whole = np.concatenate([np.empty(0, np.uint8), *parts])
    return json.dumps(header, allow_nan=False), whole


def handle(text: str) -> tuple[str, NDArray[np.uint8]]:
    """What the worker calls: a request's JSON in, a packed reply out."""
    try:
        return pack(reply_to(text))
    except Exception as error:  # what the reader's code gave may fit into no message
        the_workshop().told = None, ""  # the page has nothing of that frame
        words, trace = shown(error, LONGEST), trace_text(error)
        return pack(Failed(type="failed", message=words, traceback=trace))
