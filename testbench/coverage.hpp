// The cover points of a design, counted by the Verilated runtime.
#pragma once

#include "verilated.h"

#ifdef BENCH_COVERAGE
#include "verilated_cov.h"
#endif

namespace bench {

// Writes the counts of all cover points of all instances to a file, one per line in Verilator's
// own format. False if the library was built without them.
inline bool write_coverage(VerilatedContext& context, const char* path) {
#ifdef BENCH_COVERAGE
  context.coveragep()->forcePerInstance(true);
  context.coveragep()->write(path);
  return true;
#else
  (void)context;
  (void)path;
  return false;
#endif
}

}  // namespace bench
