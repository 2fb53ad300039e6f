// The live map: a camera that follows the player, the ground, then everything that stands on it from north to south.
import * as art from "./art.js";
import { Ground } from "./ground.js";

const { TILE } = art;
const CLOSE = 0.18;

export class LiveMap {
  constructor(canvas, mini) {
    this.canvas = canvas;
    this.g = canvas.getContext("2d");
    this.mini = mini;
    this.things = new Map();
    this.players = new Map();
    this.bubbles = new Map();
    this.camera = { x: 0, y: 0, zoom: 1.25 };
    this.hover = null;
    this.tool = null;
    this.ground = null;
    this.meId = null;
  }

  hello(message) {
    this.ground = new Ground(message.size, message.origin, message.terrain);
    this.meId = message.me;
    this.things.clear();
    this.players.clear();
  }

  frame(message) {
    if (message.full) {
      this.things.clear();
    }
    for (const id of message.del) {
      this.things.delete(id);
    }
    for (const thing of message.put) {
      this.things.set(thing.id, thing);
    }
    const seen = new Set();
    for (const p of message.players) {
      seen.add(p.id);
      const known = this.players.get(p.id) || { drawX: p.x, drawY: p.y };
      this.players.set(p.id, Object.assign(known, p));
    }
    for (const id of [...this.players.keys()]) {
      if (!seen.has(id)) {
        this.players.delete(id);
      }
    }
  }

  say(name, text, now) {
    this.bubbles.set(name, { text: text.length > 42 ? text.slice(0, 41) + "…" : text, until: now + 6000 });
  }

  /** The tile under a point of the window. */
  tileAt(clientX, clientY) {
    const world = this.worldAt(clientX, clientY);
    return { x: Math.floor(world.x), y: Math.floor(world.y) };
  }

  worldAt(clientX, clientY) {
    const scale = TILE * this.camera.zoom;
    return {
      x: this.camera.x + (clientX - this.canvas.clientWidth / 2) / scale,
      y: this.camera.y + (clientY - this.canvas.clientHeight / 2) / scale,
    };
  }

  thingsAt(tile) {
    return [...this.things.values()].filter((t) => t.x === tile.x && t.y === tile.y);
  }

  playerNear(point, reach) {
    let best = null;
    for (const p of this.players.values()) {
      const distance = Math.hypot(p.drawX - point.x, p.drawY - 0.3 - point.y);
      if (p.id !== this.meId && distance < reach && (!best || distance < best.distance)) {
        best = { player: p, distance };
      }
    }
    return best && best.player;
  }

  draw(now, elapsed) {
    if (!this.ground) {
      return;
    }
    this.fit();
    this.follow(elapsed);
    const g = this.g;
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    const scale = this.camera.zoom;
    const from = this.worldAt(0, 0);
    const to = this.worldAt(width, height);
    g.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    g.save();
    g.translate(Math.round(width / 2 - this.camera.x * TILE * scale), Math.round(height / 2 - this.camera.y * TILE * scale));
    g.scale(scale, scale);
    const { origin } = this.ground;
    g.translate(origin * TILE, origin * TILE);
    this.ground.water(g, Math.floor(from.x) - 1, Math.floor(from.y) - 1, Math.ceil(to.x) + 1, Math.ceil(to.y) + 1, now);
    g.drawImage(this.ground.picture, 0, 0);
    g.translate(-origin * TILE, -origin * TILE);
    this.borders(g, from, to);
    this.marker(g);
    this.standing(g, from, to, now);
    this.names(g, now);
    g.restore();
    this.drawMini();
  }

  fit() {
    this.dpr = window.devicePixelRatio || 1;
    const width = Math.round(this.canvas.clientWidth * this.dpr);
    const height = Math.round(this.canvas.clientHeight * this.dpr);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
  }

  follow(elapsed) {
    const pull = 1 - Math.exp(-elapsed / 60);
    for (const p of this.players.values()) {
      const dx = p.x - p.drawX;
      const far = Math.hypot(dx, p.y - p.drawY);
      p.moving = far > 0.02;
      if (Math.abs(dx) > 0.02) {
        p.look = Math.sign(dx);
      }
      p.drawX += dx * (far > 6 ? 1 : pull);
      p.drawY += (p.y - p.drawY) * (far > 6 ? 1 : pull);
    }
    const me = this.players.get(this.meId);
    if (me) {
      const ease = 1 - Math.exp((-elapsed / 1000) / CLOSE);
      this.camera.x += (me.drawX - this.camera.x) * ease;
      this.camera.y += (me.drawY - this.camera.y) * ease;
    }
  }

