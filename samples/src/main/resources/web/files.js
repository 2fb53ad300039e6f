// Files that players share: what is dropped onto the page goes to the peer behind it, and the list says what is where.
const by = (id) => document.getElementById(id);
const UNITS = ["bytes", "kB", "MB", "GB"];

function element(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

function sized(bytes) {
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${step ? (bytes / 1000 ** step).toFixed(1) : bytes} ${UNITS[step]}`;
}

const STATES = {
  offered: (f) => `from ${f.from || "nobody here"}`,
  opening: () => "looked through …",
  fetching: (f) => `${f.percent} % from ${f.sources}`,
  here: () => "here, in your downloads",
  shared: () => "shared by you",
  failed: (f) => f.why,
};
const DEEDS = {
  offered: ["Take", "take"],
  opening: null,
  fetching: ["Stop", "drop"],
  here: null,
  shared: ["Share no more", "drop"],
  failed: ["Forget", "drop"],
};

export class FilesPanel {
  constructor(send, complain) {
    this.send = send;
    this.complain = complain;
    this.key = "";
    this.rows = new Map();
    this.waiting = [];
    this.sending = null;
    by("choose").addEventListener("click", () => by("chooser").click());
    by("chooser").addEventListener("change", () => {
      this.add([...by("chooser").files]);
      by("chooser").value = "";
    });
    window.addEventListener("dragover", (event) => this.over(event));
    window.addEventListener("dragleave", (event) => {
      by("drop").hidden = event.relatedTarget === null || by("drop").hidden;
    });
    window.addEventListener("drop", (event) => this.drop(event));
  }

  over(event) {
    if (event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      by("drop").hidden = false;
    }
  }

  drop(event) {
    by("drop").hidden = true;
    if (!event.dataTransfer.types.includes("Files")) {
      return;
    }
    event.preventDefault();
    const files = [];
    for (const item of event.dataTransfer.items) {
      const entry = item.kind === "file" ? item.webkitGetAsEntry() : null;
      if (entry && entry.isDirectory) {
        this.complain(`${entry.name} is a folder; drop files, or a folder packed into one`);
      } else if (item.kind === "file") {
        files.push(item.getAsFile());
      }
    }
    this.add(files);
  }

  add(files) {
    this.waiting.push(...files);
    this.next();
  }

  /** One file after the other; the peer behind the page is asked first, since no answer is heard while one sends. */
  async next() {
    if (this.sending || this.waiting.length === 0) {
      return;
    }
    const file = this.waiting.shift();
    this.sending = { name: file.name, size: file.size, sent: 0 };
    this.show();
    try {
      const look = await fetch(`drop/look?size=${file.size}`, { method: "POST" });
      const refusal = look.ok ? await this.upload(file) : await look.text();
      if (refusal) {
        this.complain(`${file.name}: ${refusal}`);
      }
    } catch {
      this.complain(`${file.name}: the peer behind this page does not answer; drop it again`);
    }
    this.sending = null;
    this.show();
    this.next();
  }

  /** Ends with what stands in the way, or with nothing. */
  upload(file) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (event) => {
        this.sending.sent = event.loaded;
        this.show();
      });
      request.addEventListener("load", () => resolve(request.status < 300 ? "" : request.responseText));
      request.addEventListener("error", () => resolve("it broke off; drop it again"));
      request.open("POST", `drop?name=${encodeURIComponent(file.name)}`);
      request.send(file);
    });
  }

  /** Rows stay while their file's state does, so that a button is there still when the mouse is let go. */
  frame(files) {
    const key = JSON.stringify(files);
    if (key === this.key) {
      return;
    }
    this.key = key;
    const before = this.rows;
    this.rows = new Map(files.map((file) => {
      const known = before.get(file.id);
      return [file.id, known && known.state === file.state ? known : this.row(file)];
    }));
    files.forEach((file) => this.update(this.rows.get(file.id), file));
    const nodes = [...this.rows.values()].map((row) => row.node);
    if (nodes.length !== by("files").children.length || nodes.some((node, i) => by("files").children[i] !== node)) {
      by("files").replaceChildren(...nodes);
    }
  }

  update(row, file) {
    row.said.textContent = STATES[file.state](file);
    if (row.bar) {
      row.bar.value = file.percent;
    }
  }

  show() {
    const now = this.sending;
    by("sending").hidden = !now;
    if (now) {
      const percent = now.size ? Math.floor((100 * now.sent) / now.size) : 100;
      by("sending").replaceChildren(this.bar(percent),
        document.createTextNode(`${now.name}, ${sized(now.size)}, ${percent} %` + (this.waiting.length ? `, then ${this.waiting.length} more` : "")));
    }
  }

  bar(percent) {
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = percent;
    return bar;
  }

  row(file) {
    const node = element("li", file.state, "");
    node.dataset.file = file.name;
    const name = element("span", "name", file.name);
    name.title = `${file.name}\n${file.size} bytes\nhash ${file.id}`;
    const said = element("span", file.state === "failed" ? "warn" : "dim", "");
    node.append(name, element("span", "dim", sized(file.size)), element("code", "dim", file.id.slice(0, 12)), said);
    const bar = file.state === "fetching" ? this.bar(file.percent) : null;
    if (bar) {
      node.append(bar);
    }
    const deed = DEEDS[file.state];
    if (deed) {
      const button = element("button", file.state === "offered" ? "primary" : "", deed[0]);
      button.type = "button";
      button.addEventListener("click", () => this.send(`${deed[1]} ${file.id}`));
      node.append(button);
    }
    return { state: file.state, node, said, bar };
  }
}
