// Takes the README's picture: three people build by the fire. Start three peers of one party first, then
// node picture.mjs URL-OF-ANN URL-OF-BOB URL-OF-CAT PICTURE.png
import { chromium } from "playwright-core";

const [annUrl, bobUrl, catUrl, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

async function open(url) {
  const page = await (await browser.newContext({ viewport: { width: 1200, height: 750 } })).newPage();
  await page.goto(url);
  await page.locator("#hp-text", { hasText: "/ 100" }).waitFor();
  return page;
}

async function say(page, line) {
  await page.keyboard.press("Enter");
  await page.locator("#chat-box").fill(line);
  await page.keyboard.press("Enter");
}

const pause = (page, millis) => page.waitForTimeout(millis);
const [ann, bob, cat] = [await open(annUrl), await open(bobUrl), await open(catUrl)];

// A house with a door, a flower bed and a path, west of the fire.
await say(ann, "/goto -3.5 1.5");
await pause(ann, 2500);
for (let x = -8; x <= -4; x++) {
  await say(ann, `/place red ${x} -4`);
  if (x !== -6) {
    await say(ann, `/place orange ${x} 0`);
  }
}
for (let y = -3; y <= -1; y++) {
  await say(ann, `/place orange -8 ${y}`);
  await say(ann, `/place orange -4 ${y}`);
}
for (const [x, colour] of [[-8, "yellow"], [-7, "purple"], [-5, "purple"], [-4, "yellow"]]) {
  await say(ann, `/place ${colour} ${x} 2`);
}
await say(ann, "/sign-at -6 -2 ANN's place");
await say(bob, "/goto 3.5 -1.5");
await say(cat, "/goto 5.5 4.5");
await pause(bob, 2500);
for (const [x, y, colour] of [[4, -4, "blue"], [5, -4, "blue"], [4, -3, "white"], [5, -3, "green"]]) {
  await say(bob, `/place ${colour} ${x} ${y}`);
}
await say(cat, "/sign-at 3 3 Welcome to the island!");

// Some honest work and a trade, so that purses and offers are not empty.
for (const page of [bob, cat, ann]) {
  await say(page, "/mine");
  await pause(page, 2600);
  for (let i = 0; i < 7; i++) {
    await say(page, "/mine");
    await pause(page, 220);
  }
}
await say(bob, "/offer 3 gold for 2");
await say(ann, "/goto -1.5 2.5");
await say(bob, "/goto 2.5 -0.5");
await say(cat, "/goto 2.6 6.5");
await pause(ann, 3500);
await say(cat, "anybody got wood for a roof?");
await say(bob, "I trade you some for gold");
await pause(ann, 300);
await say(ann, "come in, there is a fire");
await say(ann, "/give BOB 500");
await ann.mouse.move(560, 250);
await pause(ann, 900);
await ann.screenshot({ path: picture });
await browser.close();
