/** How many bytes a base64 text stands for. */
export function base64Bytes(data: string): number {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  return Math.floor(data.length / 4) * 3 + ([0, 0, 1, 2][data.length % 4] ?? 0) - padding;
}
