"""The bridge: one message in, one message out. It knows nothing of the browser."""

import json
import traceback
from collections.abc import Mapping
from functools import cache
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from .errors import (
    LONGEST,
    CodeError,
    SettingError,
    cut,
    python_of,
    shown,
    words_of,
)
from .experiment import read
from .protocol import (
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
from .session import Session
from .trial import Trial
from .workshop import Workshop

Answer = Frame | TrialFrame | Inspection | Checked | Exported


@cache
def the_workshop() -> Workshop:
    """The page's one workshop, made when it is first needed."""
    return Workshop()


def ask(session: Session, edits: Mapping[str, str], request: SessionRequest) -> Answer:
    """What the session has to say to a request."""
    if request["type"] == "export":
        # here, for all readers wait for what is imported at the start
        from .export.formats import export

        return export(session, edits, request["format"])
    if request["type"] == "step":
        return session.step(request["unit"], request["amount"])
    if request["type"] == "rewind":
        return session.rewind(request["index"])
    if request["type"] == "configure":
        return session.configure(request["changes"])
    if request["type"] == "restart":
        return session.restart(request["renew"])
    if request["type"] == "open":
        return session.open(request["link"])
    if request["type"] == "inspect":
        return session.inspect()
    if request["type"] == "choose":
        return session.choose(request["x1"], request["x2"], request["by"])
    if request["type"] == "check":
        return session.check(request["index"])
    if request["type"] == "parameter":
        return session.set_parameter(request["index"], request["value"])
    if request["type"] == "draw":
        return session.draw(request["what"], request["places"])
    if request["type"] == "import":
        return session.load(request["text"])
    if request["type"] == "tell":
        session.note = request["message"]
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
            raise SettingError("There is no experiment open: choose one in the lesson.")
        return workshop.trial.step(request["unit"], request["amount"])
    if request["type"] == "run":
        workshop.run_code(request["files"])
    reply = workshop.do(lambda session: ask(session, workshop.edits, request))
    if reply["type"] == "frame":
        reply["edited"] = sorted(workshop.edits)
        reply["console"] = workshop.console.text()
        if request["type"] == "run":
            reply["options"] = workshop.do(lambda session: session.options())
    return reply


def reply_to(text: str) -> Reply:
    """Answer a request in JSON; whatever goes wrong becomes a reply, too."""
    workshop = the_workshop()
    try:
        return answer(workshop, json.loads(text))
    except SettingError as error:
        words = words_of(error)
        workshop.session.note = words
        return Refused(type="refused", message=words)
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


def pack(reply: Reply) -> tuple[str, NDArray[np.float32]]:
    """A reply as JSON and one vector that holds all its arrays, for a single transfer.

    In the JSON each array is {"shape", "offset"}; "tensors" lists their names.
    """
    header: dict[str, object] = {}
    arrays: list[NDArray[np.float64]] = []
    offset = 0
    for name, value in reply.items():
        if isinstance(value, np.ndarray):
            header[name] = {"shape": value.shape, "offset": offset}
            arrays.append(value.ravel())
            offset += value.size
        else:
            header[name] = value
    header["tensors"] = [name for name in reply if isinstance(reply[name], np.ndarray)]  # type: ignore[literal-required]
    flat = np.concatenate([np.empty(0), *arrays]).astype(np.float32)
    return json.dumps(header, allow_nan=False), flat


def handle(text: str) -> tuple[str, NDArray[np.float32]]:
    """What the worker calls: a request's JSON in, a packed reply out."""
    return pack(reply_to(text))
