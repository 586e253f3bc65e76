/**
 * A dialog over the page, and a drawer at its right. Both take the focus, give it back, and close with Escape; the
 * drawer leaves the page behind it usable.
 */
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { IconButton } from './Button';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** What it is about, beside the title. */
  readonly description?: string | undefined;
  /** Widest in px; it is never wider than the window. */
  readonly width?: number;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
}

function Head({ title, description, bar }: { readonly title: string; readonly description: string | undefined; readonly bar: string }): ReactNode {
  return (
    <header className={`flex flex-none items-center gap-3 border-b border-line ${bar}`}>
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 py-2">
        <Radix.Title className="min-w-0 text-xl font-bold wrap-anywhere">{title}</Radix.Title>
        {description === undefined ? null : <Radix.Description className="text-base text-muted">{description}</Radix.Description>}
      </div>
      <Radix.Close asChild><IconButton icon="close" label="Close" shortcut="Escape" /></Radix.Close>
    </header>
  );
}

/** The focus goes to the dialog itself: on the first button it would open a tooltip over the title. */
function focusItself(event: Event): void {
  event.preventDefault();
  if (event.target instanceof HTMLElement) event.target.focus();
}

/**
 * Takes the focus into the dialog, and brings it back to where it was: a dialog that no trigger of its own opened would
 * leave it nowhere. What has gone meanwhile, as the item of a menu, is stood for by the first panel.
 */
function useFocusThere() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      before.current = document.activeElement;
      focusItself(event);
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const { current } = before;
      const opener = current instanceof HTMLElement && current.isConnected && current !== document.body ? current : document.querySelector<HTMLElement>('[data-panel]');
      opener?.focus();
    },
  };
}

/** Radix asks for a description or for the explicit absence of one. */
const described = (description: string | undefined): { 'aria-describedby'?: undefined } =>
  description === undefined ? { 'aria-describedby': undefined } : {};

/** A modal dialog. */
export function Dialog({ open, onOpenChange, title, description, width = 720, children, footer }: DialogProps): ReactNode {
  const focus = useFocusThere();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-[rgb(10_13_17/.62)]" />
        <Radix.Content
          {...described(description)}
          {...focus}
          className="fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 animate-appear flex-col overflow-hidden rounded-dialog bg-surface text-ink shadow-dialog outline-none"
          style={{ maxWidth: width }}
        >
          <Head title={title} description={description} bar="min-h-16 pr-4 pl-6" />
          <div className="min-h-0 flex-1 overflow-y-auto px-6 py-4">{children}</div>
          {footer === undefined ? null : <footer className="flex flex-none flex-wrap justify-end gap-2 border-t border-line px-6 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A drawer of 420 px at the right, or of `width`. */
export function Drawer({ open, onOpenChange, title, description, width = 420, children, footer }: DialogProps): ReactNode {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Portal>
        <Radix.Content
          {...described(description)}
          onOpenAutoFocus={focusItself}
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed inset-y-0 right-0 z-30 flex max-w-full animate-appear flex-col border-l border-line-strong bg-surface text-ink shadow-float outline-none"
          style={{ width }}
        >
          <Head title={title} description={description} bar="min-h-[52px] pr-2 pl-4" />
          <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">{children}</div>
          {footer === undefined ? null : <footer className="flex flex-none flex-wrap gap-2 border-t border-line px-4 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
