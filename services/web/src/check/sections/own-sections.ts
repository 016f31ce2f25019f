import type { OwnCheck } from '../own-check.ts';
import { loopSection } from './loop-section.ts';
import type { Section } from './section.ts';
import { serversSection } from './servers-section.ts';

/** What was found of a server that a person entered, in words. */
export function ownSections({ servers }: OwnCheck): Section[] {
  const sections = [serversSection(servers.asked.value), loopSection(servers.loop.value)];
  return sections.map((section) => ({ ...section, id: `own-${section.id}` }));
}
