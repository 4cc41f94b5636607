// Whether a large page opens and scrolls smoothly: `node benchmarks/check_page/scrolling.js [--whole] PAGE.html…`.
//
// Opened from file:// in headless Chromium, 1400 x 900, drawn without a graphics card, which takes most of a frame.
// Times are milliseconds. Opening: until something is painted, until the document is read, until it answers (the
// last task over 50 ms before a second of rest is done). Frames: of a walk down by 400 px each (50 at the start, 50
// in the middle, 50 at the end), and of a drag of the scroll bar from top to end in 50 leaps. Actions: until the
// second frame behind a leap to the first, middle and last change, each filter, each view, a search. Tasks over 50 ms are
// counted in each part, with their sum. `--whole`: once more with all laid out, without `content-visibility`.
// Nothing is held; the load of the machine stands beside. The last line is JSON.
import { existsSync } from "node:fs";
import { loadavg } from "node:os";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { execFileSync } from "node:child_process";
import puppeteer from "puppeteer-core";

const WALK = 50, STEP = 400, LEAPS = 50;

function browserPath() {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try { return execFileSync("which", [name], { encoding: "utf8" }).trim(); } catch { /* the next */ }
  }
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return existsSync(mac) ? mac : null;
}

// Runs in the page before its own script: what the measuring needs.
function prepare(whole) {
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration]))).observe({ type: "longtask", buffered: true });
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const rest = async (quiet) => { // until no long task has ended for so long
    const end = () => tasks.reduce((last, [start, length]) => Math.max(last, start + length), 0);
    const from = performance.now();
    while (performance.now() - Math.max(from, end()) < quiet) await new Promise((done) => setTimeout(done, 50));
    return end();
  };
  const during = async (work) => {
    await rest(150);
    const from = performance.now();
    const result = await work(from);
    await rest(150);
    const long = tasks.filter(([start]) => start >= from - 1).map(([, length]) => length);
    return { ...result, long: { count: long.length, sum: Math.round(long.reduce((a, b) => a + b, 0)) } };
  };
  const frames = (gaps) => {
    const sorted = [...gaps].sort((a, b) => a - b);
    const at = (share) => Math.round(sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)]);
    return { count: sorted.length, median: at(0.5), p95: at(0.95), worst: at(1), over50: sorted.filter((gap) => gap > 50).length };
  };
  window.measure = {
    rest,
    scroll: (places) => during(async () => {
      const gaps = [];
      for (const place of places()) {
        if (place.jump !== undefined) { scrollTo(0, place.jump * document.documentElement.scrollHeight); await frame(); await frame(); continue; }
        const last = performance.now();
        if (place.by !== undefined) scrollBy(0, place.by); else scrollTo(0, place.to * document.documentElement.scrollHeight);
        await frame();
        gaps.push(performance.now() - last);
      }
      return frames(gaps);
    }),
    act: (work) => during(async (from) => { const at = work(); await frame(); await frame(); return { ms: Math.round(performance.now() - from), at: await at }; }),
  };
  if (whole) addEventListener("DOMContentLoaded", () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".lot, nav li { content-visibility: visible !important }");
    document.adoptedStyleSheets = [sheet];
  });
}

async function opening(page, url) {
  await page.goto(url);
  return page.evaluate(async () => {
    const [navigation] = performance.getEntriesByType("navigation");
    const end = await measure.rest(1000);
    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN;
    return { paint: Math.round(paint), read: Math.round(navigation.domInteractive), answers: Math.round(Math.max(end, navigation.domContentLoadedEventEnd)) };
  });
}

async function scrolling(page) {
  const walk = await page.evaluate(([steps, step]) => measure.scroll(() => [0, 0.5, 0.97].flatMap((jump) => [{ jump }, ...Array(steps).fill({ by: step })])), [WALK, STEP]);
  const drag = await page.evaluate((leaps) => measure.scroll(() => [{ jump: 0 }, ...[...Array(leaps).keys()].map((i) => ({ to: (i + 1) / leaps }))]), LEAPS);
  await page.evaluate(() => scrollTo(0, 0));
  return { walk, drag };
}

