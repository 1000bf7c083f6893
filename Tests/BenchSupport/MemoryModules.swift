import HardwareDSL

/// What a memory of the tests is.
public struct MemoryOptions: Hashable, Sendable {
  public var word = HardwareType.signed(70)
  public var depth = 5
  public var maskGranularity: Int?
  public var readUnderWrite = ReadUnderWrite.readFirst
  public var initial: [[UInt64]] = []

  public init() {}

  public init(
    _ word: HardwareType, depth: Int, maskGranularity: Int? = nil,
    readUnderWrite: ReadUnderWrite = .readFirst, initial: [[UInt64]] = []
  ) {
    self.word = word
    self.depth = depth
    self.maskGranularity = maskGranularity
    self.readUnderWrite = readUnderWrite
    self.initial = initial
  }

  /// Every choice of lanes, of reads under writes and of contents, in words of 70 bits: five lanes,
  /// of which one lies across a word of the machine.
  public static let all: [MemoryOptions] = {
    var all: [MemoryOptions] = []
    for maskGranularity in [nil, 14] {
      for readUnderWrite in [ReadUnderWrite.readFirst, .writeFirst] {
        for initial in [[], [[1], [0x1234_5678_9abc_def0, 0x2a], [7, 1]]] as [[[UInt64]]] {
          all.append(
            MemoryOptions(
              .signed(70), depth: 5, maskGranularity: maskGranularity,
              readUnderWrite: readUnderWrite, initial: initial))
        }
      }
    }
    return all
  }()

  /// In words, for the name of a module.
  var text: String {
    "w\(word.width)_d\(depth)" + (maskGranularity.map { "_m\($0)" } ?? "")
      + (readUnderWrite == .writeFirst ? "_write_first" : "")
      + (initial.isEmpty ? "" : "_i\(initial.count)")
  }

  var maskType: HardwareType {
    let lanes = word.width / (maskGranularity ?? word.width)
    return lanes == 1 ? .bit : .bits(lanes)
  }
}

/// A `Memory` and its signals as ports.
public final class MemoryUser: Module {
  let options: MemoryOptions
  let write = input(.bit)
  let writeAddress: Signal
  let data: Signal
  let mask: Signal?
  let read = input(.bit)
  let readAddress: Signal
  let result: Signal
  let words: Memory

  public init(_ options: MemoryOptions) {
    self.options = options
    words = Memory(
      options.word, depth: options.depth, maskGranularity: options.maskGranularity,
      readUnderWrite: options.readUnderWrite, initial: options.initial)
    writeAddress = input(.unsigned(words.addressWidth))
    readAddress = input(.unsigned(words.addressWidth))
    data = input(options.word)
    mask = options.maskGranularity.map { _ in input(options.maskType) }
    result = output(options.word)
  }

  public var moduleName: String { "memory_user_" + options.text }
  public var documentation: Documentation { Documentation("A memory.") }

  public var body: Behavior {
    words.write(data, at: writeAddress, enable: write, mask: mask)
    words.read(at: readAddress, enable: read)
    result <== words.readData
  }
}

/// A `Memory` that is only read.
public final class ROMUser: Module {
  let options: MemoryOptions
  let read = input(.bit)
  let readAddress: Signal
  let result: Signal
  let words: Memory

  public init(_ options: MemoryOptions) {
    self.options = options
    words = Memory(
      options.word, depth: options.depth, maskGranularity: options.maskGranularity,
      readUnderWrite: options.readUnderWrite, initial: options.initial)
    readAddress = input(.unsigned(words.addressWidth))
    result = output(options.word)
  }

  public var moduleName: String { "rom_user_" + options.text }
  public var documentation: Documentation { Documentation("A ROM.") }

  public var body: Behavior {
    words.read(at: readAddress, enable: read)
    result <== words.readData
  }
}

/// A `DualPortMemory` and the signals of both ports as ports.
public final class DualPortUser: Module {
  let options: MemoryOptions
  let enable = (0..<2).map { _ in input(.bit) }
  let write = (0..<2).map { _ in input(.bit) }
  let address: [Signal]
  let data: [Signal]
  let mask: [Signal]
  let result: [Signal]
  let words: DualPortMemory

  public init(_ options: MemoryOptions) {
    self.options = options
    let words = DualPortMemory(
      options.word, depth: options.depth, maskGranularity: options.maskGranularity,
      readUnderWrite: options.readUnderWrite, initial: options.initial)
    self.words = words
    address = (0..<2).map { _ in input(.unsigned(words.addressWidth)) }
    data = (0..<2).map { _ in input(options.word) }
    mask = options.maskGranularity == nil ? [] : (0..<2).map { _ in input(options.maskType) }
    result = (0..<2).map { _ in output(options.word) }
  }

  public var moduleName: String { "dual_port_user_" + options.text }
  public var documentation: Documentation { Documentation("A memory with two ports.") }

  public var body: Behavior {
    for (index, port) in [words.a, words.b].enumerated() {
      port.access(
        at: address[index], enable: enable[index], write: write[index], data: data[index],
        mask: mask.isEmpty ? nil : mask[index])
      result[index] <== port.readData
    }
  }
}

/// Memories of every kind with every choice of options, under the same inputs.
public final class MemoryGallery: Module {
  let enable = (0..<2).map { _ in input(.bit) }
  let write = (0..<2).map { _ in input(.bit) }
  let address = (0..<2).map { _ in input(.unsigned(3)) }
  let data = (0..<2).map { _ in input(.signed(70)) }
  let mask = (0..<2).map { _ in input(.bits(5)) }
  let single = MemoryOptions.all.map { MemoryUser($0) }
  let dual = MemoryOptions.all.map { DualPortUser($0) }
  let rom = ROMUser(MemoryOptions.all[1])
  // Wider than the words, so that their signs are seen.
  let singleResult = MemoryOptions.all.map { _ in output(.signed(72)) }
  let dualResult = MemoryOptions.all.map { _ in (0..<2).map { _ in output(.signed(72)) } }
  let romResult = output(.signed(72))

  public init() {}

  public var documentation: Documentation { Documentation("Memories of every kind.") }

  public var body: Behavior {
    for (user, result) in zip(single, singleResult) {
      user.write <== (write[0] && enable[0])
      user.writeAddress <== address[0]
      user.data <== data[0]
      if let mask = user.mask { mask <== self.mask[0] }
      user.read <== enable[1]
      user.readAddress <== address[1]
      result <== user.result
    }
    for (user, result) in zip(dual, dualResult) {
      for port in 0..<2 {
        user.enable[port] <== enable[port]
        user.write[port] <== write[port]
        user.address[port] <== address[port]
        user.data[port] <== data[port]
        if !user.mask.isEmpty { user.mask[port] <== mask[port] }
        result[port] <== user.result[port]
      }
    }
    rom.read <== enable[0]
    rom.readAddress <== address[0]
    romResult <== rom.result
  }
}
