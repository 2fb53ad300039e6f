// The tool bar: what a click on the map means.
import * as art from "./art.js";

const NAMES = ["red", "orange", "yellow", "green", "blue", "purple", "white", "grey"];

export const TOOLS = [
  { key: "1", title: "Walk, mine, chop or punch what you click" },
  ...NAMES.map((name, colour) => ({ key: String(colour + 2), title: `Place ${name} blocks`, place: name, colour })),
  { key: "x", title: "Remove blocks and signs", remove: true },
  { key: "t", title: "Put up a sign", sign: true },
];

export class ToolBar {
  constructor(node, onPick) {
    this.node = node;
    this.onPick = onPick;
    this.buttons = TOOLS.map((tool, index) => this.button(tool, index));
    node.append(...this.buttons);
    this.pick(0);
  }

  button(tool, index) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = `${tool.title} (${tool.key.toUpperCase()})`;
    button.dataset.tool = tool.place || tool.title.split(" ")[0].toLowerCase();
    const key = document.createElement("small");
    key.textContent = tool.key.toUpperCase();
    button.append(key, this.face(tool));
    button.addEventListener("click", () => {
      this.pick(index);
      button.blur();
    });
    return button;
  }

  face(tool) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const g = canvas.getContext("2d");
    g.scale(2, 2);
    g.translate(16, 17);
    if (tool.colour !== undefined) {
      g.scale(0.85, 0.85);
      art.block(g, 0, 0, art.COLOURS[tool.colour], false);
    } else if (tool.sign) {
      art.sign(g, 0, 2);
    } else if (tool.remove) {
      eraser(g);
    } else {
      pickaxe(g);
    }
    return canvas;
  }

  pick(index) {
    this.buttons.forEach((b, i) => b.setAttribute("aria-pressed", String(i === index)));
    this.onPick(TOOLS[index]);
  }

  pickByKey(key) {
    const index = TOOLS.findIndex((tool) => tool.key === key);
    if (index >= 0) {
      this.pick(index);
    }
    return index >= 0;
  }
}

function eraser(g) {
  g.strokeStyle = "#ff8d80";
  g.lineWidth = 4;
  g.lineCap = "round";
  g.beginPath();
  g.moveTo(-9, -9);
  g.lineTo(9, 9);
  g.moveTo(9, -9);
  g.lineTo(-9, 9);
  g.stroke();
}

function pickaxe(g) {
  g.lineCap = "round";
  g.strokeStyle = "#b98450";
  g.lineWidth = 4;
  g.beginPath();
  g.moveTo(-9, 11);
  g.lineTo(7, -6);
  g.stroke();
  g.strokeStyle = "#cfd6dc";
  g.lineWidth = 5;
  g.beginPath();
  g.moveTo(-5, -10);
  g.quadraticCurveTo(9, -12, 12, 5);
  g.stroke();
}
