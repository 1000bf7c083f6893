/// What the files of a design declare, by looking for it in their text alone.
public struct TextHierarchy {
  private struct Module {
    /// The modules of instances, by the names of these.
    var children: [Substring: Substring] = [:]
    var loops: Set<Substring> = []
    /// The range of each signal, `[7:0]`, or nothing.
    var signals: [Substring: Substring] = [:]
  }

  private var modules: [Substring: Module] = [:]

  /// - Parameter files: Text by name; a module has a file of its name.
  public init(_ files: [String: String]) {
    for (name, text) in files where name.hasSuffix(".sv") {
      var module = Module()
      for line in text.split(separator: "\n") { Self.read(line, into: &module) }
      modules[name.dropLast(3)] = module
    }
  }

  private static func read(_ line: Substring, into module: inout Module) {
    let code = line.prefix { $0 != "/" }
    let words = code.split(separator: " ")
    guard let first = words.first, let last = words.last else { return }
    if words.count == 3, last == "(", words[1].hasPrefix("u_") { module.children[words[1]] = first }
    if last.hasPrefix("gen_") { module.loops.insert(last) }
    guard words.contains("logic") || first.hasSuffix("_e") else { return }
    let range = words.first { $0.hasPrefix("[") } ?? ""
    for name in words where name.first?.isLetter == true {
      module.signals[name.prefix { $0.isLetter || $0.isNumber || $0 == "_" }] = range
    }
  }

  /// Whether there is a signal at a path such as `top.u_lane_0.gen_step[2].sum_q[7:0]`.
  public func declares(_ path: String) -> Bool {
    var parts = path.split(separator: ".")
    guard let last = parts.popLast(), var name = parts.first, var module = modules[name] else {
      return false
    }
    for part in parts.dropFirst() {
      if part.hasSuffix("]") {
        guard module.loops.contains(part.prefix { $0 != "[" }) else { return false }
        continue
      }
      guard let child = module.children[part], let next = modules[child] else { return false }
      (name, module) = (child, next)
    }
    let signal = last.prefix { $0 != "[" }
    guard let range = module.signals[signal] else { return false }
    // A state's width is that of its type.
    return range == last.dropFirst(signal.count) || range.isEmpty
  }
}
