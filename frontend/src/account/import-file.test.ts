import { expect, test } from "vitest";

import { additions, isRefusal, readExport, refusalOf, remarks, type Report } from "@/account/import-file";
import { ApiError } from "@/api/client";

const foreign = /^This is not a file that can be imported/;
const cut = /^The file is damaged, or was not saved to its end/;
const whole = '{"format":"todo-backend","version":1,"lists":[],"tasks":[]}';

const latin1 = new Uint8Array([...whole].map((char) => char.charCodeAt(0)));
latin1[latin1.length - 3] = 0xe9; // an é of ISO 8859-1

test.each<[name: string, content: BlobPart, expected: RegExp | "taken"]>([
  ["an export", whole, "taken"],
  ["one that an editor has saved with a mark before it", `\ufeff${whole}`, "taken"],
  ["one that was formatted", JSON.stringify(JSON.parse(whole), null, 2), "taken"],
  ["another version, which the backend refuses", whole.replace("1", "2"), "taken"],
  ["nothing", "", /^The file is empty/],
  ["white space", " \n", /^The file is empty/],
  ["a cut one", whole.slice(0, 40), cut],
  ["one whose end is not UTF-8", latin1, cut],
  ["our CSV", "\ufeffid,list,title\r\n1,Work,Milk\r\n", foreign],
  ["our calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", foreign],
  ["Todoist's CSV", "TYPE,CONTENT,PRIORITY\ntask,Milk,1\n", foreign],
  ["another application's JSON", '{"format":"done","tasks":[]}', foreign],
  ["a list", "[]", foreign],
  ["null", "null", foreign],
  ["a text of JSON", '"todo-backend"', foreign],
  ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]), foreign],
  ["4 MB", whole + " ".repeat(4 * 2 ** 20 - whole.length), "taken"],
  ["a byte more", whole + " ".repeat(4 * 2 ** 20 - whole.length + 1), /^The file has 4.1 MB, and .* 4 MB at most/],
])("a file of %s", async (_, content, expected) => {
  const read = await readExport(new Blob([content]));
  if (isRefusal(read)) expect(read.sentence).toMatch(expected);
  else expect([expected, read.text]).toEqual(["taken", String(content).replace("\ufeff", "")]);
});

test("a file that cannot be read is said to be so", async () => {
  const folder = { size: 1, arrayBuffer: () => Promise.reject(new DOMException("x", "NotFoundError")) };
  expect(await readExport(folder as unknown as Blob)).toMatchObject({ sentence: expect.stringContaining("a folder") });
});

const problem = (status: number, detail: string, errors?: { field: string; detail: string }[]) =>
  new ApiError(new Response(null, { status }), { detail, ...(errors ? { errors } : {}) });

test("a refusal names each place in words", () => {
  const tasks = [null, { title: "Buy milk" }, { title: 7 }];
  const document = { lists: [{ name: "Work" }], filters: [{ name: "Calls" }], tasks };
  const errors = [
    ["tasks[1].due_on", "due_on must be a day"],
    ["tasks[0]", "tasks[0] must be an object"],
    ["tasks[2].title", "Title must be a string"],
    ["lists[0].color", "Color must be as in #1e90ff"],
    ["lists[9].name", "Name is required"],
    ["filters[0].search", "Search is required"],
    ["profile.timezone", "timezone must be the IANA name of a time zone"],
  ].map(([field = "", detail = ""]) => ({ field, detail }));
  expect(refusalOf(problem(422, "x", errors), { text: "", document })).toEqual({
    sentence: "Nothing is imported, since not everything in the file can be:",
    faults: [
      "Task 2 “Buy milk” (tasks[1].due_on): due_on must be a day",
      "Task 1 (tasks[0]): tasks[0] must be an object",
      "Task 3 (tasks[2].title): Title must be a string",
      "List 1 “Work” (lists[0].color): Color must be as in #1e90ff",
      "List 10 (lists[9].name): Name is required",
      "Filter 1 “Calls” (filters[0].search): Search is required",
      "profile.timezone: timezone must be the IANA name of a time zone",
    ],
  });
  const file = { text: "", document: { tasks: 7 } };
  expect(refusalOf(problem(422, "x", errors.slice(0, 1)), file)?.faults).toHaveLength(1);
  expect(refusalOf(problem(400, "tasks[0]: The body is not valid JSON"), file)?.sentence).toBe(
    "Nothing is imported. tasks[0]: The body is not valid JSON.",
  );
});

test("what may succeed later is no refusal", () => {
  const file = { text: "", document: {} };
  for (const status of [401, 429, 500, 502, 503]) expect(refusalOf(problem(status, "x"), file)).toBeUndefined();
  expect(refusalOf(new TypeError("Failed to fetch"), file)).toBeUndefined();
});

test.each<[tasks: number[], lists: number[], profile: boolean, added: string, more: string[], filters?: number]>([
  [[1234, 0, 0], [1, 0, 1], false, "1,234 tasks, 1 list and 2 filters", [], 2],
  [[0, 0, 0], [0, 0, 1], false, "1 filter", [], 1],
  [[2, 0, 0], [1, 0, 1], false, "2 tasks and 1 list", []],
  [[1234, 5, 0], [0, 0, 4], false, "1,234 tasks", ["Here already, and left as they are: 5 tasks."]],
  [[0, 0, 1], [2, 0, 1], false, "2 lists", [expect.stringMatching(/^Left out, .* elsewhere: 1 task\.$/)]],
  [[1, 0, 0], [0, 1, 0], true, "1 task", ["Time zone, language and inbox are taken from the file, too."]],
  [[0, 3, 0], [0, 0, 2], false, "", ["Here already, and left as they are: 3 tasks."]],
  [[0, 0, 0], [0, 1, 0], true, "", []],
])("tasks %j and lists %j", (tasks, lists, profile_updated, added, more, n = 0) => {
  const [created = 0, unchanged = 0, conflicting = 0] = tasks;
  const [createdLists = 0, updated = 0, unchangedLists = 0] = lists;
  const report: Report = {
    dry_run: true,
    profile_updated,
    filters: { created: n, unchanged: 0 },
    lists: { created: createdLists, updated, unchanged: unchangedLists },
    tasks: { created, unchanged, conflicting },
  };
  expect(additions(report)).toBe(added);
  expect(remarks(report)).toEqual(more);
});
