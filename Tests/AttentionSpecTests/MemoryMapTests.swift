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
    #expect(map.indexWord(nil)[0] == 0)
    #expect(map.indexWord(TokenPlacement(bank: 0, address: 0))[0] == 0b1_000_000000)
    #expect(map.indexWord(TokenPlacement(bank: 5, address: 33))[0] == 0b1_101_100001)
  }
}
