import AttentionCompiler
import AttentionSpec
import CircuitInterpreter
import HardwareDSL
import ReferenceModel
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator
@testable import CoSimulation

/// Whatever goes wrong ends in status and interrupt, and after a reset all is as ever.
@Suite("Faults of the accelerator")
struct AttentionFaultTests {
  private typealias Attention = SimulatedAttention<InterpretedSimulation>

  private static let configuration = AttentionRunTests.small
  private static let base = 0x1000_0000
  private static let cycleLimit = 60_000

  /// Without claims: those of the array are of programs that the compiler makes, and hold neither
  /// for the zeros behind a fault nor for a program with a wrong bit.
  private static let compiled = Result {
    var circuit = try elaborate(AcceleratorTop(configuration), .strict)
    circuit.modules = circuit.modules.map { $0.withoutGhosts() }
    return try CompiledCircuit(circuit)
  }

  private static let jobs = Result {
    try [0, 2].map {
      try AttentionJob(AttentionRunTests.layers(2, tokens: 8, codes: $0, seed: 5), configuration)
    }
  }

  private static let memory = MemorySettings(readLatency: 12, writeLatency: 9)

  private func attention(seed: Int, _ settings: MemorySettings = memory) throws -> Attention {
    try SimulatedAttention(
      Self.configuration,
      in: InterpretedSimulation(of: Self.compiled.get(), fill: .random(seed: UInt64(seed))),
      settings)
  }

  /// Expects that a job is exact, as after a start of the simulation.
  private func expectExact(_ job: AttentionJob, _ attention: Attention, _ name: String) throws {
    let trace = try attention.run(job, at: Self.base, cycleLimit: Self.cycleLimit)
    #expect(try attention.registers.read("status") == 0x100, "\(name)")
    #expect(AttentionComparison(job, trace).divergences.map(\.description) == [], "\(name)")
  }

  /// Expects that nothing is asked for behind a fault, and that what was comes to its end.
  private func expectRest(_ attention: Attention, _ name: String) throws {
    try attention.simulation.step(400)
    let asked = attention.memory.statistics
    #expect(try attention.registers.read("status.busy") == 0, "\(name)")
    #expect(attention.memory.outstanding == MemoryOutstanding(), "\(name)")
    try attention.simulation.step(400)
    let later = attention.memory.statistics
    #expect(later.reads == asked.reads && later.writes == asked.writes, "\(name)")
  }

  @Test("An error of the memory at any place ends the run, with its response and its address")
  func busErrors() throws {
    var noise = TestRandom(seed: 11)
    for trial in 0..<AcceleratorTrials.busErrors.count {
      let job = try Self.jobs.get()[trial % 2]
      let image = job.program.image
      let parts = [image.program, image.data, image.outputs]
      let part = parts[noise.integer(0...2)]
      let place = Self.base + noise.integer(part.lowerBound...part.upperBound - 1)
      let response: MemoryError.Response = noise.oneIn(2) ? .slaveError : .decodeError
      var settings = Self.memory
      settings.errors = [MemoryError(response, at: UInt64(place)...UInt64(place))]
      settings.pauses = .all(noise.oneIn(2) ? 0.2 : 0)
      let attention = try attention(seed: trial, settings)
      let name = "trial \(trial): \(response) at \(place - Self.base)"
      _ = try attention.run(job, at: Self.base, cycleLimit: Self.cycleLimit)
      if attention.memory.refusals.isEmpty {
        // Nobody went there.
        #expect(try attention.registers.read("status") == 0x100, "\(name)")
        continue
      }
      #expect(try attention.registers.read("status.error") == 1, "\(name)")
      #expect(try attention.registers.read("status.done") == 0, "\(name)")
      let code = response == .slaveError ? RunFault.slaveError : .decodeError
      #expect(try attention.registers.read("fault.code") == UInt64(code.rawValue), "\(name)")
      let address = Int(try attention.registers.read("fault_address.address"))
      let burst = Self.configuration.port.burstBytes
      #expect(address <= place && place < address + burst, "\(name): \(address)")
      try expectRest(attention, name)
      try attention.memory.configure(Self.memory)
      try attention.simulation.reset()
      try expectExact(job, attention, name)
    }
  }

