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

const place = document.querySelector(".sheet .print"); // Kept free for the button, so that it moves nothing.
if (place) {
  const made = button(place.textContent, () => window.print());
  made.className = "print";
  place.replaceWith(made);
}

// A view: the story seen for a second, by this device not within the half hour before. What is sent names the story
// and this load; when it was last counted stays on the device.
const HALF_HOUR = 1800e3;
const story = document.querySelector("[data-story]")?.dataset.story;

const lately = () => {
  let kept = {};
  try { kept = JSON.parse(storage((s) => s.getItem("counted"))) || {}; } catch { /* Somebody else's words. */ }
  return Object.fromEntries(Object.entries(kept).filter(([, at]) => at <= Date.now() && Date.now() - at < HALF_HOUR));
};

const count = () => {
  const counted = lately();
  if (counted[story]) return;
  const load = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  if (!navigator.sendBeacon("/luot-xem/", `${story} ${load}`)) return;
  storage((s) => s.setItem("counted", JSON.stringify({ ...counted, [story]: Date.now() })));
};

const refresh = async () => {
  const number = document.querySelector(".views data");
  if (!number) return;
  try {
    const { views } = await (await fetch(`/luot-xem/${story}.json`, { credentials: "omit" })).json();
    if (views > number.value) number.textContent = number.value = views;
  } catch { /* Offline: the page's own number stays. */ }
};

if (story) {
  let timer;
  const watch = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible" && !document.prerendering) timer = setTimeout(count, 1000);
  };
  watch();
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("prerenderingchange", () => { watch(); refresh(); });
  if (!document.prerendering) refresh();
}
