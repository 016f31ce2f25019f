/** `page` wakes somebody: people can't call, or soon can't. `ticket` is for the next working day. */
export type Severity = 'page' | 'ticket';

/** Time series as promtool has them: `0x9` is ten samples of 0, a minute apart. */
export type Series = Readonly<Record<string, string>>;

export interface Alert {
  readonly name: string;
  readonly expr: string;
  /** How long it has to hold. */
  readonly for: string;
  readonly severity: Severity;
  readonly summary: string;
  /** Series that set it off within half an hour, and the labels that it then has beside its severity. */
  readonly fires: { readonly series: Series; readonly labels?: Readonly<Record<string, string>> };
  /** Series next to it that must not. */
  readonly quiet: Series;
}