  @Test("A window that leaves something out ends the run, and nothing outside is accessed")
  func windows() throws {
    var noise = TestRandom(seed: 12)
    for trial in 0..<AcceleratorTrials.windows.count {
      let job = try Self.jobs.get()[trial % 2]
      let image = job.program.image
      let attention = try attention(seed: trial)
      let isOfWrites = trial / 2 % 2 == 1
      let part = isOfWrites ? image.outputs : 0..<image.bytes.count
      let cut = Self.base + noise.integer(part.lowerBound...part.upperBound - 1)
      let name = "trial \(trial): \(isOfWrites ? "writes" : "reads") end before \(cut - Self.base)"
      try start(image, attention, isOfWrites ? nil : cut, isOfWrites ? cut : nil)
      try attention.simulation.run(limit: Self.cycleLimit, until: .port("irq_o", equals: 1))
      let status = try attention.registers.read("status")
      if status == 0x100 { continue }
      #expect(status & 0x300 == 0x200, "\(name)")
      #expect(
        try attention.registers.read("fault.code") == UInt64(RunFault.window.rawValue), "\(name)")
      let address = Int(try attention.registers.read("fault_address.address"))
      #expect(address + Self.configuration.port.burstBytes > cut, "\(name)")
      try expectRest(attention, name)
      try attention.simulation.reset()
      try expectExact(job, attention, name)
    }
  }

  @Test("A program with a wrong bit ends in some way, and never in a hang")
  func badPrograms() throws {
    var noise = TestRandom(seed: 13)
    var refused = 0
    let trials = AcceleratorTrials.badPrograms.count
    for trial in 0..<trials {
      let job = try Self.jobs.get()[trial % 2]
      var image = job.program.image
      let byte = noise.integer(image.program.lowerBound...image.program.upperBound - 1)
      let bit = noise.integer(0...7)
      image.bytes[byte] ^= 1 << UInt8(bit)
      let attention = try attention(seed: trial)
      let name = "trial \(trial): bit \(bit) of byte \(byte - image.program.lowerBound)"
      try start(image, attention)
      try attention.simulation.run(limit: Self.cycleLimit, until: .port("irq_o", equals: 1))
      let isRefused = try attention.registers.read("status.error") == 1
      refused += isRefused ? 1 : 0
      if isRefused { try expectRest(attention, name) }
      try attention.simulation.reset()
      try expectExact(job, attention, name)
    }
    #expect(refused > trials / 3)
  }

  @Test("Of two rules that an instruction breaks, judge and accelerator name the same")
  func twoRules() throws {
    var noise = TestRandom(seed: 15)
    var compared = 0
    for trial in 0..<AcceleratorTrials.badInstructions.count {
      let job = try Self.jobs.get()[trial % 2]
      var image = job.program.image
      let count = image.program.count / Instruction.bytes
      let number = noise.integer(0...count - 1)
      let place = image.program.lowerBound + number * Instruction.bytes
      let fields = try Instruction(
        decoding: image.bytes[place..<place + Instruction.bytes]
      ).opcode.fields
      guard fields.count > 1 else { continue }
      var names: [String] = []
      for _ in 0..<2 {
        let field = fields[noise.integer(0...fields.count - 1)]
        let isFull = noise.oneIn(2)
        let bit = noise.integer(0...field.bits - 1)
        for position in 0..<field.bits where isFull || position == bit {
          let at = field.lowBit + position
          image.bytes[place + at / 8] ^= 1 << UInt8(at % 8)
        }
        names.append("\(field.name)\(isFull ? "" : " bit \(bit)")")
      }
      var judged = image
      // A rule of a later instruction may break as well, as a window with more slots does: the
      // accelerator notices only when it comes there.
      guard let broken = broken(&judged), broken.rule.isChecked,
        broken.description.hasPrefix("Instruction \(number):")
      else { continue }
      compared += 1
      let attention = try attention(seed: trial)
      let name = "trial \(trial), \(names): \(broken)"
      // The judge's window of what is read ends with the data.
      try start(image, attention, Self.base + image.data.upperBound)
      try attention.simulation.run(limit: Self.cycleLimit, until: .port("irq_o", equals: 1))
      #expect(
        try attention.registers.read("fault.code") == UInt64(broken.rule.rawValue), "\(name)")
    }
    #expect(compared > 5)
  }

  /// What the judge has against a program.
  private func broken(_ image: inout MemoryImage) -> BrokenRule? {
    do {
      _ = try LayerExecution(Self.configuration).run(&image)
      return nil
    } catch { return error as? BrokenRule }
  }

  @Test("A load whose bytes are not those of its tokens is refused, with its number")
  func loadSizes() throws {
    let job = try Self.jobs.get()[1]
    let program = job.program.image.program
    let number = try #require(
      (0..<program.count / Instruction.bytes).last { number in
        let first = program.lowerBound + number * Instruction.bytes
        return job.program.image.bytes[first] & 0xf == Opcode.load.rawValue
      })
    for change in [-16, -1, 1, 16] {
      var image = job.program.image
      let first = program.lowerBound + number * Instruction.bytes
      let place = first..<first + Instruction.bytes
      guard case .load(var load) = try Instruction(decoding: image.bytes[place]) else { return }
      load.bytes += change
      image.bytes.replaceSubrange(place, with: try Instruction.load(load).encoded())
      let attention = try attention(seed: change + 20)
      let name = "\(change) bytes"
      try start(image, attention)
      try attention.simulation.run(limit: Self.cycleLimit, until: .port("irq_o", equals: 1))
      #expect(
        try attention.registers.read("fault.code") == UInt64(RunFault.loadSize.rawValue), "\(name)")
      #expect(
        try attention.registers.read("fault_instruction.number") == UInt64(number), "\(name)")
      try expectRest(attention, name)
      try attention.simulation.reset()
      try expectExact(job, attention, name)
    }
  }

  @Test("After a reset at any moment a run is as ever")
  func resets() throws {
    var noise = TestRandom(seed: 14)
    let attention = try attention(seed: 1)
    for trial in 0..<AcceleratorTrials.resets.count {
      let job = try Self.jobs.get()[trial % 2]
      try start(job.program.image, attention)
      try attention.simulation.step(noise.integer(1...900))
      try attention.simulation.reset(cycles: noise.integer(1...3))
      try expectExact(job, attention, "trial \(trial)")
    }
  }

  @Test("A memory that does not answer any more is a time-out")
  func timeout() throws {
    let job = try Self.jobs.get()[0]
    for latency in [700, 900] {
      let attention = try attention(
        seed: 1, MemorySettings(readLatency: latency, writeLatency: 5))
      try start(job.program.image, attention, timeout: 800)
      try attention.simulation.run(limit: Self.cycleLimit, until: .port("irq_o", equals: 1))
      let isLate = latency > 800
      #expect(try attention.registers.read("status.error") == (isLate ? 1 : 0))
      #expect(
        try attention.registers.read("fault.code")
          == UInt64(isLate ? RunFault.timeout.rawValue : 0))
    }
  }

  /// Puts an image into the memory and starts its program.
  ///
  /// - Parameters:
  ///   - readEnd: Where reads are refused from; nil for the end of the image.
  ///   - writeEnd: Likewise of writes; nil for the end of the outputs.
  private func start(
    _ image: MemoryImage, _ attention: Attention, _ readEnd: Int? = nil, _ writeEnd: Int? = nil,
    timeout: Int = 3_000
  ) throws {
    let base = Self.base
    try attention.memory.write(image.bytes, at: base)
    let settings: [(String, Int)] = [
      ("program.address", base + image.program.lowerBound),
      ("program_size.bytes", image.program.count),
      ("data.address", base + image.data.lowerBound),
      ("outputs.address", base + image.outputs.lowerBound), ("read_first.address", base),
      ("read_last.address", (readEnd ?? base + image.bytes.count) - 1),
      ("write_first.address", base + image.outputs.lowerBound),
      ("write_last.address", (writeEnd ?? base + image.outputs.upperBound) - 1),
      ("interrupt", 3), ("timeout.cycles", timeout), ("status", 0x300),
    ]
    for (name, value) in settings { try attention.registers.write(name, UInt64(value)) }
    attention.memory.clearStatistics()
    try attention.registers.write("control.start", 1)
  }
}
