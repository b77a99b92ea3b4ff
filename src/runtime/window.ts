// Portable. The window: the point between step 1 of a put, which brings the count to 0, and step 2, which marks the
// page dead. In a kernel without stalls it is nothing at all, and leaves no trace in the WebAssembly code.

export function window(): void {}
