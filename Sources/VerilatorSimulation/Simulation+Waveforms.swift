import Foundation

extension Simulation {
  /// Starts to write an FST file of some cycles, which GTKWave and Surfer open.
  ///
  /// All signals of a large design cost most of the speed: give the window of interest, or a depth.
  ///
  /// - Parameters:
  ///   - path: The file. It is complete after the window, `stopWaveform()`, or the end of the
  ///     simulation.
  ///   - cycles: The cycles to write; all that follow unless given.
  ///   - depth: Levels of hierarchy, 1 for the top module alone; all of them unless given.
  /// - Throws: `SimulationError.invalidRequest` if the simulation was created without waveforms or
  ///   the file cannot be written.
  public func startWaveform(
    _ path: String, cycles: Range<Int>? = nil, depth: Int? = nil
  ) throws {
    guard waveforms == .fst else {
      throw SimulationError.invalidRequest(
        "This simulation of \(design.topName) has no waveforms; create it with waveforms: .fst.")
    }
    let first = UInt64(max(0, cycles?.lowerBound ?? 0))
    let past = cycles.map { UInt64(max(0, $0.upperBound)) } ?? UInt64.max
    // The FST writer removes whatever stands at the path, and some versions of Verilator do not
    // notice that they cannot write.
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    let isFree = kind == nil || kind == .typeRegular
    let isWritable = isFree && FileManager.default.createFile(atPath: path, contents: nil)
    let levels = UInt32(max(0, depth ?? 0))
    guard isWritable, verilated.library.traceOpen(verilated.handle, path, first, past, levels) == 1
    else {
      throw SimulationError.invalidRequest(
        "The waveform file \(path) cannot be written; give a plain file in a folder that exists.")
    }
  }

  public func stopWaveform() { verilated.library.traceClose(verilated.handle) }
}
