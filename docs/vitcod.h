/* An accelerator of sparse attention: it runs programs in memory. Made of the register map 'vitcod'. */
#ifndef VITCOD_REGISTERS_H
#define VITCOD_REGISTERS_H

#include <stdint.h>

/* identity: What it is. */
#define VITCOD_IDENTITY_OFFSET 0x00u
#define VITCOD_IDENTITY_RESET UINT32_C(0x54560101)

/* version (constant): Of these registers. */
#define VITCOD_IDENTITY_VERSION_MASK UINT32_C(0x000000ff)
#define VITCOD_IDENTITY_VERSION_SHIFT 0

/* program_version (constant): Of the format of programs. */
#define VITCOD_IDENTITY_PROGRAM_VERSION_MASK UINT32_C(0x0000ff00)
#define VITCOD_IDENTITY_PROGRAM_VERSION_SHIFT 8

/* magic (constant): Tells it from others. */
#define VITCOD_IDENTITY_MAGIC_MASK UINT32_C(0xffff0000)
#define VITCOD_IDENTITY_MAGIC_SHIFT 16

/* array: The array of multiply-accumulate units. */
#define VITCOD_ARRAY_OFFSET 0x04u
#define VITCOD_ARRAY_RESET UINT32_C(0x00000000)

/* elements (ro): Processing elements. */
#define VITCOD_ARRAY_ELEMENTS_MASK UINT32_C(0x000000ff)
#define VITCOD_ARRAY_ELEMENTS_SHIFT 0

/* lines (ro): Lines in all elements. */
#define VITCOD_ARRAY_LINES_MASK UINT32_C(0x00ffff00)
#define VITCOD_ARRAY_LINES_SHIFT 8

/* macs (ro): Units of a line. */
#define VITCOD_ARRAY_MACS_MASK UINT32_C(0xff000000)
#define VITCOD_ARRAY_MACS_SHIFT 24

/* capacity: The most of a unit of work. */
#define VITCOD_CAPACITY_OFFSET 0x08u
#define VITCOD_CAPACITY_RESET UINT32_C(0x00000000)

/* tokens (ro): Tokens of a head. */
#define VITCOD_CAPACITY_TOKENS_MASK UINT32_C(0x0000ffff)
#define VITCOD_CAPACITY_TOKENS_SHIFT 0

/* heads (ro): Heads. */
#define VITCOD_CAPACITY_HEADS_MASK UINT32_C(0x00ff0000)
#define VITCOD_CAPACITY_HEADS_SHIFT 16

/* chunks (ro): Words of a token of a head. */
#define VITCOD_CAPACITY_CHUNKS_MASK UINT32_C(0xff000000)
#define VITCOD_CAPACITY_CHUNKS_SHIFT 24

/* port: The port to the memory and what goes over it. */
#define VITCOD_PORT_OFFSET 0x0cu
#define VITCOD_PORT_RESET UINT32_C(0x00000000)

/* beat_bytes (ro): Bytes of a beat. */
#define VITCOD_PORT_BEAT_BYTES_MASK UINT32_C(0x000000ff)
#define VITCOD_PORT_BEAT_BYTES_SHIFT 0

/* word_bytes (ro): Bytes of a word in memory. */
#define VITCOD_PORT_WORD_BYTES_MASK UINT32_C(0x0000ff00)
#define VITCOD_PORT_WORD_BYTES_SHIFT 8

/* address_bits (ro): Of an address of a byte. */
#define VITCOD_PORT_ADDRESS_BITS_MASK UINT32_C(0x00ff0000)
#define VITCOD_PORT_ADDRESS_BITS_SHIFT 16

/* codes (ro): Codes of a token at most. */
#define VITCOD_PORT_CODES_MASK UINT32_C(0xff000000)
#define VITCOD_PORT_CODES_SHIFT 24

/* places: Tokens of heads that are held on chip. Read the low word first. */
#define VITCOD_PLACES_OFFSET 0x10u
#define VITCOD_PLACES_HIGH_OFFSET 0x14u
#define VITCOD_PLACES_RESET UINT64_C(0x0000000000000000)

