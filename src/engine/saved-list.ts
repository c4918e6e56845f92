/** What a visitor keeps by name: a list in the order of their names. */

const LONGEST_NAME = 40;

/** The same name replaces. @returns the list with it; as it was when the name is empty */
export function withNamed<T extends { name: string }>(list: readonly T[], item: T): T[] {
  const name = shortName(item.name);
  if (name === '') return [...list];
  const others = list.filter((each) => each.name !== name);
  return [...others, { ...item, name }].sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * @param text as `JSON.stringify` wrote the list, or whatever is stored under its name
 * @param read gives null for what is none
 */
export function parseNamed<T>(
  text: string | null,
  read: (name: string, each: Record<string, unknown>) => T | null,
): T[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(list)) return [];
    return list.flatMap((each: Record<string, unknown> | null) => {
      const name = each?.['name'];
      const item = each && typeof name === 'string' ? read(shortName(name), each) : null;
      return item === null ? [] : [item];
    });
  } catch {
    return [];
  }
}

function shortName(name: string): string {
  return name.trim().slice(0, LONGEST_NAME);
}
