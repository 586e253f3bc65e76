/** Reads pasted texts beside the page, so that typing never waits for parsing. */
import type { Destination } from '../../manifest/diagnose';
import { reportOn, type Report } from './report';

export interface Asked {
  readonly id: number;
  readonly text: string;
  readonly destination: Destination;
  /** The pod whose document is explained line by line. */
  readonly explained: number | null;
}

export interface Answered {
  readonly id: number;
  readonly report: Report;
}

addEventListener('message', (event: MessageEvent<Asked>) => {
  const { id, text, destination, explained } = event.data;
  postMessage({ id, report: reportOn(text, destination, explained) } satisfies Answered);
});
