import { afterEach, describe, expect, test, vi } from "vitest";

import { dateLocale, deviceZone, readLanguages, renamedZones, reportedZone, usableZone } from "@/lib/locale";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test.each([
  ["en-US", "en-US"],
  ["en", "en"],
  ["en-US@posix", "en-US"],
  ["en_US.UTF-8", "en-US"],
  ["EN-gb", "en-GB"],
  ["en-US-u-va-posix", "en-US-u-va-posix"],
  ["en-", "en-GB"],
  ["en-toolongasubtag", "en-GB"],
  ["eng", "en-GB"],
  ["de-DE", "en-GB"],
  ["C", "en-GB"],
  ["c.utf-8", "en-GB"],
  ["", "en-GB"],
  [undefined, "en-GB"],
])("a browser whose language is %j writes dates as %s", (language, locale) => {
  vi.stubGlobal("navigator", { language });
  expect(dateLocale()).toBe(locale);
  expect(() => new Intl.DateTimeFormat(dateLocale())).not.toThrow();
});

test.each([
  [{ languages: ["de-DE", "en"], language: "de-DE" }, ["de-DE", "en"]],
  [{ languages: ["pt_BR.UTF-8", "en-US@posix"] }, ["pt-BR", "en-US"]],
  [{ language: "fr" }, ["fr"]],
  [{ languages: [] }, []],
])("a browser of %j has a user who reads %j", (browser, languages) => {
  vi.stubGlobal("navigator", browser);
  expect(readLanguages()).toEqual(languages);
});

/** Lets the browser report a zone. */
function report(timeZone: unknown) {
  const options = { ...Intl.DateTimeFormat().resolvedOptions(), timeZone } as Intl.ResolvedDateTimeFormatOptions;
  vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue(options);
}

describe("a device whose zone is reported as", () => {
  test.each([
    ["Europe/Paris", "Europe/Paris"],
    ["Asia/Calcutta", "Asia/Kolkata"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["Etc/Unknown", undefined],
    [undefined, undefined],
    ["", undefined],
    ["CEST", undefined],
    ["posixrules", undefined],
    ["UTC+2", undefined],
    ["Mars/Phobos", undefined],
    ["constructor", undefined],
    [":/etc/localtime", undefined],
  ])("%j is in %j, UTC where that is none", (reported, zone) => {
    report(reported);
    expect(reportedZone()).toBe(zone);
    expect(deviceZone()).toBe(zone ?? "UTC");
  });

  test("nothing, because it throws, is in UTC", () => {
    vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockImplementation(() => {
      throw new RangeError("Unsupported time zone specified undefined");
    });
    expect(deviceZone()).toBe("UTC");
  });
});

test.each(renamedZones)("%s is %s today", (old, today) => {
  expect(usableZone(old)).toBe(today);
  const offset = (zone: string) => new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  for (const month of [0, 6]) {
    const at = Date.UTC(2026, month, 15);
    expect(offset(old).format(at)).toBe(offset(today).format(at));
  }
});
