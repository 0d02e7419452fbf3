"""Data files as people have them: a text each, and what must come of it.

ORDINARY   what it is; the text; names of the chosen columns; the classes, or None of values; how
           many points
NASTY      the same, or a part of the sentence that refuses it
"""

FLOWERS = [
    ("5.1", "3.5", "setosa"),
    ("7.0", "3.2", "versicolor"),
    ("6.3", "3.3", "virginica"),
]


def table(separator=",", decimal=".", header="length,width,species", end="\n", times=4):
    """Rows of flowers, as some program writes them."""
    lines = [header.replace(",", separator)] if header else []
    for k in range(times):
        for length, width, species in FLOWERS:
            cells = f"{float(length) + k / 10:.1f}", width, species
            lines.append(separator.join(c.replace(".", decimal) for c in cells))
    return end.join(lines) + end


THREE = ["setosa", "versicolor", "virginica"]
NAMED = ["length", "width", "species"]
NAMELESS = ["A", "B", "C"]
WITH_ID = "id,x,y,class\n" + "".join(
    f"{i},{i * 7 % 5}.5,{i * 3 % 4}.5,{i % 2}\n" for i in range(1, 9)
)
HOUSES = "area;rooms;price\n" + "".join(
    f"{50 + i * 7};{2 + i % 3};{100 + i * 13},5\n" for i in range(9)
)
SURVEY = "name,age,height,smokes\n" + "".join(
    f"P{i},{20 + i * 3 % 40},{150 + i * 7 % 50},{'yes' if i % 3 else 'no'}\n"
    for i in range(12)
)

ORDINARY = {
    "comma": (table(), NAMED, THREE, 12),
    "semicolon": (table(";"), NAMED, THREE, 12),
    "tab": (table("\t"), NAMED, THREE, 12),
    "blanks": (table("  "), NAMED, THREE, 12),
    "german excel": (table(";", ",", end="\r\n"), NAMED, THREE, 12),
    "old mac": (table(end="\r"), NAMED, THREE, 12),
    "no header": (table(header=""), NAMELESS, THREE, 12),
    "BOM": ("\ufeff" + table(), NAMED, THREE, 12),
    "index column": (WITH_ID, ["x", "y", "class"], ["0", "1"], 8),
    "class first": (
        "kind,a,b\n" + "cat,1.5,2\ndog,2.5,1\n" * 3,
        ["a", "b", "kind"],
        ["cat", "dog"],
        6,
    ),
    "class in the middle": (
        "a,species,b\n" + "1.5,x,2\n2.5,y,1\n" * 3,
        ["a", "b", "species"],
        ["x", "y"],
        6,
    ),
    "values": (HOUSES, ["area", "rooms", "price"], None, 9),
    "survey": (SURVEY, ["age", "height", "smokes"], ["no", "yes"], 12),
    "own export": (
        "x,y,class\r\n" + "0.5,-0.5,0\r\n-1,1.25,1\r\n" * 3,
        ["x", "y", "class"],
        ["0", "1"],
        6,
    ),
    "numbers for classes": (
        "1.5 2.5 1\n2.5 3.5 0\n1.0 2.0 1\n3.0 4.0 0\n2.0 2.0 1\n",
        NAMELESS,
        ["0", "1"],
        5,
    ),
}

BIG = "a,b,c\n" + "".join(
    f"{i * 7919 % 1000},{i * 104729 % 1000},{'ab'[i % 5 == 0]}\n" for i in range(20_000)
)
MANY = "a,b,town\n" + "".join(f"{i % 10}.5,{i % 7}.5,T{i % 9}\n" for i in range(60))

