import { describe, expect, test } from "vitest";
import { forgetPassword, linkGitHub, pass } from "./database.ts";
import { Browser, link, password, signIn, signUp } from "./world.ts";

describe("accounts", () => {
  test("list-accounts has the password", async () => {
    const { client, user } = await signUp();
    const { data } = await client.listAccounts();
    expect(data).toEqual([
      {
        id: expect.any(String),
        accountId: user.id,
        providerId: "credential",
        userId: user.id,
        createdAt: expect.any(Date),
        updatedAt: expect.any(Date),
        scopes: [],
      },
    ]);
  });

  test("the last account is not unlinked", async () => {
    const { client } = await signUp();
    const [account] = (await client.listAccounts()).data!;
    for (const accountId of [account!.id, account!.accountId, "unknown"]) {
      expect((await client.unlinkAccount({ accountId })).error).toMatchObject({
        status: 400,
        code: "FAILED_TO_UNLINK_LAST_ACCOUNT",
      });
    }
    expect((await client.listAccounts()).data).toHaveLength(1);
  });

  test("one of two is unlinked, by its id in list-accounts", async () => {
    const { client, user } = await signUp();
    const accountId = await linkGitHub(user.id);
    expect((await client.unlinkAccount({ accountId: "unknown" })).error).toMatchObject({
      status: 400,
      code: "ACCOUNT_NOT_FOUND",
    });
    expect((await client.listAccounts()).data).toContainEqual({
      id: accountId,
      accountId: `at-github-${accountId}`,
      providerId: "github",
      userId: user.id,
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
      scopes: ["read:user", "user:email"],
    });
    expect((await client.unlinkAccount({ accountId })).data).toEqual({ status: true });
    expect((await client.listAccounts()).data!.map(({ providerId }) => providerId)).toEqual(["credential"]);
  });

  test("the password can be unlinked", async () => {
    const { client, email, user } = await signUp();
    await linkGitHub(user.id);
    const own = (await client.listAccounts()).data!.find(({ providerId }) => providerId === "credential")!;
    expect((await client.unlinkAccount({ accountId: own.id })).data).toEqual({ status: true });
    expect((await client.listAccounts()).data!.map(({ providerId }) => providerId)).toEqual(["github"]);
    expect((await new Browser().client.signIn.email({ email, password })).error).toMatchObject({ status: 401 });
  });

  test("unlink-account needs an account, and a fresh session", async () => {
    const { browser, user } = await signUp();
    const missing = await browser.send("POST", "/unlink-account", { body: {} });
    expect([missing.status, missing.json.code]).toEqual([400, "VALIDATION_ERROR"]);
    await pass(48, user.id);
    const stale = await browser.send("POST", "/unlink-account", { body: { accountId: "x" } });
    expect([stale.status, stale.json.code]).toEqual([403, "SESSION_NOT_FRESH"]);
  });
});

describe("a user without a password", () => {
  async function passwordless() {
    const one = await signUp();
    await linkGitHub(one.user.id);
    await forgetPassword(one.user.id);
    return one;
  }

  test("cannot use one", async () => {
    const { client, email } = await passwordless();
    const { error } = await new Browser().client.signIn.email({ email, password });
    expect(error).toMatchObject({ status: 401, code: "INVALID_EMAIL_OR_PASSWORD" });
    const refused = { status: 400, code: "CREDENTIAL_ACCOUNT_NOT_FOUND" };
    expect((await client.changePassword({ currentPassword: password, newPassword: password })).error).toMatchObject(
      refused,
    );
    expect((await client.deleteUser({ password })).error).toMatchObject(refused);
    expect((await client.$fetch("/verify-password", { method: "POST", body: { password } })).error).toMatchObject({
      status: 400,
      code: "INVALID_PASSWORD",
    });
  });

  test("gets one by a reset", async () => {
    const { browser, client, email } = await passwordless();
    await browser.open(await link(email)); // where they are signed in; else what is linked may be somebody else's
    await client.requestPasswordReset({ email });
    const token = new URL(await link(email, 2)).pathname.split("/").pop()!;
    expect((await client.resetPassword({ newPassword: "another battery", token })).data).toEqual({ status: true });
    const { client: again } = await signIn(email, "another battery");
    expect((await again.listAccounts()).data!.map(({ providerId }) => providerId).sort()).toEqual([
      "credential",
      "github",
    ]);
  });
});
