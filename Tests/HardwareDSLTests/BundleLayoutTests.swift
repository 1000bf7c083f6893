import HardwareDSL
import HardwareIR
import Testing

/// A word and its fields, in hardware and in software.
@Suite struct BundleLayoutTests {
  struct IndexWord: SignalBundle {
    let isEntry: Signal
    let bank: Signal
    let offsets: [Signal]

    init(_ field: FieldMaker, banks: Int, offsetBits: Int = 5) {
      isEntry = field(.bit)
      bank = field(.unsigned(bitsToHold(banks - 1)))
      offsets = (0..<2).map { _ in field(.signed(offsetBits)) }
    }
  }

  @Test("Fields lie as in asBits, the first on top; some have no bits")
  func fields() {
    let layout = IndexWord(.wire(), banks: 4).layout
    #expect(layout.width == 13)
    #expect(layout.fields.map(\.name) == ["isEntry", "bank", "offsets.0", "offsets.1"])
    #expect(layout.fields.map(\.bits) == [12..<13, 10..<12, 5..<10, 0..<5])
    #expect(
      IndexWord(.input(), banks: 1).layout.fields.map(\.bits) == [10..<11, 10..<10, 5..<10, 0..<5])
  }

  @Test("Software packs what hardware reads, of any width")
  func packed() throws {
    #expect(
      try IndexWord(.wire(), banks: 4).layout.packed(["bank": 3, "offsets.1": -2, "isEntry": 1])
        == [0b1_11_00000_11110])
    let wide = IndexWord(.wire(), banks: 2, offsetBits: 70).layout
    #expect(wide.width == 142)
    #expect(try wide.packed(["offsets.0": -1]) == [0, ~0x3F, 0xFFF])
    #expect(try IndexWord(.wire(), banks: 1).layout.packed(["bank": 0]) == [0])
  }

  @Test("A field that there is not, and a value that does not fit, are named")
  func mistakes() {
    let layout = IndexWord(.wire(), banks: 4).layout
    func sentence(_ values: KeyValuePairs<String, Int>) -> String? {
      do throws(BundleLayout.Mistake) {
        _ = try layout.packed(values)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      sentence(["bnak": 1])
        == "IndexWord has no field 'bnak'; its fields are isEntry, bank, offsets.0, offsets.1")
    #expect(
      sentence(["bank": 4])
        == "field 'bank' of IndexWord: literal 4 does not fit unsigned(2) (0...3); use a wider type"
    )
  }

  @Test("A word of a memory is read as a bundle that is declared for it, also with no bits in it")
  func read() throws {
    final class Reader: TestModule {
      let address = input(.unsigned(4))
      let banks: Int
      let entry: IndexWord
      let words: Memory

      init(banks: Int) throws {
        self.banks = banks
        entry = IndexWord(.output(), banks: banks)
        let layout = entry.layout
        let contents = try (0..<3).map { number in
          try layout.packed([
            "isEntry": number % 2, "bank": number % banks, "offsets.0": number,
            "offsets.1": -number,
          ])
        }
        words = Memory(.bits(layout.width), depth: 16, initial: contents)
      }

      var moduleName: String { "reader_\(banks)" }

      var body: Behavior {
        words.read(at: address)
        entry <== words.readData.asBundle { IndexWord($0, banks: banks) }
      }
    }
    for banks in [1, 4] {
      let circuit = try elaborate(Reader(banks: banks), .strict)
      #expect(circuit.top.ports.map(\.name).contains("entry_bank_o") == (banks > 1))
      #expect(circuit.top.memories[0].word.width == (banks > 1 ? 13 : 11))
    }
  }

  @Test("An address is truncated where it is asked for, and taken as it is where it is narrower")
  func addresses() throws {
    final class Stores: TestModule {
      let count = input(.unsigned(5))
      let narrow = input(.unsigned(2))
      let isWrite = input(.bit)
      let word = input(.bits(8))
      let results = (0..<2).map { _ in output(.bits(8)) }
      let lines = Memory(.bits(8), depth: 16)
      let frame = DualPortMemory(.bits(8), depth: 16)
      var body: Behavior {
        lines.write(word, at: .truncating(count), enable: isWrite)
        lines.read(at: .truncating(narrow))
        frame.a.access(at: .truncating(count), write: isWrite, data: word)
        frame.b.read(at: .truncating(count.asBits))
        results <== [lines.readData, frame.a.readData ^ frame.b.readData]
      }
    }
    let top = try elaborate(Stores(), .strict).top
    var addresses: [String: Expression] = [:]
    for statement in top.statements {
      statement.forEachAssignment { target, value, _ in addresses[target.name] = value }
    }
    let count = Expression.reference("count_i", .unsigned(5))
    let low = Expression.reinterpret(.slice(count, low: 0, width: 4), as: .unsigned(4))
    #expect(addresses["lines_write_address"] == low)
    #expect(addresses["frame_a_address"] == low)
    #expect(
      addresses["lines_read_address"]
        == .extend(.reference("narrow_i", .unsigned(2)), to: .unsigned(4)))
  }

  @Test("A truncated address is still an unsigned number, and a literal one of the memory's")
  func wrongAddresses() {
    final class Wrong: TestModule {
      let level = input(.signed(6))
      let word = output(.bits(8))
      let other = output(.bits(8))
      let lines = Memory(.bits(8), depth: 16, initial: [1])
      let more = Memory(.bits(8), depth: 16, initial: [1])
      static let line = #line + 2
      var body: Behavior {
        lines.read(at: .truncating(level))
        more.read(at: .truncating(16))
        word <== lines.readData
        other <== more.readData
      }
    }
    expectRefusal(
      Wrong(),
      error(at: Wrong.line)
        + "memory 'lines' of 16 words is addressed with 'level_i' (signed(6)), which is no "
        + "unsigned number; convert it with .asUnsigned [sign-mixing]",
      error(at: Wrong.line + 1)
        + "memory 'more' has no word 16; its addresses are 0 to 15 [literal-range]")
  }
}
