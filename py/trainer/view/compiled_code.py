"""What the engine made of the learners' functions: its formulas, as readable lines."""

from typing import Literal, TypedDict

from ..engine.engine import Engine
from ..engine.traced_columns import column_names
from ..engine.update_code import own
from ..messages import Message
from ..run.trainer import Trainer


class CompiledPart(TypedDict):
    """One function's formula, an assignment a line."""

    file: str
    title: str
    lines: list[str]


class CompiledCode(TypedDict):
    """Who trains, and why; and the engine's formulas, if it does."""

    type: Literal["compiled"]
    reason: Message
    parts: list[CompiledPart]


def compiled_code(trainer: Trainer) -> CompiledCode:
    """The formulas of the run's engine."""
    engine = trainer.engine
    parts = parts_of(engine) if engine else []
    return CompiledCode(type="compiled", reason=trainer.engine_reason, parts=parts)


def parts_of(engine: Engine) -> list[CompiledPart]:
    """A part for each activation, the loss, the penalty and the optimizer."""
    run, update = engine.run, engine.update
    labels = [layer.activation.label for layer in run.network.layers]
    parts = []
    for label, rule in dict(zip(labels, engine.shape.rules, strict=True)).items():
        outputs = ["a", "da/dz"] if rule.is_kept else ["a"]
        lines = rule.forward.lines(outputs)
        if not rule.is_kept:  # it follows from a
            lines += rule.backward.lines(["da/dz"], prefix="w")
        parts.append(CompiledPart(file="activations.py", title=label, lines=lines))
    code = engine.loss
    names = [
        "loss",
        *(f"d loss / d {each}" for each in column_names("logits", code.logits)),
    ]
    lines = code.formula.lines([*names, "x"] if code.has_decay else names)
    if code.has_decay:
        lines.append("and loss += log1p(exp(-absolute(x)))")
    parts.append(CompiledPart(file="losses.py", title=run.loss.label, lines=lines))
    lines = update.penalty.lines(["penalty of w", "d penalty / dw"])
    parts.append(CompiledPart(file="losses.py", title="L1, L2", lines=lines))
    kept = map(own, (*update.state, *update.changed))
    after = [f"new {name}" for name in ("theta", *kept)]
    lines = update.update.lines(after)
    label = run.optimizer.label
    parts.append(CompiledPart(file="optimizers.py", title=label, lines=lines))
    return parts
