// The page is HTML by the standard: the Nu Html Checker, which the W3C runs, finds no error in it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const CHECKER = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
// It does not know `::highlight()` yet (CSS Custom Highlight API), with which what was searched for is marked.
const UNKNOWN = ".*CSS: Parse Error.*";

export async function valid(open) {
  const page = await open();
  const file = fileURLToPath(page.url());
  await page.close();
  const done = spawnSync("java", ["-jar", CHECKER, "--errors-only", "--format", "json", "--filterpattern", UNKNOWN, file],
    { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.error) return { held: "not looked at: there is no Java", faults: [] };
  const found = JSON.parse(done.stderr).messages;
  return { held: "valid HTML by the Nu Html Checker", faults: found.map((m) => `line ${m.lastLine}: ${m.message}`) };
}
