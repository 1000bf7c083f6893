import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Host port", .simulated)
struct HostPortTests {
  static let elements = 3

  static var configuration: AcceleratorConfiguration {
    get throws { try AcceleratorTests.configuration(elements: elements, macs: 4) }
  }

  static func bench(elements: Int = elements, seed: UInt64 = 1) async throws -> Bench {
    let configuration = try AcceleratorTests.configuration(elements: elements, macs: 4)
    // Two words of 32 bits: elements 0 and 1 share a word of the index, element 2 has its own.
    #expect(configuration.busWords == 2)
    return try await Bench(
      HostPort(configuration), pulses: ["write_valid", "read_request_valid"], seed: seed)
  }

  /// The units that a write is for, by the memory map.
  static func takers(_ region: MemoryMap.Region, unit: Int) -> [String: [Int]] {
    let units = Array(0..<elements)
    return switch region {
    case .query: ["query": units.filter { $0 == unit }]
    case .key, .value: ["bank": units.filter { $0 == unit }]
    case .index: ["index": units.filter { $0 / 2 == unit }]
    case .pointer: ["pointer": units.filter { $0 / 2 == unit }]
    case .register, .output: [:]
    }
  }

  @Test("A write reaches the units of its region and unit, and no other", arguments: [1, 2])
  func decodes(seed: UInt64) async throws {
    var noise = TestRandom(seed: seed)
    let bench = try await Self.bench(seed: seed)
    let configuration = try Self.configuration
    for _ in 0..<2000 {
      let region = MemoryMap.Region.allCases[noise.integer(0...6)]
      // Also units of which there are none, far beyond the last.
      let unit = noise.oneIn(4) ? 1 << noise.integer(0...11) : noise.integer(0...4)
      // A write to a unit is to a word of its memory; chunk 3 of a row is none.
      let depth = region.depth(configuration) ?? 5
      let word =
        unit < region.units(configuration)
        ? noise.integer(0...depth - 1) : noise.integer(0...65_535)
      let isPadding = region.rawValue < 3 && word % 4 == 3
      let data = isPadding ? 0 : region == .register ? 1 : noise.integer(0...Int.max)
      let address = Int(MemoryMap.address(region, unit: unit, word: word))
      let write = ["write_address": address, "write_data": data]
      // Nothing is taken without valid, nor while a head is computed.
      for (isValid, isIdle) in [(0, 1), (1, 0), (1, 1)] where noise.chance(perMille: 700) {
        try bench.set(write.merging(["write_valid": isValid, "is_idle": isIdle]) { $1 })
        let takers = isValid + isIdle == 2 ? Self.takers(region, unit: unit) : [:]
        for field in ["query", "index", "pointer", "bank"] {
          let got = (0..<Self.elements).filter { bench["decoded_\(field)_\($0)"] == 1 }
          #expect(got == takers[field] ?? [], "\(region), unit \(unit): \(field)")
        }
        #expect(bench["write_ready"] == isIdle)
        #expect(bench["decoded_word"] == word)
        #expect(bench["decoded_data"] == data)
        if takers["bank"] != nil {
          #expect(bench["decoded_is_value"] == (region == .value ? 1 : 0))
        }
        try bench.simulation.step()
        // What waits is taken before another write comes.
        if isValid == 1 && isIdle == 0 {
          try bench.step(write.merging(["write_valid": 1, "is_idle": 1]) { $1 })
        }
      }
    }
  }

  @Test("Registers keep what was written last; a start needs slots and chunks", .simulatedInAll)
  func registers() async throws {
    var noise = TestRandom(seed: 3)
    let bench = try await Self.bench(seed: 3)
    let ports: [MemoryMap.Register: String] = [
      .slotCount: "command_head_slots", .chunkCount: "command_head_chunks",
      .softmaxScale: "command_settings_softmax_scale",
      .outputMultiplier: "command_settings_output_multiplier",
    ]
    var expected: [MemoryMap.Register: Int] = [.slotCount: 0, .chunkCount: 0]
    var starts: Set<Bool> = []
    for _ in 0..<2000 {
      let register = MemoryMap.Register.allCases[noise.integer(0...4)]
      let range = try register.range(Self.configuration)
      let value = noise.chance(perMille: 300) ? range.lowerBound : noise.integer(range)
      // There is one unit of registers.
      let unit = noise.chance(perMille: 200) ? 1 : 0
      let address = MemoryMap.address(.register, unit: unit, word: Int(register.rawValue))
      let write = ["write_valid": 1, "write_address": Int(address), "write_data": value]
      while noise.chance(perMille: 200) {
        try bench.set(write.merging(["is_idle": 0]) { $1 })
        #expect(bench["command_head_start"] == 0)
        try bench.simulation.step()
      }
      try bench.set(write.merging(["is_idle": 1]) { $1 })
      let mayStart = expected[.slotCount] != 0 && expected[.chunkCount] != 0
      #expect(bench["command_head_start"] == (register == .start && mayStart && unit == 0 ? 1 : 0))
      if register == .start && unit == 0 { starts.insert(mayStart) }
      try bench.simulation.step()
      if ports[register] != nil && unit == 0 { expected[register] = value }
      for (register, value) in expected {
        #expect(bench[ports[register] ?? ""] == value, "\(register)")
      }
    }
    #expect(starts.count == 2)
  }

  @Test(
    "Reads are answered in order at any pace, and those of no output with zero", arguments: [2, 3])
  func reads(elements: Int) async throws {
    var noise = TestRandom(seed: 4)
    let bench = try await Self.bench(elements: elements, seed: 4)
    var words = Array(repeating: 0, count: elements)
    var waiting: [Int] = []
    var request: (address: Int, unit: Int)?
    var (answers, unmapped) = (0, 0)
    for cycle in 0..<3000 {
      if request == nil && noise.chance(perMille: 700) {
        let unit = noise.oneIn(8) ? 1 << noise.integer(0...11) : noise.integer(0...elements)
        let region = noise.chance(perMille: 800) ? MemoryMap.Region.output : .query
        let address = Int(MemoryMap.address(region, unit: unit, word: noise.integer(0...15)))
        request = (address, region == .output ? unit : elements)
      }
      let takes = noise.chance(perMille: 600)
      var inputs = ["read_response_ready": takes ? 1 : 0]
      if let request {
        inputs.merge(["read_request_valid": 1, "read_request_data": request.address]) { $1 }
      }
      for (element, word) in words.enumerated() {
        for position in 0..<4 {
          inputs["row_\(element)_words_\(position)"] = word >> (16 * position) & 0xFFFF
        }
      }
      try bench.set(inputs)
      guard (bench["read_response_valid"] == 1) == !waiting.isEmpty,
        waiting.isEmpty || bench["read_response_data"] == waiting[0]
      else {
        Issue.record("cycle \(cycle): another answer than \(waiting)")
        return
      }
      let isAccepted = bench["read_request_ready"] == 1
      if takes && !waiting.isEmpty {
        waiting.removeFirst()
        answers += 1
      }
      let reads = (0..<elements).filter { bench["row_\($0)_enable"] == 1 }
      if let accepted = request, isAccepted {
        #expect(reads == [accepted.unit].filter { $0 < elements })
        if let element = reads.first {
          #expect(bench["row_\(element)_address"] == accepted.address % (1 << 16))
          // The word stays until the next read.
          words[element] = noise.integer(0...Int.max)
          waiting.append(words[element])
        } else {
          waiting.append(0)
          unmapped += 1
        }
        request = nil
      } else {
        #expect(reads == [])
      }
      try bench.simulation.step()
    }
    #expect(answers > 1000 && unmapped > 100)
  }
}
