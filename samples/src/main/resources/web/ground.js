// Paints the ground once into its own canvas; only the water moves.
import { TILE, noise } from "./art.js";

// The letters come from the game: ~ deep, - shallow, . sand, , grass, ; meadow, f forest floor, ^ rock.
const INK = { "~": "#17587a", "-": "#2f8fa8", ".": "#ecd9a0", ",": "#7fb35a", ";": "#8dbf63", f: "#5f9650", "^": "#8b8f8a" };
const LAND = new Set([".", ",", ";", "f", "^"]);

export class Ground {
  constructor(size, origin, letters) {
    this.size = size;
    this.origin = origin;
    this.letters = letters;
    this.picture = document.createElement("canvas");
    this.picture.width = this.picture.height = size * TILE;
    this.mini = document.createElement("canvas");
    this.mini.width = this.mini.height = size;
    this.paint();
  }

  at(x, y) {
    const column = x - this.origin;
    const row = y - this.origin;
    if (column < 0 || row < 0 || column >= this.size || row >= this.size) {
      return "~";
    }
    return this.letters[row * this.size + column];
  }

  isLand(x, y) {
    return LAND.has(this.at(x, y));
  }

  paint() {
    const g = this.picture.getContext("2d");
    const m = this.mini.getContext("2d");
    for (let row = 0; row < this.size; row++) {
      for (let column = 0; column < this.size; column++) {
        const x = column + this.origin;
        const y = row + this.origin;
        m.fillStyle = INK[this.at(x, y)];
        m.fillRect(column, row, 1, 1);
        if (this.isLand(x, y)) {
          this.tile(g, column * TILE, row * TILE, x, y);
        }
      }
    }
    for (let row = 0; row < this.size; row++) {
      for (let column = 0; column < this.size; column++) {
        this.shore(g, column * TILE, row * TILE, column + this.origin, row + this.origin);
      }
    }
  }

  tile(g, px, py, x, y) {
    const kind = this.at(x, y);
    g.fillStyle = INK[kind];
    g.fillRect(px, py, TILE, TILE);
    const light = noise(x, y);
    g.fillStyle = light > 0.5 ? `rgba(255,255,220,${(light - 0.5) * 0.09})` : `rgba(10,40,20,${(0.5 - light) * 0.1})`;
    g.fillRect(px, py, TILE, TILE);
    for (let i = 0; i < 7; i++) {
      const sx = px + noise(x, y, i + 1) * (TILE - 3);
      const sy = py + noise(y, x, i + 31) * (TILE - 3);
      this.speck(g, kind, sx, sy, i);
    }
    this.blend(g, kind, px, py, x, y);
  }

  speck(g, kind, sx, sy, i) {
    if (kind === ".") {
      g.fillStyle = i % 2 ? "rgba(160,120,60,.22)" : "rgba(255,250,225,.45)";
      g.fillRect(sx, sy, 2, 1.5);
    } else if (kind === "^") {
      g.fillStyle = i % 2 ? "rgba(50,54,56,.28)" : "rgba(225,228,224,.22)";
      g.fillRect(sx, sy, 4, 2);
    } else if (kind === ";" && i < 3) {
      g.fillStyle = ["#fff4c7", "#f7b7c9", "#cfe3ff"][i];
      g.fillRect(sx, sy, 2.5, 2.5);
    } else {
      g.fillStyle = i % 2 ? "rgba(28,70,30,.24)" : "rgba(214,240,150,.26)";
      g.fillRect(sx, sy, 1.5, 4);
    }
  }

  // Softens the seam to a neighbour of another kind by a few drops of the neighbour's colour.
  blend(g, kind, px, py, x, y) {
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      const other = this.at(x + dx, y + dy);
      if (other === kind || !LAND.has(other)) {
        continue;
      }
      g.fillStyle = INK[other];
      for (let i = 0; i < 7; i++) {
        const along = noise(x + dx, y + dy, i) * TILE;
        const deep = noise(y, x, i + dx + dy * 3) * 7;
        const r = 2 + noise(x, y, i + 50) * 3;
        const cx = dx ? px + (dx > 0 ? TILE - deep : deep) : px + along;
        const cy = dy ? py + (dy > 0 ? TILE - deep : deep) : py + along;
        g.beginPath();
        g.arc(cx, cy, r, 0, Math.PI * 2);
        g.fill();
      }
    }
  }

  // Wet sand and a line of foam where the land meets the water.
  shore(g, px, py, x, y) {
    if (!this.isLand(x, y)) {
      return;
    }
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      if (this.isLand(x + dx, y + dy)) {
        continue;
      }
      const from = { x: dx > 0 ? px + TILE : px, y: dy > 0 ? py + TILE : py };
      const ramp = dx
        ? g.createLinearGradient(from.x, 0, from.x - dx * 11, 0)
        : g.createLinearGradient(0, from.y, 0, from.y - dy * 11);
      ramp.addColorStop(0, "rgba(120,96,52,.55)");
      ramp.addColorStop(1, "rgba(120,96,52,0)");
      g.fillStyle = ramp;
      g.fillRect(px, py, TILE, TILE);
    }
  }

  /** Water under the ground: depth by distance to land, moving light on top. */
  water(g, left, top, right, bottom, now) {
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        if (this.isLand(x, y)) {
          continue;
        }
        const px = (x - this.origin) * TILE;
        const py = (y - this.origin) * TILE;
        g.fillStyle = INK[this.at(x, y)];
        g.fillRect(px, py, TILE + 0.5, TILE + 0.5);
        const wave = Math.sin(now / 1300 + x * 0.8 + Math.sin(y * 0.6 + now / 2100) * 2);
        g.fillStyle = wave > 0 ? `rgba(190,240,250,${wave * 0.07})` : `rgba(0,24,48,${-wave * 0.09})`;
        g.fillRect(px, py, TILE + 0.5, TILE + 0.5);
        if (noise(x, y, 3) > 0.86) {
          const drift = Math.sin(now / 1700 + x) * 5;
          g.fillStyle = `rgba(225,248,252,${0.22 + wave * 0.14})`;
          g.fillRect(px + 8 + drift, py + 14, 12, 1.6);
          g.fillRect(px + 13 + drift, py + 18, 7, 1.2);
        }
        this.foam(g, px, py, x, y, now);
      }
    }
  }

  foam(g, px, py, x, y, now) {
    const breath = 4 + Math.sin(now / 900 + x * 0.7 + y * 1.1) * 2;
    g.fillStyle = "rgba(235,250,250,.55)";
    if (this.isLand(x + 1, y)) {
      g.fillRect(px + TILE - breath, py, breath, TILE);
    }
    if (this.isLand(x - 1, y)) {
      g.fillRect(px, py, breath, TILE);
    }
    if (this.isLand(x, y + 1)) {
      g.fillRect(px, py + TILE - breath, TILE, breath);
    }
    if (this.isLand(x, y - 1)) {
      g.fillRect(px, py, TILE, breath);
    }
  }
}
