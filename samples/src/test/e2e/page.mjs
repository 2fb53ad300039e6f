// Drives the pages of two peers in headless Chromium as two people would.
// Usage: node page.mjs URL-OF-ANN URL-OF-BOB [SCREENSHOT.png]
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [annUrl, bobUrl, screenshot] = process.argv.slice(2);
const HOSTILE = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
const WAIT_MILLIS = 15_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

/** A page with everything its WebSocket told it so far. */
async function open(url) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 750 } });
  const page = await context.newPage();
  const told = { hello: null, frame: null, things: new Map(), errors: [] };
  page.on("pageerror", (error) => told.errors.push(error.message));
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => hear(told, JSON.parse(payload))));
  const response = await page.goto(url);
  assert.match(response.headers()["content-security-policy"], /default-src 'none'; script-src 'self'/);
  await until("the game to begin", () => told.frame && told.frame.me.entered);
  return { page, told };
}

function hear(told, message) {
  if (message.t === "hello") {
    told.hello = message;
    return;
  }
  told.frame = message;
  message.put.forEach((thing) => told.things.set(thing.id, thing));
  message.del.forEach((id) => told.things.delete(id));
}

async function until(what, condition) {
  const end = Date.now() + WAIT_MILLIS;
  while (Date.now() < end) {
    const value = await condition();
    if (value) {
      return value;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited in vain for ${what}`);
}

const player = (view, name) => view.told.frame.players.find((p) => p.name === name);
const blocks = (view) => [...view.told.things.values()].filter((t) => t.k === "block");

async function type(view, line) {
  await view.page.keyboard.press("Enter");
  await view.page.locator("#chat-box").fill(line);
  await view.page.keyboard.press("Enter");
}

async function step(name, work) {
  const start = Date.now();
  await work();
  console.log(`ok ${name} (${Date.now() - start} ms)`);
}

const ann = await open(annUrl);
const bob = await open(bobUrl);

await step("walking is seen by the other peer", async () => {
  const before = player(bob, "ANN").x;
  await ann.page.locator("#map").focus();
  await ann.page.keyboard.down("d");
  await until("ANN to move on BOB's page", () => player(bob, "ANN").x > before + 0.8);
  await ann.page.keyboard.up("d");
});

await step("a block placed with the mouse is seen by the other peer", async () => {
  await until("ANN to stand", () => Math.abs(player(ann, "ANN").x - player(bob, "ANN").x) < 0.02);
  await ann.page.waitForTimeout(900); // the camera comes to rest over the player
  const known = blocks(bob).length;
  await ann.page.locator('#tools button[data-tool="purple"]').click();
  await ann.page.mouse.click(600, 375 - 3 * 40);
  await until("the block on BOB's page", () => blocks(bob).length > known);
  assert.equal(blocks(bob).at(-1).c, 5);
});

await step("the right button takes it away again", async () => {
  const known = blocks(bob).length;
  await ann.page.mouse.click(600, 375 - 3 * 40, { button: "right" });
  await until("the block to vanish on BOB's page", () => blocks(bob).length < known);
});

await step("chat reaches the other peer and hostile text runs nothing", async () => {
  await type(ann, "hello BOB");
  await type(ann, HOSTILE);
  await until("the text on BOB's page", async () => (await bob.page.locator("#chat-log").textContent()).includes(HOSTILE));
  await bob.page.waitForTimeout(300);
  for (const view of [ann, bob]) {
    assert.equal(await view.page.evaluate(() => window.pwned), undefined);
    assert.equal(await view.page.locator("#chat-log img, #chat-log script").count(), 0);
  }
});

await step("a hostile sign runs nothing", async () => {
  await type(ann, `/sign ${HOSTILE.slice(0, 40)}`);
  await until("the sign on BOB's page", () => [...bob.told.things.values()].some((t) => t.k === "sign"));
  assert.equal(await bob.page.evaluate(() => window.pwned), undefined);
});

await step("a rejected command shows its reason", async () => {
  await type(ann, "/give BOB 999999");
  await until("the reason", async () => (await ann.page.locator("#toasts").textContent()).includes("999999 gold"));
});

await step("mining moves gold into the purse", async () => {
  await type(ann, "/mine");
  await until("the first gold", () => ann.told.frame.me.gold >= 1);
  assert.equal(await ann.page.locator("#gold").textContent(), String(ann.told.frame.me.gold));
});

await step("what the host says of the world is read by all, and a world made read-only refuses with its reason", async () => {
  await type(ann, "/announce maintenance in 10 min");
  await type(ann, "/read-only backup until ten");
  await until("the news on BOB's page", async () => {
    const log = await bob.page.locator("#chat-log").textContent();
    return log.includes("the host: maintenance in 10 min") && log.includes("the world is read-only: backup until ten");
  });
  await type(bob, "/give ANN 1");
  await until("the reason on BOB's page", async () =>
    (await bob.page.locator("#toasts").textContent()).includes("the world is read-only: backup until ten"));
  await type(ann, "/read-only off");
  await until("the end of it", async () => (await bob.page.locator("#chat-log").textContent()).includes("you can act again"));
});

await step("the roster names the authority and the link", async () => {
  await until("BOB in ANN's roster", () => ann.told.frame.peers.some((p) => p.name === "BOB" && p.state === "connected"));
  assert.match(await bob.page.locator("#holder").textContent(), /ANN holds the authority, epoch \d+/);
});

await step("the roster tells everybody's sector and state", async () => {
  await until("sectors", () => bob.told.frame.peers.every((p) => p.sector !== "" && p.state === "connected"));
  assert.match(await bob.page.locator("#roster li").first().textContent(), /sector/);
});

await step("each page tells its own part in the party, and nobody may go on alone", async () => {
  await until("ANN to hold", async () => (await ann.page.locator("#role").textContent()).includes("you hold the authority"));
  await until("BOB to follow", async () => (await bob.page.locator("#role").textContent()).includes("you follow"));
  for (const view of [ann, bob]) {
    assert.equal(await view.page.locator("#adopt").isVisible(), false);
    assert.equal(await view.page.locator("#waiting-panel").isVisible(), false);
  }
  await type(bob, "/adopt");
  await until("the refusal", async () => (await bob.page.locator("#toasts").textContent()).includes("has its majority"));
});

await step("garbage from a page is answered, not obeyed", async () => {
  await type(ann, "/fly to the moon");
  await until("the answer", async () => (await ann.page.locator("#toasts").textContent()).includes("no command 'fly'"));
});

await step("a file dropped onto a page is seen by the others with size and hash, and taken with a button", async () => {
  const name = `${HOSTILE.slice(0, 20)}.bin`;
  const dropped = await ann.page.evaluateHandle(([called, size]) => {
    const drop = new DataTransfer();
    drop.items.add(new File([new Uint8Array(size).fill(7)], called));
    return drop;
  }, [name, 3_000_000]);
  await ann.page.dispatchEvent("#map", "dragover", { dataTransfer: dropped });
  assert.equal(await ann.page.locator("#drop").isVisible(), true);
  await ann.page.dispatchEvent("#map", "drop", { dataTransfer: dropped });
  assert.equal(await ann.page.locator("#drop").isVisible(), false);
  const offer = () => bob.told.frame.files.find((f) => f.size === 3_000_000);
  await until("the offer on BOB's page", offer);
  const row = bob.page.locator("#files li").first();
  await until("the row", async () => (await row.count()) === 1);
  assert.match(await row.textContent(), /_img src=x onerror=_?.*\.bin3\.0 MB[0-9a-f]{12}from ANN/);
  assert.equal(await bob.page.locator("#files img").count(), 0);
  if (screenshot) {
    await bob.page.screenshot({ path: screenshot.replace(".png", "-offer.png") });
  }
  await row.locator("button").click();
  await until("the file at BOB's", () => offer().state === "here" && offer().percent === 100);
  assert.match(await row.textContent(), /here, in your downloads/);
});

await step("files that were chosen are shared, and taken back with a button", async () => {
  await ann.page.locator("#chooser").setInputFiles([
    { name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("one") },
    { name: "two.txt", mimeType: "text/plain", buffer: Buffer.from("two") },
  ]);
  await until("both on BOB's page", async () => (await bob.page.locator('#files li[data-file$=".txt"]').count()) === 2);
  await ann.page.locator('#files li[data-file="one.txt"] button').click();
  await until("one to be gone", async () => (await bob.page.locator('#files li[data-file="one.txt"]').count()) === 0);
  assert.equal(await bob.page.locator('#files li[data-file="two.txt"]').count(), 1);
});

await step("a player whom the host removes is told so", async () => {
  await type(ann, "/kick BOB");
  await until("the notice on BOB's page", async () =>
    (await bob.page.locator("#toasts").textContent()).includes("the host removed you from the party"));
});

assert.deepEqual(ann.told.errors, []);
assert.deepEqual(bob.told.errors, []);
if (screenshot) {
  await ann.page.screenshot({ path: screenshot });
}
await browser.close();
