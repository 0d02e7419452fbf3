"""For an edited loop: do its stages come in order? For every loop: which lines is each?"""

import ast
import linecache
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from types import CodeType, GeneratorType

from ..errors import LoopError, shown
from ..messages import message
from ..training import STAGES

# What may come after each stage; "" is the beginning. A loop may do without its shuffle.
FOLLOWERS = {
    "": STAGES[:2],
    **{stage: (follower,) for stage, follower in pairwise(STAGES)},
    STAGES[-1]: STAGES[:2],
}


def checked(loop: Iterator[str]) -> Iterator[str]:
    """The stages of `loop`; a LoopError where one is wrong, forgotten or the last."""
    last = ""
    for stage in loop:
        if stage not in STAGES:
            raise LoopError("loop.not-a-stage", stages=STAGES, got=shown(stage))
        if stage not in FOLLOWERS[last]:
            names = [repr(name) for name in FOLLOWERS[last]]
            expected = (
                message("loop.either", a=names[0], b=names[1])
                if len(names) > 1
                else names[0]
            )
            code = "loop.after" if last else "loop.first"
            raise LoopError(code, last=repr(last), expected=expected, got=shown(stage))
        last = stage
        yield stage
    raise LoopError("loop.ended")


def lines_that_ran(loop: "GeneratorType[str, None, None]") -> list[int]:
    """The first and the last line of the stage that `loop` just ended; [] if it is over."""
    if not loop.gi_frame:
        return []
    last = loop.gi_frame.f_lineno
    return [stage_lines(loop.gi_code).get(last, last), last]


@lru_cache(maxsize=2)
def stage_lines(code: CodeType) -> dict[int, int]:
    """For the line of each yield in `training_loop`, the first line of its stage."""
    source = "".join(linecache.getlines(code.co_filename))
    nodes = [
        node
        for function in ast.parse(source).body
        if isinstance(function, ast.FunctionDef) and function.name == "training_loop"
        for node in ast.walk(function)
    ]
    yields = sorted(node.lineno for node in nodes if isinstance(node, ast.Yield))
    bodies = [node.body[0].lineno for node in nodes if isinstance(node, ast.While)]
    starts = [min(bodies, default=1), *(line + 1 for line in yields)]
    return dict(zip(yields, starts, strict=False))
