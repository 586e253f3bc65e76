/** The chart as text to read and to take along, as it was first written and as it is drawn, and as a picture. */
import { useState, type ReactNode } from 'react';
import { Button, IconButton } from '../shared/Button';
import { CodeBlock } from '../shared/CodeBlock';
import { Dialog } from '../shared/Dialog';
import { NarrationText } from '../shared/Narration';
import { originalSource, repairedSource, sourceNotes } from './chart';
import { taxonomySvg } from './exportSvg';

function saveSvg(): void {
  const text = taxonomySvg();
  if (text === undefined) return;
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'kinds-of-pod.svg';
  link.click();
  // The download has begun by the next turn of the loop.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

/** A button and the dialog it opens. */
export function SourceDialog(): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton icon="code" label="Show the source" size="sm" onClick={() => setOpen(true)} />
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="The chart as text"
        description="Mermaid, for your own documents"
        width={860}
        footer={<Button icon="download" onClick={saveSvg}>Save the picture as SVG</Button>}
      >
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
          <CodeBlock label="As first written" text={originalSource} maxHeight={340} />
          <CodeBlock label="As drawn" text={repairedSource()} maxHeight={340} />
        </div>
        <h3 className="mt-4 font-semibold">What the drawing changes</h3>
        <ul className="mt-1 list-disc space-y-1 pl-5 text-sm">
          {sourceNotes.map((note) => <li key={note}><NarrationText text={note} /></li>)}
        </ul>
      </Dialog>
    </>
  );
}
