"""The bridge: one message in, one message out. It knows nothing of the browser."""

import json
import traceback
from functools import cache
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from .protocol import Failed, Frame, Refused, Reply, Request
from .session import Session
from .settings import SettingError


@cache
def the_session() -> Session:
    """The page's one session, made when it is first needed."""
    return Session()


def answer(request: Request, session: Session) -> Frame:
    """Do what the page asks."""
    if request["type"] == "step":
        return session.step(request["unit"], request["amount"])
    if request["type"] == "configure":
        return session.configure(request["changes"])
    if request["type"] == "restart":
        return session.restart(request["renew"])
    if request["type"] == "open":
        return session.open(request["link"])
    assert_never(request)


def reply_to(text: str) -> Reply:
    """Answer a request in JSON; whatever goes wrong becomes a reply, too."""
    try:
        return answer(json.loads(text), the_session())
    except SettingError as error:
        the_session().note = str(error)
        return Refused(type="refused", message=str(error))
    except Exception as error:
        return Failed(
            type="failed", message=repr(error), traceback=traceback.format_exc()
        )


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
