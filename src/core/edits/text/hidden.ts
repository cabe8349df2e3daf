/**
 * Control and format characters, and others that are not drawn: with them a line can look like another than it is (as in
 * “Trojan Source”, CVE-2021-42574), or drive the terminal. What makes a sign a coloured picture is no harm.
 */
export const HIDDEN = /(?!\uFE0F)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

const ALL_HIDDEN = new RegExp(HIDDEN, 'gu');

/** What joins pictures to one picture, and the flags that are written with tags. */
const IN_EMOJI =
  /(?<=\p{Emoji}(?:\uFE0F|\p{Emoji_Modifier})?)\u200D(?=\p{Emoji})|(?<=\u{1F3F4})[\u{E0020}-\u{E007E}]+\u{E007F}/gu;

/** `U+202E` */
export function nameOf(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Characters of a text that cannot be seen; tabs, line breaks and what is part of an emoji left out. */
export function hiddenIn(text: string): readonly string[] {
  const bare = text.replaceAll(IN_EMOJI, '');
  return Array.from(bare.matchAll(ALL_HIDDEN), ([one]) => one).filter((one) => !/[\t\r\n]/.test(one));
}
