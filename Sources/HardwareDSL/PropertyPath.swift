import HardwareIR

/// The way to a stored property.
struct PropertyPath {
  /// How properties are spelt in names.
  enum Spelling {
    case lowerCase
    /// As they are, for ports of black boxes.
    case exact

    func callAsFunction(_ label: String) -> String { self == .exact ? label : snakeCase(label) }
  }

  let name: String
  /// The name without the places in arrays.
  private let stem: String
  private let indices: [Int]
  /// The property of the module that holds it, where that is not itself.
  let group: String?
  private let first: String
  private let spelling: Spelling

  init(_ label: String?, _ spelling: Spelling) {
    first = label ?? ""
    name = spelling(first)
    stem = name
    indices = []
    group = nil
    self.spelling = spelling
  }

  private init(name: String, stem: String, indices: [Int], in path: PropertyPath) {
    self.name = name
    self.stem = stem
    self.indices = indices
    first = path.first
    group = path.first
    spelling = path.spelling
  }

  func appending(_ label: String?) -> PropertyPath {
    let word = "_" + spelling(label ?? "")
    return PropertyPath(name: name + word, stem: stem + word, indices: indices, in: self)
  }

  /// The way to an element of an array.
  func appending(index: Int) -> PropertyPath {
    PropertyPath(name: "\(name)_\(index)", stem: stem, indices: indices + [index], in: self)
  }

  /// The way to a field of a bundle, whose place in an array is a number.
  func appending(_ labels: [String]) -> PropertyPath {
    labels.reduce(self) { path, label in
      Int(label).map { path.appending(index: $0) } ?? path.appending(label)
    }
  }

  /// What lies here in arrays, without the suffix of its kind.
  var element: ElementName? {
    indices.isEmpty || isExact ? nil : ElementName(stem: stem, indices: indices)
  }

  var isExact: Bool { spelling == .exact }

  func portName(_ port: Signal, _ direction: Port.Direction) -> String {
    if let name = port.given?.name { return name }
    return spelling == .exact ? name : name + (direction == .input ? "_i" : "_o")
  }
}
