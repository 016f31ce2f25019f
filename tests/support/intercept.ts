/** The same object with one of its methods replaced; everything else goes to the real one. */
export function intercept<Thing extends object, Name extends keyof Thing>(
  thing: Thing,
  method: Name,
  replace: (real: Thing[Name]) => Thing[Name],
): Thing {
  const bound = (name: string | symbol): unknown => {
    const value: unknown = Reflect.get(thing, name, thing);
    // Private fields are known to the real object alone.
    return typeof value === 'function' ? (value.bind(thing) as unknown) : value;
  };
  // `bound` gives what stands under the name, which is of that type.
  const replaced = replace(bound(String(method)) as Thing[Name]);
  return new Proxy(thing, { get: (_target, name) => (name === method ? replaced : bound(name)) });
}

/** Throws where the real one is called for the first time, as a bug of ours does, and works from then on. */
export function failingOnce<Args extends unknown[], Result>(
  real: (...args: Args) => Result,
  error: Error = new TypeError('a bug'),
): (...args: Args) => Result {
  let failed = false;
  return (...args) => {
    if (failed) return real(...args);
    failed = true;
    throw error;
  };
}
