const files = import.meta.glob<Record<string, unknown>>('./{common,auth,shell,inbox}.json', { eager: true, import: 'default' });

/** The texts of the first visit, by feature; each other page brings its own with `texts` of its route. */
export const catalogue = Object.fromEntries(Object.entries(files).map(([file, texts]) => [file.slice(2, -5), texts]));
