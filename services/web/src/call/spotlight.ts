import { signal } from '@preact/signals';

/** A tile on the stage: a person, or a screen that somebody shares. */
export type TileId = `face:${string}` | `screen:${string}`;

/** Which of the tiles stands large, where one does. */
export class Spotlight {
  /** What the person put there by hand. */
  readonly pinned = signal<TileId | undefined>(undefined);
  /** Screens the person has put back among the others. */
  readonly #putBack = signal<ReadonlySet<TileId>>(new Set());

  pin(tile: TileId): void {
    this.pinned.value = tile;
    this.#putBack.value = new Set([...this.#putBack.value].filter((each) => each !== tile));
  }

  /** Back to a grid of equals. */
  unpin(tile: TileId): void {
    if (this.pinned.value === tile) this.pinned.value = undefined;
    this.#putBack.value = new Set([...this.#putBack.value, tile]);
  }

  clear(): void {
    this.pinned.value = undefined;
    this.#putBack.value = new Set();
  }

  /** Of the tiles that are there, the one that stands large: the pinned one, or else the newest screen of another. */
  choose(tiles: readonly TileId[], own: string): TileId | undefined {
    const pinned = this.pinned.value;
    if (pinned !== undefined && tiles.includes(pinned)) return pinned;
    const putBack = this.#putBack.value;
    return tiles.findLast((tile) => isScreen(tile) && tile !== `screen:${own}` && !putBack.has(tile));
  }
}

export function isScreen(tile: TileId): boolean {
  return tile.startsWith('screen:');
}
