// Uses Neon's own client on the stand-in for Neon's proxy: STAND_IN is its host and port, DATABASE_URL the database.
import assert from "node:assert/strict";
import { Client, Pool, neonConfig } from "@neondatabase/serverless";
import ws from "ws";

neonConfig.webSocketConstructor = ws;
neonConfig.wsProxy = () => `${process.env.STAND_IN}/v2`; // the client's own is host => host + "/v2"
if (process.env.METHOD === "scram-sha-256") neonConfig.pipelineConnect = false; // it sends no password unasked

const client = new Client(process.env.DATABASE_URL);
await client.connect();
const { rows } = await client.query("select current_user as user, $1::int + 1 as n", [41]);
assert.deepEqual(rows, [{ user: process.env.EXPECTED_USER, n: 42 }]);

await client.query("begin");
await client.query("create temp table noted (n int) on commit drop");
await client.query("insert into noted select generate_series(1, $1)", [1000]);
assert.equal((await client.query("select count(*)::int as n from noted")).rows[0].n, 1000);
await client.query("commit");

await assert.rejects(client.query("select 1 / 0"), { code: "22012" });
assert.equal((await client.query("select repeat('x', 3000000) as text")).rows[0].text.length, 3000000);
assert.equal((await client.query("select length($1) as n", ["y".repeat(2000000)])).rows[0].n, 2000000);
await client.end();

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 3 });
const sums = await Promise.all(Array.from({ length: 20 }, (_, n) => pool.query("select $1::int * 2 as n", [n])));
assert.deepEqual(sums.map((sum) => sum.rows[0].n), Array.from({ length: 20 }, (_, n) => 2 * n));
await pool.end();
console.log("Neon's client passes");
