import SimulationInterface
import TestSupport
import Testing

@Suite("Numbers in waves")
struct WaveformTextTests {
  private static let large = PortValue(words: [0xFFFF_FFFF, 0x8000_0000])

  private func waves(_ format: SignalFormat, _ radix: Waveform.Radix, _ values: [PortValue])
    -> String
  {
    Waveform.text(
      of: [Waveform.Row("word", format, radix: radix, values: values)],
      cycles: Array(values.indices))
  }

  @Test("A row of 64 bits is decimal, also where bit 63 is set")
  func decimal() {
    expectText(
      waves(
        SignalFormat(widthBits: 64, isSigned: false), .decimal,
        [7, Self.large, PortValue(Int.max)]),
      is: """
        cycle 0                   1                   2
        word  |7                  |9223372041149743103|9223372036854775807
        """)
  }

  @Test("A row of more bits is hexadecimal from its first value on, and marked as such")
  func wide() {
    expectText(
      waves(SignalFormat(widthBits: 66, isSigned: true), .decimal, [9, -1]),
      is: """
        cycle 0                   1
        word  |0x00000000000000009|0x3ffffffffffffffff
        """)
  }

  @Test("Hexadecimal numbers that are asked for are marked", arguments: [1, 8, 63, 64])
  func marked(bits: Int) {
    let format = SignalFormat(widthBits: bits, isSigned: false)
    for value in [0, 1] as [PortValue] {
      let text = format.text(of: value, .hexadecimal)
      #expect(text.hasPrefix("0x") && text.count == 2 + (bits + 3) / 4)
    }
  }

  @Test("Cases have their names, and what encodes none is a number")
  func cases() {
    let format = SignalFormat(widthBits: 2, isSigned: false, cases: ["idle", "run", "done"])
    #expect([0, 2, 3].map { format.text(of: PortValue($0)) } == ["idle", "done", "3"])
    #expect(SignalFormat(widthBits: 0, isSigned: false).text(of: 0, .hexadecimal) == "0")
  }
}
