/** Columns that tables for people take: the same on every terminal, and in every file. */
export const textWidth = 120;
