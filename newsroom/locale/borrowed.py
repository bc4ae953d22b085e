"""Sentences that Django and its data speak and that Vietnamese lacks there: named here so that our catalogue has them.

Nothing imports this file; `make messages` reads it.
"""

from django.utils.translation import gettext_noop, ngettext, pgettext

# django.core, django.db, django.forms
gettext_noop("That page number is not an integer")
gettext_noop("That page number is less than 1")
gettext_noop("That page contains no results")
gettext_noop("Enter a valid domain name.")
gettext_noop("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.")
gettext_noop("Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.")
gettext_noop("Enter a valid %(protocol)s address.")
gettext_noop("Ensure this value is a multiple of step size %(limit_value)s.")
gettext_noop("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s.")
gettext_noop("Null characters are not allowed.")
gettext_noop("Constraint “%(name)s” is violated.")
gettext_noop("“%(value)s” value must be either True or False.")
gettext_noop("“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format.")
gettext_noop("“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date.")
gettext_noop("“%(value)s” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.")
gettext_noop(
    "“%(value)s” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time."
)
gettext_noop("“%(value)s” value must be an integer.")
gettext_noop("“%(value)s” value must be either None, True or False.")
gettext_noop("“%(value)s” is not a valid UUID.")
gettext_noop("Value must be valid JSON.")
gettext_noop("%(model)s instance with %(field)s %(value)r is not a valid choice.")
gettext_noop("%(from)s-%(to)s relationship")
gettext_noop("%(from)s-%(to)s relationships")
gettext_noop("Enter a complete value.")
gettext_noop("Enter a valid UUID.")
gettext_noop("Enter a valid JSON.")
gettext_noop(
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. "
    "You may need to file a bug report if the issue persists."
)
ngettext("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", 1)
ngettext("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", 1)
gettext_noop("The inline value did not match the parent instance.")
gettext_noop("“%(pk)s” is not a valid value.")
gettext_noop(
    "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it may not exist."
)
gettext_noop("This is not a valid IPv6 address.")
pgettext("String to return when truncating text", "%(truncated_text)s…")
gettext_noop("…")
ngettext("%(num)d year", "%(num)d years", 1)
ngettext("%(num)d month", "%(num)d months", 1)
ngettext("%(num)d week", "%(num)d weeks", 1)
ngettext("%(num)d day", "%(num)d days", 1)
ngettext("%(num)d hour", "%(num)d hours", 1)
ngettext("%(num)d minute", "%(num)d minutes", 1)

# django.views
gettext_noop("Forbidden")
gettext_noop("CSRF verification failed. Request aborted.")
gettext_noop(
    "You are seeing this message because this site requires a CSRF cookie when submitting forms. This cookie is "
    "required for security reasons, to ensure that your browser is not being hijacked by third parties."
)
gettext_noop(
    "If you have configured your browser to disable cookies, please re-enable them, at least for this site, or for "
    "“same-origin” requests."
)
gettext_noop("“%(path)s” does not exist")
gettext_noop("Content type %(ct_id)s object %(obj_id)s doesn’t exist")
gettext_noop("%(ct_name)s objects don’t have a get_absolute_url() method")

# django.contrib.admin
gettext_noop("Select this object for an action - {}")
gettext_noop("Select all objects on this page for an action")
gettext_noop("Breadcrumbs")
gettext_noop("Sidebar")
gettext_noop("Toggle navigation")
gettext_noop("Filter navigation items")
gettext_noop("Skip to main content")
gettext_noop("Model name")
gettext_noop("Add link")
gettext_noop("Change or view list link")
gettext_noop("Hide counts")
gettext_noop("Show counts")
gettext_noop("Toggle theme (current theme: auto)")
gettext_noop("Toggle theme (current theme: light)")
gettext_noop("Toggle theme (current theme: dark)")
gettext_noop("Added:")
gettext_noop("Changed:")
gettext_noop("Deleted:")
gettext_noop("Error:")
gettext_noop("Forgotten your login credentials?")
ngettext("entry", "entries", 1)
gettext_noop("View selected %(model)s")
gettext_noop("After you’ve created a user, you’ll be able to edit more user options.")

# django.contrib.auth
gettext_noop("Set password")
gettext_noop("Set password: %s")
gettext_noop("Reset password")
gettext_noop("Enabled")
gettext_noop("Disabled")
gettext_noop("Password-based authentication")
gettext_noop("Password-based authentication was disabled.")
gettext_noop("Enable password-based authentication")
gettext_noop("Disable password-based authentication")
gettext_noop("Enable password-based authentication for this user by setting a password.")
gettext_noop("This action will <strong>enable</strong> password-based authentication for this user.")
gettext_noop("Conflicting form data submitted. Please try again.")
gettext_noop("Raw passwords are not stored, so there is no way to see the user’s password.")
gettext_noop(
    "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to "
    "authenticate using other backends, such as Single Sign-On or LDAP."
)
ngettext(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
    10,
)
gettext_noop(
    "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z letters, numbers, "
    "and @/./+/-/_ characters."
)
