import type { FieldErrors, FieldValues, Path, Resolver } from "react-hook-form";

/**
 * Returns a resolver that also refuses what is half typed into a native input, such as a date without its year: its
 * value is "" then, as if it had been cleared (HTML, validity.badInput). Sentences are by field.
 */
export function refusingHalfTyped<T extends FieldValues, C>(
  resolver: Resolver<T, C, T>,
  sentences: Partial<Record<Path<T>, string>>,
): Resolver<T, C, T> {
  return async (values, context, options) => {
    const result = await resolver(values, context, options);
    const half: Record<string, { type: string; message: string; ref: unknown }> = {};
    for (const [name, field] of Object.entries(options.fields)) {
      const ref = (field as { ref?: Partial<HTMLInputElement> } | undefined)?.ref;
      if (!ref?.validity?.badInput) continue;
      half[name] = {
        type: "badInput",
        message: sentences[name as Path<T>] ?? "Please complete this, or clear it",
        ref,
      };
    }
    if (Object.keys(half).length === 0) return result;
    return { values: {}, errors: { ...result.errors, ...half } as FieldErrors<T> };
  };
}
