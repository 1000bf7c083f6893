import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// Signals of every kind that claims alone read, as a whole or in part.
final class ClaimReader: SampleModule {
  let kind = input(Phase.self)
  let word = input(.bits(8))
  let limit = input(.unsigned(4), in: .pixel)
  let result = output(.bits(4))
  let last = register(.unsigned(8), reset: 0)
  let seen = dataRegister(.unsigned(4), in: .pixel)
  var body: Behavior {
    last <== word.asUnsigned
    seen <== limit
    let difference = wire("difference", word ^ last.asBits)
    let isSmall = wire("isSmall", last < 9)
    result <== difference[0...3]
    claim("NotBoth", !(difference[6] && difference[1]) || isSmall)
    claim("KnownKind", kind == .idle || kind == .run || kind == .done)
    cover("Zero", last == 0)
    claim("Within", seen <= 9, in: .pixel)
  }

  /// The clock and the reset of the child, the output that nothing else reads, and a reset that is
  /// for claims alone.
  final class Around: SampleModule {
    let word = input(.bits(8))
    let high = output(.bits(4))
    let reader = ClaimReader()
    var body: Behavior {
      reader.kind <== .idle
      reader.word <== word
      reader.limit <== 3
      high <== word[4...7]
      claim("Low", reader.result != 0)
    }
  }
}

@Suite("What only claims read")
struct ClaimReaderTests {
  @Test("One wire reads it where claims are left out, bit by bit")
  func text() throws {
    let text = try EmittedTextTests.files(ClaimReader()).last?.text ?? ""
    let start = try #require(text.range(of: "`else"))
    expectText(
      String(text[start.lowerBound...]),
      is: """
        `else
          logic unused_claims;
          assign unused_claims = &{seen_q, is_small, difference[6], kind_i, rst_pixel_ni};
        `endif
        endmodule

        """)
  }

  @Test("A wire of that name keeps it")
  func taken() throws {
    final class Taken: SampleModule {
      let word = input(.bits(2))
      let result = output(.bit)
      var body: Behavior {
        let unused = wire("unusedClaims", word[0])
        result <== unused
        claim("Low", !word[1])
      }
    }
    let text = try EmittedTextTests.files(Taken()).last?.text ?? ""
    #expect(text.contains("  assign unused_claims = word_i[0];"))
    #expect(text.contains("  assign unused_claims_2 = &{word_i[1], rst_ni, clk_i};"))
  }
}
