/* Keeps what is typed: on the server two seconds after the last key; in this browser (copy.js) until the server has it. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const form = document.getElementById("article_form");
  const bar = document.getElementById("kept");
  if (!form || !bar) return;
  const PAUSE = 2000, LONGEST = 15000, BEAT = 20000, RETRY = [3000, 8000, 20000];
  const { copies } = window.desk;
  const said = bar.querySelector(".said");
  const field = (name) => form.querySelector(`input[name=${name}]`);
  const paused = Boolean(bar.dataset.paused);
  let key = copies.key(bar.dataset.user, bar.dataset.story || `new-${field("nonce").value}`);
  let stopped = paused, waiting = 0, since = 0, sending = null, changes = 0, failures = 0, leaving = false;

  const clock = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: bar.dataset.zone });
  function say(kind, facts = {}) {
    said.textContent = bar.dataset[kind].replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
    bar.dataset.state = kind;
  }
  /* Stays until the page is left; the way back only until the server has the text. */
  function recovered(copy) {
    const place = bar.querySelector(".recovered"), made = document.createElement("button");
    place.textContent = bar.dataset.back.replace("{time}", clock(copy.at));
    made.type = "button";
    made.textContent = bar.dataset.drop;
    made.addEventListener("click", () => { stopped = true; copies.drop(key); form.dispatchEvent(new Event("kept")); window.location.reload(); });
    form.addEventListener("kept", () => made.remove(), { once: true });
    place.append(" ", made);
  }

  /* What stands in the form. Rows carry what only the page knows: a thumbnail, a chosen author's name. */
  const SKIPPED = new Set(["csrfmiddlewaretoken", "turn", "publish_at", "return_reason", "withdraw_reason", "pass_reason", "note_text"]);
  function taken() {
    for (const editor of Object.values(window.CKEDITOR?.instances || {})) if (editor.status === "ready") editor.updateElement();
    const data = new FormData(form);
    return [...data].filter(([name, value]) => typeof value === "string" && !SKIPPED.has(name));
  }
  const words = (entries) => JSON.stringify(entries.filter(([name]) => !/^(version|nonce)$|-(TOTAL|INITIAL)_FORMS$/.test(name)));
  function shown() {
    const rows = {};
    form.querySelectorAll(".rows").forEach((section) => {
      rows[section.dataset.prefix] = [...section.querySelectorAll(".list > .row")].map((row) => ({
        name: (row.querySelector("[name]")?.name || "").match(/^\w+-\d+/)?.[0],
        thumb: row.querySelector("img.thumb")?.src,
        author: row.querySelector(".author-of-credit select option:checked")?.textContent,
      }));
    });
    return rows;
  }
  function keepHere(entries) {
    const copy = { at: Date.now(), version: field("version").value, nonce: field("nonce").value, entries, rows: shown() };
    if (!copies.keep(key, copy)) say("full");
  }

  /* A copy that never reached the server goes back into the form. */
  function putBack(copy, isSameForm) {
    const values = new Map(), own = field("nonce").value;
    copy.entries.forEach(([name, value]) => values.set(name, value));
    for (const [prefix, rows] of Object.entries(copy.rows)) {
      const section = form.querySelector(`.rows[data-prefix="${prefix}"]`);
      rows.forEach((told) => {
        const id = values.get(`${told.name}-id`);
        const mine = [...section.querySelectorAll(".list > .row")].find((row) => id && row.querySelector("[name$='-id']")?.value === id);
        fill(mine || window.desk.addRow(section), told, values);
      });
    }
    for (const input of form.elements) {
      if (!input.name || /^(csrfmiddlewaretoken|_\w+)$|-\d+-|_FORMS$/.test(input.name)) continue;
      if (input.type === "checkbox") input.checked = values.has(input.name);
      else if (values.has(input.name) && input.type !== "file") input.value = values.get(input.name);
    }
    field("version").value = copy.version;
    field("nonce").value = isSameForm ? copy.nonce : own;
    for (const editor of Object.values(window.CKEDITOR?.instances || {})) {
      const put = () => editor.setData(values.get("body") || "");
      if (editor.status === "ready") put(); else editor.once("instanceReady", put);
    }
    form.querySelectorAll("textarea, input").forEach((input) => input.dispatchEvent(new Event("input", { bubbles: true })));
  }
  function fill(row, told, values) {
    row.querySelectorAll("[name]").forEach((input) => {
      const name = input.name.replace(/^\w+-\d+/, told.name);
      if (input.type === "checkbox") input.checked = values.has(name);
      else if (input.tagName === "SELECT" && values.get(name) && ![...input.options].some((option) => option.value === values.get(name))) {
        input.add(new Option(told.author || values.get(name), values.get(name), true, true));
      } else if (values.has(name) && !name.endsWith("-id")) input.value = values.get(name);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    const thumb = row.querySelector("img.thumb");
    if (thumb && told.thumb) thumb.src = told.thumb;
  }

  /* Sending. */
  let base = ""; // What the server has, in the form's words: an editor tells of changes that are none.
  let savedAt = "";
  function changed() {
    const entries = taken();
    if (words(entries) === base && !sending) {
      clearTimeout(waiting);
      since = 0;
      copies.drop(key);
      if (bar.dataset.state === "writing") say("saved", { time: savedAt });
      return;
    }
    changes += 1;
    since ||= Date.now();
    keepHere(entries);
    if (stopped) return;
    say("writing");
    clearTimeout(waiting);
    waiting = setTimeout(send, Math.min(PAUSE, Math.max(0, since + LONGEST - Date.now())));
  }
  let beginning = 0; // Keys come faster than a form is worth reading.
  const typed = () => {
    if (bar.dataset.state === "saved") say("writing"); // "Saved" is never said of what has just been typed.
    clearTimeout(beginning);
    beginning = setTimeout(changed, 150);
  };

  async function post(entries) {
    const data = new FormData(); // A long text in Vietnamese is three times as long any other way.
    entries.forEach(([name, value]) => data.append(name, value));
    data.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    data.set("turn", Date.now()); // Of one form's saves the server knows the later one.
    data.set("_verb", "autosave");
    const address = form.getAttribute("action") || window.location.pathname;
    return fetch(address, { method: "POST", body: data, redirect: "manual", credentials: "same-origin" });
  }
  async function send() {
    if (sending || stopped || leaving) return;
    let entries = taken(), seen = changes, done;
    sending = new Promise((end) => { done = end; });
    since = 0;
    try {
      let answer = await post(entries);
      if (answer.status === 403 && await tokenAnew()) {
        [entries, seen] = [taken(), changes]; // One may have gone on writing meanwhile.
        answer = await post(entries);
      }
      failures = 0;
      if (answer.type === "opaqueredirect") signedOut();
      else if (answer.ok) kept(await answer.json(), words(entries), new Map(entries));
      else if (answer.status === 409) { stopped = true; const met = await answer.json(); say("met", { who: met.by, time: met.at }); }
      else if (answer.status === 422) say("wrong", { why: (await answer.json()).why });
      else if (answer.status === 403 || answer.status === 404) { stopped = true; say("refused"); }
      else again();
    } catch { again(); } finally { sending = null; done(); }
    if (changes !== seen && !stopped) { clearTimeout(waiting); waiting = setTimeout(send, PAUSE); }
  }
  function again() {
    say("offline");
    clearTimeout(waiting);
    waiting = setTimeout(send, RETRY[Math.min(failures, RETRY.length - 1)]);
    failures += 1;
  }
  function kept(answer, sent, values) {
    field("version").value = answer.version;
    savedAt = answer.at;
    if (!bar.dataset.story) {
      const old = key;
      bar.dataset.story = /(\d+)\/change\/$/.exec(answer.address)[1];
      bar.dataset.presence = answer.address.replace(/change\/$/, "presence/");
      key = copies.key(bar.dataset.user, bar.dataset.story);
      copies.drop(old);
      form.setAttribute("action", answer.address);
      window.history.replaceState(null, "", answer.address);
    }
    const isAll = words(taken()) === sent;
    number(answer.rows, values);
    const now = taken();
    base = isAll ? words(now) : sent;
    form.dispatchEvent(new CustomEvent("checked", { detail: answer.findings }));
    if (isAll) {
      copies.drop(key);
      form.dispatchEvent(new Event("kept"));
      say("saved", { time: savedAt });
    } else {
      keepHere(now);
      say("writing");
      typed();
    }
  }
  /* Rows that were new get their numbers, by what was sent of them. */
  function number(rows, sent) {
    for (const [prefix, known] of Object.entries(rows)) {
      const free = [...known];
      form.querySelectorAll(`.rows[data-prefix="${prefix}"] .list > .row`).forEach((row) => {
        const id = row.querySelector("[name$='-id']");
        const name = id?.name.replace(/-id$/, "");
        if (!id || !sent.has(`${name}-id`)) return;
        const what = prefix === "photos" ? sent.get(`${name}-key`)
          : [sent.get(`${name}-role`), sent.get(`${name}-author`) || "", (sent.get(`${name}-name`) || "").trim()].join("|");
        const place = free.findIndex(([is, pk]) => (id.value ? String(pk) === id.value : is === what));
        if (place >= 0) id.value = free.splice(place, 1)[0][1];
      });
    }
  }
  function signedOut() {
    say("signedOut");
    const door = document.createElement("a");
    door.href = bar.dataset.door;
    door.target = "_blank";
    door.textContent = bar.dataset.signIn;
    said.append(" ", door);
    clearTimeout(waiting);
    waiting = setTimeout(send, 15000);
  }
  /* Signing in makes the page's token an old one. */
  async function tokenAnew() {
    const answer = await fetch(window.location.pathname, { redirect: "manual", credentials: "same-origin" });
    if (answer.type === "opaqueredirect") { return true; }
    const token = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#article_form [name=csrfmiddlewaretoken]");
    if (token) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((each) => { each.value = token.value; });
    return Boolean(token);
  }

  /* A save by hand waits for what is under way: the answer has the version on which it is written. */
  let held = false;
  function leave(event) {
    if (event.defaultPrevented) return;
    keepHere(taken());
    field("turn").value = Date.now();
    if (sending) {
      event.preventDefault();
      if (held) return;
      held = true;
      Promise.race([sending, new Promise((end) => { setTimeout(end, LONGEST); })])
        .then(() => { sending = null; form.requestSubmit(event.submitter); });
    }
    leaving = true;
  }

  /* Who else is here. */
  async function beat() {
    if (!bar.dataset.presence || document.visibilityState !== "visible") return;
    const data = new URLSearchParams({ csrfmiddlewaretoken: field("csrfmiddlewaretoken").value });
    try {
      const answer = await fetch(bar.dataset.presence, { method: "POST", body: data, redirect: "manual" });
      if (answer.status === 403) await tokenAnew(); // So that Save is taken, too.
      if (!answer.ok) return;
      const { others } = await answer.json();
      const text = others.length ? bar.dataset.others.replace("{names}", others.join(", ")) : "";
      const place = bar.querySelector(".others");
      if (place.textContent !== text) place.textContent = text;
    } catch { /* The next beat tells. */ }
  }

  /* A form, and a new story's copy, belong to the tab in which they are written; those whose tab is gone come back. */
  const hold = (name, unknown) => new Promise((answer) => {
    if (!navigator.locks) { answer(unknown); return; }
    navigator.locks.request(name, { ifAvailable: true }, (lock) => { answer(Boolean(lock)); return lock ? new Promise(() => {}) : null; });
  });
  async function mine() {
    if (bar.dataset.story) return key;
    for (const old of copies.ofNew(bar.dataset.user)) if (await hold(old, true)) return old;
    await hold(key, true);
    return key;
  }
  async function begin() {
    const start = taken(); // What is typed while the browser looks for copies, or the editor comes up, is a change.
    if (!paused) base = words(start);
    key = paused ? key : await mine();
    const copy = paused ? null : copies.read(key);
    const isBack = Boolean(copy) && words(copy.entries) !== base;
    if (isBack) {
      putBack(copy, !bar.dataset.story || await hold(`form:${copy.nonce}`, false));
      recovered(copy);
      waiting = setTimeout(changed, PAUSE);
    } else if (copy) copies.drop(key);
    hold(`form:${field("nonce").value}`, false);
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    window.django?.jQuery(form).on("change", typed);
    const watch = (editor) => {
      const text = form.querySelector("textarea[name=body]");
      editor.updateElement();
      if (!isBack && !changes && !paused && text) base = words(start.map(([name, value]) => [name, name === "body" ? text.value : value]));
      editor.on("change", typed);
    };
    window.CKEDITOR?.on("instanceReady", ({ editor }) => watch(editor));
    for (const editor of Object.values(window.CKEDITOR?.instances || {})) if (editor.status === "ready") watch(editor);
    window.addEventListener("online", () => { if (since || failures) send(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && since) send(); else beat(); });
    if (!paused && !isBack && words(taken()) !== base) typed();
    form.addEventListener("submit", leave);
    window.addEventListener("pageshow", () => { leaving = held = false; });
    beat();
    setInterval(beat, BEAT);
  }
  begin();
});
