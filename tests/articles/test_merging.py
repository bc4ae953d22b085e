"""Two people's texts become one: nothing lost, nothing twice, the same whoever saves first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from articles.merging import Conflict, merge, paragraphs

BASE = ["<p>Một hai ba bốn.</p>", "<p>Năm sáu bảy tám.</p>", "<p>Chín mười.</p>"]


def changed(texts: list[str], **places: str) -> list[str]:
    found = list(texts)
    for place, text in places.items():
        found[int(place[1:])] = text
    return found


def test_a_text_falls_into_the_blocks_at_its_root() -> None:
    blocks = [
        "<p>Một <strong>hai</strong></p>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        "<blockquote><p>c</p><p>d</p></blockquote>",
        "<hr>",
        '<figure data-photo="abcdef"></figure>',
        "<table><tbody><tr><td>e</td></tr></tbody></table>",
    ]
    assert paragraphs("\n".join(blocks)) == blocks
    assert paragraphs("") == []
    assert paragraphs("lời trần") == ["lời trần"]


def test_neighbours_changed_by_two_people_merge_by_themselves() -> None:
    mine = changed(BASE, _0="<p>Một hai ba bốn, thêm.</p>")
    theirs = changed(BASE, _1="<p>Năm sáu bảy tám, khác.</p>")
    assert merge(BASE, mine, theirs) == [mine[0], theirs[1], BASE[2]]


def test_one_paragraph_changed_by_both_is_shown_side_by_side() -> None:
    mine, theirs = changed(BASE, _1="<p>Của tôi.</p>"), changed(BASE, _1="<p>Của họ.</p>")
    assert merge(BASE, mine, theirs) == [BASE[0], Conflict(BASE[1], mine[1], theirs[1]), BASE[2]]


def test_what_one_took_away_and_the_other_changed_is_asked_about() -> None:
    theirs = changed(BASE, _2="<p>Chín mười mười một.</p>")
    assert merge(BASE, BASE[:2], theirs) == [*BASE[:2], Conflict(BASE[2], "", theirs[2])]


def test_a_paragraph_moved_by_one_and_rewritten_by_the_other_is_moved_rewritten() -> None:
    theirs = changed(BASE, _0="<p>Một hai ba bốn và năm.</p>")
    assert merge(BASE, [*BASE[1:], BASE[0]], theirs) == [*BASE[1:], theirs[0]]


def test_a_paragraph_split_in_two_stays_two() -> None:
    mine = [BASE[0], "<p>Năm sáu bảy.</p>", "<p>Tám.</p>", BASE[2]]
    theirs = changed(BASE, _0="<p>Một hai ba bốn năm.</p>")
    assert merge(BASE, mine, theirs) == [theirs[0], *mine[1:]]


@st.composite
def edited(draw: st.DrawFn, base: list[str], side: str) -> list[str]:
    """Any sequence of rewritings, additions, removals and moves; each new paragraph is this side's own."""
    texts = list(base)
    for number in range(draw(st.integers(0, 5))):
        act = draw(st.sampled_from(["rewrite", "add", "remove", "move"]))
        place = draw(st.integers(0, len(texts)))
        if act == "add" or place == len(texts):
            texts.insert(place, f"{side}{number} mới")
        elif act == "rewrite":
            texts[place] = f"{texts[place]} {side}{number}"
        elif act == "remove":
            del texts[place]
        else:
            moved = texts.pop(place)
            texts.insert(draw(st.integers(0, len(texts))), moved)
    return texts


BASES = st.integers(0, 7).map(lambda count: [f"đoạn {n} có chữ riêng w{n}" for n in range(count)])


@given(st.data())
def test_no_paragraph_is_lost_and_none_stands_twice(data: st.DataObject) -> None:
    base = data.draw(BASES)
    mine, theirs = data.draw(edited(base, "m")), data.draw(edited(base, "t"))
    merged = merge(base, mine, theirs)
    shown = {text for piece in merged for text in both(piece)}
    for text in {*mine, *theirs}:
        wanted = text not in base or (text in mine and text in theirs)
        assert text in shown or not wanted, text
    settled = [piece for piece in merged if not isinstance(piece, Conflict)]
    assert len(settled) == len(set(settled))


def both(piece: str | Conflict) -> list[str]:
    return [piece.mine, piece.theirs] if isinstance(piece, Conflict) else [piece]


@given(st.data())
def test_where_the_edits_do_not_meet_it_is_all_the_same_who_saves_first(data: st.DataObject) -> None:
    base = data.draw(BASES)
    mine, theirs = data.draw(edited(base, "m")), data.draw(edited(base, "t"))
    merged, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [both(piece) for piece in merged] == [both(piece)[::-1] for piece in other]


@given(st.data())
def test_an_edit_beside_none_is_that_edit(data: st.DataObject) -> None:
    base = data.draw(BASES)
    mine = data.draw(edited(base, "m"))
    assert merge(base, mine, base) == mine == merge(base, base, mine) == merge(base, mine, mine)
