import BenchSupport
import HardwareDSL
import SimulationInterface
import TestSupport
import Testing

@testable import HardwareLibrary

/// What becomes of requests before they are bursts.
@Suite("Requests to a memory", .simulated)
struct RequestTests {
  static let windows = [
    "windows_0_first": 0x400, "windows_0_last": 0x1fff, "windows_0_is_open": 1,
    "windows_1_first": 0x2345, "windows_1_last": 0x3fff, "windows_1_is_open": 1,
    "windows_2_first": 0x100, "windows_2_last": 0x17f, "windows_2_is_open": 1,
    "windows_3_first": 0, "windows_3_last": 0x3fff, "windows_3_is_open": 0,
  ]

  /// First and last byte, access, and whether the request ends, of each range.
  private static func ranges(_ request: TransferPlan.Request, isRefused: Bool) -> [[Int]] {
    if request.isEmpty { return [[2, 1]] }
    return request.ranges.enumerated().map { index, range in
      let mask = TransferPlan.memoryBytes - 1
      return [
        range.address & mask, (range.address + range.bytes - 1) & mask, isRefused ? 1 : 0,
        index == request.rows - 1 ? 1 : 0,
      ]
    }
  }

  /// Of a range without bytes the addresses mean nothing.
  private static func known(_ run: StreamRun) -> [[Int]] {
    (run.received["output"] ?? []).map { item in
      let fields = item.fields.map { $0.integer ?? -1 }
      return fields[2] == 2 ? [2, fields[3]] : fields
    }
  }

  private func expectRanges(
    of unit: @autoclosure () -> any Module, _ requests: [TransferPlan.Request],
    _ fields: (TransferPlan.Request) -> [Int]
  ) async throws {
    let plan = TransferPlan(dataBits: 8, beatsMax: 1)
    try await verifyStreams(
      of: unit(), items: requests.count, holding: Self.windows,
      shape: { _, _ in requests.map(fields) },
      { run in
        let expected = requests.flatMap { Self.ranges($0, isRefused: plan.isRefused($0)) }
        return difference(Self.known(run), expected)
      })
  }

  @Test("A request is allowed inside one open window alone", .simulatedInAll)
  func linear() async throws {
    let requests = TransferPlan.requests(300, bytesMax: 8191, seed: 1)
    try await expectRanges(
      of: LinearRequests(addressBits: 14, bytesBits: 13, windows: 4), requests
    ) { [$0.address, $0.bytes] }
  }

  @Test("Rows are allowed where all of them lie in one open window", .simulatedInAll)
  func strided() async throws {
    let requests = TransferPlan.strided(300, bytesMax: 300, seed: 1)
    try await expectRanges(
      of: StridedRequests(addressBits: 14, bytesBits: 9, rowsBits: 4, windows: 4), requests
    ) { [$0.address, $0.bytes, $0.rows, $0.pitch] }
  }

  @Test("All rows are allowed or none", .simulatedInAll)
  func check() async throws {
    let requests = TransferPlan.strided(300, bytesMax: 300, seed: 2)
    let plan = TransferPlan(dataBits: 8, beatsMax: 1)
    try await verifyStreams(
      of: StrideCheck(
        RequestSizes(addressBits: 14, bytesBits: 9, windows: 4), rowsBits: 4),
      holding: Self.windows,
      shape: { _, _ in requests.map { [$0.address, $0.bytes, $0.rows, $0.pitch] } },
      { run in
        let got = (run.received["output"] ?? []).map { $0.fields.map { $0.integer ?? -1 } }
        let expected = requests.map { request in
          request.isEmpty
            ? [2]
            : [
              request.address, (request.address + request.bytes - 1) & 0x3fff, request.rows,
              request.pitch, plan.isRefused(request) ? 1 : 0,
            ]
        }
        return difference(got.map { $0[4] == 2 ? [2] : $0 }, expected)
      })
  }

  @Test("Rows are a pitch apart", .simulatedInAll)
  func walker() async throws {
    func lawful(_: String, _ items: [[Int]]) -> [[Int]]? {
      items.map { [$0[0], $0[1], max(1, $0[2] & 7), $0[3], $0[4] % 3] }
    }
    try await verifyStreams(
      of: StrideWalker(addressBits: 14, rowsBits: 4), shape: lawful
    ) { run in
      let expected = (run.sent["input"] ?? []).flatMap { item -> [[Int]] in
        let rows = item.map { $0.integer ?? 0 }
        if rows[4] == 2 { return [[rows[0], rows[1], 2, 1]] }
        return (0..<rows[2]).map { row in
          [
            (rows[0] + row * rows[3]) & 0x3fff, (rows[1] + row * rows[3]) & 0x3fff, rows[4],
            row == rows[2] - 1 ? 1 : 0,
          ]
        }
      }
      return run.gives("output", expected.map { $0.map { PortValue($0) } })
        ?? run.keeps("output", every: 1)
    }
  }

  @Test(
    "The first row comes after three cycles and one for each bit of the other rows",
    arguments: [(1, 3), (2, 4), (3, 5), (4, 5), (5, 6), (15, 7)])
  func latency(rows: Int, cycles: Int) async throws {
    let bench = try await Bench(
      StridedRequests(addressBits: 14, bytesBits: 9, rowsBits: 4, windows: 4),
      pulses: ["input_valid"])
    try bench.hold(Self.windows)
    try bench.hold([
      "input_address": 0x400, "input_bytes": 8, "input_rows": rows, "input_pitch": 8,
      "output_ready": 1,
    ])
    let request = try bench.step(["input_valid": 1])
    while bench["output_valid"] == 0 { try bench.step(["input_valid": 1]) }
    #expect(bench.cycle == request + cycles)
  }

