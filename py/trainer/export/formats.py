"""Formats: the name and the text of each file that a reader can download."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from ..errors import not_one_of
from ..run.weights_file import weights_as_json
from .changes import as_diff
from .exported import Exported, ExportFormat
from .losses_csv import history_as_csv
from .points_csv import as_csv
from .python import as_python
from .pytorch import as_pytorch

if TYPE_CHECKING:
    from ..run.session import Session


def export(
    session: "Session", edits: Mapping[str, str], format: ExportFormat
) -> Exported:
    """The run of `session`, on the code of `edits`, as a file."""
    if format == "python":
        name, text = "watch_it_learn.py", as_python(session, edits)
    elif format == "pytorch":
        name, text = "watch_it_learn_torch.py", as_pytorch(session, edits)
    elif format == "weights":
        name, text = "weights.json", weights_as_json(session.settings, session.run)
    elif format == "history":
        name, text = "history.csv", history_as_csv(session)
    elif format == "data":
        name, text = "points.csv", as_csv(session.all_points, session.axes)
    elif format == "changes":
        name, text = "changes.diff", as_diff(edits)
    else:
        raise not_one_of("format", get_args(ExportFormat), format)
    return Exported(type="exported", name=name, text=text)
