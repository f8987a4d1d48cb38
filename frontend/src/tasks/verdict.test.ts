import { describe, expect, test } from "vitest";

import { operationOf } from "@/tasks/batch";
import type { Change } from "@/tasks/changes";
import { makeTask } from "@/tasks/fixtures";
import { judge, judgeBatch } from "@/tasks/verdict";

const requestId = "0c5b5f4e-6f0b-4a57-9d3b-0d9a4d1c7f11";
const before = makeTask({ id: "t1" });
const base = { id: "c1", seq: 1, at: "2026-11-25T14:00:00.000Z", task: "t1" };
const changes = {
  create: { ...base, kind: "create", fields: { title: "Milk" } },
  formerCreate: { ...base, kind: "create", key: "t1", fields: { title: "Milk" } },
  update: { ...base, kind: "update", fields: { title: "Milk" }, before },
  delete: { ...base, kind: "delete", before },
} satisfies Record<string, Change>;

const problem = (status: number, part: object = {}) => ({
  type: "about:blank",
  title: "Title",
  status,
  detail: "A sentence",
  request_id: requestId,
  ...part,
});
const problemHeaders = { "content-type": "application/problem+json", "x-request-id": requestId };

function verdict(kind: keyof typeof changes, status: number, headers: Record<string, string>, body?: unknown) {
  const response = new Response(null, { status, headers });
  return judge(changes[kind], { response, body }, { requestId, user: "u1" });
}

describe("the backend's own problem", () => {
  const refusals = [400, 403, 409, 410, 412, 413, 422];
  for (let status = 400; status < 600; status++) {
    const expected = {
      create: refusals.includes(status) ? "refused" : "kept",
      update: refusals.includes(status) || status === 404 ? "refused" : "kept",
      delete: refusals.includes(status) ? "refused" : status === 404 ? "confirmed" : "kept",
    };
    test.each(["create", "update", "delete"] as const)(`${status} of a %s`, (kind) => {
      const { kind: got } = verdict(kind, status, problemHeaders, problem(status));
      expect(got).toBe(status === 401 ? "signed out" : expected[kind]);
    });
  }

  test("a refusal has its sentence and its fields", () => {
    const errors = [{ field: "title", detail: "Title is required" }];
    const refused = verdict("create", 422, problemHeaders, problem(422, { errors }));
    expect(refused).toMatchObject({
      why: { status: 422, message: "A sentence", fields: { title: "Title is required" } },
    });
  });
});

describe("whatever else answers keeps the change", () => {
  const html = { "content-type": "text/html" };
  const json = { "content-type": "application/json", "x-request-id": requestId };
  for (let status = 400; status < 600; status++) {
    test(`${status} as a page, as JSON, as somebody else's problem`, () => {
      for (const kind of ["create", "update", "delete"] as const) {
        expect(verdict(kind, status, html, "<h1>No</h1>")).toMatchObject({ kind: "kept", status });
        expect(verdict(kind, status, json, { error: "no" }).kind).toBe("kept");
        expect(verdict(kind, status, json, problem(status)).kind).toBe("kept");
        expect(verdict(kind, status, problemHeaders, problem(status, { request_id: "theirs" })).kind).toBe("kept");
      }
    });
  }

  test.each([
    ["a problem that says another status", problem(400)],
    ["a problem without an id", problem(422, { request_id: undefined })],
    ["a problem without a sentence", problem(422, { detail: undefined })],
    ["a problem with other errors", problem(422, { errors: "title" })],
    ["an empty body", undefined],
    ["null", null],
    ["a text", "422"],
    ["a list", []],
  ])("422: %s", (_, body) => {
    expect(verdict("create", 422, problemHeaders, body).kind).toBe("kept");
  });
});

