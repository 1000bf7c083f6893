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
  /// The last name on the way.
  private let word: String
  /// The prefixes of ports that bundles on the way have in place of their names, and the names
  /// behind the last of those bundles.
  private var prefixes: [String] = []
  private var words: [String] = []
  /// The bus on the way.
  private(set) var bus: String?

  init(_ label: String?, _ spelling: Spelling) {
    first = label ?? ""
    name = spelling(first)
    stem = name
    indices = []
    group = nil
    self.spelling = spelling
    word = name
  }

  private init(name: String, stem: String, indices: [Int], word: String, in path: PropertyPath) {
    self.name = name
    self.stem = stem
    self.indices = indices
    first = path.first
    group = path.first
    spelling = path.spelling
    self.word = word
    prefixes = path.prefixes
    bus = path.bus
    if !prefixes.isEmpty { words = path.words + [word] }
  }

  /// The same way, to a bundle whose ports share prefixes.
  func prefixed(_ prefixes: [String]) -> PropertyPath {
    guard prefixes.count > self.prefixes.count else { return self }
    var path = self
    path.prefixes = prefixes
    path.words = []
    return path
  }

  /// The same way, to a bus.
  var toBus: PropertyPath {
    var path = self
    path.bus = bus ?? name
    return path
  }

  func appending(_ label: String?) -> PropertyPath {
    let label = spelling(label ?? "")
    return PropertyPath(
      name: name + "_" + label, stem: stem + "_" + label, indices: indices, word: label, in: self)
  }

  /// The way to an element of an array.
  func appending(index: Int) -> PropertyPath {
    PropertyPath(
      name: "\(name)_\(index)", stem: stem, indices: indices + [index], word: "\(index)", in: self)
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
    let given = port.given?.prefixes ?? []
    if let name = port.given?.name { return given.joined() + name }
    if !given.isEmpty { return given.joined() + word(behind: given) }
    return spelling == .exact ? name : name + (direction == .input ? "_i" : "_o")
  }

  /// The names behind the bundle that has these prefixes, or the last, of a field that has one for
  /// itself.
  private func word(behind prefixes: [String]) -> String {
    prefixes.count > self.prefixes.count ? word : words.joined(separator: "_")
  }
}
