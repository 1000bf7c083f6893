import AttentionCompiler
import AttentionSpec
import CoSimulation
import SystemVerilog
import Testing
import VerilatorSimulation

/// A deliberate fault: a change of one module's text that is still valid SystemVerilog.
struct Fault: Sendable, CustomTestStringConvertible {
  /// How the name of the file begins.
  let module: String
  let text: String
  let replacement: String

  init(_ module: String, _ text: String, _ replacement: String) {
    self.module = module
    self.text = text
    self.replacement = replacement
  }

  var testDescription: String { "\(module): \(replacement)" }

  /// One for every module of the accelerator.
  static let all = [
    Fault("mac_s9xs8", "sum_o = addend + ", "sum_o = addend - "),
    Fault("mac_line", "line_sum = mode_first_q", "line_sum = !mode_first_q"),
    Fault(
      "processing_element", "output_address_row_o = written_row_q",
      "output_address_row_o = ~written_row_q"),
    Fault("requantizer", "35'sd524288", "35'sd262144"),
    Fault("output_lane", "position_q == 3'd3", "position_q == 3'd2"),
    Fault(
      "idx_buf", ".waddr_i(write_address_i[8:0])", ".waddr_i(~write_address_i[8:0])"),
    Fault(
      "operand_buffer", ".wdata_i(write_words_0_i)",
      ".wdata_i({write_words_0_i[30:0], write_words_0_i[31]})"),
    Fault(
      "bank_crossbar", "assign port_0_words_0_o = bank_before_0_q ? bank_1_words_0_i",
      "assign port_0_words_0_o = bank_before_0_q ? bank_0_words_0_i"),
    Fault("score_buffer", "score_value_i > running_q", "score_value_i < running_q"),
    Fault("softmax_unit", "15'd27447", "15'd17447"),
    Fault(
      "reciprocal_unit", "held_alignment_q <= 3'd5 - shift", "held_alignment_q <= 3'd4 - shift"),
    Fault("serial_divider", "high_fits, low_fits}", "low_fits, high_fits}"),
    Fault(
      "sddmm_controller", "first_chunk_o = chunk_q == 4'd0", "first_chunk_o = chunk_q != 4'd0"),
    Fault(
      "spmm_controller", "pass_q <= pass_q + 4'd1", "pass_q <= pass_q + 4'd3"),
    Fault(
      "engine_2x4_e2_sparser_element",
      "? idx_buf_entry_first : control_first_chunk_i",
      "? (idx_buf_entry_first || idx_buf_entry_last) : control_first_chunk_i"),
    Fault(
      "engine_2x4_e2_host_port", "write_address_i[31:28] == RegionValue",
      "write_address_i[31:28] != RegionValue"),
    Fault("key_value_banks", "(crossbar_bank_0_address)", "(~crossbar_bank_0_address)"),
    Fault(
      "engine_2x4_e2_sparser_engine", "drain_timer_q <= 4'd12", "drain_timer_q <= 4'd9"),
    Fault("engine_2x4_e2.sv", "!sparser_busy", "sparser_busy"),
    Fault(
      "sram_1r1w", "<= wdata_i",
      "<= (Width == 25) ? {~wdata_i[Width-1:1], wdata_i[0]} : wdata_i"),
  ]
}

@Suite struct CosimFaultTests {
  private static let configuration = Configurations.small

  private static func head() throws -> HeadJob {
    let mask = try AttentionMask.random(tokens: 24, perMille: 300, seed: 5)
    let input = try HeadInput.random(tokens: 24, headDimension: 24, seed: 5)
    return try HeadJob(name: "faults", input: input, mask: mask, configuration: configuration)
  }

  @Test("The head is bit-exact without a fault")
  func sound() async throws {
    let simulation = try await AcceleratorSimulation(try GeneratedAccelerator(Self.configuration))
    print(simulation.simulation.report)
    let job = try Self.head()
    #expect(Comparison(job, try simulation.run(job)).isExact)
  }

  @Test("Every module has a fault in the list")
  func complete() throws {
    for file in try GeneratedAccelerator(Self.configuration).printed() {
      #expect(Fault.all.contains { file.name.hasPrefix($0.module) }, "\(file.name)")
    }
  }

  @Test("A fault in one module makes the comparison fail", arguments: Fault.all)
  func fault(_ fault: Fault) async throws {
    let accelerator = try GeneratedAccelerator(Self.configuration)
    var files = accelerator.printed(.unrolled, taps: .kept)
    let index = try #require(files.firstIndex { $0.name.hasPrefix(fault.module) })
    let range = try #require(files[index].text.range(of: fault.text), "the text has changed")
    files[index].text.replaceSubrange(range, with: fault.replacement)

    // A fault that does not lint fails here, and not in the comparison.
    let simulation = try await AcceleratorSimulation(
      accelerator, design: accelerator.design(of: files))
    print(simulation.simulation.report)
    let job = try Self.head()
    do {
      let comparison = Comparison(job, try simulation.run(job))
      #expect(!comparison.isExact)
      print("\(fault.module): \(comparison.first?.description ?? "not found")")
    } catch let error as SimulationError {
      // A hang or a failed claim ends the run before there is anything to compare.
      switch error {
      case .cycleLimit, .failed: print("\(fault.module): \(error)")
      default: throw error
      }
    }
  }
}
