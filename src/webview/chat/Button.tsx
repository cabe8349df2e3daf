import type { ComponentChildren, Ref } from 'preact';
import type { FromPage, PageAction } from '../../protocol/messages';
import { actionLabels } from './wording';

export type Post = (message: FromPage) => void;

interface ButtonProps {
  readonly onClick: () => void;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly title?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  readonly children: ComponentChildren;
}

export function Button({ onClick, primary, disabled, title, buttonRef, children }: ButtonProps) {
  return (
    <button
      type="button"
      class={primary === true ? 'primary' : undefined}
      disabled={disabled}
      title={title}
      ref={buttonRef ?? null}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

interface ActionButtonProps {
  readonly action: PageAction;
  readonly post: Post;
  /** Default: what the action is called everywhere. */
  readonly label?: string;
  readonly primary?: boolean;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button that asks the host for one of its actions. */
export function ActionButton({ action, post, label = actionLabels[action], ...rest }: ActionButtonProps) {
  return (
    <Button
      {...rest}
      onClick={() => {
        post({ type: 'action', action });
      }}
    >
      {label}
    </Button>
  );
}
