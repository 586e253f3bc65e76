/**
 * A set of texts that is always iterated in their order, whatever the order of insertion: undo and redo must not
 * change what a rule sees first.
 */
export class SortedKeys {
  private readonly keys: string[];

  constructor(keys: string[] = []) {
    this.keys = keys;
  }

  get size(): number {
    return this.keys.length;
  }

  add(key: string): void {
    const at = this.position(key);
    if (this.keys[at] !== key) this.keys.splice(at, 0, key);
  }

  delete(key: string): void {
    const at = this.position(key);
    if (this.keys[at] === key) this.keys.splice(at, 1);
  }

  has(key: string): boolean {
    return this.keys[this.position(key)] === key;
  }

  values(): readonly string[] {
    return this.keys;
  }

  clone(): SortedKeys {
    return new SortedKeys([...this.keys]);
  }

  /** The index at which `key` is, or would be put. */
  private position(key: string): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
