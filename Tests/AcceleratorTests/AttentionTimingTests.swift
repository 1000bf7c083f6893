import AttentionSpec
import Foundation
import HardwareDSL
import Synthesis
import TestSupport
import Testing

@testable import Accelerator

/// Cells and memories, which this machine may have beside the repository.
private let cells = URL(filePath: #filePath)
  .appending(path: "../../../../shared/pdk").standardized.path

/// How fast and how large the accelerator of attention is, as the paper's preset has it.
@Suite(
  "Timing of the accelerator of attention", .serialized,
  .enabled(if: Tool.yosys.isInstalled && Tool.openSTA.isInstalled, "yosys or sta is missing"),
  .enabled(if: FileManager.default.fileExists(atPath: cells), "no cells beside the project"),
  .enabled(if: TestExtent.current == .all, "at night"))
struct AttentionTimingTests {
  private static let configuration = AcceleratorConfiguration(
    name: "vitcod_64x8", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(
      tokens: 255, headDimension: 64,
      heads: 4),
    memory: MemoryShape(banks: 16, queries: 1184, keys: 1776, values: 1184))

  /// A library, and the period in ns that paths are held against.
  private static let clocks = [("asap7_rvt_tt.lib.gz", 1.0), ("sky130hd_tt.lib.gz", 7.0)]

  @Test("The paper's preset meets its clock, and most of its logic multiplies", arguments: clocks)
  func clock(library: String, period: Double) async throws {
    let table = "\(cells)/sram.csv"
    let report = try await synthesize(
      elaborate(AcceleratorTop(Self.configuration)),
      SynthesisSettings(
        libraryPath: "\(cells)/\(library)",
        memories: MemoryTable(csv: String(contentsOfFile: table, encoding: .utf8), path: table)))
    print(Self.summary(report))
    let path = try #require(report.longestPath)
    #expect(path <= period, "\(path) ns")
    let share = Self.multiplyingShare(report)
    #expect(share >= 0.45, "\(share) of the logic")
  }

  @Test("The paper's preset has at most 320 KB on chip")
  func memory() throws {
    let circuit = try elaborate(AcceleratorTop(Self.configuration))
    var counts = [circuit.top.name: 1]
    var bits = 0
    // Parents come after their children.
    for module in circuit.modules.reversed() {
      let count = counts[module.name] ?? 0
      for instance in module.instances { counts[instance.module, default: 0] += count }
      for memory in module.memories {
        let size = memory.depth * memory.word.width
        bits += count * size
        print(
          "\(module.name).\(memory.name): \(memory.depth) x \(memory.word.width) bits, \(count) "
            + "times, \(Double(count * size) / 8192) KB")
      }
    }
    print("All memories: \(Double(bits) / 8192) KB")
    #expect(bits <= 320 * 8192)
  }

  /// Of MACs, their lines and those of the decoder among the logic.
  private static func multiplyingShare(_ report: SynthesisReport) -> Double {
    report.modules.filter {
      $0.name.hasPrefix("mac_") || $0.name.hasPrefix("decoder_line_")
    }.reduce(0) { $0 + $1.share }
  }

  private static func summary(_ report: SynthesisReport) -> String {
    let path = report.longestPath ?? 0
    var lines = [
      "\(report.library): \(path) ns, logic \(report.logicArea) um2, of which MACs, lines and "
        + "decoder lines \(multiplyingShare(report)), memories \(report.memoryArea ?? 0) um2"
    ]
    for module in report.modules {
      let first = module.paths.first
      lines.append(
        "  \(module.name) x \(module.instances): \(module.area) um2, \(module.share), "
          + "\(first?.delay ?? 0) ns \(first?.start ?? "") -> \(first?.end ?? "")")
    }
    for path in report.modules.first(where: { $0.name == report.design })?.paths ?? [] {
      lines.append("  path \(path)")
    }
    return lines.joined(separator: "\n")
  }
}
