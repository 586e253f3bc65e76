/**
 * Sums of resources as the scheduler keeps them (pkg/scheduler/framework/types.go:Resource): cpu in milli-cores,
 * memory and ephemeral storage in bytes, everything else that is counted (hugepages, extended resources) as scalars.
 */
import { isQualifiedName } from '../nameValidation';
import type { Quantity, ResourceList } from '../objects';
import { quantityMilliValue, quantityValue } from '../quantities';

export interface Resource {
  milliCPU: number;
  memory: number;
  ephemeralStorage: number;
  /** Only a node's allocatable has it: the most pods it may hold. */
  allowedPodNumber: number;
  /** Absent while there is none: most pods and nodes never have one. */
  scalar: Map<string, number> | undefined;
}

/** Amounts by resource name: cpu in milli-cores, the others in whole units, rounded up. */
export type Amounts = Readonly<Record<string, number>>;

const NO_AMOUNTS: Amounts = {};

/** What a text reads as, remembered: clusters repeat few texts very often. */
const knownMilliValues = new Map<string, number>();
const knownValues = new Map<string, number>();
const MOST_KNOWN_VALUES = 10_000;

function numberOf(name: string, quantity: Quantity): number {
  const isCpu = name === 'cpu';
  const known = isCpu ? knownMilliValues : knownValues;
  const text = String(quantity);
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN_VALUES) known.clear();
  const value = isCpu ? quantityMilliValue(quantity) : quantityValue(quantity);
  known.set(text, value);
  return value;
}

/** Quantities as numbers. An absent list gives none. */
export function amountsOf(list: ResourceList | undefined): Amounts {
  if (list === undefined) return NO_AMOUNTS;
  const amounts: Record<string, number> = {};
  for (const name in list) amounts[name] = numberOf(name, list[name] ?? 0);
  return amounts;
}

export const emptyResource = (): Resource => ({ milliCPU: 0, memory: 0, ephemeralStorage: 0, allowedPodNumber: 0, scalar: undefined });

/** Whether the scheduler counts this resource as a scalar (pkg/scheduler/util/utils.go:IsScalarResourceName). */
export function isScalarResourceName(name: string): boolean {
  if (name.startsWith('hugepages-') || name.startsWith('attachable-volumes-')) return true;
  if (!name.includes('/')) return false;
  return name.includes('kubernetes.io/') || isExtendedResourceName(name);
}

/** A name outside Kubernetes' own domain, as device plugins publish (apis/core/v1/helper:IsExtendedResourceName). */
export function isExtendedResourceName(name: string): boolean {
  if (!name.includes('/') || name.includes('kubernetes.io/') || name.startsWith('requests.')) return false;
  return isQualifiedName(`requests.${name}`).length === 0;
}

/** Amounts as a Resource; names that the scheduler does not count fall away (framework:NewResource). */
export function resourceOf(amounts: Amounts): Resource {
  const resource = emptyResource();
  for (const name in amounts) {
    const amount = amounts[name] ?? 0;
    if (name === 'cpu') resource.milliCPU = amount;
    else if (name === 'memory') resource.memory = amount;
    else if (name === 'ephemeral-storage') resource.ephemeralStorage = amount;
    else if (name === 'pods') resource.allowedPodNumber = amount;
    else if (isScalarResourceName(name)) {
      resource.scalar ??= new Map();
      resource.scalar.set(name, amount);
    }
  }
  return resource;
}

/** Adds `change` times `sign` to `sum`, in place; a scalar that falls to zero is dropped. */
export function addResource(sum: Resource, change: Readonly<Resource>, sign: 1 | -1): void {
  sum.milliCPU += sign * change.milliCPU;
  sum.memory += sign * change.memory;
  sum.ephemeralStorage += sign * change.ephemeralStorage;
  if (change.scalar === undefined) return;
  sum.scalar ??= new Map();
  for (const [name, amount] of change.scalar) {
    const now = (sum.scalar.get(name) ?? 0) + sign * amount;
    if (now === 0) sum.scalar.delete(name);
    else sum.scalar.set(name, now);
  }
}

export const cloneResource = (resource: Readonly<Resource>): Resource => ({
  ...resource,
  scalar: resource.scalar === undefined ? undefined : new Map(resource.scalar),
});

/** The amount of one resource by its name; 0 where there is none. */
export function amountOf(resource: Readonly<Resource>, name: string): number {
  switch (name) {
    case 'cpu':
      return resource.milliCPU;
    case 'memory':
      return resource.memory;
    case 'ephemeral-storage':
      return resource.ephemeralStorage;
    default:
      return resource.scalar?.get(name) ?? 0;
  }
}
