export type { Entry, Reader, Understood } from "./entry";
export type { Due } from "./resolve";
export { englishReader, loadReader } from "./load";
