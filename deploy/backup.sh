#!/usr/bin/env bash
# Database and pictures into BACKUPS/<moment>/, with checksums; those of more than KEEP_DAYS (30) days are taken away.
# Safe while the paper works: the dump is one moment's, and a picture is written before the row that names it and never
# changed, so pictures copied after the dump are never fewer than it needs. Pictures already in the last backup are linked.
set -euo pipefail
: "${DATABASE_URL:?}" "${MEDIA_ROOT:?}" "${BACKUPS:?}"
umask 077
mkdir -p "$BACKUPS"
now=$(date +%Y-%m-%dT%H%M%S)
last=$(find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -name '20*' | sort | tail -n 1)
part="$BACKUPS/.part-$now"
mkdir -p "$part/media"
trap 'rm -rf "$part"' EXIT

pg_dump --format=custom --no-owner --file="$part/database.dump" "$DATABASE_URL"
[ -z "$last" ] || cp --recursive --link "$last/media/." "$part/media/"
cp --recursive --preserve=timestamps --update --remove-destination "$MEDIA_ROOT/." "$part/media/"
files() { (cd "$1" && find . -type f -print0 | sort -z); }
comm -z -23 <(files "$part/media") <(files "$MEDIA_ROOT") | (cd "$part/media" && xargs -0 -r rm --)
(cd "$part" && find . -type f ! -name checksums -print0 | sort -z | xargs -0 sha256sum >checksums)
mv "$part" "$BACKUPS/$now"
find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -name '20*' -mtime "+${KEEP_DAYS:-30}" -exec rm -rf {} +
echo "$BACKUPS/$now"
