"""What is pasted is read in the browser as on the server."""

import json

import pytest

from exchange.headings import split_heading
from exchange.pasted import parse_pasted
from tests.exchange.grid_page import COLUMNS

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = [
    "",
    "An",
    "An\t1990\r\nBình\t1985\r\n",
    "An\t1990\t\t\n\t\t\t\nBình\t\t\t\n\n",
    '"Thôn 3\r\nxã ""K"""\tx',
    '"Tèo\t1990\nAn\t1985"\n"Tèo" An\t""',
    "\ufeffNguyễn\u00a0Văn \u200b An\t1",
    "Nguye\u0302\u0303n\t\u20281",
    "An; 1990\t1",
    "STT\tHỌ VÀ TÊN\tnam sinh:\n(1)\t(2)\t(3)\n1\tAn\t1990",
    "DANH SÁCH\t\t\t\nSTT\tHọ tên\tNăm sinh\t\tGhi chú\n\t\tNam\tNữ\t\n1\tĐào Thị Đức\t\t1990\t",
    "Họ và tên\nAn\nBình",
    "Họ và tên\tHọ tên\tNhóm máu\nAn\tBình\tO+",
]

READ = """async ([texts, columns]) => {
  const {parsePasted, splitHeading} = await import("/static/js/pasted.js");
  const known = new Map(columns.flatMap(([key, names]) => names.split("|").map(n => [n, key])));
  return texts.map(text => {
    const rows = parsePasted(text);
    const {keys, rows: below} = splitHeading(rows, known);
    return [rows, keys, below];
  });
}"""


def test_both_read_the_same(person):
    page = person().go("/accounts/login/").page
    texts = [*TEXTS, *(f"{text}\n\t" for text in TEXTS)]
    found = page.evaluate(READ, [texts, [(column.key, column.names) for column in COLUMNS]])
    for text, (rows, keys, below) in zip(texts, found, strict=True):
        # Without tabs the server also knows text between semicolons; the browser leaves it whole.
        expected = parse_pasted(text)
        headed = split_heading(expected, COLUMNS)
        assert rows == expected, json.dumps(text)
        assert (keys, below) == (headed.keys, headed.rows), json.dumps(text)


def test_ids_are_version_7_and_never_the_same(person):
    page = person().go("/accounts/login/").page
    make = "async () => { const {newId} = await import('/static/js/ids.js'); return newId(); }"
    ids = [page.evaluate(make) for _ in range(3)]
    assert len(set(ids)) == 3
    for one in ids:
        assert one[14] == "7"
        assert one[19] in "89ab"
        assert len(one) == 36
