import { isRecord } from './read-server-frame.ts';

/**
 * What stands beside a message under `delivery`, where both clients know of it (docs/protocol/between-clients.md). `epoch` is the life
 * of the sender's numbers, `number` this message's place in it, from 1; 0 where there is no message, only news.
 * `ackEpoch` and `ack` say up to which number all of the other side's messages have come.
 */
export interface Numbering {
  epoch: number;
  number: number;
  ackEpoch: number;
  ack: number;
  /** Please answer, whatever there is to say. */
  ask?: true;
}

/** A frame as one link gives it to the other: a message, or news alone. */
export interface NumberedFrame<Message> {
  numbering: Numbering;
  message?: Message | undefined;
}

/** Reads what stands under `delivery`; undefined where it is none. */
export function readNumbering(value: unknown): Numbering | undefined {
  if (!isRecord(value)) return undefined;
  const { epoch, number, ackEpoch, ack, ask } = value;
  if (!isCount(epoch) || !isCount(number) || !isCount(ackEpoch) || !isCount(ack)) return undefined;
  return { epoch, number, ackEpoch, ack, ...(ask === true && { ask }) };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
