"""The lesson's listing, run beside the page's own run of the same settings."""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from ..run.session import Session
from ..settings.table import Settings
from .exported import Listed

LISTING = Path(__file__).parent / "listing.py"
SETTINGS: dict[str, Any] = {"points": 100, "validation_split": 0.0}


def listed() -> Listed:
    """Run the listing, and a session with its settings."""
    printed = StringIO()
    with redirect_stdout(printed):
        exec(LISTING.read_text("utf-8"), {})
    session, rows = Session(Settings(**SETTINGS)), []
    for line in printed.getvalue().splitlines():
        epoch, loss = line.split()
        session.step("epoch", int(epoch) - session.run.epoch)
        rows.append([float(epoch), float(loss), session.run.batch_loss])
    return Listed(type="listed", rows=rows)
