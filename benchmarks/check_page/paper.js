// Printed from the browser, in whatever view it was: every mark of the text is there, in order.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { show, viewsOf } from "./accessible.js";

const bare = (text) => text.normalize("NFKC").replace(/[\s\u00ad\u2010\u200b]/g, "");

export async function printed(open) {
  try { execFileSync("pdftotext", ["-v"], { stdio: "ignore" }); } catch { return { held: "not read: no pdftotext here", faults: [] }; }
  const faults = [];
  const folder = mkdtempSync(join(tmpdir(), "lawdiff-print-"));
  let marks = 0, sheets = 0;
  const first = await open();
  const views = (await viewsOf(first)).filter((view) => view !== "v-old");
  await first.close();
  try {
    for (const view of views) {
      const page = await open();
      await show(page, view);
      const wanted = await page.$$eval("main ins, main del", (found) => found
        .filter((mark) => !mark.closest(".o, .n, .s") && mark.textContent.trim())
        .map((mark) => (mark.tagName === "INS" ? ["⟦", "⟧"] : ["{", "}"]).join(mark.textContent)));
      const path = join(folder, `${view || "page"}.pdf`);
      await page.pdf({ path, preferCSSPageSize: true, timeout: 300_000 });
      const text = bare(execFileSync("pdftotext", ["-raw", path, "-"], { encoding: "utf8", maxBuffer: 1 << 28 }));
      let at = 0, lost = 0;
      for (const mark of wanted) {
        const next = text.indexOf(bare(mark), at);
        if (next < 0) { if (!lost++) faults.push(`${view}: not on paper, or not in order: ${mark.slice(0, 80)}`); } else at = next;
      }
      if (lost > 1) faults.push(`${view}: and ${lost - 1} more of ${wanted.length}`);
      marks = wanted.length;
      sheets ||= Number(execFileSync("pdfinfo", [path], { encoding: "utf8" }).match(/^Pages:\s+(\d+)/m)?.[1] ?? 0);
      await page.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { held: `${marks} marks, ${views.length > 1 ? `from ${views.length} views, ` : ""}${sheets} pages`, faults };
}
