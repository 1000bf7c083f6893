import Foundation
import HardwareDSL
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

/// What counts, copies, turns and encodes bits.
final class BitSample: SampleModule {
  let flags = input(.bits(5))
  let amount = input(.unsigned(2))
  let parity = output(.bit)
  let count = output(.unsigned(3))
  let copies = output(.bits(15))
  let spread = output(.bits(4))
  let left = output(.bits(5))
  let turned = output(.bits(5))
  let encoded = output(.unsigned(3))
  let priority = output(.unsigned(3))
  let decoded = output(.bits(4))
  var body: Behavior {
    parity <== flags.parity
    count <== flags.popCount
    copies <== flags.replicated(3)
    spread <== flags[0].replicated(4)
    left <== flags.rotatedLeft(by: 2)
    turned <== flags.rotatedRight(by: amount)
    encoded <== index(ofOneHot: flags)
    priority <== priorityIndex(of: flags)
    decoded <== oneHot(of: amount, width: 4)
  }
}

@Suite struct BitOperationPrintingTests {
  private static let text = """
      logic [4:0] turned_choice;

      assign parity_o = ^flags_i;
      assign count_o =
        {1'b0, {1'b0, flags_i[0]} + {1'b0, flags_i[1]}}
        + {1'b0, {1'b0, flags_i[2]} + ({1'b0, flags_i[3]} + {1'b0, flags_i[4]})};
      assign copies_o = {flags_i, flags_i, flags_i};
      assign spread_o = {4{flags_i[0]}};
      assign left_o = {flags_i[2:0], flags_i[4:3]};
      assign turned_choice = amount_i[0] ? {flags_i[0], flags_i[4:1]} : flags_i;
      assign turned_o = amount_i[1] ? {turned_choice[1:0], turned_choice[4:2]} : turned_choice;
      assign encoded_o = {flags_i[4], |{flags_i[3], flags_i[2]}, |{flags_i[3], flags_i[1]}};
      assign priority_o =
        |flags_i[3:0] ? {1'b0, |flags_i[1:0] ? {1'b0, !flags_i[0]} : {1'b1, !flags_i[2]}} : 3'd4;
      assign decoded_o = 4'd1 << amount_i;
    endmodule

    """

  @Test("Operations on bits are plain expressions")
  func expressions() throws {
    let emitter = SystemVerilogEmitter(arrays: .unrolled)
    let text = emitter.emit(try elaborate(BitSample())).last?.text ?? ""
    let body = text.components(separatedBy: ");\n").dropFirst().joined(separator: ");\n")
    expectText(body, is: Self.text)
  }
}
