import HardwareIR

/// A property of a module that is a memory.
protocol MemoryProperty {
  var declaration: MemoryDeclaration { get }
}

/// What a memory is declared as, whatever its ports.
final class MemoryDeclaration {
  /// The largest contents that all tools take: Yosys 0.23 reads 32,768 words of 32 bits in 14 s and
  /// 700 MB, and both grow with the words.
  static let wordsWithContentsMax = 1 << 15
  static let bitsWithContentsMax = 1 << 20

  let kind: MemoryDefinition.Kind
  let word: HardwareType
  let depth: Int
  let laneWidth: Int?
  let readUnderWrite: ReadUnderWrite
  let initial: InitialWords
  let domain: ClockDomain
  let note: String?
  let location: SourceLocation
  let ports: [MemoryPortSignals]
  /// What is stored where, once known.
  private(set) var name: String?
  private(set) var element: ElementName?
  /// What the names of the wires begin with.
  private var wirePrefix: String?
  private(set) weak var owner: ModuleScope?

  init(
    _ kind: MemoryDefinition.Kind, _ word: HardwareType, depth: Int, laneWidth: Int?,
    readUnderWrite: ReadUnderWrite, initial: InitialWords, domain: ClockDomain, note: String?,
    location: SourceLocation
  ) {
    self.kind = kind
    self.word = word.oneBitAsBit
    self.depth = depth
    self.laneWidth = laneWidth
    self.readUnderWrite = readUnderWrite
    self.initial = initial
    self.domain = domain
    self.note = note
    self.location = location
    let lanes = Self.laneCount(word, laneWidth)
    let shape = MemoryDefinition(
      name: "", kind: kind, depth: max(1, depth), word: word, laneWidth: laneWidth)
    let address = HardwareType.unsigned(shape.addressWidth)
    ports = shape.ports.map { port in
      func wire(_ name: String?, _ type: HardwareType) -> Signal? {
        name.map { _ in Signal.declared(.wire, type, nil, location) }
      }
      return MemoryPortSignals(
        enable: Signal.declared(.wire, .bit, nil, location),
        write: wire(port.write, .bit), address: Signal.declared(.wire, address, nil, location),
        writeData: wire(port.writeData, word),
        writeMask: wire(port.writeMask, HardwareType.bit.withWidth(lanes)),
        readData: wire(port.readData, word))
    }
    for port in ports { port.memory = self }
  }

  var addressWidth: Int { ports[0].address.width }
  var laneCount: Int { Self.laneCount(word, laneWidth) }

  /// 1 also where the lanes are refused.
  private static func laneCount(_ word: HardwareType, _ laneWidth: Int?) -> Int {
    guard let laneWidth, laneWidth >= 1 else { return 1 }
    return max(1, word.width / laneWidth)
  }

  /// What is wrong with the declaration.
  var problem: (rule: Diagnostic.Rule, sentence: String)? {
    if let mistake = domain.mistake(.clocked) { return (.clockDomain, mistake) }
    if depth < 1 {
      return (.definition, "a memory of \(depth) words; the depth must be at least 1")
    }
    if !word.isPossible { return (.definition, impossibleSentence(word)) }
    if depth > Limits.memoryWordsMax || depth * word.width > Limits.memoryBitsMax {
      return (
        .definition,
        "a memory of \(depth) words of \(word.width) bits; tools take at most "
          + "\(Limits.memoryWordsMax) words and \(Limits.memoryBitsMax) bits, so divide it or "
          + "connect one from outside"
      )
    }
    if let laneWidth, laneWidth < 1 || !word.width.isMultiple(of: laneWidth) {
      return (
        .definition,
        "lanes of \(laneWidth) bits do not divide a word of \(word.width) bits; "
          + "choose a maskGranularity that divides \(word.width)"
      )
    }
    if let mistake = initial.mistake { return (.literalRange, mistake) }
    if initial.words.count > depth {
      return (
        .definition,
        "\(initial.words.count) initial words in a memory of \(depth); "
          + "give at most \(depth), or a greater depth"
      )
    }
    let isTooLarge =
      depth > Self.wordsWithContentsMax || depth * word.width > Self.bitsWithContentsMax
    if !initial.words.isEmpty, isTooLarge {
      return (
        .definition,
        "initial contents of \(depth) words of \(word.width) bits; tools take at most "
          + "\(Self.wordsWithContentsMax) words and \(Self.bitsWithContentsMax) bits, "
          + "so divide the memory or load it at run time"
      )
    }
    return nil
  }

  /// Takes the name and the place of a property; returns the signals, named, in order.
  func adopt(_ name: String, _ element: ElementName?, _ scope: ModuleScope) -> [Signal] {
    self.name = name
    self.element = element
    owner = scope
    return zip(ports, definition.ports).flatMap { port, definition in
      port.adopt(definition, scope) { wire in
        element?.appending(String(wire.dropFirst((wirePrefix ?? name).count)))
      }
    }
  }

  /// All wires, in order.
  var signals: [Signal] { ports.flatMap(\.signals) }

  /// Takes the names of the wires; where they are to give way, others than those that are taken.
  func takeNames(of names: inout Set<String>, _ naming: Lowering.Naming) {
    guard let name, let owner else { return }
    var number = 2
    while naming == .givingWay, signals.contains(where: { names.contains($0.name ?? "") }) {
      wirePrefix = "\(name)_\(number)"
      number += 1
      _ = adopt(name, element, owner)
    }
    for signal in signals { names.insert(signal.name ?? "") }
  }

  var definition: MemoryDefinition {
    var definition = MemoryDefinition(
      name: name ?? "", wirePrefix: wirePrefix, kind: kind, depth: depth, word: word,
      laneWidth: laneWidth,
      readUnderWrite: readUnderWrite, initial: initial.words, domain: domain, note: note,
      location: location)
    definition.element = element
    return definition
  }

  func isLike(_ other: MemoryDeclaration) -> Bool { definition == other.definition }
}

/// The words that a memory begins with.
struct InitialWords {
  private(set) var words: [BitPattern] = []
  /// What is wrong with the first word that is none.
  private(set) var mistake: String?

  init(_ numbers: [Int], _ word: HardwareType) {
    guard let range = word.range else { return }
    for (index, number) in numbers.enumerated() {
      guard range.contains(number) else {
        refuse(index, "\(number)", "\(word) (\(range.lowerBound)...\(range.upperBound))")
        return
      }
      words.append(BitPattern(number, width: word.width))
    }
  }

  init(_ patterns: [[UInt64]], _ word: HardwareType) {
    guard word.isPossible else { return }
    for (index, pattern) in patterns.enumerated() {
      guard let bits = BitPattern(words: pattern, width: word.width) else {
        let digits = BitPattern(words: pattern, width: 64 * pattern.count)?.hexadecimal ?? ""
        refuse(index, "0x" + digits.drop { $0 == "0" }, "\(word)")
        return
      }
      words.append(bits)
    }
  }

  private mutating func refuse(_ index: Int, _ value: String, _ type: String) {
    mistake = "initial word \(index), \(value), does not fit \(type); change it or use a wider type"
  }
}
