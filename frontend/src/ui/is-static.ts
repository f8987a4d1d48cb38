/**
 * Reports whether this is the static form, whose pages are files that the backend serves, rather than the form whose
 * pages a server renders on request.
 */
export const isStatic = process.env.NEXT_PUBLIC_STATIC === "1";
