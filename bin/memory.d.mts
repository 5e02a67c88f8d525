export const memoryOptions: string[];
