// A live report's new entries, without reloading; nothing is asked while nobody looks.
const live = document.querySelector("[data-live]");
const list = live.querySelector("ol"), link = live.querySelector(".fresh a"), said = live.querySelector("[role=status]");
let held = [], last = list.firstElementChild.id.slice(4) || 0, wait;
const show = () => { list.prepend(...held); held = []; live.classList.remove("more"); };
const look = async () => {
  clearTimeout(wait);
  if (document.hidden) return;
  wait = setTimeout(look, 3e4);
  const got = await fetch(`${live.dataset.live}${last}/`, { credentials: "omit" }).then((r) => r.text(), () => "");
  const made = [...new DOMParser().parseFromString(got, "text/html").querySelectorAll("ol > li")];
  const fresh = made.filter((one) => one.id);
  if (made.length > fresh.length) clearTimeout(wait);
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
  live.scrollIntoView();
});
document.addEventListener("visibilitychange", look);
wait = setTimeout(look, 3e4);
