// The zone of the profile, as this device heard it last: dates are worded in it until the server has said it again.
const key = "todo.zone";

/**
 * The zone of a user's profile that was kept last, undefined where that was another's or this browser keeps nothing.
 */
export function keptZone(user: string): string | undefined {
  try {
    const [whose, zone] = (localStorage.getItem(key) ?? "").split(" ");
    return whose === user ? zone : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the zone of a user's profile. */
export function keepZone(user: string, zone: string) {
  try {
    localStorage.setItem(key, `${user} ${zone}`);
  } catch {
    // Then dates are in the device's zone for that moment.
  }
}
