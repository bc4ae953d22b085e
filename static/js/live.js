// A live report's new entries, without reloading; nothing is asked while nobody looks.
const live = document.querySelector("[data-live]");
const list = live.querySelector(":scope > ol"), link = live.querySelector(".fresh a"), said = live.querySelector("[role=status]");
const again = link.textContent;
let held = [], last = list.firstElementChild.id.slice(4) || 0, wait;
const show = () => { list.prepend(...held); held = []; link.textContent = again; live.classList.remove("more"); };
const look = async () => {
  clearTimeout(wait);
  if (document.hidden) return;
  wait = setTimeout(look, 3e4);
  const got = await fetch(`${live.dataset.live}${last}/`, { credentials: "omit" }).then((r) => r.text(), () => "");
  const page = new DOMParser().parseFromString(got, "text/html"), fresh = [...page.querySelectorAll(".entry")];
  if (page.querySelector("[data-ended]")) clearTimeout(wait);
  if (!fresh.length) return;
  last = fresh[0].id.slice(4);
  held.unshift(...fresh);
  said.textContent = link.textContent = `${link.dataset.new}: ${held.length}`;
  live.classList.add("more");
  if (list.getBoundingClientRect().top > 0) show();
};
link.addEventListener("click", (event) => {
  if (!held.length) return;
  event.preventDefault();
  show();
  list.querySelector("a").focus();
});
document.addEventListener("visibilitychange", look);
wait = setTimeout(look, 3e4);
