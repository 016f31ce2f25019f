/** What stands in for a picture: the first letter of a name. */
export function Avatar({ name, height }: { name: string; height: number }) {
  const size = `${Math.round(Math.min(120, height * 0.4))}px`;
  return (
    <div
      class="avatar"
      style={{ width: size, height: size, fontSize: `calc(${size} * 0.4)` }}
      aria-hidden="true"
    >
      {initialOf(name)}
    </div>
  );
}

// The first letter as a person sees it, which may be several code points.
function initialOf(name: string): string {
  const first = new Intl.Segmenter().segment(name)[Symbol.iterator]().next();
  return first.done === true ? '' : first.value.segment.toLocaleUpperCase();
}
