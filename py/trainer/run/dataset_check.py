"""What a dataset of edited code draws: can it be learned at all?"""

import numpy as np

from ..datasets import DATASETS
from ..errors import CodeError
from ..settings.table import Settings
from .assembly import draw_points, generator


def check_drawn(settings: Settings) -> None:
    """Draw once; a CodeError with the line of the dataset where no network can learn that."""
    x, y = draw_points(settings, generator(settings.data_seed))
    if np.ndim(x) != 2 or np.shape(x)[1] != 2 or np.shape(y) != (len(x),):
        shapes = f"{np.shape(x)} and {np.shape(y)}"
        wrong = f"points of shape (n, 2) and classes of shape (n,); it drew {shapes}"
    elif not np.isfinite(x).all():
        wrong = "finite coordinates; it drew one that is infinite or no number"
    elif not np.isin(y, (0, 1)).all():
        wrong = f"classes 0 and 1; it drew {np.asarray(y)[~np.isin(y, (0, 1))][0]}"
    else:
        return
    code = getattr(DATASETS[settings.dataset].draw, "__code__", None)
    raise CodeError(
        f"The dataset {settings.dataset} must draw {wrong}.",
        code.co_filename if code else "datasets.py",
        code.co_firstlineno if code else 0,
        "",
    )
