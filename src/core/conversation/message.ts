/** What is sent to a model. Roles as in the Chat Completions format. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}
