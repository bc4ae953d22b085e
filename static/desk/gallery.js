/* The order of a gallery's photos, by buttons: `desk.arrange(keys, then)` gives the keys back as they stand in the end. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const dialog = document.getElementById("arrange");
  if (!dialog) return;
  const desk = (window.desk = window.desk || {});
  const list = dialog.querySelector(".order");
  const said = dialog.querySelector(".said");
  let keys = [];
  let then = () => {};

  const nameOf = (key) => (desk.photos.shown(key) || {}).caption || "–";

  function button(sign, words, act, disabled) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", words);
    made.disabled = disabled;
    made.addEventListener("click", act);
    return made;
  }

  function draw(focused, sign) {
    list.replaceChildren(...keys.map((key, at) => {
      const [line, number, image, name, acts] = ["li", "b", "img", "bdi", "span"].map((tag) => document.createElement(tag));
      const called = (words) => words.replace("{name}", nameOf(key));
      number.textContent = at + 1;
      image.src = (desk.photos.shown(key) || {}).url || "data:,";
      image.alt = "";
      image.className = "thumb";
      name.textContent = nameOf(key);
      acts.append(
        button("↑", called(dialog.dataset.up), () => move(at, -1), at === 0),
        button("↓", called(dialog.dataset.down), () => move(at, 1), at === keys.length - 1),
        button("×", called(dialog.dataset.out), () => { keys.splice(at, 1); draw(Math.min(at, keys.length - 1), "×"); }, false),
      );
      line.append(number, image, name, acts);
      return line;
    }));
    if (focused === undefined) return;
    const buttons = [...(list.children[focused] || dialog).querySelectorAll("button:not(:disabled)")];
    (buttons.find((each) => each.textContent === sign) || buttons[0]).focus();
  }

  function move(at, step) {
    [keys[at], keys[at + step]] = [keys[at + step], keys[at]];
    draw(at + step, step < 0 ? "↑" : "↓");
    said.textContent = dialog.dataset.said.replace("{name}", nameOf(keys[at + step])).replace("{place}", at + step + 1).replace("{count}", keys.length);
  }

  desk.arrange = (there, done) => {
    keys = [...there];
    then = done;
    said.textContent = "";
    draw();
    dialog.showModal();
    list.querySelector("button:not(:disabled)")?.focus();
  };
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  dialog.querySelector(".done").addEventListener("click", () => { dialog.close(); then(keys); });
  dialog.querySelector(".add-photos").addEventListener("click", () => {
    desk.pickSeveral((chosen) => { keys.push(...desk.photos.add(chosen)); draw(keys.length - 1, "↑"); });
  });
});
