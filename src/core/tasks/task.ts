/** What a request is for; decides pin, fallback policy and prompt (design, section 2). */
export type Task = 'chat' | 'explain';
