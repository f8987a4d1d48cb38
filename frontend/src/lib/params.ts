/** The parameters of a page's address, as Next gives them to the page. */
export type Params = Promise<Record<string, string | string[] | undefined>>;

/** One parameter; of several with the same name, the first. */
export async function param(params: Params, name: string): Promise<string | undefined> {
  const value = (await params)[name];
  return Array.isArray(value) ? value[0] : value;
}
