import AttentionSpec
import Testing

@Suite struct MemoryMapTests {
  private let map = MemoryMap(ConfigurationTests.standard)

  @Test("An address is region, unit, word")
  func addresses() {
    #expect(MemoryMap.address(.query, unit: 0, word: 5) == 0x0000_0005)
    #expect(MemoryMap.address(.index, unit: 7, word: 0xABC) == 0x3007_0ABC)
    #expect(MemoryMap.address(.output, unit: 0xFFF, word: 0xFFFF) == 0x8FFF_FFFF)
    #expect(MemoryMap.address(.start) == 0x5000_0004)
    #expect(map.address(.key, unit: 2, row: 9, chunk: 0) == 0x1002_0009)
  }

  @Test("Chunks take the low bits of the word")
  func chunks() {
    var configuration = ConfigurationTests.standard
    configuration.capacity.headDimension = 130
    let map = MemoryMap(configuration)
    #expect(map.address(.value, unit: 1, row: 3, chunk: 2) == 0x2001_000E)
  }

  @Test("Features are packed from the lowest byte and read back")
  func features() {
    let word = map.word(features: [1, -1, -128, 127, 5])
    #expect(word.count == 16)
    #expect(word[0] == 0x7F80_FF01)
    #expect(word[1] == 5)
    #expect(word[2...].allSatisfy { $0 == 0 })
    #expect(map.features(word, count: 5) == [1, -1, -128, 127, 5])
  }

  @Test("An index word is valid, bank, address")
  func indexWords() {
    #expect(map.indexWord(nil) == 0)
    #expect(map.indexWord(TokenPlacement(bank: 0, address: 0)) == 0b1_000_000000)
    #expect(map.indexWord(TokenPlacement(bank: 5, address: 33)) == 0b1_101_100001)
  }

  @Test("A write carries the words of as many elements as the bus takes")
  func elementWrites() {
    let one = map.elementWrites(.pointer, word: 4, [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(one.map(\.address) == [0x4000_0004])
    #expect(one[0].data == [1, 2, 3, 4, 5, 6, 7, 8] + Array(repeating: 0, count: 8))
    var configuration = ConfigurationTests.standard
    configuration.array = ArrayShape(lines: 5, macsPerLine: 8, elements: 5)
    let three = MemoryMap(configuration).elementWrites(.index, word: 9, [1, 2, 3, 4, 5])
    #expect(three.map(\.address) == [0x3000_0009, 0x3001_0009, 0x3002_0009])
    #expect(three.map(\.data) == [[1, 2], [3, 4], [5, 0]])
  }
}
