import BenchSupport
import Foundation
import HardwareDSL
import HardwareIR
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

/// Somebody else's AXI4 memory, and a model of what requests lead to, in Icarus.
@Suite(
  "cocotb's AXI memory and masters", .enabled(if: CocotbRun.isPossible, "\(CocotbRun.absence)"))
struct MasterClientTests {
  /// Masters of all kinds, and what goes in a burst of theirs.
  struct Joined: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let beatsMax: Int
    let module: @Sendable () -> any Module

    static let all = [
      Joined(testDescription: "32 bits, bursts of 4", beatsMax: 4) {
        JoinedMasters(
          TestedMaster.linear, TestedMaster.strided, dataBits: 32, beatsMax: 4, outstanding: 3)
      },
      Joined(testDescription: "128 bits, bursts of 256", beatsMax: 256) {
        JoinedMasters(
          TestedMaster.strided, TestedMaster.linear, dataBits: 128, beatsMax: 256, outstanding: 8)
      },
    ]
    static let tried = Array(all.prefix(TestExtent.current.choose(daily: 1, all: 2)))
  }

  private func run(
    _ circuit: Circuit, beatsMax: Int, requests: Int, seed: Int
  ) throws -> (Int32, String) {
    let files = SystemVerilogEmitter().emit(circuit).map { ($0.name, $0.text) }
    let test = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Cocotb/test_joined_masters.py")
    let result = try CocotbRun(
      top: circuit.top.name, files: files, test: test,
      settings: ["BEATS_MAX": "\(beatsMax)", "REQUESTS": "\(requests)", "SEED": "\(seed)"]
    ).run()
    return (result.status, result.output)
  }

  @Test(
    "Of some hundred random requests, and ten thousand at night, nothing is wrong",
    arguments: Joined.tried)
  func client(_ joined: Joined) throws {
    let count = TestExtent.current.choose(daily: 400, all: 5_000)
    let (status, output) = try run(
      elaborate(joined.module(), .strict), beatsMax: joined.beatsMax, requests: count, seed: 1)
    #expect(status == 0, "\(output)")
    // Nor does a claim in the text fail.
    #expect(!output.contains("ERROR:"), "\(output)")
  }

  /// A signal of a master, and where it is stuck.
  struct Stuck: CustomTestStringConvertible, Sendable {
    let signal: String
    let value: Int
    var type = HardwareType.bit

    var testDescription: String { "\(signal) at \(value)" }
  }

  @Test(
    "It does not pass whatever it is given",
    arguments: [
      // The windows, the bursts, the lanes, the ends of ranges, the strobes, and the first error.
      Stuck(signal: "is_inside", value: 1), Stuck(signal: "is_in_last", value: 1),
      Stuck(signal: "skips", value: 0), Stuck(signal: "output_is_last_o", value: 0),
      Stuck(signal: "behind", value: 0, type: .unsigned(2)),
      Stuck(signal: "so_far", value: 0, type: .unsigned(2)),
    ])
  func notices(_ stuck: Stuck) throws {
    let joined = Joined.all[0]
    let circuit = try elaborate(joined.module(), .strict)
    let broken = circuit.sticking(stuck.signal, at: stuck.value, stuck.type)
    let isChanged = broken != circuit
    #expect(isChanged)
    let (status, output) = try run(broken, beatsMax: joined.beatsMax, requests: 400, seed: 1)
    #expect(status == 1 && output.contains("AssertionError"), "\(output)")
  }
}
