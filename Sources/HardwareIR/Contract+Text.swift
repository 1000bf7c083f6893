// The prose of the header of a module.

extension Contract {
  /// What is promised, each with its heading, in the order of the header, where clocks have their
  /// usual names.
  public var facts: [(heading: String, text: String)] { facts(clockName: \.clockName) }

  /// What is promised, each with its heading, in the order of the header.
  public func facts(
    clockName: (ClockDomain) -> String
  ) -> [(heading: String, text: String)] {
    let all = [
      ("Latency", joined(latency.map { $0.text(clockName: clockName) })),
      ("Throughput", joined(throughput.map(\.text))),
      ("Reset", joined(reset.map(\.text))), ("Combinational paths", paths.text),
    ]
    return all.compactMap { heading, text in text.map { (heading, $0 + ".") } }
  }

  private func joined(_ parts: [String]) -> String? {
    parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension Contract.Latency {
  func text(clockName: (ClockDomain) -> String) -> String {
    switch self {
    case .cycles(let count, let from, let to, let domain, let note):
      Contract.cycles(count)
        + (domain == .default ? "" : " of \(clockName(domain))")
        + " from \(from.text) to \(to.text)" + (note.map { ", " + $0 } ?? "")
    case .sentence(let text): Contract.phrase(text)
    }
  }
}

extension Contract.Throughput {
  var text: String {
    switch self {
    case .items(let count, let item, let cycles, _, _, let note):
      "\(count == 1 ? "one" : "\(count)") \(item) every "
        + (cycles == 1 ? "cycle" : Contract.cycles(cycles)) + (note.map { ", " + $0 } ?? "")
    case .sentence(let text): Contract.phrase(text)
    }
  }
}

extension Contract.Reset {
  var text: String {
    switch self {
    case .none: "none"
    case .control: "control only"
    case .value(let value, let ports):
      "\(ports.text) \(ports.count == 1 && ports[0].ports.count == 1 ? "is" : "are") \(value)"
    case .sentence(let text): Contract.phrase(text)
    }
  }
}

extension Contract.Paths {
  var text: String? {
    switch self {
    case .unstated: nil
    case .all: "from every input to every output"
    case .only(let paths):
      paths.isEmpty ? "none" : paths.map(\.text).joined(separator: "; ")
    }
  }
}

extension Contract.Path {
  var text: String { "\(from.text) to \(to.text)" }
}

extension [Contract.Ports] {
  var text: String { Contract.list(map(\.name)) }
}

extension Contract {
  static func cycles(_ count: Int) -> String { "\(count) \(count == 1 ? "cycle" : "cycles")" }

  /// `a, b and c`.
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A sentence as a part of a longer one.
  static func phrase(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }
}
