import { expect, test } from "vitest";

import { withListRenamed, withTagRenamed } from "@/tasks/searches";

const long = `${"x".repeat(190)} #work`;

test.each<[string, string, string, string, string]>([
  ["is replaced where it stands", "call #work p1 due:week", "work", "job", "call #job p1 due:week"],
  ["is found in any case, and with other accents", "#WÖRK", "work", "Job", "#Job"],
  ["is no beginning, which may mean several", "#wo", "work", "job", "#wo"],
  ["is no part of another", "#workshop home#work", "work", "job", "#workshop home#work"],
  ["is no list and no word", "@work work", "work", "job", "@work work"],
  ["is named once where both were", "#job a #work", "work", "job", "#job a"],
  ["is named once where the other comes later", "#work a #job", "work", "job", "#job a"],
  ["may get two words, of which the first has the mark", "#work p1", "work", "at work", "#at work p1"],
  ["may have had two words", "p1 #At work", "at work", "job", "p1 #job"],
  ["of two words is not named by the first alone", "#at p1", "at work", "job", "#at p1"],
  ["may lose all letters, which only a word finds", "#work", "work", "2027", "2027"],
  ["without a letter is no tag", "2027 #2027", "2027", "job", "2027 #2027"],
  ["stays where the search would be too long", long, "work", "a-longer-name", long],
  ["is no pattern", "#w.rk #work", "w.rk", "$&", "$& #work"],
])("a tag that a search names %s", (_, search, from, to, expected) => {
  expect(withTagRenamed(search, from, to)).toBe(expected);
});

test.each<[string, string, string, string, string]>([
  ["is replaced where it stands", "call @garden p1", "Garden", "Yard", "call @Yard p1"],
  ["is found as it may be written", "@garden_work @gardenWork", "Garden work", "Back yard", "@Back-yard"],
  ["is no beginning, which may mean several", "@gard", "Garden", "Yard", "@gard"],
  ["is no tag", "#garden", "Garden", "Yard", "#garden"],
  ["stays where no search could name it any more", "@garden", "Garden", "--", "@garden"],
  ["had a name that no search says", "@ @-", "--", "Yard", "@ @-"],
])("a list that a search names %s", (_, search, from, to, expected) => {
  expect(withListRenamed(search, from, to)).toBe(expected);
});
