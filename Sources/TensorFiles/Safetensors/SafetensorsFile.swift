import Basics

/// A file of named tensors in the safetensors format.
///
/// The format is described in the README of huggingface/safetensors: 8 bytes with the length of the
/// header (little-endian), the header (JSON from a name to `dtype`, `shape` and `data_offsets`, and
/// optional text under `__metadata__`), and the data, row-major, little-endian and without gaps.
/// Opening reads the header; data are read when a tensor is asked for.
public struct SafetensorsFile: Sendable {
  /// What the header says of one tensor.
  public struct Entry: Sendable, Equatable {
    public let name: String
    public let elementType: ElementType
    /// The extent of each axis, slowest first.
    public let shape: [Int]
    /// The bytes of the file that hold the data.
    public let range: Range<Int>
  }

  /// The tensors, in the order of their data.
  public let entries: [Entry]
  /// The text that the writer of the file left.
  public let metadata: [String: String]
  private let source: ByteSource
  private let places: [String: Int]

  /// Opens a file.
  ///
  /// - Throws: `Refusal` if it cannot be read, or that says what is malformed or not supported.
  public init(path: String) throws(Refusal) {
    try self.init(ByteSource(path: path))
  }

  /// Opens the bytes of a file. No input traps.
  ///
  /// - Parameter name: What messages call the file.
  /// - Throws: `Refusal` that says what is malformed or not supported.
  public init(parsing bytes: [UInt8], named name: String) throws(Refusal) {
    try self.init(ByteSource(bytes, named: name))
  }

  private init(_ source: ByteSource) throws(Refusal) {
    let header = try SafetensorsHeader(source)
    self.source = source
    entries = header.entries
    metadata = header.metadata
    places = Dictionary(
      zip(entries.map(\.name), entries.indices), uniquingKeysWith: { first, _ in first })
  }

  /// What the header says of a tensor; nil if there is none of this name.
  public func entry(_ name: String) -> Entry? { places[name].map { entries[$0] } }

  /// Reads a tensor.
  ///
  /// - Throws: `Refusal` if there is none of this name, or it cannot be read any more.
  public func tensor(_ name: String) throws(Refusal) -> Tensor {
    guard let entry = entry(name) else {
      throw Refusal.missing(name, among: entries.map(\.name).sorted(), in: source.name)
    }
    return try Tensor(
      elementType: entry.elementType, shape: entry.shape, bytes: source.read(entry.range),
      origin: "\(source.name), \(name.shown)")
  }
}

extension Refusal {
  /// A tensor that is asked for but not there.
  static func missing(_ name: String, among names: [String], in file: String) -> Refusal {
    let some = names.prefix(4).map(\.shown).joined(separator: ", ")
    let rest = names.count > 4 ? " and \(names.count - 4) more" : ""
    return Refusal(
      in: file,
      "There is no tensor \"\(name.shown)\", but \(names.isEmpty ? "none" : some + rest); "
        + "check the name, or the model that the file is of.")
  }
}
