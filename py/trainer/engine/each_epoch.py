"""Statements of an edited loop before an epoch's first batch, such as a schedule."""

from collections.abc import Collection, Mapping
from types import CodeType

from ..errors import EngineError, python_of
from ..messages import message
from ..training import Run
from .tracing import refused_statements


def run_statements(
    code: CodeType,
    run: Run,
    names: Mapping[str, object],
    run_name: str,
    numbers: Collection[str],
) -> None:
    """Run `code`, which sees the globals `names` and calls the run `run_name`.

    An EngineError where it fails, or changes more than `numbers` of the optimizer; then
    nothing is changed, and the loop itself runs the statements.
    """
    owners = [vars(run), vars(run.optimizer), vars(run.penalty)]
    before = [dict(owner) for owner in owners]
    try:
        exec(code, {**names, run_name: run})
        for name, value in vars(run.optimizer).items():
            is_number = name in numbers and isinstance(value, int | float)
            if value is not before[1].get(name) and not is_number:
                raise EngineError("engine.rate")
        if not (isinstance(run.batch_size, int) and run.batch_size > 0):
            raise EngineError("engine.rate")
    except Exception as error:
        for owner, values in zip(owners, before, strict=True):
            owner.clear()
            owner.update(values)
        own = message("engine.own-error", error=python_of(error))
        why = error.message if isinstance(error, EngineError) else own
        raise refused_statements(why, code) from None
