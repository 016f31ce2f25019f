/**
 * Does something with each, with no more than `most` of them under way. Gives whether all went well; after one that did
 * not, no further one is begun. Rejects as `act` does.
 */
export async function fewAtOnce<Item>(
  items: readonly Item[],
  most: number,
  act: (item: Item) => Promise<boolean>,
): Promise<boolean> {
  const queue = items.values();
  let isWell = true;
  const work = async () => {
    for (const item of queue) {
      isWell = (await act(item)) && isWell;
      if (!isWell) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  return isWell;
}