describe("a success", () => {
  const headers = { "content-type": "application/json", "x-request-id": requestId };
  test.each([
    ["create", 201, makeTask({ id: "t1" }), "confirmed"],
    ["create", 200, makeTask({ id: "t1" }), "confirmed"],
    ["create", 201, makeTask({ id: "t2" }), "kept"],
    ["formerCreate", 201, makeTask({ id: "new" }), "confirmed"],
    ["formerCreate", 200, makeTask({ id: "new" }), "confirmed"],
    ["update", 200, makeTask({ id: "t1" }), "confirmed"],
    ["update", 200, makeTask({ id: "t2" }), "kept"],
    ["create", 201, makeTask({ user_id: "somebody else" }), "kept"],
    ["create", 202, makeTask(), "kept"],
    ["create", 204, undefined, "kept"],
    ["create", 200, "<h1>Sign in to the network</h1>", "kept"],
    ["create", 200, { ok: true }, "kept"],
    ["create", 200, null, "kept"],
    ["update", 200, [], "kept"],
    ["delete", 204, undefined, "confirmed"],
    ["delete", 200, "<h1>Sign in to the network</h1>", "kept"],
    ["delete", 202, undefined, "kept"],
  ] as const)("of a %s: %i %o: %s", (kind, status, body, expected) => {
    expect(verdict(kind, status, headers, body).kind).toBe(expected);
  });

  test("204 of something else does not delete", () => {
    expect(verdict("delete", 204, {}).kind).toBe("kept");
    expect(verdict("delete", 204, { "x-request-id": "theirs" }).kind).toBe("kept");
  });

  test("a redirect that is not followed keeps the change", () => {
    expect(verdict("create", 302, { location: "https://portal.example" }).kind).toBe("kept");
  });
});

test.each([
  ["120", 120_000],
  ["0", undefined],
  ["", undefined],
  ["soon", undefined],
  ["-5", undefined],
])("Retry-After %o", (value, retryAfter) => {
  expect(verdict("create", 503, { "retry-after": value })).toEqual({ kind: "kept", status: 503, retryAfter });
});

describe("a batch", () => {
  const own = { "content-type": "application/json", "x-request-id": requestId };
  const batch = [changes.create, changes.update, changes.delete];
  const judged = (status: number, headers: Record<string, string>, body?: unknown) =>
    judgeBatch(batch, { response: new Response(null, { status, headers }), body }, { requestId, user: "u1" });
  const done = { status: 200, body: makeTask() };

  test("is answered one by one", () => {
    const refused = { status: 422, body: problem(422) };
    const results = [{ status: 201, body: makeTask() }, refused, { status: 204, body: null }];
    expect(judged(200, own, { results })).toMatchObject([
      { kind: "confirmed", task: { id: "t1" } },
      { kind: "refused", why: { status: 422 } },
      { kind: "confirmed", task: null },
    ]);
  });

  test.each([
    ["a change that came too late", { status: 412, body: problem(412) }],
    ["somebody else's problem", { status: 422, body: problem(422, { request_id: "theirs" }) }],
    ["another task", { status: 200, body: makeTask({ id: "t2" }) }],
    ["no status", {}],
    ["an impossible status", { status: 7 }],
    ["nothing", null],
  ])("%s: the change is kept, and the others are not", (_, result) => {
    const verdicts = judged(200, own, { results: [done, result, { status: 404, body: problem(404) }] });
    expect(verdicts).toMatchObject([{ kind: "confirmed" }, { kind: "kept" }, { kind: "confirmed", task: null }]);
  });

  test("a change that names a version comes too late: it is refused, and leaves to be merged", () => {
    const update = { ...(changes.update as Extract<Change, { kind: "update" }>), match: 1 };
    const answer = { response: new Response(null, { status: 200, headers: own }), body: { results: [done, done] } };
    answer.body.results[1] = { status: 412, body: problem(412) } as never;
    const verdicts = judgeBatch([changes.create, update], answer, { requestId, user: "u1" });
    expect(verdicts).toMatchObject([{ kind: "confirmed" }, { kind: "refused", why: { status: 412 } }]);
    expect([operationOf(update), operationOf(changes.update)]).toMatchObject([{ if_match: '"1"' }, {}]);
    expect(operationOf(changes.update)).not.toHaveProperty("if_match");
  });

  test.each([
    ["a captive portal's page", 200, { "content-type": "text/html" }, "<h1>Welcome</h1>"],
    ["somebody else's results", 200, { ...own, "x-request-id": "theirs" }, { results: [done, done, done] }],
    ["too few results", 200, own, { results: [done, done] }],
    ["no results", 200, own, null],
    ["an empty success", 204, own, undefined],
    ["its own refusal as a whole", 422, problemHeaders, problem(422)],
    ["another batch with its key", 422, problemHeaders, problem(422)],
    ["an API without it", 404, problemHeaders, problem(404)],
    ["somebody else's 401", 401, own, {}],
  ])("%s keeps all", (_, status, headers, body) => {
    expect(judged(status, headers, body)).toMatchObject({ kind: "kept", status });
  });

  test("without a session", () => expect(judged(401, problemHeaders, problem(401))).toEqual({ kind: "signed out" }));
  test("that is to be sent later", () =>
    expect(judged(503, { ...problemHeaders, "retry-after": "1" }, problem(503))).toMatchObject({ retryAfter: 1000 }));
});
