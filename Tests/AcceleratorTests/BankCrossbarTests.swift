import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Bank crossbar", .simulated)
struct BankCrossbarTests {
  static let ports = 3
  static let lines = 2

  static func bench(seed: UInt64 = 1) async throws -> Bench {
    try await Bench(
      BankCrossbar(ports: ports, lines: lines, wordBits: 16, bankBits: 2, addressBits: 4),
      pulses: (0..<ports).map { "port_\($0)_enable" }, seed: seed)
  }

  struct Request: Equatable {
    var bank: Int
    var address: Int
  }

  static func inputs(_ requests: [Request?]) -> [String: Int] {
    var inputs: [String: Int] = [:]
    for (port, request) in requests.enumerated() {
      guard let request else { continue }
      inputs["port_\(port)_enable"] = 1
      inputs["port_\(port)_bank"] = request.bank
      inputs["port_\(port)_address"] = request.address
    }
    return inputs
  }

  /// What a bank holds.
  static func content(_ request: Request, line: Int) -> Int {
    (request.bank * 16 + request.address) * 257 + line
  }

  @Test(
    "Ports that agree share a bank; each gets its word a cycle later", .simulatedInAll,
    arguments: [1, 2])
  func multicast(seed: UInt64) async throws {
    var noise = TestRandom(seed: seed)
    let bench = try await Self.bench(seed: seed)
    var before: [Request?] = Array(repeating: nil, count: Self.ports)
    var shared = 0
    for cycle in 0..<2000 {
      let addresses = (0..<Self.ports).map { _ in noise.integer(0...15) }
      let requests = (0..<Self.ports).map { _ -> Request? in
        guard noise.chance(perMille: 800) else { return nil }
        let bank = noise.integer(0...Self.ports - 1)
        return Request(bank: bank, address: addresses[bank])
      }
      var inputs = Self.inputs(requests)
      // The banks answer the requests of the cycle before; others carry noise.
      for request in before.compactMap({ $0 }) {
        for line in 0..<Self.lines {
          inputs["bank_\(request.bank)_words_\(line)"] = Self.content(request, line: line)
        }
      }
      try bench.set(inputs)
      for (port, request) in before.enumerated() {
        guard let request else { continue }
        for line in 0..<Self.lines {
          guard bench["port_\(port)_words_\(line)"] == Self.content(request, line: line) else {
            Issue.record("seed \(seed), cycle \(cycle): port \(port) gets another word")
            return
          }
        }
      }
      for bank in 0..<Self.ports {
        let wanted = requests.compactMap { $0 }.filter { $0.bank == bank }
        shared += wanted.count > 1 ? 1 : 0
        guard bench["bank_\(bank)_enable"] == (wanted.isEmpty ? 0 : 1),
          wanted.isEmpty || bench["bank_\(bank)_address"] == wanted[0].address
        else {
          Issue.record("seed \(seed), cycle \(cycle): bank \(bank) is asked for another word")
          return
        }
      }
      try bench.simulation.step()
      before = requests
    }
    #expect(shared > 500)
  }

  @Test("Two ports that want different words of a bank are reported, with the cycle")
  func conflict() async throws {
    let bench = try await Self.bench()
    for (first, second) in [(0, 1), (1, 2), (2, 0)] {
      for (address, other) in [(5, 1), (1, 5), (3, 12), (0, 15), (7, 8), (14, 15)] {
        try bench.idle(2)
        var requests: [Request?] = Array(repeating: nil, count: Self.ports)
        requests[first] = Request(bank: 2, address: address)
        requests[second] = Request(bank: 2, address: other)
        let cycle = bench.cycle
        let failure = try failure { try bench.step(Self.inputs(requests)) }
        #expect(failure.cycle == cycle)
        #expect(failure.text.contains("BankServesPort"))
      }
    }
  }

  @Test("A bank that does not exist is reported")
  func noBank() async throws {
    let bench = try await Self.bench()
    let failure = try failure {
      try bench.step(Self.inputs([nil, Request(bank: 3, address: 1), nil]))
    }
    #expect(failure.text.contains("BankServesPort1"))
  }
}
