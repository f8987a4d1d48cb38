/** The search parameters of a page, as Next passes them. */
export type Params = Promise<Record<string, string | string[] | undefined>>;

/** Returns a search parameter, the first where it is repeated. */
export async function param(params: Params, name: string): Promise<string | undefined> {
  const value = (await params)[name];
  return Array.isArray(value) ? value[0] : value;
}
