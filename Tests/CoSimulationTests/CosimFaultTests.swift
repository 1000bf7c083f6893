import AttentionCompiler
import AttentionSpec
import CircuitFuzzing
import CircuitInterpreter
import CoSimulation
import SystemVerilog
import Testing
import VerilatorSimulation

/// A deliberate fault in each unit breaks a whole head: what is compared sees all of them.
@Suite struct CosimFaultTests {
  private static let configuration = Configurations.small

  /// One for every unit of the accelerator.
  private static let faults = [
    Mutant("Accelerator/MAC.swift", "accumulator_q", "a sum subtracts"),
    Mutant("Accelerator/MACLine.swift", "dot_q", "a sum subtracts"),
    Mutant("Accelerator/ProcessingElement.swift", "output_address_row_o", "another signal is read"),
    Mutant("Accelerator/OutputRequantizer.swift", "rounded_q", "a constant is one too small", 1),
    Mutant("Accelerator/OutputDrain.swift", "remaining_q", "a constant is one too small"),
    Mutant("Accelerator/IdxBuf.swift", "index_write_address", "a slice is one bit too high"),
    Mutant("Accelerator/OperandBuffer.swift", "storage_0_write_data", "the assignment is dropped"),
    Mutant("Accelerator/OutputBuffer.swift", "storage_0_write_data", "the assignment is dropped"),
    Mutant("Accelerator/BankCrossbar.swift", "port_0_words_0_o", "a choice takes the first always"),
    Mutant("Accelerator/ScoreBuffer.swift", "exceeds", "operands are swapped"),
    Mutant("Accelerator/SoftmaxUnit.swift", "mantissa, 2", "the assignment is dropped"),
    Mutant("Accelerator/ReciprocalUnit.swift", "held_alignment_q", "a constant is one too small"),
    Mutant("HardwareLibrary/SerialDivider.swift", "high_remainder", "a choice takes the other"),
    Mutant("Accelerator/SDDMMController.swift", "first_chunk_o", "equal is unequal"),
    Mutant("Accelerator/SpMMController.swift", "pass_q, 2", "a constant is one too great"),
    Mutant("Accelerator/SparserElement.swift", "issued_entry_first_q", "a flag is inverted", 2),
    Mutant("Accelerator/HostPort.swift", "to_value", "equal is unequal"),
    Mutant(
      "Accelerator/KeyValueBanks.swift", "pin read_address_i of bank_0", "an input is left at 0"),
    Mutant("Accelerator/SparserEngine.swift", "drain_timer_q", "a constant is one too small"),
    Mutant(
      "Accelerator/AcceleratorTop.swift", "pin is_idle_i of host", "an inversion is forgotten"),
  ]

  private static func head() throws -> HeadJob {
    let mask = try AttentionMask.random(tokens: 24, perMille: 300, seed: 5)
    let input = try HeadInput.random(tokens: 24, headDimension: 24, seed: 5)
    return try HeadJob(name: "faults", input: input, mask: mask, configuration: configuration)
  }

  /// Expects that the head is not exact, or that a claim or the limit of cycles ends it before.
  private func expectBroken(_ engine: SimulatedAccelerator<some Simulator>) throws {
    let job = try Self.head()
    do {
      let comparison = Comparison(job, try engine.run(job))
      #expect(!comparison.isExact)
    } catch SimulationError.cycleLimit {
    } catch SimulationError.failed {
    }
  }

  @Test("The head is bit-exact without a fault")
  func sound() async throws {
    let accelerator = try GeneratedAccelerator(Self.configuration)
    let job = try Self.head()
    let verilated = try await AcceleratorSimulation(accelerator, design: accelerator.quickDesign)
    #expect(Comparison(job, try verilated.run(job)).isExact)
    let interpreted = try SimulatedAccelerator(interpreting: accelerator)
    #expect(Comparison(job, try interpreted.run(job)).isExact)
  }

  @Test("Every unit has a fault in the list")
  func complete() throws {
    let units = Set(try GeneratedAccelerator(Self.configuration).circuit.modules.map(\.sourceFile))
    #expect(units == Set(Self.faults.map(\.unit)))
  }

  @Test("A fault in one unit makes the comparison fail", arguments: faults)
  func fault(_ fault: Mutant) throws {
    let circuit = try GeneratedAccelerator(Self.configuration).circuit
    let faulty = try #require(fault.applied(to: circuit), "there is no such place any more")
    try expectBroken(
      SimulatedAccelerator(Self.configuration, in: InterpretedSimulation(of: faulty)))
  }

  /// In the text: of a unit, and of a memory cell, which is text alone.
  @Test(
    "A fault in the text makes the comparison fail in Verilator",
    arguments: [
      ("mac_s9xs8", "accumulator_q <= own + ", "accumulator_q <= own - "),
      (
        "sram_1r1w", "<= wdata_i",
        "<= (Width == \(configuration.scoreBits + 1)) ? {~wdata_i[Width-1:1], wdata_i[0]} : wdata_i"
      ),
    ])
  func textFault(_ module: String, _ text: String, _ replacement: String) async throws {
    let accelerator = try GeneratedAccelerator(Self.configuration)
    var files = accelerator.printed(.unrolled, taps: .kept)
    let index = try #require(files.firstIndex { $0.name.hasPrefix(module) })
    let range = try #require(files[index].text.range(of: text), "the text has changed")
    files[index].text.replaceSubrange(range, with: replacement)
    try expectBroken(
      try await AcceleratorSimulation(
        accelerator, design: accelerator.design(of: files).builtQuickly))
  }
}
