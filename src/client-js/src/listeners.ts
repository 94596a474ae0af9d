/** Who wants to be told. One that throws disturbs nobody else. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>();

  /** Returns what removes it. */
  add(listener: (value: T) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(value: T): void {
    for (const listener of this.#all) {
      queueMicrotask(() => listener(value));
    }
  }
}
