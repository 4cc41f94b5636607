"use strict";
// Notes beside their text: none on another, none outside its section. Without this the style sheet's grid stands.
const wide = matchMedia("(min-width: 70rem)");
const side = document.getElementById("v-side");
const near = new Set();
function settle(section) {
  const on = wide.matches && !side.checked;
  const notes = [...section.querySelectorAll(".why")];
  if (!notes.length) return;
  section.classList.toggle("settled", on);
  section.style.minHeight = "";
  for (const note of notes) note.style.top = "";
  if (!on) return;
  const top = section.getBoundingClientRect().top;
  const shown = notes.filter((note) => note.offsetParent);
  const want = shown.map((note) => note.parentElement.getBoundingClientRect().top - top);
  let floor = 0;
  shown.forEach((note, i) => {
    const y = Math.max(want[i], floor);
    note.style.top = y + "px";
    floor = y + note.offsetHeight + 12;
  });
  section.style.minHeight = floor + "px";
}
function settleAll() { for (const section of near) settle(section); }
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) { near.add(entry.target); settle(entry.target); } else near.delete(entry.target);
  }
}, { rootMargin: "1200px" });
for (const section of document.querySelectorAll("main > section")) watcher.observe(section);
addEventListener("resize", settleAll);
document.addEventListener("change", settleAll);
document.addEventListener("toggle", settleAll, true);

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