/* keys (ro): Of keys. */
#define VITCOD_PLACES_KEYS_MASK UINT64_C(0x000000000000ffff)
#define VITCOD_PLACES_KEYS_SHIFT 0

/* values (ro): Of values, behind the keys. */
#define VITCOD_PLACES_VALUES_MASK UINT64_C(0x00000000ffff0000)
#define VITCOD_PLACES_VALUES_SHIFT 16

/* queries (ro): Of queries. */
#define VITCOD_PLACES_QUERIES_MASK UINT64_C(0x0000ffff00000000)
#define VITCOD_PLACES_QUERIES_SHIFT 32

/* banks (ro): Banks of keys and values. */
#define VITCOD_PLACES_BANKS_MASK UINT64_C(0xffff000000000000)
#define VITCOD_PLACES_BANKS_SHIFT 48

/* control: Starts a run. */
#define VITCOD_CONTROL_OFFSET 0x18u
#define VITCOD_CONTROL_RESET UINT32_C(0x00000000)

/* start (pulse): Begins to run the program, if no run is under way and none has failed. */
#define VITCOD_CONTROL_START_MASK UINT32_C(0x00000001)
#define VITCOD_CONTROL_START_SHIFT 0

/* status: What became of it. */
#define VITCOD_STATUS_OFFSET 0x1cu
#define VITCOD_STATUS_RESET UINT32_C(0x00000000)

/* busy (ro): A run is under way, or what a failed one has asked the memory for. */
#define VITCOD_STATUS_BUSY_MASK UINT32_C(0x00000001)
#define VITCOD_STATUS_BUSY_SHIFT 0

/* failed (ro): A run has failed: reset the accelerator. */
#define VITCOD_STATUS_FAILED_MASK UINT32_C(0x00000002)
#define VITCOD_STATUS_FAILED_SHIFT 1

/* done (w1c): A run has ended and all outputs are in memory. */
#define VITCOD_STATUS_DONE_MASK UINT32_C(0x00000100)
#define VITCOD_STATUS_DONE_SHIFT 8

/* error (w1c): A run has failed. */
#define VITCOD_STATUS_ERROR_MASK UINT32_C(0x00000200)
#define VITCOD_STATUS_ERROR_SHIFT 9

/* interrupt: What the interrupt is high for, as long as it stands in status. */
#define VITCOD_INTERRUPT_OFFSET 0x20u
#define VITCOD_INTERRUPT_RESET UINT32_C(0x00000000)

/* done (rw): For done. */
#define VITCOD_INTERRUPT_DONE_MASK UINT32_C(0x00000001)
#define VITCOD_INTERRUPT_DONE_SHIFT 0

/* error (rw): For error. */
#define VITCOD_INTERRUPT_ERROR_MASK UINT32_C(0x00000002)
#define VITCOD_INTERRUPT_ERROR_SHIFT 1

/* timeout: When a run that stands still has failed. */
#define VITCOD_TIMEOUT_OFFSET 0x24u
#define VITCOD_TIMEOUT_RESET UINT32_C(0x00000000)

/* cycles (rw): Cycles without progress that are too many; 0 for no limit. */
#define VITCOD_TIMEOUT_CYCLES_MASK UINT32_C(0xffffffff)
#define VITCOD_TIMEOUT_CYCLES_SHIFT 0

/* program: Where the program begins, a multiple of the bytes of a beat. */
#define VITCOD_PROGRAM_OFFSET 0x28u
#define VITCOD_PROGRAM_HIGH_OFFSET 0x2cu
#define VITCOD_PROGRAM_RESET UINT64_C(0x0000000000000000)

/* address (rw): Of a byte. */
#define VITCOD_PROGRAM_ADDRESS_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_PROGRAM_ADDRESS_SHIFT 0

/* program_size: How long the program is. */
#define VITCOD_PROGRAM_SIZE_OFFSET 0x30u
#define VITCOD_PROGRAM_SIZE_RESET UINT32_C(0x00000000)

