// A host for a native kernel under user-mode emulation: reads a memory from a file, makes calls, writes the memory back.
//
//   emulated-host FILE [FUNCTION,A,B]...

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t kernel_bytes(void);
int64_t kernel_call(unsigned char *, uint32_t, unsigned char *, void (*)(int32_t), void (*)(int32_t, int32_t), int32_t, int32_t, int32_t,
                    int32_t, int32_t);

static unsigned char *memory;

static void stamp(int32_t address) {
  double time = 42.5; // TEST_TIME_MS of tests/engines/test-kernel.ts
  memcpy(memory + address, &time, sizeof time);
}

static void no_sleep(int32_t address, int32_t microseconds) { (void)address, (void)microseconds; }

int main(int count, char **arguments) {
  FILE *file = fopen(arguments[1], "rb+");
  if (!file) return 2;
  fseek(file, 0, SEEK_END);
  long bytes = ftell(file);
  memory = aligned_alloc(65536, (bytes + 65535) / 65536 * 65536);
  unsigned char *variables = calloc(1, kernel_bytes());
  rewind(file);
  if (fread(memory, 1, bytes, file) != (size_t)bytes) return 3;
  for (int index = 1; index < count; index++) {
    int function = -1, a = 0, b = 0;
    if (index > 1) sscanf(arguments[index], "%d,%d,%d", &function, &a, &b);
    int64_t result = kernel_call(memory, bytes / 4 - 32, variables, stamp, no_sleep, function, a, b, 0, 0);
    if (result >> 32) return 4;
  }
  rewind(file);
  if (fwrite(memory, 1, bytes, file) != (size_t)bytes) return 5;
  return fclose(file);
}