async function actions(page) {
  const done = {};
  for (const [name, share] of [["first", 0], ["middle", 0.5], ["last", 1]]) {
    done[`to the ${name} change`] = await page.evaluate((share) => measure.act(() => {
      const marks = [...document.querySelectorAll("main .cn")];
      const mark = marks[Math.floor(share * (marks.length - 1))];
      if (mark) location.hash = mark.id;
    }), share);
    await page.evaluate(() => measure.rest(400));
    done[`to the ${name} change`].lands = await page.evaluate(() => {
      const box = document.querySelector(":target")?.getBoundingClientRect();
      return !box || (box.top >= 0 && box.bottom <= innerHeight);
    });
  }
  await page.evaluate(() => { document.querySelector(".find").open = true; });
  for (const id of ["kind", "part"]) {
    if (!(await page.$(`#${id} option:nth-child(2)`))) continue;
    for (const [name, n] of [[`filter by ${id}`, 1], [`undo filter by ${id}`, 0]]) {
      done[name] = await page.evaluate(([id, n]) => measure.act(() => {
        const select = document.getElementById(id);
        select.selectedIndex = n;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }), [id, n]);
    }
  }
  for (const view of ["v-side", "v-new", "v-old", "v-one"]) {
    done[`view ${view.slice(2)}`] = await page.evaluate((view) => measure.act(() => document.getElementById(view).click()), view);
  }
  for (const [name, word] of [["search", "the"], ["undo search", ""]]) {
    done[name] = await page.evaluate((word) => measure.act(() => {
      const box = document.getElementById("q");
      box.value = word;
      box.dispatchEvent(new Event("input"));
      if (word) box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
      return new Promise((end) => setTimeout(end, 200));
    }), word);
  }
  return done;
}

async function measured(browser, file, whole) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1400, height: 900 });
  if (whole) await page.setBypassCSP(true);
  await page.evaluateOnNewDocument(prepare, whole);
  const load = loadavg()[0];
  const opened = await opening(page, pathToFileURL(resolve(file)).href);
  const { LayoutDuration, RecalcStyleDuration, Nodes } = await page.metrics();
  const row = { page: basename(file), laid: whole ? "all" : "what is seen", load: Math.round(load * 10) / 10, nodes: Nodes,
    opened: { ...opened, layout: Math.round(LayoutDuration * 1000), style: Math.round(RecalcStyleDuration * 1000) }, ...(await scrolling(page)), actions: await actions(page) };
  await page.close();
  return row;
}

function print({ page, laid, load, nodes, opened, walk, drag, actions: acted }) {
  console.log(`\n${page}: ${nodes} nodes, laid out ${laid}, load ${load}\n`);
  console.log("| | ms | tasks over 50 ms: count, sum | |\n|---|--:|---|---|");
  for (const [name, ms] of Object.entries(opened)) console.log(`| opening: ${name} | ${ms} | | |`);
  for (const [name, frames] of [["walk", walk], ["drag", drag]]) {
    console.log(`| ${name}: frame, median of ${frames.count} | ${frames.median} | ${frames.long.count}, ${frames.long.sum} | 95 in 100: ${frames.p95}, worst ${frames.worst}; over 50 ms: ${frames.over50} |`);
  }
  for (const [name, { ms, long, lands }] of Object.entries(acted)) console.log(`| ${name} | ${ms} | ${long.count}, ${long.sum} | ${lands === undefined ? "" : lands ? "lands" : "misses"} |`);
}

async function main(args) {
  const files = args.filter((arg) => !arg.startsWith("--"));
  const executablePath = process.env.LAWDIFF_CHROMIUM || browserPath();
  if (!files.length || !executablePath) { console.error(files.length ? "There is no Chromium here" : "Name pages"); return 2; }
  const browser = await puppeteer.launch({ executablePath, headless: true, protocolTimeout: 600_000, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
  const rows = [];
  try {
    for (const file of files) for (const whole of args.includes("--whole") ? [false, true] : [false]) {
      const row = await measured(browser, file, whole);
      rows.push(row);
      print(row);
    }
  } finally {
    await browser.close();
  }
  console.log("\n" + JSON.stringify({ rows }));
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
