import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { Browser, signUp, world } from "./world.ts";

// verified reads a token as another service does, with the keys of /jwks.
async function verified(token: string) {
  const keys = createServer(async (_, res) => {
    const reply = await new Browser().send("GET", "/jwks");
    res.setHeader("content-type", reply.headers.get("content-type")!).end(reply.text);
  });
  keys.listen(0, "127.0.0.1");
  await once(keys, "listening");
  try {
    const url = new URL(`http://127.0.0.1:${(keys.address() as AddressInfo).port}/`);
    return (await jwtVerify(token, createRemoteJWKSet(url), { issuer: world.baseURL, audience: world.baseURL }))
      .payload;
  } finally {
    keys.closeAllConnections();
    keys.close();
  }
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test("token answers with a JWT of the user, good for fifteen minutes", async () => {
  const { client, user } = await signUp();
  const { data, error } = await client.token();
  expect(error).toBeNull();
  const claims = await verified(data!.token);
  expect(claims).toEqual({
    ...plain(user),
    sub: user.id,
    iat: expect.any(Number),
    exp: claims.iat! + 900,
    iss: world.baseURL,
    aud: world.baseURL,
  });
  expect(Math.abs(claims.iat! - Date.now() / 1000)).toBeLessThan(60);
});

test("token follows the user", async () => {
  const { client } = await signUp();
  await client.updateUser({ name: "Bea" });
  expect(await verified((await client.token()).data!.token)).toMatchObject({ name: "Bea" });
});

test("get-session carries one in set-auth-jwt, only with a session", async () => {
  const { browser, client, user } = await signUp();
  await client.getSession();
  expect(browser.last.headers.get("access-control-expose-headers")?.toLowerCase()).toContain("set-auth-jwt");
  expect(await verified(browser.last.headers.get("set-auth-jwt")!)).toMatchObject({ sub: user.id });
  const nobody = new Browser();
  await nobody.client.getSession();
  expect(nobody.last.headers.get("set-auth-jwt")).toBeNull();
});

test("jwks has the key that signed", async () => {
  const { client } = await signUp();
  const { alg, kid, ...rest } = decodeProtectedHeader((await client.token()).data!.token);
  expect([alg, rest]).toEqual(["EdDSA", {}]);
  const { data } = await client.jwks();
  expect(data!.keys).toContainEqual({ alg: "EdDSA", crv: "Ed25519", kty: "OKP", x: expect.any(String), kid });
  for (const key of data!.keys) expect(key).not.toHaveProperty("d");
});

test("a changed token does not verify", async () => {
  const { client } = await signUp();
  const [head, , signature] = (await client.token()).data!.token.split(".");
  const claims = Buffer.from(JSON.stringify({ sub: "x", iss: world.baseURL, aud: world.baseURL })).toString(
    "base64url",
  );
  await expect(verified(`${head}.${claims}.${signature}`)).rejects.toThrow("signature verification failed");
});
