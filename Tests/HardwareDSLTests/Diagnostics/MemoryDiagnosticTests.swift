import HardwareDSL
import Testing

/// Memories and their calls, with the full text of the error.
@Suite struct MemoryDiagnosticTests {
  /// A module whose memory is made by the test.
  final class Holder: TestModule {
    let address: Signal
    let y: Signal
    let store: Memory
    init(_ store: Memory) {
      self.store = store
      address = input(.unsigned(store.addressWidth))
      y = output(store.word)
    }
    var body: Behavior {
      store.read(at: address)
      y <== store.readData
    }
  }

  @Test("Initial words fit the word")
  func initialWords() {
    let line = #line + 1
    let high = Holder(Memory(.bits(8), depth: 4, initial: [1, 255, 256]))
    let low = Holder(Memory(.signed(8), depth: 4, initial: [-128, -129]))
    let wide = Holder(Memory(.bits(70), depth: 4, initial: [[1, 0x3f], [0, 0x40]]))
    expectRefusal(
      high,
      error(at: line)
        + "'store': initial word 2, 256, does not fit bits(8) (0...255); "
        + "change it or use a wider type [literal-range]")
    expectRefusal(
      low,
      error(at: line + 1)
        + "'store': initial word 1, -129, does not fit signed(8) (-128...127); "
        + "change it or use a wider type [literal-range]")
    expectRefusal(
      wide,
      error(at: line + 2)
        + "'store': initial word 1, 0x400000000000000000, does not fit bits(70); "
        + "change it or use a wider type [literal-range]")
  }

  @Test("There are no more initial words than words, and no more than tools take")
  func initialSize() {
    let line = #line + 1
    let long = Holder(Memory(.bits(8), depth: 2, initial: [1, 2, 3]))
    let deep = Holder(Memory(.bits(8), depth: 32769, initial: [1]))
    let wide = Holder(Memory(.bits(1025), depth: 1024, initial: [[1]]))
    expectRefusal(
      long,
      error(at: line)
        + "'store': 3 initial words in a memory of 2; give at most 2, or a greater depth "
        + "[definition]")
    func tooLarge(_ words: Int, _ bits: Int) -> String {
      "'store': initial contents of \(words) words of \(bits) bits; tools take at most "
        + "32768 words and 1048576 bits, so divide the memory or load it at run time [definition]"
    }
    expectRefusal(
      deep, error(at: line + 1) + tooLarge(32769, 8))
    expectRefusal(wide, error(at: line + 2) + tooLarge(1024, 1025))
  }

  @Test("Lanes divide the word", arguments: [0, 3, 16])
  func lanes(width: Int) {
    let line = #line + 1
    let holder = Holder(Memory(.bits(8), depth: 4, maskGranularity: width))
    expectRefusal(
      holder,
      error(at: line)
        + "'store': lanes of \(width) bits do not divide a word of 8 bits; "
        + "choose a maskGranularity that divides 8 [definition]")
  }

  @Test("A mask has one bit for each lane")
  func masks() {
    final class Masks: TestModule {
      let narrow = input(.bits(3))
      let number = input(.unsigned(4))
      let y = output(.bits(32))
      let z = output(.bits(32))
      let whole = Memory(.bits(32), depth: 4)
      let bytes = DualPortMemory(.bits(32), depth: 4, maskGranularity: 8)
      static let line = #line + 2
      var body: Behavior {
        whole.write(0, at: 0, mask: narrow)
        bytes.a.write(0, at: 0, mask: narrow)
        bytes.b.access(at: 0, write: 1, data: 0, mask: number)
        whole.read(at: 0)
        y <== whole.readData
        z <== bytes.b.readData
      }
    }
    expectRefusal(
      Masks(),
      error(at: Masks.line)
        + "memory 'whole' has no lanes to mask; declare it with maskGranularity, "
        + "or leave the mask out [definition]",
      error(at: Masks.line + 1)
        + "the mask of memory 'bytes' is 'narrow_i' (bits(3)), not bits(4); "
        + "give it one bit for each lane of 8 bits [type-mismatch]",
      error(at: Masks.line + 2)
        + "the mask of memory 'bytes' is 'number_i' (unsigned(4)), not bits(4); "
        + "give it one bit for each lane of 8 bits [type-mismatch]")
  }

