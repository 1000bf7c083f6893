import AttentionSpec
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

@testable import Accelerator

@Suite("Emitted text of the accelerator of layers")
struct AttentionTextTests {
  private static let configurations =
    [AttentionRunTests.small, RandomRuns.configurations[1], EstimateTests.preset].prefix(
      TestExtent.current.choose(daily: 1, all: 3))

  @Test("All tools take it without a word, with its claims and without", arguments: configurations)
  func silence(_ configuration: AcceleratorConfiguration) throws {
    let circuit = try elaborate(AcceleratorTop(configuration), .strict)
    let files = SystemVerilogEmitter().emit(circuit).map { ($0.name, $0.text) }
    for claims in ClaimReading.allCases {
      try expectSilence(of: files, top: configuration.name, claims: claims)
    }
  }
}
