export type { Entry, Reader, Understood } from "./entry";
export { englishReader, loadReader } from "./load";
