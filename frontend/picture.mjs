// Takes the README's picture of a running application in both themes, ../docs/tasks-light.webp and tasks-dark.webp:
// node picture.mjs http://localhost:3000 http://localhost:7860, the page and, where it is elsewhere, the backend.
import { writeFile } from "node:fs/promises";

import { chromium } from "@playwright/test";

const [page = "http://localhost:7860", backend = page] = process.argv.slice(2);
const ann = { name: "Ann Berg", email: `ann-${Date.now()}@example.com`, password: "correct horse battery" };

// Ann lives where it is ten in the morning, so that the same tasks are late, due today and due later at every run.
const ahead = ((46 - new Date().getUTCHours()) % 24) - 12;
const zone = `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
const at = (days, hour) => {
  const day = new Date(Date.now() + ahead * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
  return new Date(Date.parse(`${day}T00:00:00Z`) + (hour - ahead) * 3_600_000).toISOString();
};
const lists = [
  { name: "Home", color: "#2f8f4e" },
  { name: "Errands", color: "#c2620e" },
];
const tasks = [
  { title: "Return the library books", priority: "low", list: "Errands", completed: true },
  { title: "Buy oats and lemons", list: "Errands", completed: true },
  { title: "Tune the piano", priority: "low", tags: ["music"], completed: true },
  { title: "Send the photos to Grandma", tags: ["family"], due_date: at(9, 18) },
  { title: "Renew the passport", priority: "high", list: "Errands", due_date: at(12, 12) },
  {
    title: "Book the train to Lisbon",
    priority: "medium",
    tags: ["travel"],
    description: "The early one, with a seat at the window.",
    due_date: at(3, 17),
  },
  { title: "Pay the rent", priority: "critical", list: "Home", recurrence_pattern: "monthly", due_date: at(1, 12) },
  { title: "Water the plants", list: "Home", recurrence_pattern: "weekly", due_date: at(0, 20) },
  { title: "Call the dentist", priority: "high", due_date: at(-1, 9) },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"], // root has no sandbox in a container
});
try {
  const context = await browser.newContext({
    viewport: { width: 1120, height: 720 },
    deviceScaleFactor: 1.5,
    locale: "en-GB",
    timezoneId: zone,
    reducedMotion: "reduce",
  });
  const call = async (method, path, data) => {
    const answer = await context.request.fetch(backend + path, { method, data, headers: { origin: page } });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json().catch(() => undefined); // a 204 has none
  };
  await call("POST", "/api/auth/sign-up/email", ann); // the context keeps the cookie
  await call("PATCH", "/api/auth/profile", { timezone: zone });
  const ids = new Map();
  for (const list of lists) ids.set(list.name, (await call("POST", "/api/lists", list)).id);
  for (const { list, ...task } of tasks)
    await call("POST", "/api/tasks", { ...task, ...(list ? { list_id: ids.get(list) } : {}) });

  const tab = await context.newPage();
  await tab.goto(`${page}/tasks`);
  await tab.getByRole("button", { name: "Call the dentist", exact: true }).waitFor();
  await tab.getByRole("combobox", { name: "New task" }).fill("Meet Jo tomorrow 9am #work !high");
  await tab.getByRole("list", { name: "Understood" }).waitFor();
  const session = await context.newCDPSession(tab);
  for (const colorScheme of ["light", "dark"]) {
    await tab.emulateMedia({ colorScheme });
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 85 });
    const file = new URL(`../docs/tasks-${colorScheme}.webp`, import.meta.url);
    await writeFile(file, data, "base64");
    console.log(`${file.pathname}: ${Math.round((data.length * 3) / 4000)} kB`);
  }
  await call("DELETE", "/api/auth/account", { password: ann.password });
} finally {
  await browser.close();
}
