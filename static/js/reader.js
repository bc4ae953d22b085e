// Saves a tap; nothing here is needed to read. No cookie: the size of letters stays on the device.
const root = document.documentElement;
const SIZES = { small: "A−", "": "A", large: "A+" };

const storage = (act) => {
  try { return act(localStorage); } catch { return null; } // Private mode: forgotten at the next page.
};

const button = (label, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", () => act(made));
  return made;
};

const apply = (size) => {
  root.classList.remove("small", "large");
  if (size) root.classList.add(size);
  document.querySelectorAll(".sizes button").forEach((b) => b.setAttribute("aria-pressed", String(b.value === size)));
};

const facts = document.querySelector("[data-letters]");
if (facts) {
  const group = document.createElement("div");
  group.className = "sizes";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", facts.dataset.letters);
  for (const [size, label] of Object.entries(SIZES)) {
    const made = button(label, () => { apply(size); storage((s) => s.setItem("letters", size)); });
    made.value = size;
    group.append(made);
  }
  facts.append(group);
}
apply(storage((s) => s.getItem("letters")) || "");

const field = document.querySelector("[data-copy]");
if (field) {
  const row = field.closest(".link");
  const { copy, copied, share } = field.dataset;
  field.addEventListener("focus", () => field.select());
  if (navigator.clipboard) {
    row.append(button(copy, (b) => navigator.clipboard.writeText(field.value).then(() => { b.textContent = copied; })));
  }
  if (navigator.share) {
    row.append(button(share, () => navigator.share({ title: document.title, url: field.value }).catch(() => {})));
  }
}

const sheet = document.querySelector("[data-print]");
if (sheet) sheet.append(button(sheet.dataset.print, () => window.print()));
