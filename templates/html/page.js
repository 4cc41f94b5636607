"use strict";
// The page is whole without this. Here: notes beside their text, the map and the list that follow, search and
// filter, keys, both ends of a move. Only what is near the window is laid out, so that a code of 3,000
// sections opens at once.
const by = (id) => document.getElementById(id);
const main = document.querySelector("main");
const law = main.querySelector(".law");
const lots = [...law.querySelectorAll(":scope > .lot")]; // each a few sections: the browser lays out those near the window
const passages = lots.flatMap((lot) => [...lot.children]);
const order = new Map(passages.map((passage, i) => [passage, i]));
const sections = passages.filter((passage) => passage.tagName === "SECTION");
const place = (link) => by(decodeURIComponent(link.hash.slice(1)));
const links = new Map([...document.querySelectorAll("nav a")].map((link) => [place(link), link.parentElement]).filter(([end]) => end));
for (const shy of main.querySelectorAll(".top [hidden]")) shy.hidden = false;

// 1. Notes beside their text, none on another. Without this the style sheet's grid stands.
const wide = matchMedia("(min-width: 70rem)");
const near = new Set();
const list = document.querySelector("nav ol");
const here = document.querySelector(".mini .here");
let asked = false;
// In a table set side by side a change's number stands in a row that is not shown; its twin is.
const landing = () => {
  const end = location.hash ? place(location) : null;
  if (!end || end.checkVisibility()) return end;
  return [...main.querySelectorAll(`[data-at="${CSS.escape(end.id)}"]`)].find((twin) => twin.checkVisibility()) ?? end.closest(".b");
};
let goal = landing();
for (const event of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(event, () => { goal = null; }, { passive: true, capture: true });
function settle() {
  asked = false;
  const on = wide.matches && !by("v-side").checked;
  law.classList.toggle("settled", on);
  const notes = lots.filter((lot) => near.has(lot)).flatMap((lot) => [...lot.querySelectorAll(".why")]);
  for (const note of notes) note.style.top = "";
  const shown = on ? notes.filter((note) => note.offsetParent) : [];
  const boxes = shown.map((note) => [note.parentElement.getBoundingClientRect().top + scrollY, note.offsetHeight,
    note.offsetParent.getBoundingClientRect().top + scrollY]);
  let floor = 0;
  boxes.forEach(([want, height, from], i) => {
    const y = Math.max(want, floor);
    shown[i].style.top = y - from + "px";
    floor = y + height + 12;
  });
  const end = main.getBoundingClientRect().top + scrollY;
  if (on && near.has(lots.at(-1))) main.style.minHeight = floor - end + "px";
  goal?.scrollIntoView(); // what was not laid out before the jump has moved it
  follow();
}
function ask() { if (!asked) { asked = true; requestAnimationFrame(settle); } }
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    near[isIntersecting ? "add" : "delete"](target);
    target.classList.toggle("near", isIntersecting);
  }
  ask();
}, { rootMargin: "1500px" });
for (const lot of lots) watcher.observe(lot);
const bar = main.querySelector(".top");
new ResizeObserver(() => { document.documentElement.style.scrollPaddingTop = bar.offsetHeight + 16 + "px"; }).observe(bar);
addEventListener("resize", ask);
document.addEventListener("change", ask);
document.addEventListener("toggle", ask, true);

// 2. The map and the list of sections say where one is.
let now = null;
let following = false;
function follow() {
  following = false;
  const top = bar.getBoundingClientRect().bottom;
  const seen = [];
  for (const lot of lots) if (near.has(lot)) for (const passage of lot.children) {
    const box = passage.getBoundingClientRect();
    if (box.bottom > top && box.top < innerHeight) seen.push(order.get(passage));
  }
  here?.setAttribute("y", seen[0] ?? 0);
  here?.setAttribute("height", seen.length ? seen.at(-1) - seen[0] + 1 : 0);
  const line = seen.map((i) => links.get(passages[i])).find((item) => item && !item.matches(".part")) ?? null;
  if (line === now) return;
  now?.classList.remove("now");
  now?.firstElementChild.removeAttribute("aria-current");
  now = line;
  line?.classList.add("now");
  line?.firstElementChild.setAttribute("aria-current", "location");
  const off = line ? line.offsetTop - list.scrollTop : 0;
  if (line && (off < 0 || off > list.clientHeight - 40)) list.scrollTop += off - list.clientHeight / 2;
}
addEventListener("scroll", () => { if (!following) { following = true; requestAnimationFrame(follow); } }, { passive: true });
document.querySelector(".mini")?.addEventListener("click", (event) => {
  const shown = passages[Math.min(Math.floor(event.clientY / innerHeight * passages.length), passages.length - 1)];
  if (shown.classList.contains("out")) clear();
  (goal = shown).scrollIntoView();
  ask();
});