/* bytes (rw): Of all instructions, 16 each, from BEGIN to END. */
#define VITCOD_PROGRAM_SIZE_BYTES_MASK UINT32_C(0xffffffff)
#define VITCOD_PROGRAM_SIZE_BYTES_SHIFT 0

/* data: From where offsets of operands and index count, a multiple of the bytes of a beat. */
#define VITCOD_DATA_OFFSET 0x38u
#define VITCOD_DATA_HIGH_OFFSET 0x3cu
#define VITCOD_DATA_RESET UINT64_C(0x0000000000000000)

/* address (rw): Of a byte. */
#define VITCOD_DATA_ADDRESS_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_DATA_ADDRESS_SHIFT 0

/* outputs: From where offsets of outputs count, a multiple of the bytes of a word. */
#define VITCOD_OUTPUTS_OFFSET 0x40u
#define VITCOD_OUTPUTS_HIGH_OFFSET 0x44u
#define VITCOD_OUTPUTS_RESET UINT64_C(0x0000000000000000)

/* address (rw): Of a byte. */
#define VITCOD_OUTPUTS_ADDRESS_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_OUTPUTS_ADDRESS_SHIFT 0

/* read_first: The first byte that may be read. */
#define VITCOD_READ_FIRST_OFFSET 0x48u
#define VITCOD_READ_FIRST_HIGH_OFFSET 0x4cu
#define VITCOD_READ_FIRST_RESET UINT64_C(0xffffffffffffffff)

/* address (rw): Of a byte. */
#define VITCOD_READ_FIRST_ADDRESS_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_READ_FIRST_ADDRESS_SHIFT 0

/* read_last: The last byte that may be read. */
#define VITCOD_READ_LAST_OFFSET 0x50u
#define VITCOD_READ_LAST_HIGH_OFFSET 0x54u
#define VITCOD_READ_LAST_RESET UINT64_C(0x0000000000000000)

/* address (rw): Of a byte. */
#define VITCOD_READ_LAST_ADDRESS_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_READ_LAST_ADDRESS_SHIFT 0

/* write_first: The first byte that may be written. */
#define VITCOD_WRITE_FIRST_OFFSET 0x58u
#define VITCOD_WRITE_FIRST_HIGH_OFFSET 0x5cu
#define VITCOD_WRITE_FIRST_RESET UINT64_C(0xffffffffffffffff)

/* address (rw): Of a byte. */
#define VITCOD_WRITE_FIRST_ADDRESS_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_WRITE_FIRST_ADDRESS_SHIFT 0

/* write_last: The last byte that may be written. */
#define VITCOD_WRITE_LAST_OFFSET 0x60u
#define VITCOD_WRITE_LAST_HIGH_OFFSET 0x64u
#define VITCOD_WRITE_LAST_RESET UINT64_C(0x0000000000000000)

/* address (rw): Of a byte. */
#define VITCOD_WRITE_LAST_ADDRESS_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_WRITE_LAST_ADDRESS_SHIFT 0

/* fault: Why the run has failed; it stays until the reset. */
#define VITCOD_FAULT_OFFSET 0x68u
#define VITCOD_FAULT_RESET UINT32_C(0x00000000)

/* code (ro): What is wrong. */
#define VITCOD_FAULT_CODE_MASK UINT32_C(0x000000ff)
#define VITCOD_FAULT_CODE_SHIFT 0
enum vitcod_fault_code {
  VITCOD_FAULT_CODE_NONE = 0,
  VITCOD_FAULT_CODE_OPCODE = 1,
  VITCOD_FAULT_CODE_UNUSED_BITS = 2,
  VITCOD_FAULT_CODE_VERSION = 3,
  VITCOD_FAULT_CODE_ORDER = 4,
  VITCOD_FAULT_CODE_RANGE = 5,
  VITCOD_FAULT_CODE_ALIGNMENT = 6,
  VITCOD_FAULT_CODE_PLACE = 7,
  VITCOD_FAULT_CODE_WINDOW = 8,
  VITCOD_FAULT_CODE_LOAD_SIZE = 9,
  VITCOD_FAULT_CODE_SLAVE_ERROR = 16,
  VITCOD_FAULT_CODE_DECODE_ERROR = 17,
  VITCOD_FAULT_CODE_TIMEOUT = 18
};

