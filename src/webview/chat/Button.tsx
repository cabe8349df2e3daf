import type { ComponentChildren, Ref } from 'preact';
import type { FromPage, PageAction } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { actionLabels } from './wording';

export type Post = (message: FromPage) => void;

interface ButtonProps {
  readonly onClick: (event: MouseEvent) => void;
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

interface LinkProps {
  readonly onClick: () => void;
  readonly quiet?: boolean;
  /** Id of what it opens, and whether that is open. */
  readonly controls?: string;
  readonly expanded?: boolean;
  readonly children: ComponentChildren;
}

/** A button within a text. */
export function Link({ onClick, quiet, controls, expanded, children }: LinkProps) {
  return (
    <button
      type="button"
      class={quiet === true ? 'link quiet' : 'link'}
      aria-controls={controls}
      aria-expanded={expanded}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

interface IconButtonProps {
  readonly svg: string;
  /** Said by screen readers. */
  readonly label: string;
  /** Default: the label. */
  readonly title?: string;
  readonly submits?: boolean;
  readonly disabled?: boolean;
  /** Why it does nothing now. It stays in the order of the keyboard, so that the reason can be found. */
  readonly why?: string | undefined;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  readonly onClick?: (event: MouseEvent & { readonly currentTarget: HTMLButtonElement }) => void;
}

export function IconButton({ svg, label, title = label, submits, disabled, why, buttonRef, onClick }: IconButtonProps) {
  return (
    <button
      type={submits === true ? 'submit' : 'button'}
      class="icon-button"
      aria-label={label}
      title={why === undefined ? title : `${title}: ${why}`}
      disabled={disabled}
      aria-disabled={why !== undefined || undefined}
      ref={buttonRef ?? null}
      onClick={why === undefined ? onClick : undefined}
    >
      <Icon svg={svg} />
    </button>
  );
}