  @Test(
    "Each window counts by itself", arguments: 0..<4, [TestedMaster.Asking.linear, .strided])
  func alone(window: Int, asking: TestedMaster.Asking) async throws {
    func first(_ window: Int) -> Int { 0x1000 * window + 0x100 }
    func unit() -> any Module {
      switch asking {
      case .linear: LinearRequests(addressBits: 14, bytesBits: 13, windows: 4)
      case .strided: StridedRequests(addressBits: 14, bytesBits: 9, rowsBits: 4, windows: 4)
      }
    }
    let bench = try await Bench(unit(), pulses: ["input_valid"])
    for other in 0..<4 {
      try bench.hold([
        "windows_\(other)_first": first(other), "windows_\(other)_last": first(other) + 31,
        "windows_\(other)_is_open": other == window ? 1 : 0,
      ])
    }
    try bench.hold(["input_bytes": asking == .linear ? 32 : 16, "output_ready": 0])
    if asking == .strided { try bench.hold(["input_rows": 2, "input_pitch": 16]) }
    for other in 0..<4 {
      for move in [0, 1, -1] {
        try bench.hold(["input_address": first(other) + move, "output_ready": 0])
        while bench["output_valid"] == 0 { try bench.step(["input_valid": 1]) }
        #expect(bench["output_access"] == (other == window && move == 0 ? 0 : 1))
        try bench.hold(["output_ready": 1])
        for _ in 0..<12 { try bench.step(["input_valid": 0]) }
      }
    }
  }

  @Test("A request is looked at with the windows of its time", arguments: [0, 1])
  func closing(isOpen: Int) async throws {
    let bench = try await Bench(
      LinearRequests(addressBits: 14, bytesBits: 13, windows: 1), pulses: ["input_valid"])
    try bench.hold(["windows_0_first": 0, "windows_0_last": 99, "output_ready": 0])
    try bench.hold(["windows_0_is_open": isOpen])
    try bench.step(["input_valid": 1, "input_address": 10, "input_bytes": 90])
    try bench.step()
    try bench.hold(["windows_0_is_open": 1 - isOpen])
    for _ in 0..<3 {
      try bench.step()
      #expect(bench["output_valid"] == 1)
      #expect(bench["output_access"] == 1 - isOpen)
    }
  }

  @Test(
    "Ranges are split at blocks of the longest burst",
    arguments: [
      (8, 1), (8, 16), (64, 1), (64, 4), (64, 256), (1024, 256), (1024, 2),
    ])
  func splitter(dataBits: Int, beatsMax: Int) async throws {
    let plan = TransferPlan(dataBits: dataBits, beatsMax: beatsMax)
    let ranges = TransferPlan.requests(80, bytesMax: 24 * plan.dataBytes, seed: 2).map {
      ($0.address, $0.isEmpty, min($0.last, 0x3fff))
    }
    func fields(_ range: (address: Int, isEmpty: Bool, last: Int), _ index: Int) -> [Int] {
      [range.address, range.last, range.isEmpty ? 2 : index & 1, index >> 1 & 1]
    }
    try await verifyStreams(
      of: BurstSplitter(addressBits: 14, dataBits: dataBits, beatsMax: beatsMax),
      shape: { _, _ in ranges.enumerated().map { fields($1, $0) } },
      { run in
        let got = (run.received["output"] ?? []).map { $0.fields.map { $0.integer ?? -1 } }
        let expected = ranges.enumerated().flatMap { index, range -> [[Int]] in
          let fields = fields(range, index)
          if range.1 { return [[2, 1, fields[3]]] }
          let bursts = plan.bursts(
            TransferPlan.Range(address: range.0, bytes: range.2 - range.0 + 1))
          return bursts.enumerated().map { number, burst in
            let isLast = number == bursts.count - 1
            let lane = (burst.address + burst.bytes - 1) % plan.dataBytes
            return [
              burst.address, plan.beats(burst) - 1, lane, fields[2], isLast ? 1 : 0,
              isLast ? fields[3] : 0,
            ]
          }
        }
        let known = got.map { $0[3] == 2 ? [2, $0[4], $0[5]] : $0 }
        return difference(known, expected) ?? run.keeps("output", every: 1)
      })
  }

  @Test("A request has one result, with its first error", .simulatedInAll)
  func results() async throws {
    try await verifyStreams(of: TransferResults(addressBits: 12)) { run in
      var expected: [[Int]] = []
      var first: [Int]?
      for part in (run.sent["input"] ?? []).map({ $0.map { $0.integer ?? 0 } }) {
        if first == nil, part[0] != 0 { first = [part[0], part[1]] }
        if part[2] == 1 {
          expected.append(first ?? [0])
          first = nil
        }
      }
      let got = (run.received["output"] ?? []).map { $0.fields.map { $0.integer ?? -1 } }
      return difference(got.map { $0[0] == 0 ? [0] : $0 }, expected)
        ?? run.keeps("input", every: 1)
    }
  }

  @Test("Both streams of an ordered fork have every item, the first one first", .simulatedInAll)
  func fork() async throws {
    try await verifyStreams(of: OrderedFork { Item($0(.bits(33))) }) { run in
      let sent = run.sent["input"]
      if let mistake = run.gives("first", sent) ?? run.gives("second", sent) { return mistake }
      let cycles = { (name: String) in (run.received[name] ?? []).map(\.cycle) }
      let isLate = zip(cycles("first"), cycles("second")).contains { $0 > $1 }
      return isLate ? "an item was first in the second" : run.keeps("second", every: 1)
    }
  }
}
