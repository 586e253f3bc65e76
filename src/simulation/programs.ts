/**
 * What a container's main process does, as data. The control plane's programs are named, because their behaviour
 * depends on each other; all others follow a script.
 */
export interface ProgramScript {
  /** Runs for ever, or for so many milliseconds and then exits. */
  readonly run: 'forever' | number;
  readonly exit?: number;
}

export interface ProbeScript {
  /** Milliseconds since the container's start. */
  readonly at: number;
  readonly ok: boolean;
  /** The probe itself cannot be carried out, with this complaint: neither success nor failure. */
  readonly error?: string;
}

type ProbeScripts = Partial<Record<'readiness' | 'liveness' | 'startup', readonly ProbeScript[]>>;

export interface Program {
  readonly name?: 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'cni';
  /** For the 1st, 2nd, … start; the last one repeats. */
  readonly sequence: readonly ProgramScript[];
  /** After SIGTERM: exits so many milliseconds later, or pays no heed. Default 500 ms, exit code 0. */
  readonly sigterm?: { readonly after: number; readonly exit: number } | 'ignore';
  readonly probes?: ProbeScripts;
  readonly probesByStart?: readonly ProbeScripts[];
  readonly hooks?: Partial<Record<'preStop' | 'postStart', { readonly takes: number; readonly ok: boolean }>>;
}

export const RUN_FOREVER: Program = { sequence: [{ run: 'forever' }] };
