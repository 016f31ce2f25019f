import { StunError } from '@parley/doctor/stun/turn-client';

/** The code of the error that a request is answered with, or that it is granted. */
export async function refusal(request: Promise<unknown>): Promise<number | 'granted'> {
  try {
    await request;
    return 'granted';
  } catch (error) {
    if (error instanceof StunError) return error.code;
    throw error;
  }
}
