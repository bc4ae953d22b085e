// A photo's focal point, set by a click or with the arrow keys, and what each crop will show. Without it: two numbers.
(() => {
  const desk = document.querySelector(".focal-desk"), across = document.getElementById("id_focal_x"), down = document.getElementById("id_focal_y");
  if (!desk || !across || !down) return;
  const whole = desk.querySelector(".whole"), picture = whole.querySelector("img");
  const width = Number(desk.dataset.width), height = Number(desk.dataset.height);
  const point = document.createElement("button");
  point.type = "button"; point.className = "point";
  whole.append(point);
  desk.querySelector(".told").hidden = false;
  const within = (value) => Math.min(100, Math.max(0, Math.round(Number(value) || 0)));
  // The same sums as articles/renditions.py: the largest part of that shape with the point nearest its middle.
  const cut = (ratio, x, y) => {
    const w = Math.max(1, Math.min(width, Math.round(height * ratio))), h = Math.max(1, Math.min(height, Math.round(w / ratio)));
    const place = (at, part, all) => Math.min(Math.max(Math.round((at / 100) * all - part / 2), 0), all - part);
    return [w, h, place(x, w, width), place(y, h, height)];
  };
  const cuts = [...desk.querySelectorAll(".cut")].map((box) => {
    const image = box.querySelector("img");
    image.src = picture.src;
    box.classList.add("live");
    return [box, image];
  });
  const draw = () => {
    const x = within(across.value), y = within(down.value);
    point.style.left = `${x}%`; point.style.top = `${y}%`;
    point.setAttribute("aria-label", desk.dataset.name.replace("{x}", `${x} %`).replace("{y}", `${y} %`));
    for (const [box, image] of cuts) {
      const [w, h, left, top] = cut(Number(box.dataset.shape), x, y);
      image.style.width = `${(100 * width) / w}%`; image.style.height = `${(100 * height) / h}%`;
      image.style.left = `${(-100 * left) / w}%`; image.style.top = `${(-100 * top) / h}%`;
    }
  };
  const move = (x, y) => { across.value = within(x); down.value = within(y); draw(); };
  whole.addEventListener("click", (event) => {
    if (event.target === point && event.detail === 0) return;
    const box = picture.getBoundingClientRect();
    move((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
    point.focus();
  });
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  point.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const by = event.shiftKey ? 10 : 1;
    move(within(across.value) + by * step[0], within(down.value) + by * step[1]);
  });
  for (const field of [across, down]) field.addEventListener("input", draw);
  draw();
})();
