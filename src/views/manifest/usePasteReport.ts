/** The report on a text, made in a worker. While a newer text is read the last report stays, marked as old. */
import { startTransition, useEffect, useRef, useState } from 'react';
import type { Destination } from '../../manifest/diagnose';
import type { Answered, Asked } from './paste.worker';
import type { Report } from './report';
import { joined, type ReportPart } from './reportParts';

/** Waits so long after the last keystroke. */
const REST = 120;
/** A text that takes longer is given up for the newer one. */
const GIVE_UP = 20_000;

export interface PasteReport {
  readonly report: Report | null;
  /** The report is of an earlier text. */
  readonly reading: boolean;
  readonly failed: boolean;
}

/** `explained` is the pod whose document is to be explained line by line. */
export function usePasteReport(text: string, destination: Destination, explained: number | null = null): PasteReport {
  const [answer, setAnswer] = useState<{ readonly report: Report | null; readonly of: string; readonly failed: boolean }>({ report: null, of: '', failed: false });
  const worker = useRef<Worker | null>(null);
  const asked = useRef(0);
  const key = JSON.stringify(destination);

  useEffect(() => () => worker.current?.terminate(), []);

  useEffect(() => {
    const id = ++asked.current;
    let giveUp: ReturnType<typeof setTimeout> | undefined;
    const timer = setTimeout(() => {
      worker.current ??= new Worker(new URL('./paste.worker.ts', import.meta.url), { type: 'module' });
      const own = worker.current;
      const parts: ReportPart[] = [];
      own.onmessage = ({ data }: MessageEvent<Answered>) => {
        if (data.id !== asked.current) return;
        parts.push(data.part);
        const report = joined(parts);
        if (!report) return;
        clearTimeout(giveUp);
        // What is drawn of it may be interrupted by what the user does.
        startTransition(() => setAnswer({ report, of: text, failed: false }));
      };
      const fail = () => {
        clearTimeout(giveUp);
        own.terminate();
        if (worker.current === own) worker.current = null;
        setAnswer((before) => ({ ...before, of: text, failed: true }));
      };
      own.onerror = fail;
      giveUp = setTimeout(fail, GIVE_UP);
      own.postMessage({ id, text, destination: JSON.parse(key) as Destination, explained } satisfies Asked);
    }, REST);
    return () => {
      clearTimeout(timer);
      clearTimeout(giveUp);
    };
  }, [text, key, explained]);

  return { report: answer.report, reading: answer.of !== text, failed: answer.failed };
}
