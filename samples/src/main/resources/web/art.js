// Draws the things of the island. Every shape is made of paths, so that the page needs no picture file.
export const TILE = 32;

/** Block colours by the index that the game sends; names match the commands on stdin. */
export const COLOURS = ["#d8574a", "#e8923f", "#f0cd53", "#6fb356", "#4f9bd9", "#8b6fd0", "#f2efe6", "#6b6f78"];

export function shade(hex, amount) {
  const value = parseInt(hex.slice(1), 16);
  const channel = (shift) => Math.max(0, Math.min(255, ((value >> shift) & 255) + amount));
  return `rgb(${channel(16)},${channel(8)},${channel(0)})`;
}

/** A number in 0..1 that depends on the tile alone, so that the ground never flickers. */
export function noise(x, y, salt = 0) {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(salt + 1, 2147483647 ^ 0x5bd1e995);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

function oval(g, x, y, rx, ry, fill) {
  g.beginPath();
  g.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
  g.fillStyle = fill;
  g.fill();
}

export function shadow(g, x, y, rx, ry) {
  oval(g, x, y, rx, ry, "rgba(8,20,16,.28)");
}

export function tree(g, x, y, thing, now) {
  const n = noise(thing.x, thing.y, 7);
  if (thing.left <= 0) {
    shadow(g, x + 2, y + 4, 9, 4);
    g.fillStyle = "#6b4a2b";
    g.fillRect(x - 6, y - 3, 12, 7);
    oval(g, x, y - 3, 6, 3, "#d2a873");
    return;
  }
  const sway = Math.sin(now / 900 + thing.x * 1.7 + thing.y) * 1.1;
  const size = 12 + n * 4;
  shadow(g, x + 5, y + 8, size, size * 0.42);
  g.fillStyle = "#5d4126";
  g.fillRect(x - 2.5, y - 4, 5, 13);
  const tint = Math.round(n * 26) - 13;
  oval(g, x + sway * 0.4, y - 8, size, size * 0.86, shade("#2f6b38", tint));
  oval(g, x - 4 + sway, y - 12, size * 0.72, size * 0.62, shade("#3f8644", tint));
  oval(g, x - 6 + sway, y - 15, size * 0.42, size * 0.34, shade("#62aa58", tint));
}

export function vein(g, x, y, thing, now) {
  shadow(g, x + 3, y + 8, 14, 6);
  g.beginPath();
  g.moveTo(x - 14, y + 9);
  g.lineTo(x - 11, y - 5);
  g.lineTo(x - 3, y - 12);
  g.lineTo(x + 8, y - 9);
  g.lineTo(x + 14, y + 2);
  g.lineTo(x + 13, y + 9);
  g.closePath();
  g.fillStyle = "#6f747c";
  g.fill();
  g.beginPath();
  g.moveTo(x - 11, y - 5);
  g.lineTo(x - 3, y - 12);
  g.lineTo(x + 8, y - 9);
  g.lineTo(x - 1, y - 2);
  g.closePath();
  g.fillStyle = "#989da5";
  g.fill();
  const nuggets = Math.min(6, Math.ceil(thing.left / 25));
  for (let i = 0; i < nuggets; i++) {
    const nx = x - 9 + noise(thing.x, thing.y, i) * 18;
    const ny = y - 5 + noise(thing.y, thing.x, i + 20) * 11;
    const glint = 0.65 + 0.35 * Math.sin(now / 400 + i * 2.1 + thing.x);
    oval(g, nx, ny, 2.6, 2.1, `rgba(255,209,92,${glint})`);
    oval(g, nx - 0.8, ny - 0.8, 0.9, 0.7, "#fff6d8");
  }
}

export function block(g, x, y, colour, ghost) {
  g.save();
  if (ghost) {
    g.globalAlpha = 0.5;
  } else {
    shadow(g, x + 4, y + 12, 16, 6);
  }
  g.fillStyle = shade(colour, -62);
  g.fillRect(x - 14, y + 4, 28, 9);
  g.fillStyle = shade(colour, -28);
  g.fillRect(x - 14, y + 4, 28, 2);
  g.fillStyle = colour;
  g.fillRect(x - 14, y - 16, 28, 21);
  g.fillStyle = shade(colour, 30);
  g.fillRect(x - 14, y - 16, 28, 3);
  g.fillRect(x - 14, y - 16, 3, 21);
  g.restore();
  if (ghost) {
    g.setLineDash([4, 3]);
    g.strokeStyle = "rgba(255,255,255,.85)";
    g.strokeRect(x - 14, y - 16, 28, 29);
    g.setLineDash([]);
  }
}

export function sign(g, x, y) {
  shadow(g, x + 3, y + 11, 10, 4);
  g.fillStyle = "#6b4a2b";
  g.fillRect(x - 2, y - 6, 4, 17);
  g.fillStyle = "#8d6236";
  g.fillRect(x - 13, y - 16, 26, 14);
  g.fillStyle = "#c08d54";
  g.fillRect(x - 12, y - 15, 24, 11);
  g.fillStyle = "rgba(60,36,14,.55)";
  g.fillRect(x - 9, y - 12, 18, 1.5);
  g.fillRect(x - 9, y - 8, 13, 1.5);
}

export function campfire(g, x, y, now) {
  const flicker = Math.sin(now / 90) * 1.6 + Math.sin(now / 37);
  const glow = g.createRadialGradient(x, y - 4, 4, x, y - 4, 74 + flicker * 2);
  glow.addColorStop(0, "rgba(255,190,90,.42)");
  glow.addColorStop(1, "rgba(255,150,60,0)");
  g.fillStyle = glow;
  g.fillRect(x - 90, y - 90, 180, 180);
  for (let i = 0; i < 9; i++) {
    const a = (i / 9) * Math.PI * 2;
    oval(g, x + Math.cos(a) * 15, y + 5 + Math.sin(a) * 8, 4.4, 3.2, i % 2 ? "#7d828a" : "#8f959d");
  }
  g.fillStyle = "#5b3a20";
  g.fillRect(x - 9, y + 2, 18, 4);
  const flame = (w, h, fill) => {
    g.beginPath();
    g.moveTo(x - w, y + 4);
    g.quadraticCurveTo(x - w, y - h * 0.4, x + flicker, y - h);
    g.quadraticCurveTo(x + w, y - h * 0.4, x + w, y + 4);
    g.closePath();
    g.fillStyle = fill;
    g.fill();
  };
  flame(8, 23 + flicker, "#f2702c");
  flame(5.5, 16 + flicker, "#ffb13d");
  flame(3, 9 + flicker, "#fff0b0");
}

export function player(g, x, y, p, now) {
  const bob = p.moving ? Math.abs(Math.sin(now / 110)) * 3 : 0;
  g.save();
  if (!p.online) {
    g.globalAlpha = 0.35;
  }
  if (p.me) {
    g.beginPath();
    g.ellipse(x, y + 10, 16, 7, 0, 0, Math.PI * 2);
    g.strokeStyle = "rgba(255,255,255,.75)";
    g.lineWidth = 2;
    g.stroke();
  }
  shadow(g, x + 2, y + 10, 11, 5);
  const step = p.moving ? Math.sin(now / 110) * 3 : 0;
  g.fillStyle = "#2c3440";
  g.fillRect(x - 6, y + 3 - bob, 5, 8 + step * 0.5);
  g.fillRect(x + 1, y + 3 - bob, 5, 8 - step * 0.5);
  const colour = COLOURS[p.c % COLOURS.length];
  g.beginPath();
  g.roundRect(x - 9, y - 10 - bob, 18, 16, 6);
  g.fillStyle = shade(colour, -30);
  g.fill();
  g.beginPath();
  g.roundRect(x - 9, y - 10 - bob, 18, 12, 6);
  g.fillStyle = colour;
  g.fill();
  oval(g, x, y - 16 - bob, 8.5, 8, "#f0c9a0");
  g.beginPath();
  g.arc(x, y - 18 - bob, 8.5, Math.PI, 0);
  g.fillStyle = shade(colour, -48);
  g.fill();
  const look = p.look || 0;
  oval(g, x - 3 + look * 2, y - 15 - bob, 1.3, 1.7, "#26313a");
  oval(g, x + 3 + look * 2, y - 15 - bob, 1.3, 1.7, "#26313a");
  g.restore();
}

export function label(g, x, y, text, options = {}) {
  g.font = `600 ${options.size || 12}px system-ui, "DejaVu Sans", sans-serif`;
  const width = Math.min(g.measureText(text).width, 220) + 12;
  g.beginPath();
  g.roundRect(x - width / 2, y - 15, width, 18, 9);
  g.fillStyle = options.back || "rgba(10,22,28,.68)";
  g.fill();
  g.fillStyle = options.ink || "#f4f8f7";
  g.textAlign = "center";
  g.textBaseline = "middle";
  g.fillText(text, x, y - 5.5, 220);
}

export function healthBar(g, x, y, hp) {
  g.fillStyle = "rgba(0,0,0,.5)";
  g.fillRect(x - 15, y, 30, 4);
  g.fillStyle = hp > 50 ? "#7bd88f" : hp > 25 ? "#ffb454" : "#ff6b5e";
  g.fillRect(x - 15, y, (30 * Math.max(0, Math.min(100, hp))) / 100, 4);
}
