/** Who wants to be told: how to listen, which returns what ends it, and how to tell. One that throws disturbs nobody else. */
export const createListeners = <T>() => {
  const all = new Set<(value: T) => void>();
  const listen = (listener: (value: T) => void): (() => void) => {
    all.add(listener);
    return () => all.delete(listener);
  };
  const tell = (value: T): void => {
    for (const listener of all) {
      queueMicrotask(() => listener(value));
    }
  };
  return [listen, tell] as const;
};
