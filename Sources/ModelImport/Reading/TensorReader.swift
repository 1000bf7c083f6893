import Basics
import TensorFiles

/// Takes the tensors of a model by the names of its naming, and notes which were taken.
struct TensorReader {
  let file: SafetensorsFile
  let path: String
  let names: TensorNames
  private var taken: Set<String> = []

  init(_ file: SafetensorsFile, path: String) throws(Refusal) {
    self.file = file
    self.path = path
    names = try TensorNames(file, path: path)
  }

  var naming: TensorNaming { names.naming }

  func has(_ name: String) -> Bool { names.places[name] != nil }

  /// The extents of a tensor, if it is there.
  func shape(_ name: String) -> [Int]? { names.places[name].flatMap(file.entry)?.shape }

  /// The extents of a tensor, before its shape is known.
  ///
  /// - Parameter expected: What the extents are, as `[width, inputs]`.
  /// - Throws: `Refusal` if it is not there, or has another number of axes or nothing in it.
  func extents(_ name: String, _ expected: String, axes: Int) throws(Refusal) -> [Int] {
    let entry = try entry(name, expected)
    guard entry.shape.count == axes, !entry.shape.contains(0) else {
      throw mismatch(entry, expected)
    }
    return entry.shape
  }

  /// The elements of a tensor, all finite.
  ///
  /// - Throws: `Refusal` if it is not there, or of another shape or type.
  mutating func floats(_ name: String, _ shape: [Int]) throws(Refusal) -> [Float] {
    let entry = try entry(name, "\(shape)")
    guard entry.shape == shape else { throw mismatch(entry, "\(shape)") }
    taken.insert(entry.name)
    return try file.tensor(entry.name).finiteFloats()
  }

  /// The elements of a tensor that a model need not have.
  mutating func floatsIfPresent(_ name: String, _ shape: [Int]) throws(Refusal) -> [Float]? {
    has(name) ? try floats(name, shape) : nil
  }

  /// - Throws: `Refusal` for a tensor that was not taken, other than those to be ignored.
  func checkAllTaken() throws(Refusal) {
    let ignored = Set(names.places.filter { naming.ignores($0.key) }.values)
    for entry in file.entries where !taken.contains(entry.name) && !ignored.contains(entry.name) {
      throw TensorNames.useless(entry, naming, path: path)
    }
  }

  /// A refusal of a tensor that is there.
  func refusal(_ name: String, _ sentence: String) -> Refusal {
    Refusal(in: "\(path), \((names.places[name] ?? name).shown)", sentence)
  }

  private func entry(
    _ name: String, _ expected: String
  ) throws(Refusal) -> SafetensorsFile.Entry {
    guard let place = names.places[name], let entry = file.entry(place) else {
      throw Refusal(
        in: path,
        "There is no tensor \(name) \(expected), which \(missing(name)); write all tensors of the "
          + "network.")
    }
    return entry
  }

  /// What a tensor that is not there would be.
  private func missing(_ name: String) -> String {
    switch name {
    case naming.classToken: "is the class token that networks here end with"
    case naming.positions: "gives tokens their positions"
    default: "the others need (\(naming.family))"
    }
  }

  private func mismatch(_ entry: SafetensorsFile.Entry, _ expected: String) -> Refusal {
    Refusal(
      in: "\(path), \(entry.name.shown)",
      "The tensor is \(entry.shape), but the rest of the network asks for \(expected); "
        + "write the file again.")
  }
}
