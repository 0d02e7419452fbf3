"""For edited code: can what its datasets draw be learned at all?"""

import numpy as np

from ..datasets import DATASETS
from ..errors import CodeError
from ..messages import message
from ..settings.table import Settings
from .setup import draw_points


def check_drawn(settings: Settings) -> None:
    """Draw once; a CodeError with the line of the dataset where no network can learn that."""
    x, y = draw_points(settings, np.random.default_rng(settings.data_seed))
    if np.ndim(x) != 2 or np.shape(x)[1] != 2 or np.shape(y) != (len(x),):
        problem = message(
            "code.dataset-shapes",
            dataset=settings.dataset,
            points=str(np.shape(x)),
            classes=str(np.shape(y)),
        )
    elif not np.isfinite(x).all():
        problem = message("code.dataset-infinite", dataset=settings.dataset)
    elif not np.isin(y, (0, 1)).all():
        other = np.asarray(y)[~np.isin(y, (0, 1))][0]
        problem = message(
            "code.dataset-classes", dataset=settings.dataset, got=str(other)
        )
    else:
        return
    code = getattr(DATASETS[settings.dataset].draw, "__code__", None)
    raise CodeError(
        problem,
        code.co_filename if code else "datasets.py",
        code.co_firstlineno if code else 0,
        "",
    )