// 3. Search and filter: what does not fit is not shown, headings above what fits are; on paper all is.
const said = main.querySelector(".find output");
const controls = ["q", "kind", "part", "bare"].map(by);
const plain = (text) => text.toLowerCase().replace(/\s+/g, " ");
const depth = (passage) => passage.dataset.l === undefined ? null : Number(passage.dataset.l);
const total = sections.filter((section) => depth(section) === null).length;
let texts = null;
function show() {
  const [q, kind, part, bare] = controls.map((control) => control && (control.type === "checkbox" ? control.checked : control.value));
  const sought = plain(q.trim());
  if (sought) texts ??= new Map(sections.map((section) => [section, plain(section.textContent)]));
  const fits = (passage) => passage.tagName !== "SECTION" ? !(sought || kind || bare)
    : (!kind || passage.dataset.k?.split(" ").includes(kind)) && (!bare || "bare" in passage.dataset)
      && (!sought || texts.get(passage).includes(sought));
  let within = !part, top = Infinity, heads = [], n = 0;
  for (const passage of passages) {
    const level = depth(passage);
    if (level !== null) {
      if (part && passage.id === part) [within, top] = [true, level];
      else if (level <= top && top < Infinity) [within, top] = [false, Infinity];
      heads = [...heads.filter((head) => depth(head) < level), passage];
    }
    const shown = within && fits(passage);
    passage.classList.toggle("out", !shown);
    if (shown) for (const head of heads) head.classList.remove("out");
    if (shown && level === null && passage.tagName === "SECTION") n++;
  }
  for (const lot of lots) lot.classList.toggle("out", [...lot.children].every((passage) => passage.classList.contains("out")));
  for (const [section, line] of links) line.classList.toggle("out", section.classList.contains("out"));
  said.textContent = sought || kind || part || bare ? said.dataset.said.replace("{n}", n).replace("{total}", total) : "";
  light(sought);
  if (bar.getBoundingClientRect().top <= 0) passages.find((passage) => !passage.classList.contains("out"))?.scrollIntoView();
  ask();
}
function clear() {
  for (const control of controls) if (control) control.type === "checkbox" ? control.checked = false : control.value = "";
  show();
}
// What was sought is lit without a change of the page, also where a mark stands within it.
let hits = [];
let hit = -1;
function light(sought) {
  const found = [];
  for (const section of sought ? sections : []) {
    if (section.classList.contains("out") || found.length > 1000) continue;
    for (const block of section.querySelectorAll("p, h2, h3, td, th, blockquote")) {
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      const nodes = [];
      let text = "";
      while (walker.nextNode()) { nodes.push([text.length, walker.currentNode]); text += walker.currentNode.data; }
      const low = text.toLowerCase();
      const at = (i) => { const [start, node] = nodes.findLast(([from]) => from <= i); return [node, i - start]; };
      for (let i = low.indexOf(sought); i >= 0 && low.length === text.length; i = low.indexOf(sought, i + sought.length)) {
        const range = new Range();
        range.setStart(...at(i));
        const [node, last] = at(i + sought.length - 1);
        range.setEnd(node, last + 1);
        found.push(range);
      }
    }
  }
  [hits, hit] = [found, -1];
  if (window.Highlight) CSS.highlights.set("hit", new Highlight(...found));
}
function next() {
  for (let i = 1; i <= hits.length; i++) { // the next that this view shows: to ask it of all takes a second in a code
    const n = (hit + i) % hits.length;
    const end = hits[n].startContainer.parentElement;
    if (!end.checkVisibility()) continue;
    hit = n;
    end.scrollIntoView({ block: "center" });
    return;
  }
}
let typed = 0;
by("q").addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(() => { typed = 0; show(); }, 150); });
for (const control of controls.slice(1)) control?.addEventListener("change", show);
by("q").addEventListener("keydown", (event) => {
  if (event.key === "Enter") { if (typed) { clearTimeout(typed); show(); } typed = 0; next(); }
  if (event.key === "Escape") { clear(); bar.querySelector(".find summary").focus(); }
});
// A link into what is not shown shows all again.
function land() {
  if (location.hash && place(location)?.closest(".out")) clear();
  goal = landing();
  ask();
}
addEventListener("hashchange", land);
if (controls.some((control) => control && (control.type === "checkbox" ? control.checked : control.value))) show(); // the browser kept them

// 4. Keys: j and k go to the next and the previous change, whose link takes the focus and so is read aloud.
const marks = [...main.querySelectorAll(".cn")];
let at = -1;
function go(step) {
  const there = marks.filter((mark) => !mark.closest(".out"));
  if (!there.length) return;
  const from = there.findIndex((mark) => "#" + mark.id === decodeURIComponent(location.hash));
  at = Math.min(Math.max((from < 0 ? at : from) + step, 0), there.length - 1);
  location.hash = there[at].id;
  const end = landing();
  (end.querySelector(".no") ?? end).focus({ preventScroll: true });
}
const keys = {
  j: () => go(1), n: () => go(1), k: () => go(-1), p: () => go(-1),
  "/": () => { bar.querySelector(".find").open = true; by("q").focus(); by("q").select(); },
  "?": () => by("help").togglePopover(),
};
addEventListener("keydown", (event) => {
  const writes = event.target.closest?.("input:not([type=radio], [type=checkbox]), select");
  if (event.ctrlKey || event.metaKey || event.altKey || writes || !by("keys").checked || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});

// 5. Both ends of a move are lit while one is pointed at or has the focus.
let lit = [];
function ends(from) {
  const block = from.closest?.("main .b");
  // A section that moved says so in its heading; words that moved say so behind them.
  const links = block ? [block, ...block.parentElement.querySelectorAll(":scope > .hd0")].map((at) => [...at.querySelectorAll(".rm.to a")]) : [];
  return (links.find((some) => some.length) ?? []).flatMap((link) => [link.closest(".b"), place(link)?.closest(".b, section")]);
}
function pair({ target }) {
  for (const end of lit) end.classList.remove("pair");
  lit = [target, document.activeElement].flatMap(ends).filter(Boolean);
  for (const end of lit) end.classList.add("pair");
}
main.addEventListener("pointerover", pair);
main.addEventListener("focusin", pair);
