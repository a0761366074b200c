declare const process: { argv: string[]; exit(code: number): never };

/** Where the API is mounted, without a slash at the end. */
export const baseUrl = process.argv[2]!.replace(/\/$/, "");

export function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: expected ${e}, got ${a}`);
}

export function given<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`${what} is missing`);
  return value;
}

/** Says on stdout what has been called, for the test to compare with the description. */
export function called(operationId: string): void {
  console.log(`called ${operationId}`);
}
