// axe-core at three widths, light and dark, in every view; nothing runs out of the window; nothing is asked for.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const VIEWS = ["v-one", "v-side", "v-new", "v-old"];
// A page that has no views (a summary) is looked at as it is.
export const viewsOf = (page) => page.evaluate((views) => document.getElementById(views[0]) ? views : [""], VIEWS);
export const show = (page, view) => view && page.evaluate((view) => document.getElementById(view).click(), view);
const WIDTHS = [320, 768, 1400];

export const settled = (page) => page.evaluate(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))));

async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run());
  return found.violations.map((rule) => `${rule.id} (${rule.nodes.length}): ${rule.nodes[0].html.slice(0, 160)} ${rule.nodes[0].any[0]?.message ?? ""}`);
}

export async function accessible(open, { quick }) {
  const faults = [];
  let runs = 0;
  const first = await open();
  const views = await viewsOf(first);
  await first.close();
  for (const width of quick ? [320] : WIDTHS) for (const scheme of quick ? ["dark"] : ["light", "dark"]) for (const view of views) {
    const page = await open({ width, scheme });
    const here = `${width} px, ${scheme}${view && `, ${view}`}`;
    await show(page, view);
    const folds = await page.evaluate(() => document.querySelector("details, [popover]") !== null);
    for (const state of folds ? ["as it opens", "all open"] : ["as it opens"]) {
      if (state === "all open") await page.evaluate(() => { for (const fold of document.querySelectorAll("details")) fold.open = true; document.getElementById("help")?.showPopover(); });
      await settled(page);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) faults.push(`${here}, ${state}: ${over} px run out of the window`);
      faults.push(...(await violations(page)).map((said) => `${here}, ${state}: ${said}`));
      runs++;
    }
    const asked = page.asked.slice(1);
    if (asked.length) faults.push(`${here}: asks for ${asked.join(", ").slice(0, 200)}`);
    faults.push(...page.complaints.map((said) => `${here}: ${said}`));
    await page.close();
  }
  return { held: `${runs} runs of axe-core`, faults };
}
