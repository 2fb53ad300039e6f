// What one page shows when the holder of the authority is killed and its player goes on alone.
// Usage: node split.mjs URL-OF-BOB PID-OF-ANN SCREENSHOT.png
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [bobUrl, annPid, screenshot] = process.argv.slice(2);
const WAIT_MILLIS = 20_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
const page = await context.newPage();
const errors = [];
let frame = null;
page.on("pageerror", (error) => errors.push(error.message));
page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => {
  const message = JSON.parse(payload);
  frame = message.t === "hello" ? frame : message;
}));
await page.goto(bobUrl);

async function until(what, condition) {
  const end = Date.now() + WAIT_MILLIS;
  while (Date.now() < end) {
    if (await condition()) {
      console.log(`ok ${what}`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await page.screenshot({ path: screenshot });
  throw new Error(`waited in vain for ${what}; the page has ${JSON.stringify(frame && frame.party)}`);
}

const text = (selector) => page.locator(selector).textContent();
async function type(line) {
  await page.keyboard.press("Enter");
  await page.locator("#chat-box").fill(line);
  await page.keyboard.press("Enter");
}

await until("BOB follows ANN", async () => frame && frame.me.entered && (await text("#role")).includes("you follow"));
assert.equal(await page.locator("#adopt").isVisible(), false);
process.kill(Number(annPid), "SIGKILL");

await until("BOB's side has no majority", async () => (await text("#role")).includes("no majority"));
await until("ANN is away or gone", () => frame.peers.every((p) => p.me || p.state === "away"));
const before = frame.me.gold;
await type("/mine");
await until("the deed is listed as waiting", async () => (await text("#waiting")).includes("mine gold"));
assert.equal(frame.me.gold, before);
assert.ok(frame.me.goldPending > 0, "the deed is drawn pending");
await page.screenshot({ path: screenshot });

assert.match(await text("#holder"), /BOB collects/);
await page.locator("#adopt").click();
await until("BOB holds the authority", async () => (await text("#role")).includes("you hold the authority"));
await until("the deed is confirmed", () => frame.me.gold > before && frame.party.provisional.length === 0);
await until("the page tells how it came to that", async () => (await text("#story")).includes("BOB holds the role in epoch 2"));
assert.equal(await page.locator("#adopt").isVisible(), false);
assert.match(await text("#holder"), /BOB holds the authority/);
assert.deepEqual(errors, []);
await page.screenshot({ path: screenshot.replace(".png", "-after.png") });
await browser.close();