/* source (ro): Whose fault it is. */
#define VITCOD_FAULT_SOURCE_MASK UINT32_C(0x00000700)
#define VITCOD_FAULT_SOURCE_SHIFT 8
enum vitcod_fault_source {
  VITCOD_FAULT_SOURCE_PROGRAM = 0,
  VITCOD_FAULT_SOURCE_SLOTS = 1,
  VITCOD_FAULT_SOURCE_ROWS = 2,
  VITCOD_FAULT_SOURCE_CODES = 3,
  VITCOD_FAULT_SOURCE_VALUES = 4,
  VITCOD_FAULT_SOURCE_OUTPUTS = 5,
  VITCOD_FAULT_SOURCE_RUN = 6
};

/* fault_instruction: Which instruction was refused. */
#define VITCOD_FAULT_INSTRUCTION_OFFSET 0x6cu
#define VITCOD_FAULT_INSTRUCTION_RESET UINT32_C(0x00000000)

/* number (ro): From 0 on. */
#define VITCOD_FAULT_INSTRUCTION_NUMBER_MASK UINT32_C(0xffffffff)
#define VITCOD_FAULT_INSTRUCTION_NUMBER_SHIFT 0

/* fault_address: Where a read or a write failed. Read the low word first. */
#define VITCOD_FAULT_ADDRESS_OFFSET 0x70u
#define VITCOD_FAULT_ADDRESS_HIGH_OFFSET 0x74u
#define VITCOD_FAULT_ADDRESS_RESET UINT64_C(0x0000000000000000)

/* address (ro): Of the first byte of the burst. */
#define VITCOD_FAULT_ADDRESS_ADDRESS_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_FAULT_ADDRESS_ADDRESS_SHIFT 0

/* cycles: Cycles from the start to the end. Read the low word first. */
#define VITCOD_CYCLES_OFFSET 0x78u
#define VITCOD_CYCLES_HIGH_OFFSET 0x7cu
#define VITCOD_CYCLES_RESET UINT64_C(0x0000000000000000)

/* count (counter, wraps): Of the last run, or of the one that is under way. */
#define VITCOD_CYCLES_COUNT_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_CYCLES_COUNT_SHIFT 0

/* bytes_read: Bytes of the beats that were read. Read the low word first. */
#define VITCOD_BYTES_READ_OFFSET 0x80u
#define VITCOD_BYTES_READ_HIGH_OFFSET 0x84u
#define VITCOD_BYTES_READ_RESET UINT64_C(0x0000000000000000)

/* count (counter, wraps): Of the last run, or of the one that is under way. */
#define VITCOD_BYTES_READ_COUNT_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_BYTES_READ_COUNT_SHIFT 0

/* bytes_written: Bytes that were written. Read the low word first. */
#define VITCOD_BYTES_WRITTEN_OFFSET 0x88u
#define VITCOD_BYTES_WRITTEN_HIGH_OFFSET 0x8cu
#define VITCOD_BYTES_WRITTEN_RESET UINT64_C(0x0000000000000000)

/* count (counter, wraps): Of the last run, or of the one that is under way. */
#define VITCOD_BYTES_WRITTEN_COUNT_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_BYTES_WRITTEN_COUNT_SHIFT 0

/* macs: Products of scores and outputs that were formed. Read the low word first. */
#define VITCOD_MACS_OFFSET 0x90u
#define VITCOD_MACS_HIGH_OFFSET 0x94u
#define VITCOD_MACS_RESET UINT64_C(0x0000000000000000)

