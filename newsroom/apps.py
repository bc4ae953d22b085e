from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.contrib.staticfiles import apps as static_apps

EDITOR_PLUGINS_LEFT_OUT = [
    "adobeair",
    "autoembed",
    "bbcode",
    "codesnippet",
    "codesnippetgeshi",
    "devtools",
    "docprops",
    "embed",
    "embedbase",
    "embedsemantic",
    "exportpdf",
    "flash",
    "forms",
    "iframe",
    "iframedialog",
    "image",
    "image2",
    "mathjax",
    "placeholder",
    "preview",
    "scayt",
    "smiley",
    "sourcedialog",
    "templates",
    "uploadimage",
    "uploadwidget",
    "wsc",
]
OTHER_LANGUAGES = [
    "af",
    "ar",
    "az",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "de-ch",
    "el",
    "en-au",
    "en-ca",
    "en-gb",
    "eo",
    "es",
    "es-mx",
    "et",
    "eu",
    "fa",
    "fi",
    "fo",
    "fr",
    "fr-ca",
    "gl",
    "gu",
    "he",
    "hi",
    "hr",
    "hu",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "km",
    "ko",
    "ku",
    "lt",
    "lv",
    "mk",
    "mn",
    "ms",
    "nb",
    "nl",
    "no",
    "oc",
    "pl",
    "pt",
    "pt-br",
    "ro",
    "ru",
    "si",
    "sk",
    "sl",
    "sq",
    "sr",
    "sr-latn",
    "sv",
    "th",
    "tr",
    "tt",
    "ug",
    "uk",
    "zh",
    "zh-cn",
    "zh-hk",
    "zh-tw",
]


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True


class DeskConfig(admin_apps.AdminConfig):
    default = False
    default_site = "articles.desk.Desk"


class TrimmedStaticFilesConfig(static_apps.StaticFilesConfig):
    """Of CKEditor's files only what the desk uses is collected: no samples, no old jQuery, no plugins with holes.

    `articles.editor` removes the same plugins in the browser.
    """

    default = False
    ignore_patterns = [
        *static_apps.StaticFilesConfig.ignore_patterns,
        "ckeditor/galleriffic/*",
        "ckeditor/ckeditor/samples/*",
        "ckeditor/ckeditor/adapters/*",
        "ckeditor/ckeditor/vendor/*",
        "ckeditor/ckeditor/*.md",
        "ckeditor/ckeditor/build-config.js",
        "ckeditor/ckeditor/bender-runner.config.json",
        "ckeditor/ckeditor/skins/moono/*",
        "ckeditor/ckeditor/plugins/*/samples/*",
        "ckeditor/ckeditor/plugins/*/tests/*",
        *(f"ckeditor/ckeditor/plugins/{name}/*" for name in EDITOR_PLUGINS_LEFT_OUT),
        *(f"ckeditor/ckeditor/lang/{code}.js" for code in OTHER_LANGUAGES),
        *(f"ckeditor/ckeditor/plugins/*/lang/{code}.js" for code in OTHER_LANGUAGES),
    ]
