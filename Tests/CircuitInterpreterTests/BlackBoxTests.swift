import BenchSupport
import CircuitInterpreter
import Foundation
import HardwareDSL
import TestSupport
import Testing
import VerilatorSimulation

/// A register stage written by hand, with its model.
final class HandStage: BlackBox {
  let data: Signal
  let enable = input("EN", .bit)
  let result: Signal
  let follows = output(.bit)

  /// Of the model.
  let held: Signal
  let flag = register(.bit, reset: 0)

  let width: Int
  let hasModel: Bool
  let given: [BlackBoxSource]

  init(width: Int, hasModel: Bool = true, sources: [BlackBoxSource] = [.text(HandStage.text)]) {
    self.width = width
    self.hasModel = hasModel
    given = sources
    data = input("d_i", .unsigned(width))
    result = output("d_o", .unsigned(width))
    held = register(.unsigned(width), reset: 5)
  }

  var moduleName: String { "hand_stage" }
  var parameters: KeyValuePairs<String, BlackBoxParameter> {
    ["Width": .integer(width), "Init": .bits(BitPattern(5, width: width))]
  }
  var sources: [BlackBoxSource] { given }
  var clocking: ClockPorts? { .clock("clk", reset: .activeHigh("rst")) }
  var documentation: Documentation {
    Documentation(
      "A stage written by hand.", combinationalPaths: [.path(from: enable, to: follows)])
  }

  var body: Behavior {
    if hasModel {
      when(enable) { held <== data }
      flag <== enable
      result <== held
      follows <== enable && !flag
      claim("SmallEnough", held != 9)
      cover("Held", enable)
    }
  }

  static let text = """
    module hand_stage #(
      parameter int Width = 1,
      parameter logic [Width-1:0] Init = '0
    ) (
      input  logic             clk,
      input  logic             rst,
      input  logic [Width-1:0] d_i,
      input  logic             EN,
      output logic [Width-1:0] d_o,
      output logic             follows
    );
      logic flag;
      assign follows = EN && !flag;
      always_ff @(posedge clk or posedge rst) begin
        if (rst) begin
          d_o <= Init;
          flag <= 1'b0;
        end else begin
          if (EN) d_o <= d_i;
          flag <= EN;
        end
      end
    endmodule

    """
}

/// Two stages of other widths in a row.
final class HandPipeline: Module {
  let data = input(.unsigned(8))
  let enable = input(.bit)
  let result = output(.unsigned(4))
  let follows = output(.bit)

  let first: HandStage
  let second: HandStage

  init(hasModel: Bool = true, sources: [BlackBoxSource] = [.text(HandStage.text)]) {
    first = HandStage(width: 8, hasModel: hasModel, sources: sources)
    second = HandStage(width: 4, hasModel: hasModel, sources: sources)
  }

  var documentation: Documentation { Documentation("Two stages written by hand.") }

  var body: Behavior {
    first.data <== data
    first.enable <== enable
    second.data <== first.result.truncated(to: 4)
    second.enable <== first.follows || data[0]
    result <== second.result
    follows <== second.follows
  }
}

@Suite("Black boxes in both simulators")
struct BlackBoxTests {
  /// The same drive for every simulator.
  private func outputs(_ simulation: some Simulator) throws -> [[Int]] {
    var random = TestRandom(seed: 7)
    try simulation.reset()
    return try (0..<200).map { _ in
      simulation["data_i"] = random.integer(0...255) & ~8
      simulation["enable_i"] = random.integer(0...1)
      simulation["rst_ni"] = random.oneIn(20) ? 0 : 1
      let seen = [simulation["result_o"], simulation["follows_o"]]
      try simulation.step()
      return seen
    }
  }

  @Test("A model does in the interpreter what the text does in Verilator")
  func lockstep() async throws {
    let circuit = try elaborate(HandPipeline())
    let interpreted = try outputs(InterpretedSimulation(of: circuit))
    #expect(try outputs(try await quickSimulation(of: circuit)) == interpreted)
    #expect(Set(interpreted).count > 8)
  }

  @Test("Sources may be files")
  func files() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("vitcod-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("hand_stage.sv")
    try HandStage.text.write(to: file, atomically: true, encoding: .utf8)
    let circuit = try elaborate(HandPipeline(hasModel: false, sources: [.file(file)]))
    let same = try elaborate(HandPipeline())
    #expect(
      try outputs(try await quickSimulation(of: circuit))
        == outputs(InterpretedSimulation(of: same)))
  }

  @Test("A box without a model is not interpreted")
  func noModel() throws {
    let circuit = try elaborate(HandPipeline(hasModel: false))
    let error = #expect(throws: SimulationError.self) { try InterpretedSimulation(of: circuit) }
    #expect(
      error?.description
        == "Design hand_pipeline: black box hand_stage, instance first, has no model to interpret; "
        + "give its class a body, or simulate with Verilator.")
  }

  @Test("A box without a source is not built")
  func noSource() async throws {
    let circuit = try elaborate(HandPipeline(sources: []))
    let error = await #expect(throws: SimulationError.self) {
      try await quickSimulation(of: circuit)
    }
    #expect(
      error?.description
        == "Design hand_pipeline: black box hand_stage has no source to compile; give its class "
        + "sources, give DesignUnderTest the files, or interpret a model.")
    _ = try InterpretedSimulation(of: circuit)
  }

  @Test("Claims of a model are checked; its cover points are none of the design's")
  func claims() throws {
    let simulation = try InterpretedSimulation(of: elaborate(HandPipeline()))
    try simulation.reset()
    simulation["data_i"] = 9
    simulation["enable_i"] = 1
    #expect(try simulation.covers.isEmpty)
    try simulation.step()
    let error = #expect(throws: SimulationError.self) { try simulation.step() }
    #expect(error?.description.hasSuffix("in hand_pipeline.first.SmallEnough") == true)
    #expect(try simulation.peek("first.held_q") == 9)
  }
}
