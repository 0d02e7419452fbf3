"""Tables in words: what the page is told of a data file, and of a choice of its columns."""

from ..errors import SettingError, shown
from ..messages import Message
from ..settings.numbers import is_integer
from .columns import Choice, class_counts, class_names, columns_of
from .points import Chosen, chosen
from .reading import Table, is_missing
from .table_reply import ClassCount, ColumnWords, TableReply

SHOWN = 6  # rows
NAMED = 100  # classes


def described(table: Table, choice: Choice) -> TableReply:
    """A table and a choice of its columns, for the page."""
    found: Chosen | None = None
    problem: Message | None = None
    try:
        found = chosen(table, choice)
    except SettingError as error:
        problem = error.message
    classes = found.classes if found else many(table, choice)
    return TableReply(
        type="table",
        columns=[
            ColumnWords(name=each.name, kind=each.kind, missing=each.missing)
            for each in columns_of(table)
        ],
        rows=table.rows[:SHOWN],
        count=len(table.rows),
        x1=choice.x1,
        x2=choice.x2,
        label=choice.label,
        has_values=choice.has_values,
        one=choice.one,
        classes=[ClassCount(name=name, count=count) for name, count in classes],
        dropped=found.dropped if found else 0,
        taken=len(found.points) if found else 0,
        problem=problem,
    )


def many(table: Table, choice: Choice) -> list[tuple[str, int]]:
    """The classes of a column, also where there are too many; none of values."""
    if choice.has_values:
        return []
    cells = [
        row[choice.label] for row in table.rows if not is_missing(row[choice.label])
    ]
    return class_counts(class_names(cells, table.decimal))[:NAMED]


def checked(table: Table, choice: Choice) -> Choice:
    """The same choice; a SettingError where it names no column."""
    for place in choice[:3]:
        if not is_integer(place) or not 0 <= place < len(table.names):
            raise SettingError("data.column", count=len(table.names), got=shown(place))
    return choice
