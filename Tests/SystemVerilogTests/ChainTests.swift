import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

/// Arrays of which each element depends on the one before in the same cycle. As vectors they may
/// look like loops to Verilator.
@Suite struct ChainTests {
  private final class Link: SampleModule {
    let value = input(.bits(8))
    let before = input(.bits(8))
    let sum = output(.bits(8))
    var body: Behavior { sum <== before ^ value }
  }

  /// Through instances.
  private final class Instances: SampleModule {
    let values = (0..<6).map { _ in input(.bits(8)) }
    let last = output(.bits(8))
    let link = (0..<6).map { _ in Link() }

    var body: Behavior {
      for (index, link) in link.enumerated() {
        link.value <== values[index]
        link.before <== (index == 0 ? values[5] : self.link[index - 1].sum)
      }
      last <== link[5].sum
    }
  }

  /// Through instances and what the module computes between them.
  private final class Between: SampleModule {
    let values = (0..<6).map { _ in input(.bits(8)) }
    let sums = (0..<6).map { _ in output(.bits(8)) }
    let link = (0..<6).map { _ in Link() }

    var body: Behavior {
      for (index, link) in link.enumerated() {
        link.value <== values[index]
        link.before <== (index == 0 ? values[5] : ~self.link[index - 1].sum)
        sums[index] <== link.sum
      }
    }
  }

  /// Through the module's own assignments.
  private final class Assignments: SampleModule {
    let values = (0..<6).map { _ in input(.bits(8)) }
    let last = output(.bits(8))
    let sums = (0..<6).map { _ in wire(.bits(8)) }

    var body: Behavior {
      for index in 0..<6 { sums[index] <== values[index] ^ (index == 0 ? 0 : sums[index - 1]) }
      last <== sums[5]
    }
  }

  /// Through instances, one of them behind a block that reads the array.
  private final class Blocks: SampleModule {
    let values = (0..<6).map { _ in input(.bits(8)) }
    let sums = (0..<6).map { _ in output(.bits(8)) }
    let link = (0..<6).map { _ in Link() }
    let chosen = wire(.bits(8))

    var body: Behavior {
      chosen <== link[1].sum
      when(values[0][0]) { chosen <== ~link[0].sum }
      for (index, link) in link.enumerated() {
        link.value <== values[index]
        link.before <== (index == 0 ? values[5] : index == 2 ? chosen : self.link[index - 1].sum)
        sums[index] <== link.sum
      }
    }
  }

  private func files(_ module: any Module) throws -> [EmittedFile] {
    SystemVerilogEmitter().emit(try elaborate(module))
  }

  @Test("A chain of instances is a loop")
  func instances() throws {
    let text = try #require(files(Instances()).last?.text)
    #expect(text.contains("  for (genvar i = 1; i < 6; i++) begin : gen_link\n"))
    #expect(text.contains(".before_i(link_sum[8*i - 8 +: 8]),"))
  }

  @Test("A chain of assignments keeps its elements apart")
  func assignments() throws {
    let text = try #require(files(Assignments()).last?.text)
    #expect(text.contains("  assign sums_1 = values_i[15:8] ^ sums_0;\n"))
  }

  @Test("All readers take chains without a word")
  func silent() throws {
    for module in [Instances(), Between(), Assignments(), Blocks()] as [any Module] {
      let files = try files(module)
      let top = try #require(files.last).name.dropLast(3)
      try expectSilence(of: files.map { ($0.name, $0.text) }, top: String(top))
    }
  }
}
