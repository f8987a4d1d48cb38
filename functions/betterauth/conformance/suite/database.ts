// What tests cannot bring about from outside is done in the database: time passes, links expire, accounts change.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { world } from "./world.ts";

let pool: pg.Pool | undefined;

// query runs the statement of the server under test; it has to find a row.
async function query(statements: Record<typeof world.target, string>, ...values: unknown[]): Promise<void> {
  pool ??= new pg.Pool({ connectionString: world.databaseURL, max: 1, idleTimeoutMillis: 100, allowExitOnIdle: true });
  const { rowCount } = await pool.query(statements[world.target], values);
  if (!rowCount) throw new Error("no such row");
}

// pass lets time pass for the sessions of a user.
export function pass(hours: number, userId: string): Promise<void> {
  return query(
    {
      real: `update session set "createdAt" = "createdAt" - $1::interval, "updatedAt" = "updatedAt" - $1::interval,
        "expiresAt" = "expiresAt" - $1::interval where "userId" = $2`,
      backend: `update sessions set created_at = created_at - $1::interval, updated_at = updated_at - $1::interval,
        expires_at = expires_at - $1::interval where user_id = $2`,
    },
    `${hours} hours`,
    userId,
  );
}

// expireResets lets the links of a user to reset the password expire.
export function expireResets(userId: string): Promise<void> {
  return query(
    {
      real: `update verification set "expiresAt" = now() - interval '1 second' where value = $1`,
      backend: `update one_time_tokens set expires_at = now() - interval '1 second' where user_id = $1`,
    },
    userId,
  );
}

// linkGitHub gives a user an account at GitHub, whose id it returns.
export async function linkGitHub(userId: string): Promise<string> {
  const id = randomUUID();
  await query(
    {
      real: `insert into account (id, "userId", "providerId", "accountId", scope, "updatedAt")
        values ($1, $2, 'github', $3, 'read:user,user:email', now())`,
      backend: `insert into accounts (id, user_id, provider_id, account_id, scopes)
        values ($1, $2, 'github', $3, '{read:user,user:email}')`,
    },
    id,
    userId,
    `at-github-${id}`,
  );
  return id;
}

// forgetPassword takes a user's password away.
export function forgetPassword(userId: string): Promise<void> {
  return query(
    {
      real: `delete from account where "userId" = $1 and "providerId" = 'credential'`,
      backend: `update users set password_hash = null where id = $1`,
    },
    userId,
  );
}
