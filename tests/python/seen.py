"""Sessions as somebody at the page sees them: after each act, a look."""

from trainer.page.workspace import Workspace as PlainWorkspace
from trainer.run.session import Session as PlainSession
from trainer.view.viewer import Viewer

ACTS = {
    *("step", "restart", "open", "take", "configure", "rewind", "draw"),
    *("set_parameter", "load", "set_weights"),
}
LOOKS = {"frame", "inspect", "choose", "choose_example", "check", "options", "panels"}


class Seen:
    """A session with its viewer; an act returns the frame after it."""

    def __init__(self, viewer):
        self.viewer = viewer

    def __getattr__(self, name):
        viewer = self.viewer
        if name in LOOKS:
            return getattr(viewer, name)
        if name in ACTS:
            return lambda *given, **named: self._look_after(name, given, named)
        owner = viewer.session if hasattr(viewer.session, name) else None
        return getattr(owner or viewer.session.trainer, name)

    def _look_after(self, name, given, named):
        getattr(self.viewer.session, name)(*given, **named)
        return self.viewer.frame()


def Session(*given, **named):  # noqa: N802
    """A session that is seen, all panels open."""
    return Seen(Viewer(PlainSession(*given, **named), ("epochs", "gradients")))


class Workspace(PlainWorkspace):
    """A workspace whose session is seen."""

    @property
    def session(self):
        return Seen(self.viewer)

    def do(self, request):
        return super().do(lambda viewer: request(Seen(viewer)))
