import AttentionSpec
import Foundation
import HardwareDSL
import SystemVerilog
import Testing

@testable import Accelerator

@Test func look() throws {
  for (lines, macs, elements) in [(64, 8, 8), (2, 4, 1), (5, 8, 5), (16, 16, 4)] {
    let configuration = AcceleratorConfiguration(
      name: "vitcod_\(lines)x\(macs)",
      array: ArrayShape(lines: lines, macsPerLine: macs, elements: elements),
      capacity: Capacity(
        tokens: 256, headDimension: 64, tokensPerBank: 48 * 8 / elements,
        queriesPerElement: 48 * 8 / elements, slots: 1536),
      accumulatorBits: 24)
    try configuration.validate()
    do {
      let circuit = try elaborate(SparserEngine(configuration))
      let files = SystemVerilogEmitter().emit(circuit)
      try? FileManager.default.createDirectory(
        atPath: "/tmp/play/\(configuration.name)", withIntermediateDirectories: true)
      for file in files {
        try file.text.write(
          toFile: "/tmp/play/\(configuration.name)/\(file.name)", atomically: true, encoding: .utf8)
      }
    } catch {
      print(error)
      throw error
    }
  }
}
