"""Sentences of Django that Vietnamese lacks there, or has otherwise than a newspaper would say them.

Named here so that our own catalogue has them: nothing imports this file, `make messages` reads it.
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

# Vietnamese in Django, but not as a newspaper would say it
gettext_noop("Any date")
gettext_noop("Past 7 days")
gettext_noop(
    "Please enter the correct %(username)s and password for a staff account. Note that both fields may be "
    "case-sensitive."
)
gettext_noop("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive.")
gettext_noop("This account is inactive.")
gettext_noop("Action:")
gettext_noop("Run the selected action")
gettext_noop("Go")
gettext_noop("Add another %(verbose_name)s")
gettext_noop("Delete selected %(verbose_name_plural)s")
gettext_noop("Successfully deleted %(count)d %(items)s.")
gettext_noop("log entry")
gettext_noop("log entries")
gettext_noop("change message")
gettext_noop("No fields changed.")
gettext_noop("Added.")
gettext_noop("The {name} “{obj}” was added successfully.")
gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below.")
gettext_noop("You may edit it again below.")
gettext_noop("The {name} “{obj}” was changed successfully.")
gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below.")
gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below.")
gettext_noop("The %(name)s “%(obj)s” was deleted successfully.")
ngettext("%(count)s %(name)s was changed successfully.", "%(count)s %(name)s were changed successfully.", 1)
gettext_noop("Items must be selected in order to perform actions on them. No items have been changed.")
gettext_noop("No action selected.")
ngettext("%(total_count)s selected", "All %(total_count)s selected", 1)
gettext_noop("0 of %(cnt)s selected")
gettext_noop("Click here to select the objects across all pages")
gettext_noop("Select all %(total_count)s %(module_name)s")
gettext_noop("Clear selection")
gettext_noop("Add %(name)s")
gettext_noop("Add")
gettext_noop("Change %s")
gettext_noop("Change selected %(model)s")
gettext_noop("You don’t have permission to view or edit anything.")
ngettext("Please correct the error below.", "Please correct the errors below.", 1)
gettext_noop("Sorting priority: %(priority_number)s")
gettext_noop("Toggle sorting")
gettext_noop("Remove from sorting")
gettext_noop(
    'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following related '
    "items will be deleted:"
)
gettext_noop(
    "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected related objects:"
)
gettext_noop("Deleting the selected %(objects_name)s would require deleting the following protected related objects:")
gettext_noop(
    "Deleting %(class_name)s %(instance)s would require deleting the following protected related objects: "
    "%(related_objects)s"
)
gettext_noop("Yes, I’m sure")
gettext_noop("No, take me back")
gettext_noop("Select %s to change")
gettext_noop("Save")
gettext_noop("Save and continue editing")
gettext_noop("This object doesn’t have a change history. It probably wasn’t added via this admin site.")
gettext_noop("Thanks for spending some quality time with the web site today.")
gettext_noop("Logged out")
gettext_noop("Password change")
gettext_noop("Change my password")
gettext_noop("Change password: %s")
gettext_noop("Password change successful")
gettext_noop("Your password was changed.")
gettext_noop("Password changed successfully.")
gettext_noop(
    "Please enter your old password, for security’s sake, and then enter your new password twice so we can "
    "verify you typed it in correctly."
)
gettext_noop("Your old password was entered incorrectly. Please enter it again.")
gettext_noop("The two password fields didn’t match.")
gettext_noop("A user with that username already exists.")
gettext_noop("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.")
gettext_noop("permission")
gettext_noop("permissions")
gettext_noop("group")
gettext_noop("groups")
gettext_noop("user permissions")
gettext_noop("users")
gettext_noop("superuser status")
gettext_noop("Designates that this user has all permissions without explicitly assigning them.")
gettext_noop("The groups this user belongs to. A user will get all permissions granted to each of their groups.")
gettext_noop("Specific permissions for this user.")
gettext_noop("staff status")
gettext_noop("Designates whether the user can log into this admin site.")
gettext_noop("active")
gettext_noop("Designates whether this user should be treated as active. Unselect this instead of deleting accounts.")
gettext_noop("Authentication and Authorization")
gettext_noop("iterations")
gettext_noop("salt")
gettext_noop("hash")
