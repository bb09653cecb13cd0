"""Addresses of the paper lists of a drive."""

from django.urls import path

from units.views import paper, paper_lists, paper_people

_LISTS = "drives/<int:drive>/lists/"
_LIST = f"{_LISTS}<uuid:pk>/"

PAPER = [
    path(_LISTS, paper_lists.listing, name="lists"),
    path(f"{_LISTS}new/", paper_lists.new, name="list-new"),
    path(_LIST, paper.sheet, name="list"),
    path(f"{_LIST}lines/", paper.lines, name="list-lines"),
    path(f"{_LIST}whole/", paper.whole, name="list-whole"),
    path(f"{_LIST}restore/", paper.restore, name="list-restore"),
    path(f"{_LIST}edit/", paper_lists.edit, name="list-edit"),
    path(f"{_LIST}withdraw/", paper_lists.withdraw, name="list-withdraw"),
    path(f"{_LIST}people/", paper_people.saved, name="list-people"),
    path(f"{_LIST}print/", paper_people.paper, name="list-print"),
]
