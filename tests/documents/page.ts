const END = '<!-- /generated -->';
const begin = (name: string) =>
  `<!-- generated: ${name}; make protocol writes what stands between these marks -->`;

/** The page with what stands between its marks replaced. Throws where a mark is missing, or is one too many. */
export function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  const marks = page.split('<!-- generated: ').length - 1;
  if (marks !== Object.keys(tables).length) {
    throw new Error(
      `the page has ${marks} generated parts; give it one for each of ${Object.keys(tables).join(', ')}`,
    );
  }
  return Object.entries(tables).reduce((text, [name, table]) => {
    const from = text.indexOf(begin(name));
    const to = text.indexOf(END, from);
    if (from === -1 || to === -1)
      throw new Error(`the page has lost its marks of ${name}: ${begin(name)} ... ${END}`);
    return `${text.slice(0, from)}${begin(name)}\n\n${table}\n\n${text.slice(to)}`;
  }, page);
}

/** A frame of a sample session. */
export interface SampleLine {
  readonly line: string;
  /** Whose connection it goes over. */
  readonly who: string;
  readonly toServer: boolean;
  readonly frame: string;
}

/** The sample sessions of the page: its blocks of kind `parley`. Throws at a line that is no frame of a session. */
export function sampleSessions(page: string): SampleLine[][] {
  const blocks = [...page.matchAll(/^```parley\n(.*?)^```$/gms)];
  return blocks.map(([, block = '']) => block.trimEnd().split('\n').map(sampleLine));
}

function sampleLine(line: string): SampleLine {
  const [, who, direction, frame] = /^([A-Z]) ([<>]) (\{.*\})$/.exec(line) ?? [];
  if (who === undefined || frame === undefined) throw new Error(`not a frame of a session: ${line}`);
  return { line, who, toServer: direction === '>', frame };
}
