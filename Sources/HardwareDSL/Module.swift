import HardwareIR

/// A piece of hardware. Ports, state, memories and child modules are stored properties and take
/// their names from them; `body` describes what happens.
///
///     final class Accumulator: Module {
///       let valid = input(.bit)
///       let term = input(.signed(16))
///       let sum = output(.signed(24))
///       let total = register(.signed(24), reset: 0)
///
///       var documentation: Documentation {
///         Documentation(
///           "Adds up terms.", latency: [.cycles(1, from: valid, term, to: sum)],
///           reset: [.value(0, of: sum)], combinationalPaths: .none)
///       }
///
///       var body: Behavior {
///         when(valid) { total <== total &+ term }
///         sum <== total
///       }
///     }
public protocol Module: AnyObject {
  /// The name of the emitted module and its file: snake_case, with the parameters in words. If it
  /// is not given, it is made of the class and of the parameters that are stored: numbers, flags,
  /// cases, types and texts, `class Ring` with `let width = 8` being `ring_width8`.
  var moduleName: String { get }
  /// What the module promises: purpose, latency, throughput, reset, combinational paths.
  var documentation: Documentation { get }
  /// What clocks and resets are called, by domain; those of other domains are `clk_i` and `rst_ni`,
  /// `clk_pixel_i` and `rst_pixel_ni`.
  var clockPorts: [ClockDomain: ClockPorts] { get }
  @HardwareBuilder var body: Behavior { get }
}

extension Module {
  public var moduleName: String { HardwareDSL.moduleName(of: self) }
  public var clockPorts: [ClockDomain: ClockPorts] { [:] }
}
