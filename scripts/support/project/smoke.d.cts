export function smoke(packages: object, emulator: object): Promise<string[]>;
