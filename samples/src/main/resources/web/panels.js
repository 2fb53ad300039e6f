// The panels around the map. Everything that another peer wrote is set by textContent, never as markup.
import { COLOURS } from "./art.js";

const CHAT_LINES_MAX = 120;
const TOASTS_MAX = 5;
const ROLES = {
  "": "not part of the party yet",
  holder: "you hold the authority",
  follower: "you follow: your disk counts",
  newcomer: "newcomer: your disk does not count yet",
  provisional: "your side has no majority: deeds are provisional",
  guest: "guest: your disk does not count",
};
const by = (id) => document.getElementById(id);

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) {
    node.className = className;
  }
  if (text !== undefined) {
    node.textContent = text;
  }
  return node;
}

function signed(amount) {
  return amount ? (amount > 0 ? `+${amount}` : String(amount)) : "";
}

export class Panels {
  constructor(send) {
    this.send = send;
    this.rosterKey = "";
    this.tradesKey = "";
    this.partyKey = "";
    this.doorKey = "";
    by("lock").addEventListener("click", () => send(by("lock").textContent === "Lock" ? "lock" : "unlock"));
    by("invite").addEventListener("click", () => send("invite"));
    by("adopt").addEventListener("click", () => send("adopt"));
  }

  hello(message) {
    by("me-name").textContent = message.name;
    by("world-name").textContent = message.world;
    by("me-badge").style.background = COLOURS[message.colour % COLOURS.length];
    document.title = `${message.name} · ${message.world}`;
    by("chat-log").replaceChildren();
  }

  frame(message) {
    const me = message.me;
    by("hp-fill").style.width = `${Math.max(0, Math.min(100, me.hp))}%`;
    by("hp-text").textContent = me.entered ? `${me.hp} / 100` : "waiting for the authority …";
    by("gold").textContent = String(me.gold);
    by("wood").textContent = String(me.wood);
    by("gold-pending").textContent = signed(me.goldPending);
    by("wood-pending").textContent = signed(me.woodPending);
    const s = message.stats;
    by("counts").textContent =
      `${s.pending} pending · ${s.accepted} confirmed · ${s.rejected} rejected` + (s.answerMillis >= 0 ? ` · answer ${s.answerMillis} ms` : "");
    this.roster(message.peers, message.stats);
    this.party(message.party, message.stats.holder);
    this.door(message.door);
    this.trades(message.trades);
    message.chat.forEach((line) => this.chat(line));
    message.toasts.forEach((toast) => this.toast(toast.kind, toast.text));
  }

  roster(peers, stats) {
    const key = JSON.stringify([peers, stats.holder, stats.epoch]);
    if (key === this.rosterKey) {
      return;
    }
    this.rosterKey = key;
    by("roster").replaceChildren(...peers.map((p) => this.peer(p)));
    by("holder").textContent = stats.holder ? `♛ ${stats.holder} holds the authority, epoch ${stats.epoch}` : "no authority in reach: edits wait, commands are pending";
  }

  peer(p) {
    const row = element("li");
    const badge = element("span", "badge");
    badge.style.background = COLOURS[p.c % COLOURS.length];
    const name = element("span", "name", p.name + (p.me ? " (you)" : ""));
    if (p.holder) {
      name.append(" ", element("span", "crown", "♛"));
    }
    let text = "this page";
    let grade = "";
    if (!p.me) {
      const heard = p.state === "connected";
      text = heard ? `${p.rtt.toFixed(1)} ms · ${p.loss.toFixed(1)} %` : p.state;
      grade = !heard ? "lost" : p.loss > 3 || p.rtt > 80 ? "slow" : "fine";
    }
    if (p.unstable) {
      const icon = element("span", "unstable", "≋");
      icon.title = "heard unsteadily: jitter, losses or rises of the round trip";
      name.append(" ", icon);
    }
    if (p.hertz > 0) {
      const slow = element("span", "unstable", `${p.hertz} Hz`);
      slow.title = "the line there carries no more: it is told of motion less often";
      name.append(" ", slow);
    }
    row.append(badge, name, element("span", `net ${grade}`, text));
    if (p.sector) {
      row.append(element("span", "sector", `sector ${p.sector}`));
    }
    row.title = p.me ? "your own peer" : `round trip ${p.rtt.toFixed(2)} ms, jitter ${p.jitter.toFixed(1)} ms, loss ${p.loss.toFixed(1)} %, ${p.kbits ? `${p.full ? "" : "at least "}${p.kbits} kbit/s there, ` : ""}${p.fingerprint}`;
    return row;
  }

