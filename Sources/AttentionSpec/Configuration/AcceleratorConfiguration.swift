/// The parameters of one accelerator, as a YAML or JSON file states them. Of memory, decoder and
/// port a file may say nothing.
///
/// ```yaml
/// name: vitcod_64x8
/// array: { lines: 64, macsPerLine: 8, elements: 8 }
/// capacity:
///   tokens: 256
///   headDimension: 64
/// ```
///
/// Values from a file may be anything: call `validate()` before any derived value.
public struct AcceleratorConfiguration: Sendable, Equatable, Hashable, Codable {
  /// The name of the generated top module, a lower-snake-case identifier.
  public var name: String
  /// The size of the array of multiply-accumulate units.
  public var array: ArrayShape
  /// The largest head, and the most of them.
  public var capacity: Capacity
  /// What is on chip beside the array, the decoder, and the port to the memory outside.
  public var memory: MemoryShape
  public var decoder: DecoderShape
  public var port: PortShape

  public init(
    name: String, array: ArrayShape, capacity: Capacity, memory: MemoryShape? = nil,
    decoder: DecoderShape = DecoderShape(), port: PortShape = PortShape()
  ) {
    self.name = name
    self.array = array
    self.capacity = capacity
    self.memory = memory ?? .standard(array, capacity)
    self.decoder = decoder
    self.port = port
  }

  /// What a file does not say of memory, decoder and port is standard.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      name: values.decode(String.self, forKey: .name),
      array: values.decode(ArrayShape.self, forKey: .array),
      capacity: values.decode(Capacity.self, forKey: .capacity),
      memory: values.decodeIfPresent(MemoryShape.self, forKey: .memory),
      decoder: values.decodeIfPresent(DecoderShape.self, forKey: .decoder) ?? DecoderShape(),
      port: values.decodeIfPresent(PortShape.self, forKey: .port) ?? PortShape())
  }
}

/// The size of the array: `lines * macsPerLine` multiply-accumulate units.
public struct ArrayShape: Sendable, Equatable, Hashable, Codable {
  /// MAC lines in the whole array, a multiple of `elements`.
  public var lines: Int
  /// Multiply-accumulate units in a line, 1 to 64.
  public var macsPerLine: Int
  /// Processing elements, 1 to 64. Each has `lines / elements` lines and computes
  /// one row of scores, and one of outputs, at a time.
  public var elements: Int

  public init(lines: Int, macsPerLine: Int, elements: Int) {
    self.lines = lines
    self.macsPerLine = macsPerLine
    self.elements = elements
  }
}

/// The largest head, and the most of them.
public struct Capacity: Sendable, Equatable, Hashable, Codable {
  /// Most tokens of a head, at most 4096. An entry of the index has one byte up to 255, else two.
  public var tokens: Int
  /// Most features of a head.
  public var headDimension: Int
  /// Most heads of a unit of work, at most 31.
  public var heads: Int

  public init(tokens: Int, headDimension: Int, heads: Int = 16) {
    self.tokens = tokens
    self.headDimension = headDimension
    self.heads = heads
  }

  /// Heads of which a file says nothing are 16.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      tokens: values.decode(Int.self, forKey: .tokens),
      headDimension: values.decode(Int.self, forKey: .headDimension))
    heads = try values.decodeIfPresent(Int.self, forKey: .heads) ?? heads
  }
}