  @Test("An address is unsigned, not too wide, and not beyond the depth; data fit the word")
  func addresses() {
    final class Addresses: TestModule {
      let wide = input(.unsigned(5))
      let bits = input(.bits(4))
      let negative = input(.signed(4))
      let data = input(.bits(9))
      let y = output(.bits(8))
      let both = output(.bits(8))
      let store = Memory(.bits(8), depth: 12)
      let pair = DualPortMemory(.bits(8), depth: 12)
      static let line = #line + 2
      var body: Behavior {
        store.write(data, at: wide)
        store.read(at: negative)
        pair.a.read(at: 12)
        pair.b.write(0, at: concatenate(bits, bits[0]))
        y <== store.readData
        both <== pair.a.readData
      }
    }
    expectRefusal(
      Addresses(),
      error(at: Addresses.line)
        + "9 bits are assigned to 'store_write_data' (bits(8)); "
        + "write .truncated(to: 8), or slice [narrowing]",
      error(at: Addresses.line)
        + "memory 'store' of 12 words is addressed with 'wide_i' (unsigned(5)), which is wider "
        + "than the 4 bits of its addresses; write at: .truncating(_) where its low "
        + "bits are meant [narrowing]",
      error(at: Addresses.line + 1)
        + "memory 'store' of 12 words is addressed with 'negative_i' (signed(4)), which is no "
        + "unsigned number; convert it with .asUnsigned [sign-mixing]",
      error(at: Addresses.line + 2)
        + "memory 'pair' has no word 12; its addresses are 0 to 11 [literal-range]",
      error(at: Addresses.line + 3)
        + "memory 'pair' of 12 words is addressed with an expression (bits(5)), which is wider "
        + "than the 4 bits of its addresses; write at: .truncating(_) where its low "
        + "bits are meant [narrowing]")
  }

  @Test("A port is used once in a cycle")
  func usedTwice() {
    final class Twice: TestModule {
      let go = input(.bit)
      let address = input(.unsigned(2))
      let y = output(.bits(8))
      let z = output(.bits(8))
      let store = Memory(.bits(8), depth: 4)
      let pair = DualPortMemory(.bits(8), depth: 4)
      static let line = #line + 2
      var body: Behavior {
        store.read(at: address)
        store.read(at: 0)
        when(go) { store.write(1, at: address) }
        store.write(2, at: address)
        pair.a.read(at: address)
        pair.a.write(0, at: address)
        pair.b.read(at: address)
        y <== store.readData
        z <== pair.b.readData
      }
    }
    func twice(_ subject: String, _ offset: Int, _ other: String) -> String {
      error(at: Twice.line + offset)
        + "\(subject) twice in a cycle: this call makes that of "
        + "\(#filePath):\(Twice.line + offset - 1) void; "
        + "put the calls under conditions that exclude each other, or use \(other) [driven-twice]"
    }
    expectRefusal(
      Twice(), twice("memory 'store' of twice is read", 1, "a DualPortMemory"),
      twice("memory 'store' of twice is written", 3, "a DualPortMemory"),
      twice("port 'a' of memory 'pair' of twice is used", 5, "the other port"))
  }

  @Test("A memory is read, and written or given contents; both ports of one with two are used")
  func unused() {
    final class Unused: TestModule {
      let a = input(.unsigned(2))
      let y = output(.bits(8))
      static let line = #line + 1
      let table = Memory(.bits(8), depth: 4, initial: [1])
      let lone = DualPortMemory(.bits(8), depth: 4)
      let silent = DualPortMemory(.bits(8), depth: 4)
      let deaf = DualPortMemory(.bits(8), depth: 4)
      var body: Behavior {
        lone.a.write(0, at: a)
        silent.a.read(at: a)
        silent.b.read(at: 0)
        deaf.a.write(0, at: a)
        deaf.b.read(at: a)
        y <== silent.a.readData
      }
    }
    expectRefusal(
      Unused(),
      error(at: Unused.line)
        + "memory 'table' of unused is never read; call its read(at:enable:) [undriven]",
      error(at: Unused.line + 1)
        + "port 'b' of memory 'lone' of unused is never used; "
        + "use it, or declare a Memory instead [undriven]",
      error(at: Unused.line + 2)
        + "memory 'silent' of unused is never written; "
        + "write at one of its ports or give it initial contents [undriven]",
      error(at: Unused.line + 3)
        + "memory 'deaf' of unused is never read; use the readData of one of its ports [undriven]")
  }

  @Test("A memory is used in its own module, and stored there once")
  func scope() {
    final class Inner: TestModule {
      let a = input(.unsigned(2))
      let y = output(.bits(8))
      let store = Memory(.bits(8), depth: 4, initial: [1])
      var body: Behavior {
        store.read(at: a)
        y <== store.readData
      }
    }
    final class Outer: TestModule {
      let a = input(.unsigned(2))
      let y = output(.bits(8))
      let inner = Inner()
      static let line = #line + 3
      var body: Behavior {
        inner.a <== a
        inner.store.write(1, at: a)
        let local = Memory(.bits(8), depth: 4)
        local.read(at: a)
        y <== inner.y
      }
    }
    expectRefusal(
      Outer(),
      error(at: Outer.line)
        + "memory 'store' is written in outer, to which it does not belong; "
        + "pass address and data through ports [scope]",
      error(at: Outer.line + 2)
        + "a memory without name is read in outer; make it a stored property of the module [scope]")
    let line = #line + 1
    let shared = Memory(.bits(8), depth: 4, initial: [1])
    final class Pair: TestModule {
      let a = input(.unsigned(2))
      let y = output(.bits(8))
      let first: Memory
      let second: Memory
      init(_ memory: Memory) { (first, second) = (memory, memory) }
      var body: Behavior {
        first.read(at: a)
        y <== first.readData
      }
    }
    expectRefusal(
      Pair(shared),
      error(at: line)
        + "'second' of pair is stored in two places; declare a memory of its own [scope]")
  }
}