  // The four sectors meet at the origin; the line shows where a walker changes hands.
  borders(g, from, to) {
    g.save();
    g.setLineDash([10, 12]);
    g.lineWidth = 1.5;
    g.strokeStyle = "rgba(255,255,255,.28)";
    g.beginPath();
    g.moveTo(0, from.y * TILE);
    g.lineTo(0, to.y * TILE);
    g.moveTo(from.x * TILE, 0);
    g.lineTo(to.x * TILE, 0);
    g.stroke();
    g.restore();
  }

  marker(g) {
    if (!this.hover) {
      return;
    }
    g.fillStyle = "rgba(255,255,255,.16)";
    g.fillRect(this.hover.x * TILE, this.hover.y * TILE, TILE, TILE);
    if (this.tool && this.tool.colour !== undefined) {
      g.globalAlpha = 0.6;
      art.block(g, this.hover.x * TILE + 16, this.hover.y * TILE + 16, art.COLOURS[this.tool.colour], true);
      g.globalAlpha = 1;
    }
  }

  standing(g, from, to, now) {
    const list = [{ y: 0, at: () => art.campfire(g, 16, 16, now) }];
    for (const t of this.things.values()) {
      if (t.x > from.x - 2 && t.x < to.x + 2 && t.y > from.y - 2 && t.y < to.y + 3) {
        list.push({ y: t.y + 0.5, at: () => this.thing(g, t, now) });
      }
    }
    for (const p of this.players.values()) {
      list.push({ y: p.drawY, at: () => art.player(g, p.drawX * TILE, p.drawY * TILE, { ...p, me: p.id === this.meId }, now) });
    }
    list.sort((a, b) => a.y - b.y);
    for (const item of list) {
      item.at();
    }
  }

  thing(g, t, now) {
    const x = t.x * TILE + 16;
    const y = t.y * TILE + 16;
    if (t.k === "tree") {
      art.tree(g, x, y, t, now);
    } else if (t.k === "vein") {
      art.vein(g, x, y, t, now);
    } else if (t.k === "block") {
      art.block(g, x, y, art.COLOURS[t.c % art.COLOURS.length], false);
    } else if (t.k === "sign") {
      art.sign(g, x, y);
    }
    if (t.p) {
      art.label(g, x, y - 20, String(t.p), { size: 11, ink: "#ffdf9a", back: "rgba(60,40,0,.55)" });
    }
  }

  names(g, now) {
    for (const t of this.things.values()) {
      if (t.k === "sign") {
        art.label(g, t.x * TILE + 16, t.y * TILE - 4, t.text, { size: 11, ink: "#3a2410", back: "rgba(244,222,180,.92)" });
      }
    }
    for (const p of this.players.values()) {
      const x = p.drawX * TILE;
      const y = p.drawY * TILE;
      art.label(g, x, y - 30, p.name);
      if (p.hp < 100) {
        art.healthBar(g, x, y - 26, p.hp);
      }
      const bubble = this.bubbles.get(p.name);
      if (bubble && bubble.until > now) {
        art.label(g, x, y - 50, bubble.text, { ink: "#12262f", back: "rgba(255,255,255,.94)" });
      }
    }
  }

  drawMini() {
    const g = this.mini.getContext("2d");
    const side = this.mini.width;
    const { size, origin } = this.ground;
    const k = side / size;
    g.imageSmoothingEnabled = false;
    g.drawImage(this.ground.mini, 0, 0, side, side);
    g.fillStyle = "rgba(255,255,255,.35)";
    g.fillRect(-origin * k, 0, 1, side);
    g.fillRect(0, -origin * k, side, 1);
    for (const t of this.things.values()) {
      const ink = { vein: "#ffd15c", tree: t.left > 0 ? "#2f6b38" : "#6b4a2b", block: art.COLOURS[(t.c || 0) % 8], sign: "#fff" }[t.k];
      if (ink) {
        g.fillStyle = ink;
        g.fillRect((t.x - origin) * k, (t.y - origin) * k, k, k);
      }
    }
    for (const p of this.players.values()) {
      g.beginPath();
      g.arc((p.drawX - origin) * k, (p.drawY - origin) * k, p.id === this.meId ? 4.5 : 3.5, 0, Math.PI * 2);
      g.fillStyle = art.COLOURS[p.c % art.COLOURS.length];
      g.fill();
      g.lineWidth = 1.5;
      g.strokeStyle = "#fff";
      g.stroke();
    }
    const from = this.worldAt(0, 0);
    const to = this.worldAt(this.canvas.clientWidth, this.canvas.clientHeight);
    g.strokeStyle = "rgba(255,255,255,.7)";
    g.lineWidth = 1;
    g.strokeRect((from.x - origin) * k, (from.y - origin) * k, (to.x - from.x) * k, (to.y - from.y) * k);
  }
}
