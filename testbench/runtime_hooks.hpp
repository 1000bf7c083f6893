// Included ahead of every file of the Verilated runtime and of every model: what they print goes
// to the bench that is being evaluated, not to the standard output of the process.
#pragma once

int bench_printf(const char* format, ...) __attribute__((format(printf, 1, 2)));

#define VL_PRINTF bench_printf
