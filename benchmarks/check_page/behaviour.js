// Keys, search, filters, permalinks and both ends of a move do what the page says they do.
import { settled } from "./accessible.js";

export async function behaves(open) {
  const faults = [], done = [];
  const check = (name, good, seen) => { done.push(name); if (!good) faults.push(`${name}: ${JSON.stringify(seen)}`); };
  const page = await open();
  const marks = await page.$$eval("main .cn", (found) => found.map((mark) => mark.id));
  const state = () => page.evaluate(() => ({ hash: decodeURIComponent(location.hash.slice(1)), focus: document.activeElement?.closest(".cn")?.id ?? document.activeElement?.dataset.at ?? document.activeElement?.id,
    shown: document.querySelectorAll(".lot > section:not(.out)").length, said: document.querySelector(".find output").textContent,
    lit: CSS.highlights.get("hit")?.size ?? 0 }));
  const press = async (key) => { await page.keyboard.press(key); await settled(page); return state(); };
  const before = await state();
  if (marks.length > 1) await keys(page, press, marks, check);
  await help(page, press, check);
  await search(page, press, check, before.shown);
  await filters(page, state, check, before.shown);
  await switchedOff(page, press, check);
  check("no complaint", !page.complaints.length, page.complaints);
  await page.close();
  if (marks.length) await permalinks(open, marks, check);
  await moves(open, check);
  return { held: [...new Set(done)].join(", "), faults };
}

async function keys(page, press, marks, check) {
  const walked = [];
  for (const key of ["j", "n", "k", "p", "j"]) walked.push(await press(key));
  const wanted = [0, 1, 0, 0, 1].map((i) => marks[i]);
  check("keys", walked.every((seen, i) => seen.hash === wanted[i] && seen.focus === wanted[i]), walked.map((seen) => [seen.hash, seen.focus]));
}

async function help(page, press, check) {
  const isOpen = () => page.evaluate(() => document.getElementById("help").matches(":popover-open"));
  await press("?");
  const opened = await isOpen();
  await press("Escape");
  check("help", opened && !(await isOpen()), opened);
}

async function search(page, press, check, all) {
  const word = await page.evaluate(() => {
    const words = [...document.querySelector(".lot > section p:not(.o, .n)")?.textContent.matchAll(/[\p{L}]{5,}/gu) ?? []];
    return words.at(-1)?.[0] ?? null;
  });
  if (!word) return;
  const focused = await press("/");
  check("search", focused.focus === "q", focused);
  await page.keyboard.type(word.toUpperCase());
  const found = await press("Enter");
  const holding = await page.evaluate((word) => [...document.querySelectorAll(".lot > section")].filter((section) =>
    section.textContent.toLowerCase().replace(/\s+/g, " ").includes(word.toLowerCase())).every((section) => !section.classList.contains("out")), word);
  check("search", found.shown > 0 && found.lit > 0 && found.said !== "" && holding, { word, found, holding });
  const none = await page.evaluate(() => { const q = document.getElementById("q"); q.value = "\u{10FFFD}"; q.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" })); q.dispatchEvent(new Event("input")); return new Promise((told) => setTimeout(() => told(document.querySelectorAll(".lot > section:not(.out)").length), 400)); });
  check("search", none === 0, { none });
  await page.focus("#q");
  const cleared = await press("Escape");
  check("search", cleared.shown === all && cleared.said === "", cleared);
}

async function filters(page, state, check, all) {
  for (const id of ["kind", "part"]) {
    const values = await page.$$eval(`#${id} option`, (found) => found.map((option) => option.value).filter(Boolean));
    for (const value of values.slice(0, 8)) {
      await page.select(`#${id}`, value);
      await settled(page);
      const seen = await state();
      const wrong = id === "part" ? 0 : await page.$$eval(".lot > section:not(.out, [data-l])", (found, value) => found.filter((section) => !section.dataset.k?.split(" ").includes(value)).length, value);
      check(`filter by ${id}`, seen.shown > 0 && seen.said !== "" && wrong === 0, { value, seen, wrong });
    }
    if (values.length) await page.select(`#${id}`, "");
  }
  if (await page.$("#bare")) {
    const toggle = () => page.evaluate(() => document.getElementById("bare").click());
    await toggle();
    await settled(page);
    const wrong = await page.$$eval(".lot > section:not(.out, [data-l])", (found) => found.filter((section) => !("bare" in section.dataset)).length);
    check("filter by reason", wrong === 0, { wrong });
    await toggle();
  }
  await settled(page);
  const seen = await state();
  check("filters are undone", seen.shown === all, { seen, all });
}

async function switchedOff(page, press, check) {
  await page.evaluate(() => { document.getElementById("keys").checked = false; document.activeElement?.blur(); });
  const before = await page.evaluate(() => location.hash);
  const { hash } = await press("j");
  check("keys can be put off", "#" + encodeURI(hash) === encodeURI(decodeURIComponent(before)) || hash === decodeURIComponent(before.slice(1)), { before, hash });
}

async function permalinks(open, marks, check) {
  for (const mark of new Set([marks[0], marks[Math.floor(marks.length / 2)], marks.at(-1)])) {
    const page = await open({ hash: "#" + encodeURIComponent(mark) });
    await settled(page);
    await new Promise((done) => setTimeout(done, 400));
    const seen = await page.evaluate((mark) => {
      const end = document.getElementById(mark);
      const shown = [end, ...document.querySelectorAll(`[data-at="${CSS.escape(mark)}"]`)].find((at) => at.checkVisibility());
      const { top, bottom } = shown.getBoundingClientRect();
      return { top, bottom, target: document.querySelector(":target")?.id, under: document.querySelector(".top").getBoundingClientRect().bottom, height: innerHeight };
    }, mark);
    check("permalinks", seen.target === mark && seen.top >= seen.under - 1 && seen.bottom <= seen.height + 1, { mark, ...seen });
    await page.close();
  }
}

async function moves(open, check) {
  const page = await open();
  const links = await page.$$eval("main .rm.to a", (found) => found.length);
  for (const way of links ? ["focus", "hover"] : []) {
    const seen = await page.evaluate(async (way) => {
      const link = [...document.querySelectorAll("main .rm.to a")].find((found) => found.checkVisibility());
      if (!link) return null;
      link.scrollIntoView({ block: "center" });
      await new Promise((told) => setTimeout(told, 300));
      if (way === "focus") link.focus(); else link.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
      const lit = [...document.querySelectorAll(".pair")];
      const other = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const told = { count: lit.length, here: lit.some((end) => end.contains(link)), there: lit.some((end) => end.contains(other) || other.contains(end)) };
      link.blur();
      return told;
    }, way);
    if (seen) check(`a move, by ${way}`, seen.count >= 2 && seen.here && seen.there, seen);
  }
  await page.close();
}
