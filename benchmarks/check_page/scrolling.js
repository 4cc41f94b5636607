// Whether a large page opens and scrolls smoothly: `node benchmarks/check_page/scrolling.js PAGE.html…`.
//
// Opened from file:// in headless Chromium, 1400 x 900, drawn without a graphics card: time to the second frame,
// seconds of layout and of style until then, the frames of a walk down by 400 px each (median, 95th of a hundred,
// worst), a change of view, a jump to the last change, a search for a word. Each page once with
// `content-visibility` as it is, once with all of it laid out. The last line is JSON.
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { execFileSync } from "node:child_process";
import puppeteer from "puppeteer-core";

function browserPath() {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try { return execFileSync("which", [name], { encoding: "utf8" }).trim(); } catch { /* the next */ }
  }
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return existsSync(mac) ? mac : null;
}

const frames = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function measure(browser, file, whole) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1400, height: 900 });
  if (whole) await page.setBypassCSP(true);
  if (whole) await page.evaluateOnNewDocument(() => addEventListener("DOMContentLoaded", () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("main > section, nav li { content-visibility: visible !important }");
    document.adoptedStyleSheets = [sheet];
  }));
  const timed = async (work) => { const from = performance.now(); await work(); await frames(page); return Math.round(performance.now() - from); };
  const open = await timed(() => page.goto(pathToFileURL(resolve(file)).href));
  const { LayoutDuration, RecalcStyleDuration, Nodes } = await page.metrics();
  const walk = await page.evaluate(async () => {
    document.querySelector("#text").scrollIntoView();
    const gaps = [];
    let last = performance.now();
    for (let i = 0; i < 150; i++) {
      scrollBy(0, 400);
      await new Promise((done) => requestAnimationFrame(done));
      const now = performance.now();
      gaps.push(now - last);
      last = now;
    }
    gaps.sort((a, b) => a - b);
    return [75, 142, 149].map((i) => Math.round(gaps[i]));
  });
  const view = await timed(() => page.evaluate(() => document.getElementById("v-side").click()));
  await page.evaluate(() => document.getElementById("v-one").click());
  const jump = await timed(() => page.evaluate(() => { location.hash = [...document.querySelectorAll("main .cn")].at(-1)?.id ?? ""; }));
  await new Promise((done) => setTimeout(done, 500));
  const landed = await page.evaluate(() => { const box = document.querySelector(":target")?.getBoundingClientRect(); return !box || (box.top >= 0 && box.bottom <= innerHeight); });
  const search = await timed(() => page.evaluate(() => { const q = document.getElementById("q"); q.value = "the"; q.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" })); q.dispatchEvent(new Event("input")); return new Promise((done) => setTimeout(done, 160)); })) - 160;
  await page.close();
  return { page: basename(file), whole, nodes: Nodes, open, layout: Math.round(LayoutDuration * 1000), style: Math.round(RecalcStyleDuration * 1000),
    scroll: { median: walk[0], p95: walk[1], worst: walk[2] }, view, jump, landed, search };
}

async function main(files) {
  const executablePath = process.env.LAWDIFF_CHROMIUM || browserPath();
  if (!files.length || !executablePath) { console.error(files.length ? "There is no Chromium here" : "Name pages"); return 2; }
  const browser = await puppeteer.launch({ executablePath, headless: true, protocolTimeout: 600_000, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
  const rows = [];
  console.log("| page | laid out | nodes | open ms | layout ms | style ms | frame ms: median, p95, worst | view ms | jump ms | lands | search ms |");
  console.log("|---|---|--:|--:|--:|--:|---|--:|--:|---|--:|");
  try {
    for (const file of files) for (const whole of [false, true]) {
      const row = await measure(browser, file, whole);
      rows.push(row);
      const { median, p95, worst } = row.scroll;
      console.log(`| ${row.page} | ${whole ? "all" : "what is seen"} | ${row.nodes} | ${row.open} | ${row.layout} | ${row.style} | ${median}, ${p95}, ${worst} | ${row.view} | ${row.jump} | ${row.landed ? "yes" : "no"} | ${row.search} |`);
    }
  } finally {
    await browser.close();
  }
  console.log("\n" + JSON.stringify({ rows }));
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
