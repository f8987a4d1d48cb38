import { beforeEach, expect, test, vi } from "vitest";

import {
  addFollows,
  dropFollows,
  followed,
  followsOf,
  followsText,
  forgetFollows,
  parseFollows,
  subscribeFollows,
  takenBack,
} from "@/tasks/filter-follows";
import type { Filter } from "@/tasks/filters-document";
import { withTagRenamed } from "@/tasks/searches";

const work: Filter = { name: "Work", search: "#work p1" };
const job: Filter = { name: "Job", search: "#job p1" };
const toJob = (search: string) => withTagRenamed(search, "work", "job");
const renamed = { ...work, search: "#job p1" };
const follows = () => parseFollows(followsText("u"));

beforeEach(() => localStorage.clear());

test("the filters that name a tag follow it, and come back to what they were, no others", () => {
  const filters = [job, work, { name: "Home", search: "home" }];
  const follow = followsOf(filters, toJob);
  expect(follow).toMatchObject([{ filter: work, search: "#job p1" }]);
  const after = followed(follow)(filters);
  expect(after).toEqual([job, renamed, filters[2]]);
  expect(followed(takenBack(follow))(after)).toEqual(filters);
  expect(followed([...follow, ...takenBack(follow)])(filters)).toEqual(filters);
});

test("a filter that was deleted, or has another search, stays so; one of another case of its name follows", () => {
  const follow = followsOf([work], toJob);
  const others = [job, { ...work, search: "#work p2" }];
  expect(followed(follow)(others)).toBe(others);
  expect(followed(follow)([{ ...work, name: "WORK" }])).toEqual([{ ...renamed, name: "WORK" }]);
});

test("what is not confirmed is kept on the device, for its user alone, until it is dropped", () => {
  const heard = vi.fn();
  const stop = subscribeFollows(heard);
  const [first = { id: "", filter: work, search: "" }] = followsOf([work], toJob);
  const back = takenBack([first]);
  addFollows("u", [first]);
  addFollows("u", back);
  expect(follows()).toEqual([first, ...back]);
  expect(followsText("other")).toBe("");
  dropFollows("u", [first]);
  expect(follows()).toEqual(back);
  expect(heard).toHaveBeenCalledTimes(3);
  stop();
  forgetFollows("u");
  expect(localStorage).toHaveLength(0);
  expect(heard).toHaveBeenCalledTimes(3);
});

test("a browser that keeps nothing keeps it as long as the page, and what cannot be read is nothing", () => {
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  const follow = followsOf([work], toJob);
  addFollows("u", follow);
  expect(follows()).toEqual(follow);
  full.mockRestore();
  dropFollows("u", follow);
  expect(follows()).toEqual([]);
  for (const text of ["{", "null", "7", '[null, {"id": "x"}]']) expect(parseFollows(text)).toEqual([]);
});
