import AttentionCompiler
import AttentionSpec
import NetworkSpec
import TestSupport
import Testing

@testable import CoSimulation
@testable import vitcod

@Suite("Report of the hardware")
struct HardwareReportTests {
  private let configuration = AcceleratorConfiguration(
    name: "one", array: ArrayShape(lines: 1, macsPerLine: 1, elements: 1),
    capacity: Capacity(
      tokens: 4, headDimension: 4))

  /// A head of which no value was seen but the outputs, one of which is perhaps wrong.
  private func head(_ name: String, isWrong: Bool) throws -> CoSimulation.HeadReport {
    let job = try HeadJob(
      name: name, input: .random(tokens: 2, headDimension: 1, seed: 1),
      mask: .dense(tokens: 2), configuration: configuration)
    var trace = HeadTrace(output: job.expected.output)
    let entries = EntryOrder(job).entries
    func values(_ numbers: [Int]) -> [TracedValue] {
      numbers.enumerated().map { TracedValue(cycle: 10 + $0, value: $1) }
    }
    trace.scores = entries.map {
      values($0.map { Int(job.expected.scores[$0.query, $0.position]) })
    }
    trace.numerators = entries.map {
      values($0.map { Int(job.expected.numerators[$0.query, $0.position]) })
    }
    trace.rowSums = job.schedule.rowsOfElement.map {
      values($0.map { job.expected.rowSums[$0] })
    }
    trace.outputCycles = [[20, 21]]
    trace.sddmmIssues = [8]
    trace.spmmIssues = [12]
    trace.loadCycles = 5
    trace.readCycles = 3
    if isWrong { trace.output[1, 0] ^= 1 }
    return HeadReport(job, trace, Comparison(job, trace))
  }

  private func report(_ runs: [ImageRun]) throws -> HardwareReport {
    let shape = try NetworkShape(
      channels: 1, imageSide: 1, patchSide: 1, width: 1, heads: 1, blocks: 1, hidden: 1, classes: 2)
    return HardwareReport(runs, shape: shape, configuration: configuration)
  }

  @Test("One exact image, in the singular")
  func exact() throws {
    let report = try report([
      ImageRun(
        expected: [3, 4], logits: [3, 4],
        heads: [head("image 0 block 0 head 0", isWrong: false)])
    ])
    #expect(report.exactImages == 1 && report.divergence == nil && report.labels == [1])
    expectText(
      report.text.joined(separator: "\n"),
      is: """
        Cycles of one, 1 MAC in 1 element; 1 image:
        block       kept     load    sddmm    use     spmm    use   compute     read     exact
        0              4        5        6  66.7%       10  40.0%        14        3       1/1
        total          4        5        6  66.7%       10  40.0%        14        3       1/1
        Load, compute and read, which do not overlap yet: 22 cycles, 36.4% of them used.
        12 values of 1 head and all logits compared; 1 of 1 image exact.
        """)
  }

  @Test("The first head that differs is named, even if the logits agree")
  func wrongHead() throws {
    let report = try report([
      ImageRun(
        expected: [3, 4], logits: [3, 4],
        heads: [head("image 0 block 0 head 0", isWrong: false)]),
      ImageRun(
        expected: [3, 4], logits: [3, 4], heads: [head("image 1 block 0 head 0", isWrong: true)]),
    ])
    #expect(report.exactImages == 1 && report.total.exactHeads == 1)
    let start = "image 1 block 0 head 0, output, query 1, feature 0, cycle 21: expected "
    #expect(report.divergence?.hasPrefix(start) == true, "\(report.divergence ?? "")")
    #expect(report.divergence?.hasSuffix("(1 of 2 outputs differ)") == true)
    #expect(
      report.text.last == "24 values of 2 heads and all logits compared; 1 of 2 images exact.")
  }

  @Test("Logits that differ behind exact heads are a failure of their own")
  func wrongLogits() throws {
    let report = try report([
      ImageRun(
        expected: [3, 4], logits: [4, 3],
        heads: [head("image 0 block 0 head 0", isWrong: false)])
    ])
    #expect(report.exactImages == 0)
    #expect(report.divergence == "image 0, logits: expected [3, 4], got [4, 3]")
  }
}
