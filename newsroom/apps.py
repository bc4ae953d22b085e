from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.contrib.staticfiles import apps as static_apps


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True


class DeskConfig(admin_apps.AdminConfig):
    default = False


class TrimmedStaticFilesConfig(static_apps.StaticFilesConfig):
    """Of CKEditor's files only what the desk uses is collected: no samples, no old jQuery, no plugins with holes."""

    default = False
    ignore_patterns = [*static_apps.StaticFilesConfig.ignore_patterns]
