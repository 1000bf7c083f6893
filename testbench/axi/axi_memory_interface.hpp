// The C functions of axi_memory.h; included once in a program.
#pragma once

#include <memory>

#include "axi_memory.h"
#include "axi_memory.hpp"

struct axi_memory {
  bench::AxiMemory model;
};

extern "C" {

axi_memory* axi_memory_create(const char* name, uint32_t fill, uint64_t seed) {
  return std::make_unique<axi_memory>(axi_memory{{name, fill, seed}}).release();
}

void axi_memory_destroy(axi_memory* memory) { const std::unique_ptr<axi_memory> owner{memory}; }

void axi_memory_share(axi_memory* memory, const axi_memory* other) {
  memory->model.share(other->model);
}

void axi_memory_set_channel(axi_memory* memory, uint32_t channel, uint32_t stream, uint32_t words) {
  memory->model.channel(channel).bind(stream, words);
}

void axi_memory_set_field(axi_memory* memory, uint32_t channel, uint32_t role, uint32_t first_word,
                          uint32_t width_bits) {
  memory->model.channel(channel).set_field(role, {first_word, width_bits});
}

bench_agent axi_memory_agent(axi_memory* memory) {
  return {memory,
          [](void* context, const bench_view* view) {
            static_cast<axi_memory*>(context)->model.drive(*view);
          },
          [](void* context, const bench_view* view) {
            static_cast<axi_memory*>(context)->model.sample(*view);
          }};
}

void axi_memory_configure(axi_memory* memory, const axi_settings* settings,
                          const axi_error* errors, uint64_t error_count) {
  memory->model.configure(*settings, {errors, errors + error_count});
}

void axi_memory_set_windows(axi_memory* memory, const axi_window* windows, uint64_t count) {
  memory->model.set_windows({windows, windows + count});
}

axi_window axi_memory_window(const axi_memory* memory, uint64_t index) {
  return memory->model.windows()[index];
}

void axi_memory_write(axi_memory* memory, uint64_t address, uint64_t count, const uint8_t* bytes) {
  memory->model.bytes().write(address, count, bytes);
}

void axi_memory_read(axi_memory* memory, uint64_t address, uint64_t count, uint8_t* bytes) {
  memory->model.bytes().read(address, count, bytes);
}

void axi_memory_empty_buckets(axi_memory* memory) { memory->model.empty_buckets(); }

axi_statistics axi_memory_statistics(const axi_memory* memory) {
  return memory->model.statistics();
}

axi_outstanding axi_memory_outstanding(const axi_memory* memory) {
  return memory->model.outstanding();
}

void axi_memory_clear_statistics(axi_memory* memory) { memory->model.clear_statistics(); }

uint64_t axi_memory_refusal_count(const axi_memory* memory) {
  return memory->model.refusals().size();
}

axi_refusal axi_memory_refusal(const axi_memory* memory, uint64_t index) {
  return memory->model.refusals()[index];
}

}  // extern "C"
