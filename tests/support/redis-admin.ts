import { Redis } from 'ioredis';

/** Asks one server something, on a connection of its own, and closes it again. */
export async function ask<Answer>(
  url: string,
  question: (client: Redis) => Promise<Answer>,
): Promise<Answer> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  client.on('error', () => {}); // retried until it answers
  try {
    return await question(client);
  } finally {
    client.disconnect();
  }
}
