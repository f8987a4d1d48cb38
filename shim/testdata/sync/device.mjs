import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { operate } from "./operations.mjs";
import { newRandom } from "./random.mjs";
import { config, wire } from "./wire.mjs";

/**
 * Uses a device at random: several changes at a time, some stretches without a connection, restarts with and without
 * what the device had kept. Then it does what its lines of input say, and answers each.
 */
export async function use(open) {
  const random = newRandom(config.seed);
  const input = createInterface({ input: process.stdin });
  input.on("close", () => process.exit(1)); // the test has ended
  const device = await open(random);
  await device.settle();
  for (let done = 0, offline = 0; done < config.operations; ) {
    const tasks = await device.tasks();
    for (let n = Math.min(1 + random.below(40), config.operations - done); n > 0; n--, done++) {
      await operate(device, tasks, random);
    }
    if (offline === 0 && random.chance(0.03)) offline = 2 + random.below(20);
    else if (offline > 0) offline--;
    device.setOnline(offline === 0);
    if (random.chance(0.02)) {
      if (offline === 0) device.begin(); // and is stopped in the middle
      await device.restart(random.chance(0.7));
    }
    if (offline === 0) await device.settle();
  }
  device.setOnline(true);
  console.log(`operated ${wire.requests} ${wire.broken} ${process.cpuUsage().user/1e6}`);
  const nextLine = () => new Promise((resolve) => input.once("line", resolve));
  for (let line = nextLine(); (await line) === "drain"; ) {
    await device.settle();
    line = nextLine();
    console.log("drained");
  }
  await device.settle();
  writeFileSync(`${config.folder}/${config.name}.json`, JSON.stringify(await device.copy()));
  console.log("finished");
  process.exit();
}
