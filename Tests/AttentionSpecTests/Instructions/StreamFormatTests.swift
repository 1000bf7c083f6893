import AttentionSpec
import Testing

@Suite("Index streams")
struct StreamFormatTests {
  private func configuration(
    elements: Int, tokens: Int, dataBits: Int = 128
  ) -> AcceleratorConfiguration {
    AcceleratorConfiguration(
      name: "streams", array: ArrayShape(lines: elements, macsPerLine: 4, elements: elements),
      capacity: Capacity(
        tokens: tokens, headDimension: 4, heads: 3), port: PortShape(dataBits: dataBits))
  }

  @Test("A slot has a byte an element up to 255 tokens and two from 256 on, a power of two bytes")
  func sizes() {
    let small = StreamFormat(configuration(elements: 3, tokens: 255))
    #expect([small.entryBytes, small.slotBytes, small.slotsOfBeat] == [1, 4, 4])
    let large = StreamFormat(configuration(elements: 5, tokens: 256))
    #expect([large.entryBytes, large.slotBytes, large.slotsOfBeat] == [2, 16, 1])
  }

  @Test("Slots byte by byte: idle is all ones, and what no element has is 0")
  func slots() {
    let small = StreamFormat(configuration(elements: 3, tokens: 200))
    #expect(small.bytes(ofSlot: [7, nil, 199]) == [7, 255, 199, 0])
    let large = StreamFormat(configuration(elements: 2, tokens: 700))
    #expect(large.bytes(ofSlot: [nil, 0x234]) == [255, 255, 0x34, 2])
    #expect(large.slot(1, of: [9, 9, 9, 9, 255, 255, 0x34, 2]) == [nil, 0x234])
  }

  @Test("A record byte by byte, and no record goes over a beat")
  func rows() {
    // 2 + 2 + 8 + 8 + 1 bits: 3 bytes, of which a beat of 8 holds two.
    let format = StreamFormat(configuration(elements: 3, tokens: 200, dataBits: 64))
    #expect(format.rowFields.map(\.bits) == [2, 2, 8, 8, 1])
    let row = RowRecord(element: 2, head: 1, token: 0x81, entries: 200, endsUnit: true)
    let last = RowRecord(element: 0, head: 0, token: 1, entries: 1, endsUnit: false)
    let bytes = format.bytes(ofRows: [row, row, last])
    // 2 | 1 << 2 | 0x81 << 4, 199 from bit 12 on, 1 at bit 20.
    #expect(bytes == [0x16, 0x78, 0x1c, 0x16, 0x78, 0x1c, 0, 0] + [0x10, 0, 0, 0, 0, 0, 0, 0])
    #expect((0..<3).map { format.row($0, of: bytes[...]) } == [row, row, last])
  }

  @Test("Random slots and records come back from their bytes")
  func bothWays() {
    for seed in 0..<40 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let tokens = [3, 16, 255, 256, 1000][Int(seed) % 5]
      let format = StreamFormat(
        configuration(elements: generator.integer(in: 1...8), tokens: tokens))
      let slots = (0..<10).map { _ in
        (0..<format.elements).map { _ in
          generator.chance(perMille: 300) ? nil : generator.integer(in: 0...tokens - 1)
        }
      }
      let stream = slots.flatMap { format.bytes(ofSlot: $0) }
      #expect(slots.indices.map { format.slot($0, of: stream[...]) } == slots, "seed \(seed)")
      let rows = (0..<30).map { _ in
        RowRecord(
          element: generator.integer(in: 0...format.elements - 1),
          head: generator.integer(in: 0...2), token: generator.integer(in: 0...tokens - 1),
          entries: generator.integer(in: 1...tokens), endsUnit: generator.chance(perMille: 100))
      }
      let bytes = [1, 2] + format.bytes(ofRows: rows)
      #expect(rows.indices.map { format.row($0, of: bytes[2...]) } == rows, "seed \(seed)")
    }
  }
}
