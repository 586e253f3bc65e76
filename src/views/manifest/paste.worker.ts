/** Reads pasted texts beside the page, so that typing never waits for parsing. */
import type { Destination } from '../../manifest/diagnose';
import { reportOn } from './report';
import { partsOf, type ReportPart } from './reportParts';

export interface Asked {
  readonly id: number;
  readonly text: string;
  readonly destination: Destination;
  /** The pod whose document is explained line by line. */
  readonly explained: number | null;
}

export interface Answered {
  readonly id: number;
  readonly part: ReportPart;
}

addEventListener('message', (event: MessageEvent<Asked>) => {
  const { id, text, destination, explained } = event.data;
  for (const part of partsOf(reportOn(text, destination, explained))) postMessage({ id, part } satisfies Answered);
});