/* count (counter, wraps): Of the last run, or of the one that is under way. */
#define VITCOD_MACS_COUNT_MASK UINT64_C(0xffffffffffffffff)
#define VITCOD_MACS_COUNT_SHIFT 0

/* issued: Cycles in which the array multiplied. */
#define VITCOD_ISSUED_OFFSET 0x98u
#define VITCOD_ISSUED_RESET UINT32_C(0x00000000)

/* count (counter, saturates): Of the last run, or of the one that is under way. */
#define VITCOD_ISSUED_COUNT_MASK UINT32_C(0xffffffff)
#define VITCOD_ISSUED_COUNT_SHIFT 0

/* stalled_slots: Cycles without a slot, nor anything else. */
#define VITCOD_STALLED_SLOTS_OFFSET 0x9cu
#define VITCOD_STALLED_SLOTS_RESET UINT32_C(0x00000000)

/* count (counter, saturates): Of the last run, or of the one that is under way. */
#define VITCOD_STALLED_SLOTS_COUNT_MASK UINT32_C(0xffffffff)
#define VITCOD_STALLED_SLOTS_COUNT_SHIFT 0

/* stalled_scores: Cycles in which a slot waited for its scores: for keys, rows or room. */
#define VITCOD_STALLED_SCORES_OFFSET 0xa0u
#define VITCOD_STALLED_SCORES_RESET UINT32_C(0x00000000)

/* count (counter, saturates): Of the last run, or of the one that is under way. */
#define VITCOD_STALLED_SCORES_COUNT_MASK UINT32_C(0xffffffff)
#define VITCOD_STALLED_SCORES_COUNT_SHIFT 0

/* stalled_outputs: Cycles in which a slot waited for its outputs: for values, numerators or room. */
#define VITCOD_STALLED_OUTPUTS_OFFSET 0xa4u
#define VITCOD_STALLED_OUTPUTS_RESET UINT32_C(0x00000000)

/* count (counter, saturates): Of the last run, or of the one that is under way. */
#define VITCOD_STALLED_OUTPUTS_COUNT_MASK UINT32_C(0xffffffff)
#define VITCOD_STALLED_OUTPUTS_COUNT_SHIFT 0

/* score_slots: Slots whose scores were computed. */
#define VITCOD_SCORE_SLOTS_OFFSET 0xa8u
#define VITCOD_SCORE_SLOTS_RESET UINT32_C(0x00000000)

/* count (ro): Of the last run, or of the one that is under way. */
#define VITCOD_SCORE_SLOTS_COUNT_MASK UINT32_C(0xffffffff)
#define VITCOD_SCORE_SLOTS_COUNT_SHIFT 0

/* output_slots: Slots whose outputs were computed. */
#define VITCOD_OUTPUT_SLOTS_OFFSET 0xacu
#define VITCOD_OUTPUT_SLOTS_RESET UINT32_C(0x00000000)

/* count (ro): Of the last run, or of the one that is under way. */
#define VITCOD_OUTPUT_SLOTS_COUNT_MASK UINT32_C(0xffffffff)
#define VITCOD_OUTPUT_SLOTS_COUNT_SHIFT 0

/* rows: Rows that were given to elements. */
#define VITCOD_ROWS_OFFSET 0xb0u
#define VITCOD_ROWS_RESET UINT32_C(0x00000000)

/* count (ro): Of the last run, or of the one that is under way. */
#define VITCOD_ROWS_COUNT_MASK UINT32_C(0xffffffff)
#define VITCOD_ROWS_COUNT_SHIFT 0

/* decoder: What is decoded in a cycle. */
#define VITCOD_DECODER_OFFSET 0xb4u
#define VITCOD_DECODER_RESET UINT32_C(0x00000000)

/* heads (ro): Heads; from 2 on an even number of tokens has one place more to the next head. */
#define VITCOD_DECODER_HEADS_MASK UINT32_C(0x000000ff)
#define VITCOD_DECODER_HEADS_SHIFT 0

/* codes (ro): Codes of a token. */
#define VITCOD_DECODER_CODES_MASK UINT32_C(0x0000ff00)
#define VITCOD_DECODER_CODES_SHIFT 8

