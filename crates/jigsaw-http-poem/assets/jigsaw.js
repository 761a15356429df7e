// Jigsaw: small helps on top of pages that work without them. No words live here: pages bring their own.
(() => {
  "use strict";

  const main = document.getElementById("main");
  const words = document.body.dataset;
  const lang = document.documentElement.lang || "en";
  const announcer = document.querySelector("[data-announcer]");
  const bar = document.querySelector("[data-offline-bar]");
  const { source, events, heartbeat, page, every } = main.dataset;

  const say = (text) => {
    announcer.textContent = "";
    // A change has to be seen as one: the same words twice would stay silent.
    setTimeout(() => { announcer.textContent = text; }, 50);
  };

  // Copying, showing a password ------------------------------------------------------------------

  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without a secure origin or permission: select it, so that one key press copies.
      field.focus();
      field.select();
      if (!document.execCommand("copy")) return;
      button.focus();
    }
    const before = button.textContent;
    if (before === button.dataset.copied) return;
    button.style.minInlineSize = `${button.offsetWidth}px`;
    button.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => { button.textContent = before; }, 2000);
  };

  const reveal = (button) => {
    const field = document.getElementById(button.dataset.reveal);
    const { hide } = button.dataset;
    button.dataset.hide = button.textContent;
    button.textContent = hide;
    field.type = field.type === "password" ? "text" : "password";
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.copy) copy(button);
    else if (button?.dataset.reveal) reveal(button);
  });

  // A form is sent once, and not into the void ---------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!navigator.onLine) {
      event.preventDefault();
      bar.textContent = words.offline;
    } else if (form.dataset.sent) {
      event.preventDefault();
    } else {
      form.dataset.sent = "yes";
      setTimeout(() => { delete form.dataset.sent; }, 8000);
    }
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
  });

  // Times ----------------------------------------------------------------------------------------

  const localTimes = (root) => {
    for (const time of root.querySelectorAll("time[data-local]")) {
      const at = new Date(time.dateTime);
      const clock = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      if (Number.isNaN(at.getTime()) || time.textContent.includes(clock)) continue;
      const own = document.createElement("span");
      own.className = "own-time";
      const text = at.toLocaleString(lang, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      own.textContent = ` (${words.yourTime.replace("[t]", text)})`;
      time.after(own);
    }
  };

  const two = (number) => String(number).padStart(2, "0");
  let minutesSaid;

  const countdown = () => {
    const box = document.querySelector("[data-countdown]");
    if (!box) return;
    const left = Math.ceil((new Date(box.dataset.countdown) - Date.now()) / 1000);
    const digits = box.querySelector(".countdown-digits");
    if (left <= 0) {
      digits.textContent = "00:00:00";
      // Whatever the stream says, look now and then: the doors are open.
      if (left % 5 === 0) soon();
      return;
    }
    const days = Math.floor(left / 86400);
    const clock = `${two(Math.floor(left / 3600) % 24)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    digits.textContent = days > 0 ? `${days} ${box.dataset.days} ${clock}` : clock;
    const minutes = Math.ceil(left / 60);
    if (minutes !== minutesSaid) {
      if (minutesSaid !== undefined && minutes < 60) {
        say(new Intl.RelativeTimeFormat(lang).format(minutes, "minute"));
      }
      minutesSaid = minutes;
    }
  };

  const zone = document.querySelector("[data-zone-guess]");
  if (zone) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...zone.options].some((option) => option.value === own)) zone.value = own;
  }

  // Live pages -----------------------------------------------------------------------------------

  // Brings one tree to the shape of another, keeping the nodes, so that focus, open panels and typed
  // text stay.
  const morph = (from, to) => {
    for (const { name } of [...from.attributes]) {
      if (!to.hasAttribute(name) && name !== "open") from.removeAttribute(name);
    }
    for (const { name, value } of to.attributes) {
      if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
    const known = new Map([...from.children].filter((child) => child.id).map((child) => [child.id, child]));
    let at = from.firstChild;
    for (const next of [...to.childNodes]) {
      let same = next.id ? known.get(next.id) : at;
      if (!next.id) while (same && same.id) same = same.nextSibling;
      if (same && same.nodeName === next.nodeName) {
        if (same !== at) from.insertBefore(same, at);
        else at = at.nextSibling;
        if (same.nodeType !== Node.ELEMENT_NODE) {
          if (same.data !== next.data) same.data = next.data;
        } else if (!("keep" in same.dataset)) {
          morph(same, next);
        }
      } else {
        from.insertBefore(document.importNode(next, true), at);
      }
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  };

  const show = (fresh) => {
    for (const region of document.querySelectorAll("[data-live-region]")) {
      const next = fresh.getElementById(region.id);
      if (!next) continue;
      const before = region.dataset.announce;
      for (const own of region.querySelectorAll(".own-time")) own.remove();
      morph(region, next);
      localTimes(region);
      if (region.dataset.announce && region.dataset.announce !== before) say(region.dataset.announce);
    }
  };

  let leaving = false;
  const go = (url) => {
    leaving = true;
    location.replace(url);
  };

  let running = false;
  let again = false;
  let last = 0;

  const refresh = async () => {
    if (leaving) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    last = Date.now();
    try {
      const answer = await fetch(source, { cache: "no-store", headers: { accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const moved = answer.redirected && new URL(answer.url).pathname !== new URL(source, location).pathname;
      if (moved) go(answer.url);
      else if (answer.status >= 500 || answer.status === 429) again = false;
      else if (!answer.ok || fresh.getElementById("main")?.dataset.page !== page) go(source);
      else show(fresh);
      online();
    } catch {
      bar.textContent = words.offline;
    }
    running = false;
    if (again) {
      again = false;
      soon();
    }
  };

  // At most one look a second, and always one after the last message.
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, Math.max(150, 1000 - (Date.now() - last)));
  };

  const online = () => {
    if (bar.textContent !== words.offline) return;
    bar.textContent = words.online;
    setTimeout(() => { if (bar.textContent === words.online) bar.textContent = ""; }, 4000);
  };

  addEventListener("offline", () => { bar.textContent = words.offline; });
  addEventListener("online", () => {
    online();
    if (source) soon();
  });

  // What streams call a change: a pass's own, then a session's.
  const changes = [
    "message", "state", "roster", "session_started", "session_ended", "session_cancelled", "session_changed",
    "invitations_changed", "participant_changed", "people_changed", "invited_on_the_fly",
  ];
  let stream;
  const listen = () => {
    if (leaving) return;
    stream = new EventSource(events);
    let opened = false;
    stream.onopen = () => {
      // After a gap something may have been missed.
      if (opened) soon();
      opened = true;
    };
    for (const name of changes) stream.addEventListener(name, soon);
    stream.onerror = () => {
      if (stream.readyState !== EventSource.CLOSED) return;
      soon();
      setTimeout(listen, 5000);
    };
  };

  const beat = async () => {
    try {
      const answer = await fetch(heartbeat, { method: "POST" });
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) soon();
      online();
    } catch {
      bar.textContent = words.offline;
    }
  };

  // One box that ticks a column of boxes.
  for (const all of document.querySelectorAll("[data-check-all]")) {
    all.hidden = false;
    const boxes = () => document.getElementsByName(all.dataset.checkAll);
    all.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; });
  }

  localTimes(document);
  for (const button of document.querySelectorAll("[data-reveal]")) button.hidden = false;
  if (document.querySelector("[data-countdown]")) {
    countdown();
    setInterval(countdown, 1000);
  }
  if (heartbeat) setInterval(beat, 15000);
  if (source) {
    if (events) listen();
    setInterval(() => { if (stream?.readyState !== EventSource.OPEN) soon(); }, events ? 15000 : (every ?? 10) * 1000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
    addEventListener("pagehide", () => stream?.close());
    addEventListener("pageshow", (event) => { if (event.persisted && events) { listen(); soon(); } });
  }
})();
