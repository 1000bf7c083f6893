/* A device that has everything. Made of the register map 'device'. */
#ifndef DEVICE_REGISTERS_H
#define DEVICE_REGISTERS_H

#include <stdint.h>

/* identity: Which device it is. */
#define DEVICE_IDENTITY_OFFSET 0x00u
#define DEVICE_IDENTITY_RESET UINT32_C(0xbeef0012)

/* version (constant): Of the program's format. */
#define DEVICE_IDENTITY_VERSION_MASK UINT32_C(0x000000ff)
#define DEVICE_IDENTITY_VERSION_SHIFT 0

/* magic (constant): Tells it from others. */
#define DEVICE_IDENTITY_MAGIC_MASK UINT32_C(0xffff0000)
#define DEVICE_IDENTITY_MAGIC_SHIFT 16

/* control: What it is to do. */
#define DEVICE_CONTROL_OFFSET 0x04u
#define DEVICE_CONTROL_RESET UINT32_C(0x0a969418)

/* start (pulse): Begins. */
#define DEVICE_CONTROL_START_MASK UINT32_C(0x00000001)
#define DEVICE_CONTROL_START_SHIFT 0

/* mode (rw): How it works. */
#define DEVICE_CONTROL_MODE_MASK UINT32_C(0x0000000c)
#define DEVICE_CONTROL_MODE_SHIFT 2
enum device_control_mode {
  DEVICE_CONTROL_MODE_ONCE = 0,
  DEVICE_CONTROL_MODE_AGAIN = 2
};

/* enable (rw): It works. */
#define DEVICE_CONTROL_ENABLE_MASK UINT32_C(0x00000010)
#define DEVICE_CONTROL_ENABLE_SHIFT 4

/* steps (pulse): Goes on, each of four parts by itself. */
#define DEVICE_CONTROL_STEPS_MASK UINT32_C(0x000003c0)
#define DEVICE_CONTROL_STEPS_SHIFT 6

/* limit (rw): Where it ends. */
#define DEVICE_CONTROL_LIMIT_MASK UINT32_C(0x0ffffc00)
#define DEVICE_CONTROL_LIMIT_SHIFT 10

/* status: What it does. */
#define DEVICE_STATUS_OFFSET 0x08u
#define DEVICE_STATUS_RESET UINT32_C(0x00000000)

/* busy (ro): It works. */
#define DEVICE_STATUS_BUSY_MASK UINT32_C(0x00000001)
#define DEVICE_STATUS_BUSY_SHIFT 0

/* level (ro): What waits. */
#define DEVICE_STATUS_LEVEL_MASK UINT32_C(0x0000fff0)
#define DEVICE_STATUS_LEVEL_SHIFT 4

/* interrupt: What has happened. */
#define DEVICE_INTERRUPT_OFFSET 0x0cu
#define DEVICE_INTERRUPT_RESET UINT32_C(0x00081140)

/* done (w1c): The end was reached. */
#define DEVICE_INTERRUPT_DONE_MASK UINT32_C(0x00000001)
#define DEVICE_INTERRUPT_DONE_SHIFT 0

/* faults (w1c): What went wrong. */
#define DEVICE_INTERRUPT_FAULTS_MASK UINT32_C(0x000003c0)
#define DEVICE_INTERRUPT_FAULTS_SHIFT 6

/* request (w1s): What is asked for. */
#define DEVICE_INTERRUPT_REQUEST_MASK UINT32_C(0x000ff000)
#define DEVICE_INTERRUPT_REQUEST_SHIFT 12

/* mask (rw): What interrupts. */
#define DEVICE_INTERRUPT_MASK_MASK UINT32_C(0xc0000000)
#define DEVICE_INTERRUPT_MASK_SHIFT 30

/* cycles: The time. Read the low word first. */
#define DEVICE_CYCLES_OFFSET 0x10u
#define DEVICE_CYCLES_HIGH_OFFSET 0x14u
#define DEVICE_CYCLES_RESET UINT64_C(0x1234fffffffffff0)

/* count (counter, wraps): Cycles at work. */
#define DEVICE_CYCLES_COUNT_MASK UINT64_C(0xffffffffffffffff)
#define DEVICE_CYCLES_COUNT_SHIFT 0

/* window: Where it may read. */
#define DEVICE_WINDOW_OFFSET 0x18u
#define DEVICE_WINDOW_HIGH_OFFSET 0x1cu
#define DEVICE_WINDOW_RESET UINT64_C(0x00009876543210f0)

/* base (rw): The first byte. */
#define DEVICE_WINDOW_BASE_MASK UINT64_C(0x0000fffffffffff0)
#define DEVICE_WINDOW_BASE_SHIFT 4

/* traffic: What it has moved. */
#define DEVICE_TRAFFIC_OFFSET 0x24u
#define DEVICE_TRAFFIC_RESET UINT32_C(0x00000003)

/* bytes (counter, saturates): Bytes read. */
#define DEVICE_TRAFFIC_BYTES_MASK UINT32_C(0x0000007f)
#define DEVICE_TRAFFIC_BYTES_SHIFT 0

/* faults (counter, saturates): Errors of the bus. */
#define DEVICE_TRAFFIC_FAULTS_MASK UINT32_C(0x00070000)
#define DEVICE_TRAFFIC_FAULTS_SHIFT 16

/* fault: The first error. Read the low word first. */
#define DEVICE_FAULT_OFFSET 0x28u
#define DEVICE_FAULT_HIGH_OFFSET 0x2cu
#define DEVICE_FAULT_RESET UINT64_C(0xa500000000000000)

/* address (ro): Of the access that went wrong. */
#define DEVICE_FAULT_ADDRESS_MASK UINT64_C(0x000000ffffffffff)
#define DEVICE_FAULT_ADDRESS_SHIFT 0

/* tag (rw): For software. */
#define DEVICE_FAULT_TAG_MASK UINT64_C(0xff00000000000000)
#define DEVICE_FAULT_TAG_SHIFT 56

#endif /* DEVICE_REGISTERS_H */
