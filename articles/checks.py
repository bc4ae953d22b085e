"""System checks that fail when one of the editor's fences is missing."""
