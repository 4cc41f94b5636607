// Check redlines in a browser: `node benchmarks/check_page/main.js [--quick] PAGE.html…` (`make check-page`).
//
// Each page is opened from file:// in headless Chromium. Held of it: it is valid HTML; axe-core finds nothing at three
// widths, light and dark, in every view, also with all that folds open; nothing runs sideways out of the window; no
// request leaves the page; its policy stops a script, a style, a handler and an image put into it; keys, search, filters,
// permalinks and both ends of a move behave; without script the views change; a print has every mark. A summary
// has neither views nor script: what is left is held of it.
// A line a check and page, then one line of JSON; exit code 1 if one fails. `--quick`: one width and scheme.
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { execFileSync } from "node:child_process";
import puppeteer from "puppeteer-core";
import { accessible, viewsOf } from "./accessible.js";
import { behaves } from "./behaviour.js";
import { printed } from "./paper.js";
import { safe, withoutScript } from "./safety.js";
import { valid } from "./valid.js";

const CHECKS = { valid, accessible, safe, "without script": withoutScript, behaves, printed };
const OF_VIEWS = ["without script", "behaves"]; // not of a summary, which has no script

function browserPath() {
  const named = ["chromium", "chromium-browser", "google-chrome"];
  for (const name of named) {
    try { return execFileSync("which", [name], { encoding: "utf8" }).trim(); } catch { /* the next */ }
  }
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return existsSync(mac) ? mac : null;
}

// A page as one finds it. Its requests and what it complains of are kept, to be asked for.
function opener(browser, url) {
  return async ({ width = 1400, scheme = "light", script = true, hash = "" } = {}) => {
    const page = await browser.newPage();
    page.asked = [];
    page.complaints = [];
    page.on("request", (request) => page.asked.push(request.url()));
    page.on("console", (message) => page.complaints.push(message.text()));
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    await page.setJavaScriptEnabled(script);
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(url + hash);
    return page;
  };
}

async function main(args) {
  const quick = args.includes("--quick");
  const files = args.filter((arg) => !arg.startsWith("--"));
  if (!files.length) { console.error("Name pages: main.js PAGE.html…"); return 2; }
  const executablePath = process.env.LAWDIFF_CHROMIUM || browserPath();
  if (!executablePath) { console.error("There is no Chromium here: see lawdiff doctor"); return 2; }
  const browser = await puppeteer.launch({ executablePath, headless: true, protocolTimeout: 600_000,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
  const rows = [];
  try {
    for (const file of files) {
      const open = opener(browser, pathToFileURL(resolve(file)).href);
      const first = await open();
      const plain = (await viewsOf(first)).length === 1;
      await first.close();
      for (const [name, check] of Object.entries(CHECKS)) {
        if (plain && OF_VIEWS.includes(name)) continue;
        const { held, faults } = await check(open, { quick });
        rows.push({ page: basename(file), check: name, held, faults });
        console.log(`${basename(file)} · ${name} · ${faults.length ? "FAILS" : "holds"} · ${held}`);
        for (const fault of faults.slice(0, 20)) console.log(`    ${fault}`);
        if (faults.length > 20) console.log(`    and ${faults.length - 20} more`);
      }
    }
  } finally {
    await browser.close();
  }
  const failed = rows.filter((row) => row.faults.length);
  console.log(`\n${files.length} pages, ${rows.length} checks, ${failed.length} fail\n`);
  console.log(JSON.stringify({ pages: files.length, failed: failed.length, rows }));
  return failed.length ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
