"""The paper's nouns."""

from articles.models.article import Article, Genre, Status
from articles.models.credit import Author, Credit, Role, credit_line
from articles.models.edition import Byline, Edition
from articles.models.history import Change, Revision
from articles.models.masthead import Masthead, Page
from articles.models.photo import ArticlePhoto, Photo
from articles.models.redirect import Redirect
from articles.models.section import Section
from articles.models.staff import SignIn, StaffSettings

__all__ = [
    "Article",
    "ArticlePhoto",
    "Author",
    "Byline",
    "Change",
    "Credit",
    "Edition",
    "Genre",
    "Masthead",
    "Page",
    "Photo",
    "Redirect",
    "Revision",
    "Role",
    "Section",
    "SignIn",
    "StaffSettings",
    "Status",
    "credit_line",
]
