/* The house's word list while one writes: where a word stands that the house doesn't use, and one press for its own. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const aid = document.getElementById("wording"), form = aid?.closest("form");
  if (!form) return;
  const { prose } = window.desk;
  const list = aid.querySelector(".found"), said = aid.querySelector(".said");
  const MOST = 30, NEAR = 28, TONES = "\u0300\u0309\u0303\u0301\u0323";
  const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

  /* Equal where only case, or the vowel that bears the tone, differs: text.spelling says the same on the server. */
  const spelling = (word) => [...word.toLowerCase().normalize("NFD")].map((char) => [TONES.includes(char), char])
    .sort(([one], [other]) => one - other).map(([, char]) => char).join("").normalize("NFC");
  const between = (words) => words.replace(/[\s\u00a0\u2010-\u2015-]+/g, " ").replace(/’/g, "'");
  function tokens(words) {
    const found = [];
    let end = 0;
    for (const { 0: word, index } of words.matchAll(WORD)) {
      found.push({ key: spelling(word), gap: between(words.slice(end, index)), start: index, end: (end = index + word.length) });
    }
    return found;
  }
  /* Whether `want` stands in `have` from a place on: its words, and what is between them. */
  const standsAt = (have, at, want) => at >= 0 && want.every(({ key, gap }, step) => have[at + step]?.key === key && (step === 0 || have[at + step].gap === gap));

  const house = JSON.parse(document.getElementById("house-words").textContent).map((entry) => ({ ...entry, wants: tokens(entry.avoid), puts: tokens(entry.use) }));
  const byFirst = new Map();
  house.forEach((entry) => { if (entry.wants.length) byFirst.set(entry.wants[0].key, [...(byFirst.get(entry.wants[0].key) || []), entry]); });
  byFirst.forEach((entries) => entries.sort((one, other) => other.wants.length - one.wants.length));

  const sameCase = ({ avoid, use }) => avoid.toLowerCase() !== use.toLowerCase();
  function isRight(entry, have, at, written) {
    const plain = (words) => { const even = words.normalize("NFC").replace(/\u00a0/g, " "); return sameCase(entry) ? even.toLowerCase() : even; };
    if (plain(written) === plain(entry.use)) return true;
    const longer = entry.puts.length > entry.wants.length; // "cán bộ" is right within "cán bộ, công chức".
    return longer && entry.puts.some((_, step) => standsAt(entry.puts, step, entry.wants) && standsAt(have, at - step, entry.puts));
  }
  function* foundIn(line) {
    const words = prose.joined(line), have = tokens(words);
    for (let at = 0; at < have.length; at += 1) {
      for (const entry of byFirst.get(have[at].key) || []) {
        if (!standsAt(have, at, entry.wants)) continue;
        const start = have[at].start, end = have[at + entry.wants.length - 1].end;
        if (isRight(entry, have, at, words.slice(start, end))) continue;
        yield { entry, line, start, end, words };
        at += entry.wants.length - 1;
        break;
      }
    }
  }

  const editors = () => Object.values(window.CKEDITOR?.instances || {}).filter((editor) => editor.status === "ready");
  const fields = () => [...form.querySelectorAll("#id_title, #id_kicker, #id_headline, #id_lead, .photo-caption")];
  const lines = () => [...fields().map(prose.lineOfField), ...editors().flatMap((editor) => prose.linesOf(editor.editable().$))];

  const isThere = ({ line, words }) => line.every((node) => node.isConnected !== false) && prose.joined(line) === words;
  /* As the word that it replaces is written: in capitals, or with one. */
  function cased(use, written) {
    if (/\p{Lu}.*\p{Lu}/u.test(written) && written === written.toUpperCase()) return use.toUpperCase();
    return written[0] !== written[0].toLowerCase() ? use[0].toUpperCase() + use.slice(1) : use;
  }
  function replace(hit) {
    if (!isThere(hit)) { look(); return; }
    const place = [...list.children].findIndex((each) => each.contains(document.activeElement));
    editors().forEach((editor) => editor.fire("saveSnapshot"));
    prose.replace(hit.line, hit.start, hit.end, cased(hit.entry.use, hit.words.slice(hit.start, hit.end)));
    hit.line[0].field?.dispatchEvent(new Event("input", { bubbles: true }));
    editors().forEach((editor) => { editor.fire("saveSnapshot"); editor.fire("change"); });
    look();
    (list.children[Math.min(place, list.children.length - 1)]?.querySelector("button:last-child") || aid.querySelector("h2")).focus();
  }
  function goTo(hit) {
    if (!isThere(hit)) { look(); return; }
    const { line, start, end } = hit;
    const [{ field }] = line;
    if (field) { field.focus(); field.setSelectionRange(start, end); return; }
    const starts = prose.startsOf(line), from = prose.nodeAt(line, starts, start), to = prose.nodeAt(line, starts, end - 1);
    const range = document.createRange();
    range.setStart(line[from], start - starts[from]);
    range.setEnd(line[to], end - starts[to]);
    editors()[0].focus();
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
    line[from].parentElement.scrollIntoView({ block: "center" });
  }

  function show(hit, at) {
    const { entry, words, start, end } = hit;
    const item = document.createElement("li"), place = document.createElement("button"), mark = document.createElement("mark");
    mark.textContent = words.slice(start, end);
    place.type = "button";
    place.className = "place";
    place.append(start > NEAR ? "…" : "", words.slice(Math.max(0, start - NEAR), start).replace(start > NEAR ? /^\S*\s/ : /^/, ""), mark, words.slice(end, end + NEAR).replace(end + NEAR < words.length ? /\s\S*$/ : /$/, ""), end + NEAR < words.length ? "…" : "");
    place.addEventListener("click", () => goTo(current[at]));
    item.append(place);
    if (entry.note) {
      const note = document.createElement("span");
      note.textContent = entry.note;
      item.append(note);
    }
    if (entry.use) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = aid.dataset.use.replace("{word}", cased(entry.use, words.slice(start, end)));
      button.addEventListener("click", () => replace(current[at]));
      item.append(button);
    }
    return item;
  }
  let current = [], known = ""; // The list is made anew only where it changes: somebody may be in it with the keyboard.
  function look() {
    current = lines().flatMap((line) => [...foundIn(line)]);
    const now = JSON.stringify(current.map(({ entry, words, start, end }) => [entry.avoid, words.slice(Math.max(0, start - NEAR), end + NEAR), start]));
    if (now === known) return;
    known = now;
    aid.hidden = aid.hidden && !current.length;
    list.replaceChildren(...current.slice(0, MOST).map(show));
    said.textContent = current.length ? aid.dataset.count.replace("{count}", current.length) : aid.dataset.none;
  }

  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(look, 600); };
  form.addEventListener("input", soon);
  const watch = (editor) => { editor.on("change", soon); soon(); };
  editors().forEach(watch);
  window.CKEDITOR?.on("instanceReady", ({ editor }) => watch(editor));
  soon();
});
