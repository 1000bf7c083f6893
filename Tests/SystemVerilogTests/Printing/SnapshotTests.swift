import HardwareDSL
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

@testable import Accelerator

/// Whole designs as they are emitted, in files beside this one.
@Suite struct SnapshotTests {
  @Test("The FIFO")
  func fifo() throws { try expectFiles(of: StreamFIFO(width: 8, depth: 4)) }

  @Test("The arbiter")
  func arbiter() throws { try expectFiles(of: StreamArbiter(width: 8, count: 3)) }

  @Test("A choice by an index is a tree")
  func picker() throws { try expectFiles(of: Picker(words: 9)) }

  @Test("The divider")
  func divider() throws { try expectFiles(of: SerialDivider(quotientBits: 8, divisorBits: 10)) }

  @Test("A line of two MACs")
  func macLine() throws { try expectFiles(of: MACLine(macs: 2, sumBits: 24)) }

  @Test("The memory cell and its user")
  func memory() throws { try expectFiles(of: Scratchpad(depth: 12)) }

  @Test("Long expressions break before operators, long notes stand above")
  func wide() throws { try expectFiles(of: Wide()) }

  private func expectFiles(of module: any Module) throws {
    let files = SystemVerilogEmitter().emit(try elaborate(module))
    for file in files { expectSnapshot(file.text, file.name) }
  }
}