  party(party, holder) {
    const key = JSON.stringify([party, holder, this.rosterKey]);
    if (key === this.partyKey) {
      return;
    }
    this.partyKey = key;
    if (party.adoptable) {
      by("holder").textContent = `♛ ${holder || "nobody"} collects the deeds of this side`;
    }
    by("role").textContent = ROLES[party.role] + (party.disks > 1 ? ` · ${party.disks} disks count` : "");
    by("role").className = party.role === "provisional" ? "warn" : "dim";
    by("adopt").hidden = !party.adoptable;
    by("waiting-panel").hidden = party.provisional.length === 0;
    by("waiting").replaceChildren(...party.provisional.slice(-8).map((deed) => element("li", "pending", deed)));
    const story = party.notices.map((n) => element("li", `notice ${n.kind}`, n.text));
    const lost = party.rejected.map((line) => element("li", "notice rejected", `rejected: ${line}`));
    by("story-panel").hidden = story.length + lost.length === 0;
    by("story").replaceChildren(...story, ...lost);
  }

  door(door) {
    const key = JSON.stringify(door);
    if (key === this.doorKey) {
      return;
    }
    this.doorKey = key;
    const who = door.invite ? "by invitation" : "open to all";
    by("door").textContent = door.locked ? `locked${door.reason ? `: ${door.reason}` : ""}` : who;
    by("door").className = door.locked ? "warn" : "dim";
    by("invitations").textContent = door.invite ? `your invitations let in ${door.left} more` : "";
    by("barred").replaceChildren(...door.barred.slice(0, 8).map((name) => element("li", "dim", `${name} must stay out`)));
    by("lock").hidden = !door.host;
    by("lock").textContent = door.locked ? "Unlock" : "Lock";
    by("invite").hidden = !door.invite;
  }

  trades(trades) {
    const key = JSON.stringify(trades);
    if (key === this.tradesKey) {
      return;
    }
    this.tradesKey = key;
    by("trades-panel").hidden = trades.length === 0;
    by("trades").replaceChildren(...trades.slice(0, 8).map((t) => {
      const row = element("li");
      row.append(element("span", "", `${t.from}: ${t.give} for ${t.want}`));
      const button = element("button", "", t.mine ? "Take back" : "Accept");
      button.addEventListener("click", () => this.send(`${t.mine ? "cancel" : "accept"} ${t.id}`));
      row.append(button);
      return row;
    }));
  }

  chat(line) {
    const log = by("chat-log");
    const row = element("li", line.from ? "" : "system");
    if (line.from) {
      const who = element("b", "", line.from);
      who.style.color = COLOURS[line.c % COLOURS.length];
      row.append(who);
    }
    row.append(document.createTextNode(line.text));
    log.append(row);
    while (log.children.length > CHAT_LINES_MAX) {
      log.firstChild.remove();
    }
    log.scrollTop = log.scrollHeight;
  }

  toast(kind, text) {
    const box = by("toasts");
    box.append(element("div", `toast ${kind === "rejected" ? "rejected" : kind === "good" ? "good" : ""}`, text));
    while (box.children.length > TOASTS_MAX) {
      box.firstChild.remove();
    }
    const shown = box.lastChild;
    setTimeout(() => shown.remove(), 4200);
  }

  offline(isOffline) {
    by("offline").hidden = !isOffline;
  }
}
