from typing import Any

from django.db import migrations

# A search reads the texts of forty stories from all years. Beside their rows, in PostgreSQL's second table for what is
# long, each is two or three pages elsewhere on the disk. 8,160 bytes are the most that a row may be (PostgreSQL's
# manual, CREATE TABLE, toast_tuple_target). Rows from before stay as they are until VACUUM FULL.
TOGETHER = "ALTER TABLE articles_edition SET (toast_tuple_target = 8160)"
APART = "ALTER TABLE articles_edition RESET (toast_tuple_target)"


def on_postgres(statement: str) -> Any:
    def run(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("articles", "0040_what_the_cdn_must_still_be_told")]

    operations = [migrations.RunPython(on_postgres(TOGETHER), on_postgres(APART))]
