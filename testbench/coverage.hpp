// The cover points of a design, counted by the Verilated runtime.
#pragma once

#include <cstdint>

#include "verilated.h"

#ifdef BENCH_COVERAGE
#include <fstream>

#include "verilated_cov.h"
#endif

namespace bench {

enum class CoverageOutcome : uint32_t { NotBuilt = 0, Written = 1, Unwritable = 2 };

// Writes the counts of all cover points of all instances to a file, one per line in Verilator's
// own format, if the library was built with them.
inline CoverageOutcome write_coverage(VerilatedContext& context, const char* path) {
#ifdef BENCH_COVERAGE
  // Of a file that cannot be opened, the runtime makes a fatal error.
  if (!std::ofstream{path}) return CoverageOutcome::Unwritable;
  context.coveragep()->forcePerInstance(true);
  context.coveragep()->write(path);
  return CoverageOutcome::Written;
#else
  (void)context;
  (void)path;
  return CoverageOutcome::NotBuilt;
#endif
}

}  // namespace bench
