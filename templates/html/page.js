"use strict";
// Notes beside their text, none on another. Without this the style sheet's grid stands. Only what is near the
// window is laid out, so that a code of 3,000 sections opens at once.
const wide = matchMedia("(min-width: 70rem)");
const side = document.getElementById("v-side");
const main = document.querySelector("main");
const sections = [...main.querySelectorAll(":scope > section")];
const near = new Set();
let asked = false;
function settle() {
  asked = false;
  const on = wide.matches && !side.checked;
  main.classList.toggle("settled", on);
  const notes = sections.filter((section) => near.has(section)).flatMap((section) => [...section.querySelectorAll(".why")]);
  for (const note of notes) note.style.top = "";
  if (!on) return;
  const shown = notes.filter((note) => note.offsetParent);
  const boxes = shown.map((note) => [note.parentElement.getBoundingClientRect().top + scrollY, note.offsetHeight,
    note.offsetParent.getBoundingClientRect().top + scrollY]);
  let floor = 0;
  boxes.forEach(([want, height, from], i) => {
    const y = Math.max(want, floor);
    shown[i].style.top = y - from + "px";
    floor = y + height + 12;
  });
  const end = main.getBoundingClientRect().top + scrollY;
  if (near.has(sections.at(-1))) main.style.minHeight = floor - end + "px";
}
function ask() { if (!asked) { asked = true; requestAnimationFrame(settle); } }
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    near[isIntersecting ? "add" : "delete"](target);
    target.classList.toggle("near", isIntersecting);
  }
  ask();
}, { rootMargin: "1500px" });
for (const section of sections) watcher.observe(section);
addEventListener("resize", ask);
document.addEventListener("change", ask);
document.addEventListener("toggle", ask, true);

// n and p go to the next and the previous change.
const marks = [...document.querySelectorAll("main .cn")];
let at = -1;
function go(step) {
  if (!marks.length) return;
  const here = marks.findIndex((mark) => "#" + mark.id === decodeURIComponent(location.hash));
  at = Math.min(Math.max((here < 0 ? at : here) + step, 0), marks.length - 1);
  location.hash = marks[at].id;
}
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input[type=text], textarea")) return;
  if (event.key === "n" || event.key === "j") go(1);
  if (event.key === "p" || event.key === "k") go(-1);
});
