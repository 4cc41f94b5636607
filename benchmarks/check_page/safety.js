// What is put into the page does nothing; without script the views change all the same.
import { VIEWS } from "./accessible.js";

export async function safe(open) {
  const page = await open();
  const found = await page.evaluate(async () => {
    const told = new Set();
    document.addEventListener("securitypolicyviolation", (event) => told.add(event.effectiveDirective));
    const wait = (done) => new Promise((end) => { done(end); setTimeout(() => end("stopped"), 500); });
    const colour = getComputedStyle(document.body).color;
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    const style = document.createElement("style");
    style.textContent = "body { color: rgb(1, 2, 3) }";
    const button = document.createElement("button");
    button.setAttribute("onclick", "window.ran = true");
    document.body.append(script, style, button);
    button.click();
    document.body.setAttribute("style", "color: rgb(1, 2, 3)");
    const link = document.createElement("a");
    link.href = "javascript:window.ran = true";
    document.body.append(link);
    link.click();
    const image = (src) => wait((end) => {
      const picture = new Image();
      picture.onload = () => end("loaded");
      picture.onerror = () => end("stopped");
      picture.src = src;
      document.body.append(picture);
    });
    const frame = document.createElement("iframe");
    frame.srcdoc = "<script>parent.ran = true<\/script>";
    document.body.append(frame);
    const dot = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
    const fetched = await fetch("https://example.org/").then(() => "fetched", () => "stopped");
    const pictures = [await image(dot), await image("https://example.org/x.png")];
    return { pictures, fetched, told: [...told], ran: Boolean(window.ran), coloured: getComputedStyle(document.body).color !== colour };
  });
  const faults = [];
  if (found.ran) faults.push("a script put into the page runs");
  if (found.coloured) faults.push("a style put into the page is taken");
  if (found.pictures.some((end) => end !== "stopped")) faults.push("an image put into the page is loaded");
  if (found.fetched !== "stopped") faults.push("the page can fetch");
  // A machine without a network would stop some of this too: the policy itself must say that it did.
  const silent = ["script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr", "img-src", "connect-src"].filter((name) => !found.told.includes(name));
  if (silent.length) faults.push(`the policy does not stop ${silent}`);
  // What the policy stops Chromium reports as asked for; only what was answered has left the page.
  const answered = await page.evaluate(() => performance.getEntriesByType("resource").filter((entry) => entry.transferSize > 0).map((entry) => entry.name));
  if (answered.length) faults.push(`the page got ${answered}`);
  await page.close();
  return { held: "script, handler, style, attribute, link, image, frame, fetch stopped", faults };
}

export async function withoutScript(open) {
  const page = await open({ script: false });
  const faults = [];
  for (const view of VIEWS) {
    await page.click(`label:has(#${view})`);
    const seen = await page.$$eval("main", ([main]) => {
      const shown = (name) => [...main.querySelectorAll(name)].filter((mark) => mark.checkVisibility() && !mark.closest(".p-gone")).length;
      return { ins: shown("ins"), del: shown("del"), text: main.innerText.length };
    });
    const marks = await page.$$eval("main", ([main]) => ["ins", "del"].map((name) => main.querySelectorAll(`${name}:not(.p-gone *)`).length));
    const wrong = (view === "v-new" && seen.del) || (view === "v-old" && seen.ins)
      || (["v-one", "v-side"].includes(view) && ((marks[0] && !seen.ins) || (marks[1] && !seen.del)));
    if (wrong || !seen.text) faults.push(`${view}: ${JSON.stringify(seen)}`);
  }
  const asked = page.asked.slice(1);
  if (asked.length) faults.push(`asks for ${asked}`);
  await page.close();
  return { held: "each view shows its own marks", faults };
}
