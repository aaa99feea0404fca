interface Named {
  id: string;
  name: string;
}

/** What follows an `@` at the end of the text; null while nobody is being mentioned. */
export function mentionAt(text: string): string | null {
  return /(?:^|\s)@([\p{L}\p{N}]{0,30})$/u.exec(text)?.[1] ?? null;
}

export function withMention(text: string, name: string): string {
  return text.replace(/@[\p{L}\p{N}]{0,30}$/u, `@${name} `);
}

/** `@[id]`, as the server keeps it, with the name people read. */
export function readable(content: string, people: Named[]): string {
  return content.replace(/@\[([0-9a-f-]{36})\]/g, (whole, id: string) => {
    const name = people.find((each) => each.id === id)?.name;
    return name ? `@${name}` : whole;
  });
}

/** The way back. Longer names first: Ana Maria is not Ana. */
export function written(text: string, people: Named[]): string {
  return people
    .toSorted((a, b) => b.name.length - a.name.length)
    .reduce((so, { id, name }) => so.split(`@${name}`).map((part, index) => (index > 0 && /^[\p{L}\p{N}]/u.test(part) ? `@${name}${part}` : index > 0 ? `@[${id}]${part}` : part)).join(''), text);
}