/* index: Slots of the index that are held. Read the low word first. */
#define VITCOD_INDEX_OFFSET 0xb8u
#define VITCOD_INDEX_HIGH_OFFSET 0xbcu
#define VITCOD_INDEX_RESET UINT64_C(0x0000000000000000)

/* slots (ro): From their scores to their outputs. */
#define VITCOD_INDEX_SLOTS_MASK UINT64_C(0x00000000ffffffff)
#define VITCOD_INDEX_SLOTS_SHIFT 0

/* slots_ahead (ro): In front of their scores. */
#define VITCOD_INDEX_SLOTS_AHEAD_MASK UINT64_C(0xffffffff00000000)
#define VITCOD_INDEX_SLOTS_AHEAD_SHIFT 32

/* rings: What an element holds between scores and outputs. Read the low word first. */
#define VITCOD_RINGS_OFFSET 0xc0u
#define VITCOD_RINGS_HIGH_OFFSET 0xc4u
#define VITCOD_RINGS_RESET UINT64_C(0x0000000000000000)

/* scores (ro): Entries; no row has more. */
#define VITCOD_RINGS_SCORES_MASK UINT64_C(0x00000000ffffffff)
#define VITCOD_RINGS_SCORES_SHIFT 0

/* rows (ro): Rows that have begun. */
#define VITCOD_RINGS_ROWS_MASK UINT64_C(0xffffffff00000000)
#define VITCOD_RINGS_ROWS_SHIFT 32

/* finished: Rows on their way out. Read the low word first. */
#define VITCOD_FINISHED_OFFSET 0xc8u
#define VITCOD_FINISHED_HIGH_OFFSET 0xccu
#define VITCOD_FINISHED_RESET UINT64_C(0x0000000000000000)

/* rows (ro): That an element holds. */
#define VITCOD_FINISHED_ROWS_MASK UINT64_C(0x00000000ffffffff)
#define VITCOD_FINISHED_ROWS_SHIFT 0

/* outputs (ro): Words that wait for the port, for some elements. */
#define VITCOD_FINISHED_OUTPUTS_MASK UINT64_C(0xffffffff00000000)
#define VITCOD_FINISHED_OUTPUTS_SHIFT 32

/* beats: Beats that are held of what is read. Read the low word first. */
#define VITCOD_BEATS_OFFSET 0xd0u
#define VITCOD_BEATS_HIGH_OFFSET 0xd4u
#define VITCOD_BEATS_RESET UINT64_C(0x0000000000000000)

/* codes (ro): Of queries and keys, or their codes. */
#define VITCOD_BEATS_CODES_MASK UINT64_C(0x00000000ffffffff)
#define VITCOD_BEATS_CODES_SHIFT 0

/* values (ro): Of values. */
#define VITCOD_BEATS_VALUES_MASK UINT64_C(0xffffffff00000000)
#define VITCOD_BEATS_VALUES_SHIFT 32

/* bursts: How the memory is asked. Read the low word first. */
#define VITCOD_BURSTS_OFFSET 0xd8u
#define VITCOD_BURSTS_HIGH_OFFSET 0xdcu
#define VITCOD_BURSTS_RESET UINT64_C(0x0000000000000000)

/* bytes (ro): Of a burst at most. */
#define VITCOD_BURSTS_BYTES_MASK UINT64_C(0x000000000000ffff)
#define VITCOD_BURSTS_BYTES_SHIFT 0

/* index (ro): Beats held of slots, and of rows. */
#define VITCOD_BURSTS_INDEX_MASK UINT64_C(0x00000000ffff0000)
#define VITCOD_BURSTS_INDEX_SHIFT 16

/* writes (ro): Writes under way at most. */
#define VITCOD_BURSTS_WRITES_MASK UINT64_C(0x0000ffff00000000)
#define VITCOD_BURSTS_WRITES_SHIFT 32

#endif /* VITCOD_REGISTERS_H */
