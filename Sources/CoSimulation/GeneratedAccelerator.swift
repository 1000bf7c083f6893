import Accelerator
import AttentionSpec
import HardwareDSL
import SystemVerilog
import VerilatorSimulation

/// The RTL of one configuration.
public struct GeneratedAccelerator: Sendable {
  public let configuration: AcceleratorConfiguration
  public let circuit: Circuit

  /// - Throws: `Refusal` for a configuration that breaks a rule, or whose name the design cannot
  ///   have; `DiagnosticError` never, unless the generator itself is wrong.
  public init(_ configuration: AcceleratorConfiguration) throws {
    try configuration.validate()
    self.configuration = configuration
    do {
      circuit = try elaborate(AcceleratorTop(configuration), .strict)
    } catch let error as DiagnosticError where error.isOfName(configuration.name) {
      throw try Self.refusal(ofName: configuration, error.diagnostics)
    }
    let names = SystemVerilogEmitter.fileNames(of: circuit)
    guard Set(names).count == names.count else {
      throw try Self.refusal(ofName: configuration, [])
    }
  }

  /// Says who else has the name, which the same design under another name shows.
  private static func refusal(
    ofName configuration: AcceleratorConfiguration, _ diagnostics: [Diagnostic]
  ) throws -> Refusal {
    var renamed = configuration
    renamed.name = "vitcod_top"
    let circuit = try elaborate(AcceleratorTop(renamed))
    let name = configuration.name
    let owner =
      if SystemVerilogEmitter.fileNames(of: circuit).contains(name + ".sv") {
        "is that of another module of the design"
      } else if circuit.top.ports.contains(where: { $0.name == name }) {
        "is that of a port of the module"
      } else if diagnostics.contains(where: { $0.message.contains("reserved word") }) {
        "is a reserved word of SystemVerilog"
      } else {
        "is that of a signal or part of the module"
      }
    return Refusal("The name \"\(name)\" \(owner); choose another, such as vitcod_64x8.")
  }

  /// One file per module, in compilation order; for readers and other tools arrays stay arrays.
  public func printed(
    _ arrays: ArrayForm = .rolled, taps: TapPorts = .omitted
  ) -> [EmittedFile] {
    Self.emitter(configuration, arrays, taps).emit(circuit)
  }

  /// The design of text that was printed and may have been edited.
  public func design(of files: [EmittedFile]) -> DesignUnderTest {
    let rolled = Self.emitter(configuration, .rolled, .kept)
    let text = files.first { $0.name == circuit.top.name + ".sv" }?.text ?? ""
    let words = Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" })
    // The ports of either form are in no other.
    let isUnrolled = rolled.portVectors(of: circuit.top).contains { vector in
      vector.elements.contains { words.contains(Substring($0)) }
    }
    return DesignUnderTest(
      circuit, files: files,
      emitter: isUnrolled ? Self.emitter(configuration, .unrolled, .kept) : rolled)
  }

  /// Whether files that may have been edited have any of the taps, through which a simulation sees
  /// the values between input and output.
  public func hasTaps(_ files: [EmittedFile]) -> Bool {
    guard let top = files.first(where: { $0.name == circuit.top.name + ".sv" }) else { return true }
    let words = Set(top.text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    let taps = Set(circuit.taps.flatMap { [$0.valid] + $0.data })
    // A port may be an element of a vector.
    return circuit.top.ports.contains { port in
      taps.contains(port.name)
        && (words.contains(port.name) || port.element.map { words.contains($0.stem) } == true)
    }
  }

  /// The save file with which GTKWave shows waveforms of simulations of the text.
  ///
  /// - Parameters:
  ///   - root: Where the waveform has the top module; a simulated design says it.
  ///   - depth: Levels of hierarchy that the waveform has; all of them unless given.
  public func saveFile(
    _ arrays: ArrayForm = .rolled, taps: TapPorts = .omitted, below root: String = "TOP",
    depth: Int? = nil
  ) -> EmittedFile {
    let emitter = Self.emitter(configuration, arrays, taps)
    let view = PlacedWaveformView(.attention(circuit), of: circuit, emitter)
    return EmittedFile(
      name: circuit.top.name + GTKWaveFile.suffix,
      text: GTKWaveFile.text(view, below: root, depth: depth))
  }

  /// The save file for waveforms of one of the designs of this RTL.
  ///
  /// - Parameter depth: Levels of hierarchy that the waveform has; all of them unless given.
  public func saveFile(of design: DesignUnderTest, depth: Int? = nil) -> EmittedFile {
    saveFile(
      design.vectors.isEmpty ? .unrolled : .rolled, taps: .kept, below: design.waveformRoot,
      depth: depth)
  }

  public var design: DesignUnderTest { design(.unrolled) }

  /// The design of one form of the text.
  public func design(_ arrays: ArrayForm) -> DesignUnderTest {
    DesignUnderTest(circuit, emitter: Self.emitter(configuration, arrays, .kept))
  }

  /// Headers have no date, host or path, so that equal configurations give equal text.
  private static func emitter(
    _ configuration: AcceleratorConfiguration, _ arrays: ArrayForm, _ taps: TapPorts
  ) -> SystemVerilogEmitter {
    let array = configuration.array
    return SystemVerilogEmitter(
      banner: [
        "Generated by vitcod; do not edit. To change it, edit the configuration and run "
          + "vitcod generate."
      ],
      topBanner: [
        "Configuration \(configuration.name): lines \(array.lines), MACs per line "
          + "\(array.macsPerLine), elements \(array.elements)."
      ], arrays: arrays, taps: taps)
  }
}

extension DiagnosticError {
  /// Whether all that is wrong is that a name cannot be given, or is given twice.
  fileprivate func isOfName(_ name: String) -> Bool {
    diagnostics.allSatisfy { $0.rule == .name && $0.message.contains("'\(name)'") }
  }
}
