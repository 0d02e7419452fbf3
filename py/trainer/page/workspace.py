"""The workspace: does what the page asks for, with its session, its code and its experiment."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, Any, TypeVar

from ..activations import Array
from ..errors import SettingError, shown
from ..messages import message
from ..run.session import Session
from ..settings.permalink import non_default_texts
from ..view.frame import RunFrame
from ..view.viewer import Viewer
from .code_errors import explained
from .console import Console
from .edited_code import FILES, kept_lines, maker_of, packaged
from .time_limit import SECONDS, time_limit

if TYPE_CHECKING:
    from ..experiments.trial import Trial
    from ..tables.columns import Choice
    from ..tables.reading import Table
    from ..tables.table_reply import TableReply

MOST_RUNS = 3  # kept beside the current one
ASKING = 1.0  # seconds that an error of edited code may take to say what it is

T = TypeVar("T")


class Workspace:
    """What the page works on. Experiments have sessions of their own."""

    def __init__(self) -> None:
        self.edits: dict[str, str] = {}
        self.console = Console()
        self.viewer = Viewer(Session())
        self.trial: Trial | None = None  # the experiment that is open
        self._opened: tuple[Table, Choice] | None = None  # the last data file's
        self._run = 0  # the number of the session's run in the browser's history
        self._runs: dict[int, Viewer] = {}  # others, the newest last
        # what the page has of the frame before: its points, the text of custom points
        self._told: tuple[Array | None, str] = (None, "")

    def run_code(self, files: Mapping[str, str]) -> None:
        """Put `files` in place and start the run anew; a CodeError changes nothing."""
        shipped = packaged()
        edits = {}
        for name, text in files.items():
            if name not in shipped:
                raise SettingError("code.not-a-file", options=FILES, got=shown(name))
            if text != shipped[name]:
                edits[name] = text
        self.console.clear()
        # this code may know what the session's link asked for in vain
        refused = self.viewer.session.refused
        settings = {**non_default_texts(self.viewer.session.settings), **refused}
        with kept_lines(FILES), self._watched(edits):
            make = maker_of(edits)
            printed = self.console.text()
            viewer = make()
            viewer.look_as(self.viewer)
            viewer.session.take(settings)
            viewer.session.step()  # what fails at once shall not replace what works
            viewer.frame()
            self.console.clear()
            self.console.write(printed)
            viewer.session.take(settings)
        viewer.session.refused = refused
        reason = viewer.session.trainer.engine_reason
        if reason["code"] == "engine.fails-edited":
            viewer.session.note.append(reason)
        self.edits, self.viewer = edits, viewer
        self._runs.clear()
        gc.collect()  # the modules of the run before are cycles, and would pile up

    def open(self, link: str, run: int) -> None:
        """Go on with run number `run` where it is kept; else start the link's as that."""
        kept = self._runs.pop(run, None)
        left = self.viewer
        with self._watched(self.edits):
            if kept:
                kept.session.note = [message("run.as-left")]
            elif run == self._run:
                left.session.open(link)
                return
            else:
                kept = left.with_new_session()
                kept.session.open(link)
        kept.look_as(left)
        self._runs[self._run] = left
        for number in list(self._runs)[:-MOST_RUNS]:
            del self._runs[number]
        self.viewer, self._run = kept, run

    def open_project(self, text: str) -> None:
        """Go on where a project's file ends, with the packaged code."""
        viewer = maker_of({})()
        viewer.look_as(self.viewer)
        viewer.session.open_project(text)
        self.edits, self.viewer = {}, viewer
        self._runs.clear()

    def read_table(self, text: str) -> "TableReply":
        """Read a data file, and guess which columns are meant."""
        from ..tables.columns import guess  # here, as all of that folder: see `bridge`
        from ..tables.described import described
        from ..tables.reading import read_table

        table = read_table(text)
        self._opened = table, guess(table)
        return described(*self._opened)

    def choose_columns(self, *choice: Any) -> "TableReply":
        """Choose columns of the data file."""
        from ..tables.columns import Choice
        from ..tables.described import checked, described

        if not self._opened:
            raise SettingError("data.none")
        table, _ = self._opened
        self._opened = table, checked(table, Choice(*choice))
        return described(*self._opened)

    def use_table(self) -> None:
        """Train on the chosen columns."""
        from ..tables.points import chosen

        if not self._opened:
            raise SettingError("data.none")
        found = chosen(*self._opened)
        changes = {"custom_points": found.points, "axes": found.axes}
        self.viewer.session.configure(changes)
        self.viewer.session.note = [message("run.points", count=len(found.points))]

    def do(self, request: Callable[[Viewer], T]) -> T:
        """Ask for something of the session, on the reader's code and in its time."""
        with self._watched(self.edits):
            return request(self.viewer)

    def without_known(self, frame: RunFrame) -> RunFrame:
        """The frame without what the page has from the one before: points are many, and
        rarely new."""
        points, custom = frame["points"], frame["settings"]["custom_points"]
        known_points, known_custom = self._told
        self._told = points, custom
        if points is not known_points or custom != known_custom:
            return frame
        others = {
            name: text
            for name, text in frame["settings"].items()
            if name != "custom_points"
        }
        return RunFrame(**{**frame, "points": points[:0], "settings": others})

    def forget_told(self) -> None:
        """Take in that the page has no frame, or lost the last."""
        self._told = None, ""

    @contextmanager
    def _watched(self, edits: Mapping[str, str]) -> Iterator[None]:
        """Catch what the code of `edits` prints and raises, and end it when time is up."""
        caught: BaseException | None = None
        with redirect_stdout(self.console), time_limit(SECONDS, edits):
            try:
                yield
            except BaseException as error:  # exit() and the like, too
                if not edits:
                    raise
                caught = error  # here, for contextlib would write to it on its way out
        if caught is None:
            return
        # the error is the reader's code, too: it may print, and never end
        with redirect_stdout(self.console), time_limit(ASKING, edits):
            told = explained(caught, edits)
        caught = None  # and with it all that its frames hold
        raise told from None
