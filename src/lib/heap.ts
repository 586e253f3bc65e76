/** A binary heap over entries with a total order: the smallest comes first. */
export class Heap<T> {
  private readonly items: T[];

  /** Filled with `items` in time proportional to their number. */
  constructor(private readonly before: (a: T, b: T) => boolean, items: Iterable<T> = []) {
    this.items = [...items];
    for (let i = (this.items.length >> 1) - 1; i >= 0; i--) this.sink(this.items[i] as T, i);
  }

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items, before } = this;
    let i = items.length;
    items.push(item);
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = items[up] as T;
      if (!before(item, parent)) break;
      items[i] = parent;
      i = up;
    }
    items[i] = item;
  }

  pop(): T | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.sink(last, 0);
    return top;
  }

  /** Puts an item at position `from` or below it, where it belongs. */
  private sink(item: T, from: number): void {
    const { items, before } = this;
    let i = from;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1] as T, items[child] as T)) child++;
      const smaller = items[child] as T;
      if (!before(smaller, item)) break;
      items[i] = smaller;
      i = child;
    }
    items[i] = item;
  }
}
