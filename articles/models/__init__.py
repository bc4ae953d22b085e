"""The paper's nouns."""

from articles.models.article import Article, Genre
from articles.models.cdn_purge import CdnPurge
from articles.models.chain import Status
from articles.models.clip import Clip
from articles.models.clip_use import ClipUse
from articles.models.correction import Correction
from articles.models.coverage import Coverage, Entry
from articles.models.credit import Author, Credit, Role, credit_line
from articles.models.darkroom import LooseFiles
from articles.models.edition import Byline, Edition
from articles.models.findable import Findable
from articles.models.history import Change, Revision
from articles.models.masthead import Masthead, Steps
from articles.models.note import Note
from articles.models.official import Official
from articles.models.page import Page
from articles.models.photo import ArticlePhoto, Photo
from articles.models.photo_use import PhotoUse
from articles.models.placement import FrontPage, Placement
from articles.models.powers import SectionRight, powers_of
from articles.models.purge_notice import PurgeNotice
from articles.models.readership import (
    MostRead,
    SpoolPosition,
    ViewDay,
    ViewHour,
    ViewReject,
    ViewSalt,
    ViewTotal,
)
from articles.models.redirect import Redirect
from articles.models.refusals import NotNow, NotReady, Stale
from articles.models.ribbon import Ribbon
from articles.models.section import Section
from articles.models.sharing import PreviewLink
from articles.models.staff import Presence, SignIn, StaffSettings
from articles.models.tag import Tag, TagStory
from articles.models.term import Term
from articles.models.topic import Topic, TopicStory
from articles.models.wording import HouseWord

__all__ = [
    "Article",
    "ArticlePhoto",
    "Author",
    "Byline",
    "CdnPurge",
    "Change",
    "Clip",
    "ClipUse",
    "Correction",
    "Coverage",
    "Credit",
    "Edition",
    "Entry",
    "Findable",
    "FrontPage",
    "Genre",
    "HouseWord",
    "LooseFiles",
    "Masthead",
    "MostRead",
    "NotNow",
    "NotReady",
    "Note",
    "Official",
    "Page",
    "Photo",
    "PhotoUse",
    "Placement",
    "Presence",
    "PreviewLink",
    "PurgeNotice",
    "Redirect",
    "Revision",
    "Ribbon",
    "Role",
    "Section",
    "SectionRight",
    "SignIn",
    "SpoolPosition",
    "StaffSettings",
    "Stale",
    "Status",
    "Steps",
    "Tag",
    "TagStory",
    "Term",
    "Topic",
    "TopicStory",
    "ViewDay",
    "ViewHour",
    "ViewReject",
    "ViewSalt",
    "ViewTotal",
    "credit_line",
    "powers_of",
]
