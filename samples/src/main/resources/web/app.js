// Joins the page to the peer behind it: one WebSocket, text commands out, JSON frames in.
import { FilesPanel } from "./files.js";
import { LiveMap } from "./map.js";
import { Panels } from "./panels.js";
import { ToolBar } from "./tools.js";

const RETRY_MILLIS = 700;
const by = (id) => document.getElementById(id);

let socket = null;
const send = (line) => {
  if (socket && socket.readyState === WebSocket.OPEN) {
    socket.send(line);
  }
};

const map = new LiveMap(by("map"), by("mini"));
const panels = new Panels(send);
const files = new FilesPanel(send, (text) => panels.toast("rejected", text));
let tool = null;
const tools = new ToolBar(by("tools"), (picked) => {
  tool = picked;
  map.tool = picked;
});

function connect() {
  socket = new WebSocket(`ws://${location.host}/play`);
  socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    panels.offline(true);
    setTimeout(connect, RETRY_MILLIS);
  });
}

function receive(message) {
  if (message.t === "hello") {
    panels.offline(false);
    map.hello(message);
    panels.hello(message);
    return;
  }
  map.frame(message);
  panels.frame(message);
  files.frame(message.files);
  message.chat.filter((line) => line.fresh).forEach((line) => map.say(line.from, line.text, performance.now()));
  send(`ack ${message.n}`);
}

// Keyboard: WASD and arrows steer while held; Enter chats; the rest are single deeds.
const STEER = { w: [0, -1], arrowup: [0, -1], s: [0, 1], arrowdown: [0, 1], a: [-1, 0], arrowleft: [-1, 0], d: [1, 0], arrowright: [1, 0] };
const DEEDS = { m: "mine", c: "chop", f: "punch", r: "rest", " ": "act" };
const held = new Set();

function steer() {
  let x = 0;
  let y = 0;
  for (const key of held) {
    x += STEER[key][0];
    y += STEER[key][1];
  }
  send(`steer ${Math.sign(x)} ${Math.sign(y)}`);
}

window.addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const key = event.key.toLowerCase();
  if (STEER[key]) {
    event.preventDefault();
    if (!held.has(key)) {
      held.add(key);
      steer();
    }
  } else if (key === "enter") {
    event.preventDefault();
    by("chat-box").focus();
  } else if (DEEDS[key]) {
    event.preventDefault();
    send(DEEDS[key]);
  } else {
    tools.pickByKey(key);
  }
});

window.addEventListener("keyup", (event) => {
  if (held.delete(event.key.toLowerCase())) {
    steer();
  }
});

window.addEventListener("blur", () => {
  held.clear();
  steer();
});

by("chat-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = by("chat-box").value.trim();
  if (text) {
    send(text.startsWith("/") ? text.slice(1) : `say ${text}`);
  }
  by("chat-box").value = "";
  by("chat-box").blur();
  by("map").focus();
});

by("chat-box").addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    by("chat-box").blur();
  }
});

function ask(title, then) {
  by("ask-title").textContent = title;
  by("ask-box").value = "";
  by("ask").showModal();
  by("ask").onclose = () => {
    const text = by("ask-box").value.trim();
    if (by("ask").returnValue === "yes" && text) {
      then(text);
    }
  };
}

// Mouse: the chosen tool decides; the right button always removes, the wheel zooms.
function click(event) {
  by("map").focus();
  const tile = map.tileAt(event.clientX, event.clientY);
  const spot = `${tile.x} ${tile.y}`;
  if (event.button === 2 || tool.remove) {
    send(`remove ${spot}`);
  } else if (tool.place) {
    send(`place ${tool.place} ${spot}`);
  } else if (tool.sign) {
    ask("What should the sign say?", (text) => send(`sign-at ${spot} ${text}`));
  } else {
    touch(event, tile);
  }
}

function touch(event, tile) {
  const point = map.worldAt(event.clientX, event.clientY);
  const other = map.playerNear(point, 0.7);
  const thing = map.thingsAt(tile).find((t) => t.k === "tree" || t.k === "vein");
  if (other) {
    send(`punch ${other.name}`);
  } else if (thing) {
    send(`${thing.k === "tree" ? "chop" : "mine"} ${tile.x} ${tile.y}`);
  } else {
    send(`goto ${point.x.toFixed(2)} ${point.y.toFixed(2)}`);
  }
}

by("map").addEventListener("mousedown", click);
by("map").addEventListener("contextmenu", (event) => event.preventDefault());
by("map").addEventListener("mousemove", (event) => {
  map.hover = map.tileAt(event.clientX, event.clientY);
});
by("map").addEventListener("wheel", (event) => {
  event.preventDefault();
  map.camera.zoom = Math.max(0.5, Math.min(2.5, map.camera.zoom * Math.exp(-event.deltaY / 800)));
}, { passive: false });

let last = performance.now();
function paint(now) {
  map.draw(now, Math.min(100, now - last));
  last = now;
  requestAnimationFrame(paint);
}

connect();
requestAnimationFrame(paint);
