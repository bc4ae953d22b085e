"""How a text names and titles people, beside the house's list of officials."""

from __future__ import annotations

import pytest

from articles.naming import Known, differences

HOA = Known(
    "Lò Văn Hòa", "Chủ tịch UBND tỉnh", ("Chủ tịch Ủy ban nhân dân tỉnh", "Phó Bí thư Tỉnh ủy"), ("Lò Văn Hoàn",)
)
LIST = [HOA, Known("Trần Thị Mai", "Bí thư Tỉnh ủy"), Known("Lò Văn Hóa", "Giám đốc Sở Y tế")]


@pytest.mark.parametrize(
    "said",
    [
        "Chủ tịch UBND tỉnh Lò Văn Hòa phát biểu.",
        "Chủ tịch UBND tỉnh Lò Văn Hoà phát biểu.",
        "LÒ VĂN HÒA, CHỦ TỊCH UBND TỈNH, PHÁT BIỂU",
        "Ông Lò Văn Hòa, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Điện Biên, cho biết",
        "Phó Bí thư Tỉnh ủy, Chủ tịch Ủy ban nhân dân tỉnh, ông Lò Văn Hòa",
        "Bí thư Tỉnh ủy Trần Thị Mai và Chủ tịch UBND tỉnh Lò Văn Hòa",
        "Chủ tịch UBND tỉnh tiếp bà Trần Thị Mai.",
        "Giám đốc Sở Y tế Lò Văn Hóa",  # Another of the list, a tone away.
        "Anh Lò Văn Hòa Bình đi chợ",  # A longer name.
        "lò văn hoa",  # No name at all.
        "Lò Văn. Hoa",
        "",
    ],
)
def test_what_the_list_says_too_is_no_difference(said: str) -> None:
    assert differences(said, LIST) == []


@pytest.mark.parametrize(
    "said, who, written, is_name",
    [
        ("Ông Lò Văn Hoa cho biết", "Lò Văn Hòa", "Lò Văn Hoa", True),
        ("Đồng chí Lò Văn Hoàn cho biết", "Lò Văn Hòa", "Lò Văn Hoàn", True),
        ("Phó Chủ tịch UBND tỉnh Lò Văn Hòa dự", "Lò Văn Hòa", "Phó Chủ tịch UBND tỉnh", False),
        ("Bà Trần Thị Mai, Chủ tịch UBND tỉnh, dự", "Trần Thị Mai", "Chủ tịch UBND tỉnh", False),
        ("Bà Trần Thị Mai (Phó Bí thư Tỉnh ủy) dự", "Trần Thị Mai", "Phó Bí thư Tỉnh ủy", False),
        ("ông Lò Văn Hòa, Giám đốc Sở Xây dựng, dự", "Lò Văn Hòa", "Giám đốc Sở Xây dựng", False),
        ("Giám đốc Sở Y tế, đồng chí Trần Thị Mai", "Trần Thị Mai", "Giám đốc Sở Y tế", False),
    ],
)
def test_another_spelling_or_title_is_told_as_it_is_written(said: str, who: str, written: str, is_name: bool) -> None:
    [found] = differences(said, LIST)
    assert (found.known.name, found.written, found.is_name) == (who, written, is_name)


def test_each_difference_is_told_once() -> None:
    assert len(differences("Ông Lò Văn Hoa nói. Ông Lò Văn Hoa đi. Ông LÒ VĂN HOA về.", LIST)) == 1


def test_hostile_lists_and_texts_are_no_error() -> None:
    strange = [Known("", ""), Known("(", "["), Known("A", "B"), Known("Lò Văn", "Phó"), Known("  ", "phó phó")]
    for said in ("Lò Văn Phó Lò Văn, Phó, Phó phó", "((((", "Phó " * 5000 + "Lò Văn", "\x00 Lò Văn"):
        differences(said, [*strange, *LIST])
