/** Addresses as the page sees them. */
export interface PageAddresses {
  readonly script: string;
  readonly style: string;
  /** `webview.cspSource`. */
  readonly source: string;
  readonly nonce: string;
}

/**
 * The skeleton of the page. The policy allows our script and our style sheet and nothing else: nothing from the network,
 * no pictures, no frames, and no HTML from strings, not even by a Trusted Types policy. `base-uri` and `form-action` are
 * named because `default-src` does not cover them; `frame-ancestors` has no effect in a page's own head.
 */
export function chatHtml({ script, style, source, nonce }: PageAddresses): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Tollfree</title>
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
