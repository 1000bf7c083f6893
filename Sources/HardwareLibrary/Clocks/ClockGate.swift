import HardwareDSL

/// A clock that rests while it is not enabled, without glitches: a latch, which holds the enable
/// while the clock is high, and an AND.
///
/// A technology has a cell of its own for this, which takes the place of the model here: leave out
/// the model's file, and give the cell a module `clock_gate` around it. Synthesis should not make
/// the gate of other cells, since nothing would keep its two parts together.
///
/// The output is a signal, not a clock of the language: what it clocks is written by hand, or put
/// around by an integrator. The interpreter, which knows cycles alone, has no model of it.
public final class ClockGate: BlackBox {
  public let enable = input("enable_i", .bit, "the clock ticks with the next edge")
  public let isTested = input("test_enable_i", .bit, "the clock always ticks")
  public let clock = output("clk_o", .bit)

  public init() {}

  public var moduleName: String { "clock_gate" }
  public var sources: [BlackBoxSource] { [.text(Self.model)] }
  public var clocking: ClockPorts? { .clock("clk_i") }

  public var documentation: Documentation {
    Documentation(
      "A clock that rests while it is not enabled, without glitches.",
      latency: [.sentence("the enable of a cycle decides about the edge that ends it")],
      throughput: [.sentence("any edge")], reset: [.none], combinationalPaths: .none)
  }

  private static let model = """
    // A model of a clock gate: a technology's cell takes its place.
    module clock_gate (
      input  logic clk_i,
      input  logic enable_i,
      input  logic test_enable_i,
      output logic clk_o
    );
      logic enable_held;

      always_latch begin
        if (!clk_i) enable_held = enable_i | test_enable_i;
      end

      assign clk_o = clk_i & enable_held;
    endmodule

    """
}
