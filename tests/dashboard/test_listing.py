"""Search, choices and order of the tables of objects. Pure."""

from netviz.dashboard.facts.listing import NONE, Choice, Column, Listing, listing

Line = tuple[str, str, int]
LINES: list[Line] = [("web-10", "shop", 1), ("web-2", "shop", 3), ("db", "", 2)]
CHOICES = (Choice[Line]("project", lambda line: [line[1]]),)
COLUMNS = (Column[Line]("name", lambda line: line[0]), Column[Line]("size", lambda line: line[2]))


def ask(**asked: str) -> Listing[Line]:
    return listing(LINES, asked, fits=lambda line, query: query in line[0], choices=CHOICES, columns=COLUMNS)


def names(table: Listing[Line]) -> list[str]:
    return [line[0] for line in table.lines]


def test_unasked_it_is_as_it_came() -> None:
    table = ask()
    assert names(table) == ["web-10", "web-2", "db"]
    assert not table.narrowed


def test_narrowed_by_search_and_choice_and_by_having_none() -> None:
    assert names(ask(q="web")) == ["web-10", "web-2"]
    assert names(ask(project="shop", q="2")) == ["web-2"]
    assert names(ask(project=NONE)) == ["db"]
    assert ask(project="shop").narrowed


def test_options_are_what_the_lines_have_with_none_last() -> None:
    (narrowing,) = ask().narrowings
    assert narrowing.options == ("shop", NONE)


def test_a_choice_that_nothing_has_any_more_stays_on_offer() -> None:
    table = ask(project="gone")
    assert names(table) == []
    assert "gone" in table.narrowings[0].options


def test_order_both_ways_and_back() -> None:
    up, down = ask(sort="size", project="shop"), ask(sort="-size")
    assert names(up) == ["web-10", "web-2"]
    assert names(down) == ["web-2", "db", "web-10"]
    assert up.sorted_by("size") == "project=shop&sort=-size"
    assert down.sorted_by("size") == ""
    assert down.sorted_by("name") == "sort=name"
    assert (up.direction("size"), down.direction("size"), up.direction("name")) == ("ascending", "descending", "none")


def test_nonsense_asks_for_nothing() -> None:
    table = ask(sort="-<b>", other="x")
    assert names(table) == ["web-10", "web-2", "db"]
    assert table.sort == ""