NASTY = {
    "quoted decimal commas": (
        '"1,5","2,5",a\n"2,5","3,5",b\n' * 2,
        NAMELESS,
        ["a", "b"],
        4,
    ),
    "quotes with separators inside": (
        "name,x,y,class\n" + '"Doe, Jane",1.5,2,a\n"Poe; ""Ed""",2.5,3,b\n' * 2,
        ["x", "y", "class"],
        ["a", "b"],
        4,
    ),
    "thousands": (
        '"size","income","ok"\n'
        + '170,"1,234.50",0\n180,"2,000.00",1\n175,900,1\n160,"1,000",0\n' * 2,
        ["size", "income", "ok"],
        ["0", "1"],
        8,
    ),
    "german thousands": (
        "a;b;c\n" + "1.234,5;2;x\n2.000,25;3;y\n900;4;x\n" * 2,
        ["a", "b", "c"],
        ["x", "y"],
        6,
    ),
    "swiss thousands": (
        "a\tb\tc\n" + "1'234.5\t2\tx\n2'000\t3\ty\n" * 2,
        ["a", "b", "c"],
        ["x", "y"],
        4,
    ),
    "thin thousands": (
        "a;b;c\n" + "1 234,5;2;x\n2 000;3;y\n" * 2,
        ["a", "b", "c"],
        ["x", "y"],
        4,
    ),
    "sep= line": ("sep=;\n" + table(";"), NAMED, THREE, 12),
    "sep= line and BOM": ("\ufeffsep=;\r\n" + table(";", end="\r\n"), NAMED, THREE, 12),
    "comment lines": ("# measured in 2024\n" + table() + "# end\n", NAMED, THREE, 12),
    "percent comments": ("% of 12 flowers\n" + table(), NAMED, THREE, 12),
    "trailing separators": (table().replace("\n", ",,\n"), NAMED, THREE, 12),
    "blank lines": (table().replace("\n", "\n\n"), NAMED, THREE, 12),
    "blanks around cells": (table().replace(",", " , "), NAMED, THREE, 12),
    "a title above": ("Flowers\n\n" + table(), NAMED, THREE, 12),
    "a missing value": (table().replace("5.1", ""), NAMED, THREE, 11),
    "NA": (
        table().replace("5.1", "NA").replace("3.5,setosa", "n/a,setosa", 1),
        NAMED,
        THREE,
        11,
    ),
    "a question mark": (table().replace("virginica", "?", 1), NAMED, THREE, 11),
    "1 and 1.0": (
        "1.5,2.5,1\n2.5,3.5,0\n1.5,2.0,1.0\n3.5,4.5,0.0\n" * 2,
        NAMELESS,
        ["0", "1"],
        8,
    ),
    "classes beyond ten": (
        "1.5,2.5,2\n2.5,3.5,10\n1.5,2.0,2\n3.5,4.5,10\n" * 2,
        NAMELESS,
        ["2", "10"],
        8,
    ),
    "exponents": (
        "a,b,c\n" + "1.5e3,2E-1,x\n2.5e3,3E-1,y\n" * 2,
        ["a", "b", "c"],
        ["x", "y"],
        4,
    ),
    "plus signs": (
        "a,b,c\n" + "+1.5,-2,x\n+2.5,-3,y\n" * 2,
        ["a", "b", "c"],
        ["x", "y"],
        4,
    ),
    "leading points": (
        "a,b,c\n" + ".5,2,x\n.75,3,y\n" * 2,
        ["a", "b", "c"],
        ["x", "y"],
        4,
    ),
    "same names": (
        "a,a,c\n" + "1,2,x\n2,3,y\n" * 2,
        ["a", "a (2)", "c"],
        ["x", "y"],
        4,
    ),
    "nameless column": (
        ",b,c\n" + "1.5,2,x\n0.5,3,y\n" * 2,
        ["A", "b", "c"],
        ["x", "y"],
        4,
    ),
    "umlauts": (
        "Länge;Größe;Art\n" + "1,5;2;Kröte\n2,5;3;Möwe\n" * 2,
        ["Länge", "Größe", "Art"],
        ["Kröte", "Möwe"],
        4,
    ),
    "a bar for a separator": (table("|"), NAMED, THREE, 12),
    "mixed line ends": (table().replace("\n", "\r\n", 5), NAMED, THREE, 12),
    "one column always the same": (
        "a,b,c\n" + "1,5,x\n2,5,y\n" * 2,
        ["a", "b", "c"],
        ["x", "y"],
        4,
    ),
    "huge numbers": (
        "a,b,c\n" + "1e11,2,x\n2e11,3,y\n" * 2,
        ["a", "b", "c"],
        ["x", "y"],
        4,
    ),
    "20,000 rows": (BIG, ["a", "b", "c"], ["a", "b"], 5000),
    "a break within quotes": (
        "a,b,c\n" + '1,2,"x\nx"\n2,3,y\n' * 2,
        ["a", "b", "c"],
        ["x\nx", "y"],
        4,
    ),
    "a last column mostly empty": (
        "x,y,class,note\n" + "1.5,2,a,\n2.5,3,b,\n" * 3 + "2,2,a,hurt\n",
        ["x", "y", "class"],
        ["a", "b"],
        7,
    ),
    "names one fewer than cells": (
        "len wid species\n" + "1 0.5 1.5 a\n2 0.7 1.9 b\n3 0.6 1.2 a\n4 0.9 1.1 b\n",
        ["len", "wid", "species"],
        ["a", "b"],
        4,
    ),
    "units beside decimal commas": (
        "Größe;Gewicht;Note;Art\n" + "1,8;3 kg;1,5;x\n1,7;2 kg;2,5;y\n" * 3,
        ["Größe", "Note", "Art"],
        ["x", "y"],
        6,
    ),
    "a typographic minus": (
        "a,b,c\n" + "−1.5,2,x\n2.5,−3,y\n" * 2,
        ["a", "b", "c"],
        ["x", "y"],
        4,
    ),
    "k. A. and #NV": (
        "a;b;c\n" + "1,5;2;x\n2,5;3;y\n" * 2 + "k. A.;2;x\n#NV;3;y\n",
        ["a", "b", "c"],
        ["x", "y"],
        4,
    ),
    # refused
    "two columns": ("a,b\n1,2\n3,4\n5,6\n7,8\n", "Three columns are needed"),
    "empty": ("", "No columns were found"),
    "words": ("Lorem\nipsum\ndolor\n", "No columns were found"),
    "one number a line": ("1\n2\n3\n4\n", "No columns were found"),
    "a spreadsheet": ("PK\x03\x04\x14\0\x06\0", "This file is no text"),
    "an image": ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This file is no text"),
    "an open quote": (table() + '"6,3,virginica\n' * 3, "Line 15 cannot be read"),
    "a row too long": (
        table() + "1,2,setosa,4,5\n",
        "Line 14 has 5 cells where others have 3",
    ),
    "a word among numbers": (
        table().replace("5.1", "five"),
        "Line 2, column length: 'five' is no number",
    ),
    "no end": (
        table().replace("5.1", "1e400"),
        "Line 2, column length: '1e400' is no number",
    ),
    "too few": ("a,b,c\n1,2,x\n2,3,y\n", "Rows that say all that is needed: 2"),
    "all of one class": (
        "a,b,class\n" + "1.5,2,x\n2.5,3,x\n" * 3,
        "the same in every row",
    ),
    "nine towns": (MANY, "There are 9 classes, and 6 at most"),
    "too many rows": ("a,b\n" + "1,2\n" * 50_001, "more than 50000 rows"),
    "only missing": (
        "a,b,c\n" + "NA,?,x\n,,y\n" * 4,
        "Rows that say all that is needed",
    ),
}
