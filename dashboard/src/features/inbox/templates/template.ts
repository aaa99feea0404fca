import type { Schemas } from '@/api/types';

export type Template = Schemas['Template'];

interface Component {
  type: string;
  format?: string;
  text?: string;
  buttons?: { type: string; text: string; url?: string }[];
}

/** What a template leaves open, in the order in which the server wants it. */
export interface Gap {
  part: 'header' | 'body' | 'buttons';
  /** Its name or number; null where a file or the end of an address is wanted. */
  name: string | null;
}

export interface TemplateParts {
  /** `TEXT`, or the kind of file: `IMAGE`, `VIDEO`, `DOCUMENT`. */
  headerFormat: string | null;
  header: string;
  body: string;
  footer: string;
  buttons: string[];
  gaps: Gap[];
}

const GAP = /\{\{\s*([^{}\s]+)\s*\}\}/g;

function gapsOf(part: Gap['part'], text: string): Gap[] {
  const names = [...text.matchAll(GAP)].map(([, name]) => name ?? '');
  return [...new Set(names)].map((name) => ({ part, name }));
}

/** A template taken apart: its texts, and what has to be filled in. */
export function partsOf(template: Template): TemplateParts {
  const components = (Array.isArray(template.components) ? template.components : []) as Component[];
  const find = (type: string) => components.find((component) => component.type.toUpperCase() === type);
  const header = find('HEADER');
  const headerFormat = header ? (header.format?.toUpperCase() ?? 'TEXT') : null;
  const body = find('BODY')?.text ?? '';
  const buttons = find('BUTTONS')?.buttons ?? [];
  const headerGaps: Gap[] = headerFormat === 'TEXT' ? gapsOf('header', header?.text ?? '') : headerFormat ? [{ part: 'header', name: null }] : [];
  const buttonGaps: Gap[] = buttons.filter((button) => button.url?.includes('{{')).map((button) => ({ part: 'buttons', name: button.text }));
  return {
    headerFormat,
    header: header?.text ?? '',
    body,
    footer: find('FOOTER')?.text ?? '',
    buttons: buttons.map((button) => button.text),
    gaps: [...headerGaps, ...gapsOf('body', body), ...buttonGaps],
  };
}

/** The text with its gaps filled; what is still empty shows as `[name]`. */
export function filled(text: string, part: Gap['part'], gaps: Gap[], values: string[]): string {
  return text.replace(GAP, (_, name: string) => {
    const at = gaps.findIndex((gap) => gap.part === part && gap.name === name);
    return values[at]?.trim() || `[${name}]`;
  });
}

/** As the server takes them. */
export function parametersOf(gaps: Gap[], values: string[]): Required<Schemas['TemplateParametersInput']> {
  const of = (part: Gap['part']) => gaps.flatMap((gap, at) => (gap.part === part ? [values[at]?.trim() ?? ''] : []));
  return { header: of('header'), body: of('body'), buttons: of('buttons') };
}
