import AttentionSpec
import Foundation
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing
import VerilatorSimulation

@testable import Accelerator
@testable import CoSimulation

@Suite("Save files for waveforms of the accelerator")
struct AttentionWaveformTests {
  private static let configurations = [AttentionRunTests.small, RandomRuns.configurations[1]]

  private static func placed(
    _ configuration: AcceleratorConfiguration, _ form: ArrayForm, _ taps: TapPorts
  ) throws -> (view: PlacedWaveformView, files: [EmittedFile]) {
    let circuit = try elaborate(AcceleratorTop(configuration), .strict)
    let emitter = SystemVerilogEmitter(arrays: form, taps: taps)
    return (
      PlacedWaveformView(.attention(circuit), of: circuit, emitter), emitter.emit(circuit)
    )
  }

  /// The paths of a save file, without the root.
  private static func paths(_ text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("TOP.") }.map { String($0.dropFirst(4)) }
  }

  @Test(
    "Every signal is declared in the text, in both forms", arguments: configurations,
    [ArrayForm.rolled, .unrolled])
  func declared(_ configuration: AcceleratorConfiguration, _ form: ArrayForm) throws {
    let (view, files) = try Self.placed(configuration, form, .omitted)
    #expect(view.missing == [])
    let text = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
    let paths = Self.paths(GTKWaveFile.text(view))
    #expect(paths.count > 200)
    let hierarchy = TextHierarchy(text)
    let absent = paths.filter { !hierarchy.declares($0) }
    #expect(absent == [])
  }

  @Test("Taps change no name of the view", arguments: [ArrayForm.rolled, .unrolled])
  func taps(_ form: ArrayForm) throws {
    let with = try Self.placed(AttentionRunTests.small, form, .kept).view
    let without = try Self.placed(AttentionRunTests.small, form, .omitted).view
    #expect(GTKWaveFile.text(with) == GTKWaveFile.text(without))
  }

  @Test("A depth leaves out what a waveform of so many levels does not have")
  func depth() throws {
    let view = try Self.placed(AttentionRunTests.small, .unrolled, .kept).view
    for depth in 1...5 {
      let paths = Self.paths(GTKWaveFile.text(view, depth: depth))
      #expect(!paths.isEmpty)
      #expect(paths.allSatisfy { $0.split(separator: ".").count - 1 <= depth })
    }
  }

  @Test("States have their names, and scores their sign")
  func formats() throws {
    let view = try Self.placed(AttentionRunTests.small, .unrolled, .kept).view
    let lines = GTKWaveFile.text(view).split(separator: "\n")
    func format(_ ending: String) throws -> Substring? {
      let place = try #require(lines.firstIndex { $0.hasSuffix(ending) }, "\(ending)")
      return lines[..<place].last { $0.hasPrefix("@") }
    }
    #expect(try format("u_control.state_q[1:0]") == "@100000028")
    #expect(try format("u_reader.phase_q[2:0]") == "@100000028")
    #expect(try format("u_softmax.score_value_i[18:0]") == "@420")
    #expect(try format("m_axi_araddr[31:0]") == "@22")
    #expect(try format("u_dispatcher.rows_token_i[4:0]") == "@24")
    #expect(try format(".irq_o") == "@28")
  }

  @Test("A real waveform has every signal, by the very name")
  func traced() async throws {
    let circuit = try elaborate(AcceleratorTop(AttentionRunTests.small), .strict)
    let forms = TestExtent.current.choose(daily: [ArrayForm.unrolled], all: [.unrolled, .rolled])
    for form in forms {
      let emitter = SystemVerilogEmitter(arrays: form, taps: .kept)
      let design = DesignUnderTest(circuit, emitter: emitter).builtQuickly
      let simulation = try await Simulation(of: design, waveforms: .fst)
      let path = NSTemporaryDirectory() + UUID().uuidString + ".fst"
      defer { try? FileManager.default.removeItem(atPath: path) }
      try simulation.startWaveform(path)
      try simulation.reset()
      try simulation.step(3)
      simulation.stopWaveform()
      let names = try WaveformNames.read(path)
      let saved = try GeneratedAccelerator(AttentionRunTests.small).saveFile(of: design)
      let shown = saved.text.split(separator: "\n").filter { $0.hasPrefix("TOP.") }
      #expect(shown.count > 200)
      let absent = shown.filter { !names.contains(String($0)) }
      #expect(absent == [], "\(form)")
    }
  }
}
