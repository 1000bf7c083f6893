import HardwareDSL
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

/// Values of no bits in the text: they are not there.
@Suite struct ZeroWidthPrintingTests {
  private final class Chunks: Module {
    let advance = input(.bit)
    let tag: Signal
    let lines: [Signal]
    let count: Signal
    let word: Signal
    let lastTag: Signal
    private let tagBits: Int

    init(chunks: Int, tagBits: Int) {
      self.tagBits = tagBits
      tag = input(.bits(tagBits), "who asks")
      lines = (0..<chunks).map { _ in input(.bits(4)) }
      count = register(.unsigned(bitsToHold(chunks - 1)), reset: 0)
      word = output(.bits(4 + tagBits))
      lastTag = output(.bits(tagBits))
    }

    var moduleName: String { "chunks_\(lines.count)_t\(tagBits)" }

    var documentation: Documentation {
      Documentation(
        "Gives words in turn.",
        combinationalPaths: [.path(from: tag, to: word, lastTag), .path(from: lines, to: word)])
    }

    var body: Behavior {
      when(advance) { count <== count &+ 1 }
      let line = wire("line", lines[count])
      word <== concatenate(tag, line)
      lastTag <== tag
    }
  }

  private func text(_ module: any Module, _ arrays: ArrayForm) throws -> String {
    let emitter = SystemVerilogEmitter(arrays: arrays)
    return try #require(emitter.emit(try elaborate(module, .strict)).last?.text)
  }

  @Test("What has no bits is not printed, nor what only it needs; contracts say what is left")
  func module() throws {
    try expectText(
      text(Chunks(chunks: 1, tagBits: 0), .unrolled),
      is: """
        // Gives words in turn.
        // Combinational paths: lines_i to word_o.
        //
        // From SystemVerilogTests/ZeroWidthPrintingTests.swift, with tagBits 0.
        module chunks_1_t0 (
          input  logic       advance_i,

          input  logic [3:0] lines_0_i,

          output logic [3:0] word_o
        );
          logic [3:0] line;

          assign line = lines_0_i;
          assign word_o = line;

          // Bits that nothing reads
          logic unused_advance;

          assign unused_advance = advance_i;
        endmodule

        """)
  }

  @Test(
    "Both forms of arrays lack the same",
    arguments: ArrayForm.allCases)
  func forms(arrays: ArrayForm) throws {
    let narrow = try text(Chunks(chunks: 2, tagBits: 0), arrays)
    #expect(!narrow.contains("tag_i") && !narrow.contains("last_tag"))
    #expect(narrow.contains("count_q"))
    let single = try text(Chunks(chunks: 1, tagBits: 3), arrays)
    #expect(single.contains("tag_i") && !single.contains("count") && !single.contains("clk_i"))
  }

  @Test("A queue of words of no bits counts them")
  func queue() throws {
    let text = try text(StreamFIFO(width: 0, depth: 4), .unrolled)
    #expect(!text.contains("storage") && !text.contains("data"))
    #expect(text.contains("output logic       output_valid_o"))
  }

  private final class Root: BlackBox {
    let radicand: Signal
    let exponent: Signal
    let root = output(.bits(8))
    init(exponentBits: Int) {
      radicand = input(.bits(16))
      exponent = input(.bits(exponentBits))
    }
    var moduleName: String { "hand_root" }
    var documentation: Documentation {
      Documentation(
        "A root of a number.", combinationalPaths: [.path(from: radicand, exponent, to: root)])
    }
  }

  private final class Rooted: Module {
    let word = input(.bits(16))
    let exponent: Signal
    let shown = output(.bits(8))
    let root: Root
    init(exponentBits: Int) {
      exponent = input(.bits(exponentBits))
      root = Root(exponentBits: exponentBits)
    }
    var documentation: Documentation { Documentation("A root.") }
    var body: Behavior {
      root.radicand <== word
      root.exponent <== exponent
      shown <== root.root
    }
  }

  @Test("A port of a black box has bits, or is none")
  func blackBox() throws {
    let circuit = try elaborate(Rooted(exponentBits: 0), .strict)
    let text = try #require(SystemVerilogEmitter().emit(circuit).last?.text)
    #expect(text.contains(".radicand(word_i)") && !text.contains("exponent"))
    let stub = try #require(SystemVerilogEmitter().stubs(circuit).first?.text)
    #expect(stub.contains("radicand") && !stub.contains("exponent"))
  }
}
