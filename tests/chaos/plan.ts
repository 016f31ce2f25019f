// What is done to a world, made at random by fast-check from a seed.
import * as fc from 'fast-check';

/** Clients, nodes and rooms are named by numbers; a number too large begins again at the first that is there. */
export type Command =
  | { readonly do: 'join'; readonly client: number; readonly node: number; readonly room: number }
  | { readonly do: 'leave'; readonly client: number; readonly how: 'message' | 'close' }
  /** Having lost its socket so, it comes back at once, or not by itself. */
  | { readonly do: 'drop' | 'cut'; readonly client: number; readonly returns: boolean }
  | { readonly do: 'go deaf'; readonly client: number }
  | { readonly do: 'resume'; readonly client: number; readonly node: number }
  /** `to` counts the peers that the client sees; -1 is all of them. */
  | { readonly do: 'send'; readonly client: number; readonly to: number; readonly messages: number }
  | { readonly do: 'kill node'; readonly node: number; readonly clientsReturn: boolean }
  | { readonly do: 'stop node'; readonly node: number }
  | { readonly do: 'freeze node'; readonly node: number; readonly ms: number }
  | { readonly do: 'cut redis connections'; readonly which: 'subscribers' | 'all' }
  | { readonly do: 'restart redis'; readonly downMs: number }
  | { readonly do: 'freeze redis'; readonly ms: number };

/** How many a room holds: there are as many places as clients, so that each place kept for one keeps out another. */
export const CAPACITY = 3;

export interface Step {
  readonly command: Command;
  readonly pauseMs: number;
}

export interface Plan {
  readonly nodes: number;
  /** How often each client writes to all in its room, beside what the steps have it send. */
  readonly chatMs: number;
  readonly steps: readonly Step[];
}

export const CLIENTS = 9;
export const ROOMS = 3;

const client = fc.nat({ max: CLIENTS - 1 });
const node = fc.nat({ max: 2 });
const room = fc.nat({ max: ROOMS - 1 });
const ms = (min: number, max: number) => fc.integer({ min, max });

function of<What extends Command['do']>(what: What) {
  return fc.constant(what);
}

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: of('join'), client, node, room }) },
  {
    weight: 30,
    arbitrary: fc.record({
      do: of('send'),
      client,
      to: fc.integer({ min: -1, max: 2 }),
      messages: ms(1, 20),
    }),
  },
  { weight: 12, arbitrary: fc.record({ do: of('resume'), client, node }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: of('leave'),
      client,
      how: fc.constantFrom('message' as const, 'close' as const),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: of('drop'), client, returns: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: of('cut'), client, returns: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: of('go deaf'), client }) },
  { weight: 4, arbitrary: fc.record({ do: of('kill node'), node, clientsReturn: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: of('stop node'), node }) },
  { weight: 4, arbitrary: fc.record({ do: of('freeze node'), node, ms: ms(200, 3_500) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: of('cut redis connections'),
      which: fc.constantFrom('subscribers' as const, 'all' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: of('restart redis'), downMs: ms(0, 1_500) }) },
  { weight: 3, arbitrary: fc.record({ do: of('freeze redis'), ms: ms(500, 3_000) }) },
);

export const plans: fc.Arbitrary<Plan> = fc.record({
  nodes: fc.constantFrom(2, 3),
  chatMs: fc.constantFrom(40, 100, 400),
  steps: fc.array(fc.record({ command, pauseMs: ms(0, 300) }), { minLength: 10, maxLength: 40, size: 'max' }),
});

/** One line for each step, as a person reads it. */
export function describePlan({ nodes, chatMs, steps }: Plan): string {
  const lines = steps.map(({ command: { do: what, ...rest }, pauseMs }) => {
    const details = Object.entries(rest).map(([name, value]) => `${name} ${value}`);
    return `  ${what}: ${details.join(', ')}; then ${pauseMs} ms`;
  });
  return [
    `  ${nodes} nodes; every client joins, writes each ${chatMs} ms, and joins anew once its session is over; then`,
    ...lines,
  ].join('\n');
}
